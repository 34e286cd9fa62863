"""Amazon ECS services and task definitions; container definitions are never read, because secrets live there."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Block, Call, Detail, Kind, Relation

CLUSTER = Kind(
    name="aws_ecs_cluster",
    title="ECS cluster",
    cloudformation="AWS::ECS::Cluster",
    names=("arn", "id", "name"),
    identity=("name",),
    arn="@",
    listed_by=Call(service="ecs", operation="ListClusters", items="clusterArns"),
    details=(Detail(operation="ListTagsForResource", given={"resourceArn": "@"}),),
    attributes=(
        Attribute(name="arn", api="@", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="@", default=CHOSEN_BY_AWS),
        Attribute(name="name", api="@", cut=r".*/(.+)"),
        Attribute(name="tags", terraform="tags_all", api="ListTagsForResource:tags"),
    ),
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/ecs_cluster (2026-11-23)",
)

SERVICE = Kind(
    name="aws_ecs_service",
    title="ECS service",
    cloudformation="AWS::ECS::Service",
    names=("id", "name"),
    identity=("cluster", "name"),
    serves=True,
    arn="@",
    listed_by=Call(
        service="ecs", operation="ListServices", items="serviceArns", each="aws_ecs_cluster", given={"cluster": "arn"}
    ),
    details=(
        Detail(
            operation="DescribeServices", given={"cluster": "cluster", "services": "[@]"}, fixed={"include": ["TAGS"]}
        ),
    ),
    attributes=(
        Attribute(name="id", api="DescribeServices:services[0].serviceArn", default=CHOSEN_BY_AWS),
        Attribute(name="name", api="DescribeServices:services[0].serviceName"),
        Attribute(name="cluster", api="DescribeServices:services[0].clusterArn", default="default"),
        Attribute(name="task_definition", api="DescribeServices:services[0].taskDefinition"),
        Attribute(
            name="desired_count",
            api="DescribeServices:services[0].desiredCount",
            default=0,
            stronger="higher",
            unit="tasks",
        ),
        Attribute(name="scheduling_strategy", api="DescribeServices:services[0].schedulingStrategy", default="REPLICA"),
        Attribute(name="launch_type", api="DescribeServices:services[0].launchType", default=CHOSEN_BY_AWS),
        # Up to provider 6.13 the default was DISABLED; since then AWS enables it for new services that allow it.
        Attribute(
            name="availability_zone_rebalancing",
            api="DescribeServices:services[0].availabilityZoneRebalancing",
            default=CHOSEN_BY_AWS,
        ),
        Attribute(
            name="deployment_minimum_healthy_percent",
            api="DescribeServices:services[0].deploymentConfiguration.minimumHealthyPercent",
            default=100,
            stronger="higher",
            unit="%",
        ),
        Attribute(
            name="deployment_maximum_percent",
            api="DescribeServices:services[0].deploymentConfiguration.maximumPercent",
            default=200,
            unit="%",
        ),
        Attribute(
            name="health_check_grace_period_seconds",
            api="DescribeServices:services[0].healthCheckGracePeriodSeconds",
            unit="seconds",
        ),
        Attribute(name="force_delete", default=False, doors=CODE, stronger="false"),
        Block(
            name="deployment_circuit_breaker",
            api="DescribeServices:services[0].deploymentConfiguration.deploymentCircuitBreaker",
            stronger="present",
            attributes=(
                Attribute(name="enable", api="enable", stronger="true", holds="truth"),
                Attribute(name="rollback", api="rollback", stronger="true", holds="truth"),
            ),
        ),
        Block(
            name="capacity_provider_strategy",
            api="DescribeServices:services[0].capacityProviderStrategy",
            many=True,
            attributes=(
                Attribute(name="capacity_provider", api="capacityProvider"),
                Attribute(name="base", api="base", default=0, unit="tasks"),
                Attribute(name="weight", api="weight", default=0),
            ),
        ),
        Block(
            name="load_balancer",
            api="DescribeServices:services[0].loadBalancers",
            many=True,
            stronger="more",
            attributes=(
                Attribute(name="target_group_arn", api="targetGroupArn"),
                Attribute(name="container_port", api="containerPort", holds="number"),
            ),
        ),
        Block(
            name="network_configuration",
            api="DescribeServices:services[0].networkConfiguration.awsvpcConfiguration",
            attributes=(
                Attribute(name="subnets", api="subnets", many=True, stronger="more"),
                Attribute(
                    name="assign_public_ip",
                    api="assignPublicIp",
                    words={"ENABLED": True, "DISABLED": False},
                    default=False,
                ),
            ),
        ),
        Block(
            name="ordered_placement_strategy",
            api="DescribeServices:services[0].placementStrategy",
            many=True,
            attributes=(Attribute(name="type", api="type"), Attribute(name="field", api="field")),
        ),
        Block(
            name="placement_constraints",
            api="DescribeServices:services[0].placementConstraints",
            many=True,
            attributes=(Attribute(name="type", api="type"), Attribute(name="expression", api="expression")),
        ),
        Attribute(name="tags", api="DescribeServices:services[0].tags", terraform="tags_all"),
    ),
    relations=(
        Relation(name="in_cluster", to=("aws_ecs_cluster",), by="cluster", inverse="services", elsewhere=True),
        Relation(
            name="subnets_in",
            to=("aws_subnet",),
            by="network_configuration.subnets",
            inverse="ecs_services",
            elsewhere=True,
        ),
        Relation(
            name="registers_with",
            to=("aws_lb_target_group",),
            by="load_balancer.target_group_arn",
            inverse="ecs_services",
            elsewhere=True,
        ),
        Relation(
            name="runs",
            to=("aws_ecs_task_definition",),
            by="task_definition",
            inverse="services",
            elsewhere=True,
        ),
    ),
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/ecs_service (2026-11-23)",
)

TASK_DEFINITION = Kind(
    name="aws_ecs_task_definition",
    title="task definition",
    cloudformation="AWS::ECS::TaskDefinition",
    names=("arn", "arn_without_revision", "family", "id"),
    identity=("arn",),
    serves=True,
    arn="taskDefinition.taskDefinitionArn",
    # Those that a service runs: of the others nobody knows which one counts.
    listed_by=Call(
        service="ecs",
        operation="DescribeTaskDefinition",
        items="",
        each="aws_ecs_service",
        given={"taskDefinition": "task_definition"},
        fixed={"include": ["TAGS"]},
    ),
    attributes=(
        Attribute(name="arn", api="taskDefinition.taskDefinitionArn", default=CHOSEN_BY_AWS),
        Attribute(
            name="arn_without_revision", api="taskDefinition.taskDefinitionArn", cut=r"(.*):\d+$", default=CHOSEN_BY_AWS
        ),
        Attribute(name="id", api="taskDefinition.family", default=CHOSEN_BY_AWS),
        Attribute(name="revision", api="taskDefinition.revision", default=CHOSEN_BY_AWS, holds="number"),
        Attribute(name="family", api="taskDefinition.family"),
        Attribute(name="cpu", api="taskDefinition.cpu"),
        Attribute(name="memory", api="taskDefinition.memory"),
        Attribute(name="network_mode", api="taskDefinition.networkMode", default=CHOSEN_BY_AWS),
        Attribute(name="requires_compatibilities", api="taskDefinition.requiresCompatibilities", many=True),
        Attribute(name="execution_role_arn", api="taskDefinition.executionRoleArn"),
        Attribute(name="task_role_arn", api="taskDefinition.taskRoleArn"),
        Attribute(name="skip_destroy", default=False, doors=CODE),
        Block(
            name="volume",
            api="taskDefinition.volumes",
            many=True,
            relations=(Relation(name="file_system", to=("aws_efs_file_system",), by="file_system_id"),),
            attributes=(
                Attribute(name="name", api="name"),
                Attribute(name="host_path", api="host.sourcePath"),
                Attribute(
                    name="file_system_id",
                    api="efsVolumeConfiguration.fileSystemId",
                    terraform="efs_volume_configuration.file_system_id",
                ),
            ),
        ),
        Attribute(name="tags", api="tags", terraform="tags_all"),
    ),
    relations=(
        Relation(
            name="mounts",
            to=("aws_efs_file_system",),
            by="volume.file_system_id",
            inverse="mounted_by",
            elsewhere=True,
        ),
    ),
    source=(
        "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/ecs_task_definition (2026-11-23)"
    ),
)
