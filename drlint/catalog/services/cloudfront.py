"""Amazon CloudFront distributions, their origins and the groups in which one origin replaces another.

Custom headers of an origin often carry a shared secret and are never read.
"""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Block, Call, Detail, Kind, Relation

_ORIGINS = ("aws_s3_bucket", "aws_lb", "aws_globalaccelerator_accelerator", "aws_route53_record", "aws_instance")
_ORIGIN_NAMES = (
    "bucket_regional_domain_name",
    "bucket_domain_name",
    "dns_name",
    "dual_stack_dns_name",
    "public_dns",
    "fqdn",
    "name",
)

DISTRIBUTION = Kind(
    name="aws_cloudfront_distribution",
    title="distribution",
    cloudformation="AWS::CloudFront::Distribution",
    names=("arn", "id", "domain_name"),
    identity=("id",),
    serves=True,
    is_global=True,
    arn="ARN",
    listed_by=Call(
        service="cloudfront", operation="ListDistributions", items="DistributionList.Items", region="us-east-1"
    ),
    details=(Detail(operation="ListTagsForResource", given={"Resource": "ARN"}),),
    attributes=(
        Attribute(name="arn", api="ARN", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="Id", default=CHOSEN_BY_AWS),
        Attribute(name="domain_name", api="DomainName", default=CHOSEN_BY_AWS),
        Attribute(name="hosted_zone_id", doors=CODE, default=CHOSEN_BY_AWS),
        Attribute(name="enabled", api="Enabled", default=True, stronger="true"),
        Attribute(name="aliases", api="Aliases.Items", many=True, stronger="more"),
        Attribute(name="price_class", api="PriceClass", default="PriceClass_All"),
        Attribute(name="staging", api="Staging", default=False),
        Attribute(name="retain_on_delete", default=False, doors=CODE),
        Attribute(
            name="viewer_certificate_arn",
            api="ViewerCertificate.ACMCertificateArn",
            terraform="viewer_certificate.acm_certificate_arn",
        ),
        Block(
            name="origin",
            api="Origins.Items",
            many=True,
            stronger="more",
            relations=(Relation(name="target", to=_ORIGINS, by="domain_name", names=_ORIGIN_NAMES),),
            attributes=(
                Attribute(name="origin_id", api="Id"),
                Attribute(name="domain_name", api="DomainName"),
                Attribute(name="origin_path", api="OriginPath"),
                Attribute(name="connection_attempts", api="ConnectionAttempts", default=3),
                Attribute(name="connection_timeout", api="ConnectionTimeout", default=10, unit="seconds"),
                Attribute(
                    name="read_timeout",
                    api="CustomOriginConfig.OriginReadTimeout",
                    terraform="custom_origin_config.origin_read_timeout",
                    default=30,
                    unit="seconds",
                ),
                Attribute(
                    name="origin_shield_region",
                    api="OriginShield.OriginShieldRegion",
                    terraform="origin_shield.origin_shield_region",
                ),
                Attribute(
                    name="vpc_origin_id", api="VpcOriginConfig.VpcOriginId", terraform="vpc_origin_config.vpc_origin_id"
                ),
            ),
        ),
        Block(
            name="origin_group",
            api="OriginGroups.Items",
            many=True,
            stronger="more",
            attributes=(
                Attribute(name="origin_id", api="Id"),
                Attribute(
                    name="status_codes",
                    api="FailoverCriteria.StatusCodes.Items",
                    many=True,
                    terraform="failover_criteria.status_codes",
                    stronger="more",
                    holds="number",
                ),
                Block(
                    name="member",
                    api="Members.Items",
                    many=True,
                    stronger="more",
                    attributes=(Attribute(name="origin_id", api="OriginId"),),
                ),
            ),
        ),
        Attribute(
            name="default_target_origin_id",
            api="DefaultCacheBehavior.TargetOriginId",
            terraform="default_cache_behavior.target_origin_id",
        ),
        Block(
            name="ordered_cache_behavior",
            api="CacheBehaviors.Items",
            many=True,
            attributes=(
                Attribute(name="path_pattern", api="PathPattern"),
                Attribute(name="target_origin_id", api="TargetOriginId"),
            ),
        ),
        Attribute(name="tags", api="ListTagsForResource:Tags.Items", terraform="tags_all"),
    ),
    relations=(
        Relation(
            name="origins",
            to=_ORIGINS,
            by="origin.domain_name",
            inverse="distributed_by",
            elsewhere=True,
            names=_ORIGIN_NAMES,
        ),
    ),
    source=(
        "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/cloudfront_distribution"
        " (2026-11-23)"
    ),
)
