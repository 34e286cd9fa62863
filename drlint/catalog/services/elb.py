"""Elastic Load Balancing: load balancers, their listeners and the target groups behind them."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Block, Call, Detail, Kind, Relation

LOAD_BALANCER = Kind(
    name="aws_lb",
    also=("aws_alb",),
    title="load balancer",
    cloudformation="AWS::ElasticLoadBalancingV2::LoadBalancer",
    # Not zone_id: all load balancers of one type in a Region share it.
    names=("arn", "id", "name", "dns_name", "arn_suffix"),
    identity=("arn",),
    serves=True,
    arn="LoadBalancerArn",
    listed_by=Call(service="elbv2", operation="DescribeLoadBalancers", items="LoadBalancers"),
    details=(
        Detail(operation="DescribeLoadBalancerAttributes", given={"LoadBalancerArn": "LoadBalancerArn"}),
        Detail(operation="DescribeTags", given={"ResourceArns": "[LoadBalancerArn]"}),
    ),
    attributes=(
        Attribute(name="arn", api="LoadBalancerArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="LoadBalancerArn", default=CHOSEN_BY_AWS),
        Attribute(name="arn_suffix", api="LoadBalancerArn", cut=r".*:loadbalancer/(.+)", default=CHOSEN_BY_AWS),
        Attribute(name="name", api="LoadBalancerName", default=CHOSEN_BY_AWS),
        Attribute(name="dns_name", api="DNSName", default=CHOSEN_BY_AWS),
        Attribute(name="zone_id", api="CanonicalHostedZoneId", default=CHOSEN_BY_AWS),
        Attribute(name="vpc_id", api="VpcId", default=CHOSEN_BY_AWS),
        Attribute(name="load_balancer_type", api="Type", default="application"),
        Attribute(name="internal", api="Scheme", words={"internal": True, "internet-facing": False}, default=False),
        Attribute(name="ip_address_type", api="IpAddressType", default="ipv4"),
        Attribute(
            name="enable_deletion_protection",
            api="DescribeLoadBalancerAttributes:Attributes[Key=deletion_protection.enabled].Value",
            default=False,
            stronger="true",
        ),
        # An Application Load Balancer spreads over zones whatever this says.
        Attribute(
            name="enable_cross_zone_load_balancing",
            api="DescribeLoadBalancerAttributes:Attributes[Key=load_balancing.cross_zone.enabled].Value",
            default=False,
            stronger="true",
        ),
        Attribute(
            name="enable_zonal_shift",
            api="DescribeLoadBalancerAttributes:Attributes[Key=zonal_shift.config.enabled].Value",
            default=False,
            stronger="true",
        ),
        Attribute(
            name="dns_record_client_routing_policy",
            api="DescribeLoadBalancerAttributes:Attributes[Key=dns_record.client_routing_policy].Value",
            default="any_availability_zone",
        ),
        Attribute(
            name="subnets", api="AvailabilityZones[].SubnetId", many=True, default=CHOSEN_BY_AWS, stronger="more"
        ),
        # AWS shows them as subnets.
        Block(
            name="subnet_mapping",
            doors=CODE,
            many=True,
            stronger="more",
            attributes=(
                Attribute(name="subnet_id"),
                Attribute(name="allocation_id"),
                Attribute(name="private_ipv4_address"),
            ),
        ),
        Attribute(name="tags", api="DescribeTags:TagDescriptions[0].Tags", terraform="tags_all"),
    ),
    relations=(
        Relation(name="subnets_in", to=("aws_subnet",), by="subnets", inverse="load_balancers", elsewhere=True),
        Relation(
            name="mapped_subnets",
            to=("aws_subnet",),
            by="subnet_mapping.subnet_id",
            inverse="load_balancers",
            elsewhere=True,
        ),
    ),
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/lb (2026-11-23)",
)

TARGET_GROUP = Kind(
    name="aws_lb_target_group",
    also=("aws_alb_target_group",),
    title="target group",
    cloudformation="AWS::ElasticLoadBalancingV2::TargetGroup",
    names=("arn", "id", "name", "arn_suffix"),
    identity=("arn",),
    serves=True,
    arn="TargetGroupArn",
    listed_by=Call(service="elbv2", operation="DescribeTargetGroups", items="TargetGroups"),
    details=(
        Detail(operation="DescribeTargetGroupAttributes", given={"TargetGroupArn": "TargetGroupArn"}),
        Detail(operation="DescribeTags", given={"ResourceArns": "[TargetGroupArn]"}),
    ),
    attributes=(
        Attribute(name="arn", api="TargetGroupArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="TargetGroupArn", default=CHOSEN_BY_AWS),
        Attribute(name="arn_suffix", api="TargetGroupArn", cut=r".*:(targetgroup/.+)", default=CHOSEN_BY_AWS),
        Attribute(name="name", api="TargetGroupName", default=CHOSEN_BY_AWS),
        Attribute(name="target_type", api="TargetType", default="instance"),
        Attribute(name="protocol", api="Protocol"),
        Attribute(name="protocol_version", api="ProtocolVersion", default=CHOSEN_BY_AWS),
        Attribute(name="port", api="Port", holds="number"),
        Attribute(name="vpc_id", api="VpcId"),
        Attribute(
            name="deregistration_delay",
            api="DescribeTargetGroupAttributes:Attributes[Key=deregistration_delay.timeout_seconds].Value",
            default=300,
            unit="seconds",
        ),
        Attribute(
            name="load_balancing_cross_zone_enabled",
            api="DescribeTargetGroupAttributes:Attributes[Key=load_balancing.cross_zone.enabled].Value",
            default="use_load_balancer_configuration",
        ),
        # Only a group of Lambda functions can go without health checks.
        Attribute(
            name="health_check_enabled",
            api="HealthCheckEnabled",
            terraform="health_check.enabled",
            default=True,
            stronger="true",
        ),
        Attribute(
            name="health_check_protocol",
            api="HealthCheckProtocol",
            terraform="health_check.protocol",
            default=CHOSEN_BY_AWS,
        ),
        Attribute(name="health_check_path", api="HealthCheckPath", terraform="health_check.path", stronger="present"),
        Attribute(
            name="health_check_port", api="HealthCheckPort", terraform="health_check.port", default="traffic-port"
        ),
        Attribute(
            name="health_check_matcher",
            api="Matcher.HttpCode|Matcher.GrpcCode",
            terraform="health_check.matcher",
            default=CHOSEN_BY_AWS,
        ),
        Attribute(
            name="health_check_interval",
            api="HealthCheckIntervalSeconds",
            terraform="health_check.interval",
            default=30,
            stronger="lower",
            unit="seconds",
        ),
        Attribute(
            name="health_check_unhealthy_threshold",
            api="UnhealthyThresholdCount",
            terraform="health_check.unhealthy_threshold",
            default=3,
            stronger="lower",
            unit="checks",
        ),
        Attribute(
            name="health_check_healthy_threshold",
            api="HealthyThresholdCount",
            terraform="health_check.healthy_threshold",
            default=3,
        ),
        Attribute(
            name="dns_failover_minimum_count",
            api="DescribeTargetGroupAttributes:Attributes[Key=target_group_health.dns_failover.minimum_healthy_targets.count].Value",
            terraform="target_group_health.dns_failover.minimum_healthy_targets_count",
            default=CHOSEN_BY_AWS,
        ),
        Attribute(name="tags", api="DescribeTags:TagDescriptions[0].Tags", terraform="tags_all"),
    ),
    relations=(Relation(name="in_vpc", to=("aws_vpc",), by="vpc_id", inverse="target_groups", elsewhere=True),),
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/lb_target_group (2026-11-23)",
)

LISTENER = Kind(
    name="aws_lb_listener",
    also=("aws_alb_listener",),
    title="listener",
    cloudformation="AWS::ElasticLoadBalancingV2::Listener",
    identity=("arn",),
    serves=True,
    arn="ListenerArn",
    listed_by=Call(
        service="elbv2",
        operation="DescribeListeners",
        items="Listeners",
        each="aws_lb",
        given={"LoadBalancerArn": "arn"},
    ),
    details=(Detail(operation="DescribeTags", given={"ResourceArns": "[ListenerArn]"}),),
    attributes=(
        Attribute(name="arn", api="ListenerArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="ListenerArn", default=CHOSEN_BY_AWS),
        Attribute(name="load_balancer_arn", api="LoadBalancerArn"),
        Attribute(name="port", api="Port", holds="number"),
        Attribute(name="protocol", api="Protocol", default=CHOSEN_BY_AWS),
        Attribute(name="certificate_arn", api="Certificates[0].CertificateArn"),
        Block(
            name="default_action",
            api="DefaultActions",
            many=True,
            attributes=(
                Attribute(name="type", api="Type"),
                Attribute(name="target_group_arn", api="TargetGroupArn"),
                Block(
                    name="forward_target_group",
                    api="ForwardConfig.TargetGroups",
                    terraform="forward.target_group",
                    many=True,
                    attributes=(
                        Attribute(name="arn", api="TargetGroupArn"),
                        Attribute(name="weight", api="Weight", default=1),
                    ),
                ),
            ),
        ),
        Attribute(name="tags", api="DescribeTags:TagDescriptions[0].Tags", terraform="tags_all"),
    ),
    relations=(
        Relation(name="load_balancer", to=("aws_lb",), by="load_balancer_arn", inverse="listeners", elsewhere=True),
        Relation(
            name="forwards_to",
            to=("aws_lb_target_group",),
            by="default_action.target_group_arn",
            inverse="forwarded_by",
            elsewhere=True,
        ),
        Relation(
            name="splits_over",
            to=("aws_lb_target_group",),
            by="default_action.forward_target_group.arn",
            inverse="forwarded_by",
            elsewhere=True,
        ),
    ),
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/lb_listener (2026-11-23)",
)
