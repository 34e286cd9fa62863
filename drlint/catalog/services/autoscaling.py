"""Amazon EC2 Auto Scaling groups: the capacity that replaces itself."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Block, Call, Kind, Relation

GROUP = Kind(
    name="aws_autoscaling_group",
    title="Auto Scaling group",
    cloudformation="AWS::AutoScaling::AutoScalingGroup",
    names=("name", "id", "arn"),
    identity=("name",),
    serves=True,
    arn="AutoScalingGroupARN",
    listed_by=Call(service="autoscaling", operation="DescribeAutoScalingGroups", items="AutoScalingGroups"),
    attributes=(
        Attribute(name="arn", api="AutoScalingGroupARN", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="AutoScalingGroupName", default=CHOSEN_BY_AWS),
        Attribute(name="name", api="AutoScalingGroupName", default=CHOSEN_BY_AWS),
        Attribute(name="min_size", api="MinSize", stronger="higher", unit="instances"),
        Attribute(name="max_size", api="MaxSize", stronger="higher", unit="instances"),
        # Not set, it is min_size at first. Scaling moves it: a lower number in a plan says nothing about recovery.
        Attribute(name="desired_capacity", api="DesiredCapacity", default=CHOSEN_BY_AWS, unit="instances"),
        Attribute(name="vpc_zone_identifier", api="VPCZoneIdentifier", many=True, stronger="more"),
        Attribute(name="availability_zones", api="AvailabilityZones", many=True, stronger="more"),
        Attribute(
            name="capacity_distribution_strategy",
            api="AvailabilityZoneDistribution.CapacityDistributionStrategy",
            terraform="availability_zone_distribution.capacity_distribution_strategy",
            default="balanced-best-effort",
        ),
        Attribute(name="health_check_type", api="HealthCheckType", default="EC2"),
        Attribute(name="health_check_grace_period", api="HealthCheckGracePeriod", default=300, unit="seconds"),
        Attribute(name="target_group_arns", api="TargetGroupARNs", many=True, stronger="more"),
        Attribute(name="load_balancers", api="LoadBalancerNames", many=True, stronger="more"),
        Block(
            name="traffic_source",
            api="TrafficSources",
            many=True,
            stronger="more",
            attributes=(Attribute(name="identifier", api="Identifier"), Attribute(name="type", api="Type")),
        ),
        Attribute(name="capacity_rebalance", api="CapacityRebalance", default=False, stronger="true"),
        Attribute(name="suspended_processes", api="SuspendedProcesses[].ProcessName", many=True),
        Attribute(name="protect_from_scale_in", api="NewInstancesProtectedFromScaleIn", default=False),
        Attribute(name="force_delete", default=False, doors=CODE, stronger="false"),
        Attribute(name="launch_configuration", api="LaunchConfigurationName"),
        Attribute(name="launch_template_id", api="LaunchTemplate.LaunchTemplateId", terraform="launch_template.id"),
        Attribute(
            name="launch_template_name", api="LaunchTemplate.LaunchTemplateName", terraform="launch_template.name"
        ),
        Attribute(
            name="mixed_launch_template_id",
            api="MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification.LaunchTemplateId",
            terraform="mixed_instances_policy.launch_template.launch_template_specification.launch_template_id",
        ),
        Block(
            name="mixed_instances_overrides",
            api="MixedInstancesPolicy.LaunchTemplate.Overrides",
            terraform="mixed_instances_policy.launch_template.override",
            many=True,
            stronger="more",
            attributes=(Attribute(name="instance_type", api="InstanceType"),),
        ),
        Attribute(
            name="on_demand_base_capacity",
            api="MixedInstancesPolicy.InstancesDistribution.OnDemandBaseCapacity",
            terraform="mixed_instances_policy.instances_distribution.on_demand_base_capacity",
            default=0,
            stronger="higher",
            unit="instances",
        ),
        Attribute(
            name="on_demand_percentage",
            api="MixedInstancesPolicy.InstancesDistribution.OnDemandPercentageAboveBaseCapacity",
            terraform="mixed_instances_policy.instances_distribution.on_demand_percentage_above_base_capacity",
            default=100,
            stronger="higher",
            unit="%",
        ),
        Block(
            name="warm_pool",
            api="WarmPoolConfiguration",
            stronger="present",
            attributes=(
                Attribute(name="min_size", api="MinSize", default=0, stronger="higher", unit="instances"),
                Attribute(name="pool_state", api="PoolState", default="Stopped"),
            ),
        ),
        # A group's tags are blocks, not a map.
        Block(
            name="tag",
            api="Tags",
            many=True,
            attributes=(
                Attribute(name="key", api="Key"),
                Attribute(name="value", api="Value"),
                Attribute(name="propagate_at_launch", api="PropagateAtLaunch", holds="truth"),
            ),
        ),
    ),
    relations=(
        Relation(
            name="subnets_in",
            to=("aws_subnet",),
            by="vpc_zone_identifier",
            inverse="autoscaling_groups",
            elsewhere=True,
        ),
        Relation(
            name="registers_with",
            to=("aws_lb_target_group",),
            by="target_group_arns",
            inverse="groups",
            elsewhere=True,
        ),
        Relation(
            name="receives_from",
            to=("aws_lb_target_group",),
            by="traffic_source.identifier",
            inverse="groups",
            elsewhere=True,
        ),
        Relation(
            name="launches",
            to=("aws_launch_template",),
            by="launch_template_id",
            inverse="groups",
            elsewhere=True,
        ),
        Relation(
            name="launches_mixed",
            to=("aws_launch_template",),
            by="mixed_launch_template_id",
            inverse="groups",
            elsewhere=True,
        ),
    ),
    # Health check type, grace period of the API (0) and of the provider (300), on-demand share:
    # docs.aws.amazon.com/autoscaling/ec2/APIReference/API_{CreateAutoScalingGroup,InstancesDistribution}.html
    source=(
        "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/autoscaling_group (2026-11-23)"
    ),
)
