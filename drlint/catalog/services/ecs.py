"""Amazon ECS services and task definitions; container definitions are never read, because secrets live there."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Block, Kind, Relation

SERVICE = Kind(
    name="aws_ecs_service",
    title="ECS service",
    cloudformation="AWS::ECS::Service",
    names=("id", "name"),
    identity=("cluster", "name"),
    serves=True,
    attributes=(
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="name"),
        Attribute(name="cluster", default="default"),
        Attribute(name="task_definition"),
        Attribute(name="desired_count", default=0, stronger="higher", unit="tasks"),
        Attribute(name="scheduling_strategy", default="REPLICA"),
        Attribute(name="launch_type", default=CHOSEN_BY_AWS),
        # Up to provider 6.13 the default was DISABLED; since then AWS enables it for new services that allow it.
        Attribute(name="availability_zone_rebalancing", default=CHOSEN_BY_AWS),
        Attribute(name="deployment_minimum_healthy_percent", default=100, stronger="higher", unit="%"),
        Attribute(name="deployment_maximum_percent", default=200, unit="%"),
        Attribute(name="health_check_grace_period_seconds", unit="seconds"),
        Attribute(name="force_delete", default=False, doors=CODE, stronger="false"),
        Block(
            name="deployment_circuit_breaker",
            stronger="present",
            attributes=(
                Attribute(name="enable", stronger="true", holds="truth"),
                Attribute(name="rollback", stronger="true", holds="truth"),
            ),
        ),
        Block(
            name="capacity_provider_strategy",
            many=True,
            attributes=(
                Attribute(name="capacity_provider"),
                Attribute(name="base", default=0, unit="tasks"),
                Attribute(name="weight", default=0),
            ),
        ),
        Block(
            name="load_balancer",
            many=True,
            stronger="more",
            attributes=(Attribute(name="target_group_arn"), Attribute(name="container_port", holds="number")),
        ),
        Block(
            name="network_configuration",
            attributes=(
                Attribute(name="subnets", many=True, stronger="more"),
                Attribute(name="assign_public_ip", default=False),
            ),
        ),
        Block(
            name="ordered_placement_strategy",
            many=True,
            attributes=(Attribute(name="type"), Attribute(name="field")),
        ),
        Block(
            name="placement_constraints",
            many=True,
            attributes=(Attribute(name="type"), Attribute(name="expression")),
        ),
        Attribute(name="tags", terraform="tags_all"),
    ),
    relations=(
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
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="arn_without_revision", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="revision", default=CHOSEN_BY_AWS, holds="number"),
        Attribute(name="family"),
        Attribute(name="cpu"),
        Attribute(name="memory"),
        Attribute(name="network_mode", default=CHOSEN_BY_AWS),
        Attribute(name="requires_compatibilities", many=True),
        Attribute(name="execution_role_arn"),
        Attribute(name="task_role_arn"),
        Attribute(name="skip_destroy", default=False, doors=CODE),
        Block(
            name="volume",
            many=True,
            relations=(Relation(name="file_system", to=("aws_efs_file_system",), by="file_system_id"),),
            attributes=(
                Attribute(name="name"),
                Attribute(name="host_path"),
                Attribute(name="file_system_id", terraform="efs_volume_configuration.file_system_id"),
            ),
        ),
        Attribute(name="tags", terraform="tags_all"),
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
