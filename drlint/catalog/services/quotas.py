"""What an account may have in a Region: the quotas that stop a recovery before it has begun."""

from __future__ import annotations

from drlint.catalog.kind import LIVE_ONLY, Attribute, Call, Kind, Where

_API = "https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ListServiceQuotas.html (2026-11-26)"
# What counts against them: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html and
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-on-demand-instances.html (2026-11-26)
DB_INSTANCES, DB_CLUSTERS, STANDARD_VCPUS = "L-7B6409FD", "L-952B80B8", "L-1216C47A"


def _live(name: str, api: str) -> Attribute:
    return Attribute(name=name, api=api, doors=LIVE_ONLY)


def _quotas(name: str, title: str, service: str, *codes: str) -> Kind:
    return Kind(
        name=name,
        title=title,
        alone=True,
        names=("arn", "code"),
        identity=("code",),
        arn="QuotaArn",
        listed_by=Call(
            service="service-quotas", operation="ListServiceQuotas", items="Quotas", fixed={"ServiceCode": service}
        ),
        where=(Where(path="QuotaCode", says=codes),),
        attributes=(
            _live("arn", "QuotaArn"),
            _live("code", "QuotaCode"),
            _live("name", "QuotaName"),
            Attribute(name="value", api="Value", doors=LIVE_ONLY, holds="number"),
        ),
        source=_API,
    )


RDS_QUOTA = _quotas("aws_rds_quota", "Amazon RDS quota", "rds", DB_INSTANCES, DB_CLUSTERS)
EC2_QUOTA = _quotas("aws_ec2_quota", "Amazon EC2 quota", "ec2", STANDARD_VCPUS)
