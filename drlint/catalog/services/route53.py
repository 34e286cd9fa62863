"""Amazon Route 53: hosted zones, records and the health checks that move traffic between them.

A record's routing policies are blocks in Terraform and plain fields in the API (`Failover`, `Weight`, `Region`), so
they are plain attributes here: `failover`, `weight`, `latency_region`.
"""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, LIVE_ONLY, Attribute, Block, Call, Detail, Kind, Relation

ZONE = Kind(
    name="aws_route53_zone",
    title="hosted zone",
    cloudformation="AWS::Route53::HostedZone",
    names=("zone_id", "id", "arn"),
    identity=("zone_id",),
    serves=True,
    is_global=True,
    arn="arn:{partition}:route53:::hostedzone/{Id[/]}",
    listed_by=Call(service="route53", operation="ListHostedZones", items="HostedZones", region="us-east-1"),
    details=(
        Detail(operation="GetHostedZone", given={"Id": "Id[/]"}),
        Detail(operation="ListTagsForResource", given={"ResourceId": "Id[/]"}, fixed={"ResourceType": "hostedzone"}),
    ),
    attributes=(
        Attribute(name="arn", api="arn:{partition}:route53:::hostedzone/{Id[/]}", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="Id[/]", default=CHOSEN_BY_AWS),
        Attribute(name="zone_id", api="Id[/]", default=CHOSEN_BY_AWS),
        Attribute(name="name", api="Name", domain=True),
        Attribute(name="name_servers", api="GetHostedZone:DelegationSet.NameServers", many=True, default=CHOSEN_BY_AWS),
        Attribute(name="delegation_set_id", api="GetHostedZone:DelegationSet.Id[/]"),
        Attribute(name="force_destroy", default=False, doors=CODE, stronger="false"),
        Block(
            name="vpc",
            api="GetHostedZone:VPCs",
            many=True,
            stronger="more",
            relations=(Relation(name="resolves_in", to=("aws_vpc",), by="vpc_id"),),
            attributes=(
                Attribute(name="vpc_id", api="VPCId"),
                Attribute(name="vpc_region", api="VPCRegion", default=CHOSEN_BY_AWS),
            ),
        ),
        Attribute(name="tags", api="ListTagsForResource:ResourceTagSet.Tags", terraform="tags_all"),
    ),
    relations=(Relation(name="resolves_in", to=("aws_vpc",), by="vpc.vpc_id", inverse="private_zones"),),
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/route53_zone (2026-11-23)",
)

_ANSWERS = (
    "aws_lb",
    "aws_cloudfront_distribution",
    "aws_globalaccelerator_accelerator",
    "aws_route53_record",
    "aws_s3_bucket",
)

RECORD = Kind(
    name="aws_route53_record",
    title="DNS record",
    cloudformation="AWS::Route53::RecordSet",
    names=("fqdn", "name", "id"),
    # A record has no ARN. The API writes names with a trailing dot and "*" as "\052"; zone_id comes from `given`.
    identity=("zone_id", "name", "type", "set_identifier"),
    serves=True,
    is_global=True,
    listed_by=Call(
        service="route53",
        operation="ListResourceRecordSets",
        items="ResourceRecordSets",
        region="us-east-1",
        each="aws_route53_zone",
        given={"HostedZoneId": "zone_id"},
    ),
    attributes=(
        Attribute(name="id", default=CHOSEN_BY_AWS, doors=CODE),
        Attribute(name="fqdn", default=CHOSEN_BY_AWS, doors=CODE),
        Attribute(name="zone_id", api="HostedZoneId"),
        Attribute(name="name", api="Name", domain=True),
        Attribute(name="type", api="Type"),
        Attribute(name="set_identifier", api="SetIdentifier"),
        Attribute(name="ttl", api="TTL", stronger="lower", unit="seconds"),
        Attribute(name="records", many=True, api="ResourceRecords[].Value"),
        Attribute(name="health_check_id", api="HealthCheckId", stronger="present"),
        Attribute(name="failover", terraform="failover_routing_policy.type", api="Failover", stronger="present"),
        Attribute(name="weight", terraform="weighted_routing_policy.weight", api="Weight", holds="number"),
        Attribute(name="latency_region", terraform="latency_routing_policy.region", api="Region", stronger="present"),
        Attribute(name="multivalue_answer_routing_policy", api="MultiValueAnswer", default=False, stronger="true"),
        Block(
            name="alias",
            api="AliasTarget",
            attributes=(
                Attribute(name="name", api="DNSName", domain=True),
                Attribute(name="zone_id", api="HostedZoneId"),
                Attribute(name="evaluate_target_health", api="EvaluateTargetHealth", default=False, stronger="true"),
            ),
        ),
        Block(
            name="geolocation_routing_policy",
            api="GeoLocation",
            attributes=(
                Attribute(name="continent", api="ContinentCode"),
                Attribute(name="country", api="CountryCode"),
                Attribute(name="subdivision", api="SubdivisionCode"),
            ),
        ),
        Block(
            name="geoproximity_routing_policy",
            api="GeoProximityLocation",
            attributes=(
                Attribute(name="aws_region", api="AWSRegion"),
                Attribute(name="bias", api="Bias", default=0),
                Attribute(name="local_zone_group", api="LocalZoneGroup"),
            ),
        ),
        Block(
            name="cidr_routing_policy",
            api="CidrRoutingConfig",
            attributes=(
                Attribute(name="collection_id", api="CollectionId"),
                Attribute(name="location_name", api="LocationName"),
            ),
        ),
    ),
    relations=(
        Relation(name="in_zone", to=("aws_route53_zone",), by="zone_id", inverse="records", elsewhere=True),
        Relation(
            name="checked_by",
            to=("aws_route53_health_check",),
            by="health_check_id",
            inverse="checks_records",
            elsewhere=True,
        ),
        Relation(name="alias_target", to=_ANSWERS, by="alias.name", inverse="aliased_by", elsewhere=True),
        Relation(
            name="points_to",
            to=(*_ANSWERS, "aws_instance", "aws_db_instance", "aws_rds_cluster"),
            by="records",
            inverse="named_by",
            elsewhere=True,
        ),
    ),
    source="https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html (2026-11-23)",
)

