"""Elastic Load Balancing: load balancers, their listeners and the target groups behind them."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, Attribute, Block, Kind, Relation

LOAD_BALANCER = Kind(
    name="aws_lb",
    also=("aws_alb",),
    title="load balancer",
    cloudformation="AWS::ElasticLoadBalancingV2::LoadBalancer",
    # Not zone_id: all load balancers of one type in a Region share it.
    names=("arn", "id", "name", "dns_name", "arn_suffix"),
    identity=("arn",),
    serves=True,
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="arn_suffix", default=CHOSEN_BY_AWS),
        Attribute(name="name", default=CHOSEN_BY_AWS),
        Attribute(name="dns_name", default=CHOSEN_BY_AWS),
        Attribute(name="zone_id", default=CHOSEN_BY_AWS),
        Attribute(name="vpc_id", default=CHOSEN_BY_AWS),
        Attribute(name="load_balancer_type", default="application"),
        Attribute(name="internal", default=False),
        Attribute(name="ip_address_type", default="ipv4"),
        Attribute(name="enable_deletion_protection", default=False, stronger="true"),
        # An Application Load Balancer spreads over zones whatever this says.
        Attribute(name="enable_cross_zone_load_balancing", default=False, stronger="true"),
        Attribute(name="enable_zonal_shift", default=False, stronger="true"),
        Attribute(name="dns_record_client_routing_policy", default="any_availability_zone"),
        Attribute(name="subnets", many=True, default=CHOSEN_BY_AWS, stronger="more"),
        Block(
            name="subnet_mapping",
            many=True,
            stronger="more",
            attributes=(
                Attribute(name="subnet_id"),
                Attribute(name="allocation_id"),
                Attribute(name="private_ipv4_address"),
            ),
        ),
        Attribute(name="tags", terraform="tags_all"),
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
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="arn_suffix", default=CHOSEN_BY_AWS),
        Attribute(name="name", default=CHOSEN_BY_AWS),
        Attribute(name="target_type", default="instance"),
        Attribute(name="protocol"),
        Attribute(name="protocol_version", default=CHOSEN_BY_AWS),
        Attribute(name="port", holds="number"),
        Attribute(name="vpc_id"),
        Attribute(name="deregistration_delay", default=300, unit="seconds"),
        Attribute(name="load_balancing_cross_zone_enabled", default="use_load_balancer_configuration"),
        # Only a group of Lambda functions can go without health checks.
        Attribute(name="health_check_enabled", terraform="health_check.enabled", default=True, stronger="true"),
        Attribute(name="health_check_protocol", terraform="health_check.protocol", default=CHOSEN_BY_AWS),
        Attribute(name="health_check_path", terraform="health_check.path", stronger="present"),
        Attribute(name="health_check_port", terraform="health_check.port", default="traffic-port"),
        Attribute(name="health_check_matcher", terraform="health_check.matcher", default=CHOSEN_BY_AWS),
        Attribute(
            name="health_check_interval",
            terraform="health_check.interval",
            default=30,
            stronger="lower",
            unit="seconds",
        ),
        Attribute(
            name="health_check_unhealthy_threshold",
            terraform="health_check.unhealthy_threshold",
            default=3,
            stronger="lower",
            unit="checks",
        ),
        Attribute(name="health_check_healthy_threshold", terraform="health_check.healthy_threshold", default=3),
        Attribute(
            name="dns_failover_minimum_count",
            terraform="target_group_health.dns_failover.minimum_healthy_targets_count",
            default=CHOSEN_BY_AWS,
        ),
        Attribute(name="tags", terraform="tags_all"),
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
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="load_balancer_arn"),
        Attribute(name="port", holds="number"),
        Attribute(name="protocol", default=CHOSEN_BY_AWS),
        Attribute(name="certificate_arn"),
        Block(
            name="default_action",
            many=True,
            attributes=(
                Attribute(name="type"),
                Attribute(name="target_group_arn"),
                Block(
                    name="forward_target_group",
                    terraform="forward.target_group",
                    many=True,
                    attributes=(Attribute(name="arn"), Attribute(name="weight", default=1)),
                ),
            ),
        ),
        Attribute(name="tags", terraform="tags_all"),
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
