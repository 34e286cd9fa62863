"""AWS Global Accelerator: one address for the world, endpoint groups in Regions behind it."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Block, Call, Detail, Kind, Relation

ACCELERATOR = Kind(
    name="aws_globalaccelerator_accelerator",
    title="accelerator",
    cloudformation="AWS::GlobalAccelerator::Accelerator",
    names=("arn", "id", "dns_name", "dual_stack_dns_name"),
    identity=("arn",),
    serves=True,
    is_global=True,
    arn="AcceleratorArn",
    listed_by=Call(service="globalaccelerator", operation="ListAccelerators", items="Accelerators", region="us-west-2"),
    details=(Detail(operation="ListTagsForResource", given={"ResourceArn": "AcceleratorArn"}),),
    attributes=(
        Attribute(name="arn", api="AcceleratorArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="AcceleratorArn", default=CHOSEN_BY_AWS),
        Attribute(name="dns_name", api="DnsName", default=CHOSEN_BY_AWS),
        Attribute(name="dual_stack_dns_name", api="DualStackDnsName", default=CHOSEN_BY_AWS),
        Attribute(name="hosted_zone_id", doors=CODE, default=CHOSEN_BY_AWS),
        Attribute(name="name", api="Name"),
        Attribute(name="enabled", api="Enabled", default=True, stronger="true"),
        Attribute(name="ip_address_type", api="IpAddressType", default="IPV4"),
        Attribute(name="ip_addresses", api="IpSets[0].IpAddresses", many=True),
        Attribute(name="tags", api="ListTagsForResource:Tags", terraform="tags_all"),
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
    arn="ListenerArn",
    listed_by=Call(
        service="globalaccelerator",
        operation="ListListeners",
        items="Listeners",
        each="aws_globalaccelerator_accelerator",
        given={"AcceleratorArn": "arn"},
        region="us-west-2",
    ),
    attributes=(
        Attribute(name="arn", api="ListenerArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="ListenerArn", default=CHOSEN_BY_AWS),
        Attribute(name="accelerator_arn", api="AcceleratorArn"),
        Attribute(name="protocol", api="Protocol"),
        Attribute(name="client_affinity", api="ClientAffinity", default="NONE"),
        Block(
            name="port_range",
            api="PortRanges",
            many=True,
            stronger="more",
            attributes=(
                Attribute(name="from_port", api="FromPort", holds="number"),
                Attribute(name="to_port", api="ToPort", holds="number"),
            ),
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
    arn="EndpointGroupArn",
    listed_by=Call(
        service="globalaccelerator",
        operation="ListEndpointGroups",
        items="EndpointGroups",
        each="aws_globalaccelerator_listener",
        given={"ListenerArn": "arn"},
        region="us-west-2",
    ),
    attributes=(
        Attribute(name="arn", api="EndpointGroupArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="EndpointGroupArn", default=CHOSEN_BY_AWS),
        Attribute(name="listener_arn", api="ListenerArn"),
        Attribute(name="endpoint_group_region", api="EndpointGroupRegion", default=CHOSEN_BY_AWS),
        Attribute(
            name="traffic_dial_percentage", api="TrafficDialPercentage", default=100, stronger="higher", unit="%"
        ),
        Attribute(name="health_check_protocol", api="HealthCheckProtocol", default="TCP"),
        Attribute(name="health_check_path", api="HealthCheckPath", default="/"),
        # The listener's first port where nobody says.
        Attribute(name="health_check_port", api="HealthCheckPort", default=CHOSEN_BY_AWS, holds="number"),
        Attribute(
            name="health_check_interval_seconds",
            api="HealthCheckIntervalSeconds",
            default=30,
            stronger="lower",
            unit="seconds",
        ),
        Attribute(name="threshold_count", api="ThresholdCount", default=3, stronger="lower", unit="checks"),
        Block(
            name="endpoint_configuration",
            api="EndpointDescriptions",
            many=True,
            stronger="more",
            relations=(Relation(name="endpoint", to=_ENDPOINTS, by="endpoint_id"),),
            attributes=(
                Attribute(name="endpoint_id", api="EndpointId"),
                Attribute(name="attachment_arn", doors=CODE),
                Attribute(
                    name="weight",
                    api="Weight",
                    default=128,
                    source=(
                        "https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoints-endpoint-weights.html"
                        " (2026-11-23)"
                    ),
                ),
                Attribute(
                    name="client_ip_preservation_enabled",
                    api="ClientIPPreservationEnabled",
                    default=CHOSEN_BY_AWS,
                    holds="truth",
                ),
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