HEALTH_CHECK = Kind(
    name="aws_route53_health_check",
    title="health check",
    cloudformation="AWS::Route53::HealthCheck",
    identity=("id",),
    serves=True,
    is_global=True,
    arn="arn:{partition}:route53:::healthcheck/{Id}",
    listed_by=Call(service="route53", operation="ListHealthChecks", items="HealthChecks", region="us-east-1"),
    details=(
        Detail(operation="ListTagsForResource", given={"ResourceId": "Id"}, fixed={"ResourceType": "healthcheck"}),
        # Calculated ones and those of alarms have no checkers of their own.
        Detail(operation="GetHealthCheckStatus", given={"HealthCheckId": "Id"}, absent=("InvalidInput",)),
    ),
    attributes=(
        Attribute(name="arn", api="arn:{partition}:route53:::healthcheck/{Id}", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="Id", default=CHOSEN_BY_AWS),
        Attribute(name="reference_name", doors=CODE),
        Attribute(name="type", api="HealthCheckConfig.Type"),
        Attribute(name="fqdn", api="HealthCheckConfig.FullyQualifiedDomainName"),
        Attribute(name="ip_address", api="HealthCheckConfig.IPAddress"),
        # 80 for HTTP and 443 for HTTPS where nobody says.
        Attribute(name="port", api="HealthCheckConfig.Port", default=CHOSEN_BY_AWS, holds="number"),
        Attribute(name="resource_path", api="HealthCheckConfig.ResourcePath"),
        Attribute(name="search_string", api="HealthCheckConfig.SearchString"),
        Attribute(
            name="request_interval",
            api="HealthCheckConfig.RequestInterval",
            default=30,
            stronger="lower",
            unit="seconds",
        ),
        Attribute(
            name="failure_threshold",
            api="HealthCheckConfig.FailureThreshold",
            default=3,
            stronger="lower",
            unit="checks",
        ),
        Attribute(name="regions", api="HealthCheckConfig.Regions", many=True, stronger="more"),
        Attribute(name="measure_latency", api="HealthCheckConfig.MeasureLatency", default=False),
        Attribute(name="invert_healthcheck", api="HealthCheckConfig.Inverted", default=False),
        # Route 53 takes a disabled health check for healthy, whatever it checks.
        Attribute(name="disabled", api="HealthCheckConfig.Disabled", default=False, stronger="false"),
        Attribute(name="routing_control_arn", api="HealthCheckConfig.RoutingControlArn", stronger="present"),
        Attribute(name="child_healthchecks", api="HealthCheckConfig.ChildHealthChecks", many=True, stronger="more"),
        # Zero means always healthy, more than there are children always unhealthy.
        Attribute(name="child_health_threshold", api="HealthCheckConfig.HealthThreshold", holds="number"),
        Attribute(name="cloudwatch_alarm_name", api="HealthCheckConfig.AlarmIdentifier.Name", stronger="present"),
        Attribute(name="cloudwatch_alarm_region", api="HealthCheckConfig.AlarmIdentifier.Region"),
        # What each of its checkers said last: "Success: HTTP Status Code 200", "Failure: …".
        Attribute(
            name="observations",
            api="GetHealthCheckStatus:HealthCheckObservations[].StatusReport.Status",
            doors=LIVE_ONLY,
            many=True,
            default=(),
        ),
        Attribute(
            name="insufficient_data_health_status",
            api="HealthCheckConfig.InsufficientDataHealthStatus",
            default="LastKnownStatus",
            source="https://docs.aws.amazon.com/Route53/latest/APIReference/API_UpdateHealthCheck.html (2026-11-23)",
        ),
        Attribute(name="tags", api="ListTagsForResource:ResourceTagSet.Tags", terraform="tags_all"),
    ),
    relations=(
        Relation(
            name="watches_alarm",
            to=("aws_cloudwatch_metric_alarm",),
            by="cloudwatch_alarm_name",
            inverse="drives_health_checks",
            elsewhere=True,
            names=("alarm_name", "id"),
        ),
        Relation(name="children", to=("aws_route53_health_check",), by="child_healthchecks", inverse="parents"),
        Relation(name="probes", to=(*_ANSWERS, "aws_instance"), by="fqdn", inverse="probed_by", elsewhere=True),
    ),
    source="https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html (2026-11-23)",
)
