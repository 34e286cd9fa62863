"""AWS Global Accelerator: one address for the world, endpoint groups in Regions behind it."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, Attribute, Block, Kind, Relation

ACCELERATOR = Kind(
    name="aws_globalaccelerator_accelerator",
    title="accelerator",
    cloudformation="AWS::GlobalAccelerator::Accelerator",
    names=("arn", "id", "dns_name", "dual_stack_dns_name"),
    identity=("arn",),
    serves=True,
    is_global=True,
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="dns_name", default=CHOSEN_BY_AWS),
        Attribute(name="dual_stack_dns_name", default=CHOSEN_BY_AWS),
        Attribute(name="hosted_zone_id", default=CHOSEN_BY_AWS),
        Attribute(name="name"),
        Attribute(name="enabled", default=True, stronger="true"),
        Attribute(name="ip_address_type", default="IPV4"),
        Attribute(name="ip_addresses", many=True),
        Attribute(name="tags", terraform="tags_all"),
    ),
    source=(
        "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/globalaccelerator_accelerator"
        " (2026-11-23)"
    ),
)

LISTENER = Kind(
    name="aws_globalaccelerator_listener",
    title="accelerator listener",
    cloudformation="AWS::GlobalAccelerator::Listener",
    identity=("arn",),
    serves=True,
    is_global=True,
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="accelerator_arn"),
        Attribute(name="protocol"),
        Attribute(name="client_affinity", default="NONE"),
        Block(
            name="port_range",
            many=True,
            stronger="more",
            attributes=(Attribute(name="from_port", holds="number"), Attribute(name="to_port", holds="number")),
        ),
    ),
    relations=(
        Relation(
            name="accelerator",
            to=("aws_globalaccelerator_accelerator",),
            by="accelerator_arn",
            inverse="listeners",
            elsewhere=True,
        ),
    ),
    source=(
        "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/globalaccelerator_listener"
        " (2026-11-23)"
    ),
)

_ENDPOINTS = ("aws_lb", "aws_instance")

ENDPOINT_GROUP = Kind(
    name="aws_globalaccelerator_endpoint_group",
    title="accelerator endpoint group",
    cloudformation="AWS::GlobalAccelerator::EndpointGroup",
    identity=("arn",),
    serves=True,
    # The Region whose endpoints it serves; not set, it is the provider's.
    region_by="endpoint_group_region",
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="listener_arn"),
        Attribute(name="endpoint_group_region", default=CHOSEN_BY_AWS),
        Attribute(name="traffic_dial_percentage", default=100, stronger="higher", unit="%"),
        Attribute(name="health_check_protocol", default="TCP"),
        Attribute(name="health_check_path", default="/"),
        # The listener's first port where nobody says.
        Attribute(name="health_check_port", default=CHOSEN_BY_AWS, holds="number"),
        Attribute(name="health_check_interval_seconds", default=30, stronger="lower", unit="seconds"),
        Attribute(name="threshold_count", default=3, stronger="lower", unit="checks"),
        Block(
            name="endpoint_configuration",
            many=True,
            stronger="more",
            relations=(Relation(name="endpoint", to=_ENDPOINTS, by="endpoint_id"),),
            attributes=(
                Attribute(name="endpoint_id"),
                Attribute(name="attachment_arn"),
                Attribute(
                    name="weight",
                    default=128,
                    source=(
                        "https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoints-endpoint-weights.html"
                        " (2026-11-23)"
                    ),
                ),
                Attribute(name="client_ip_preservation_enabled", default=CHOSEN_BY_AWS, holds="truth"),
            ),
        ),
    ),
    relations=(
        Relation(
            name="listener",
            to=("aws_globalaccelerator_listener",),
            by="listener_arn",
            inverse="endpoint_groups",
            elsewhere=True,
        ),
        Relation(
            name="endpoints",
            to=_ENDPOINTS,
            by="endpoint_configuration.endpoint_id",
            inverse="accelerated_by",
            elsewhere=True,
        ),
    ),
    source=(
        "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/globalaccelerator_endpoint_group"
        " (2026-11-23)"
    ),
)
