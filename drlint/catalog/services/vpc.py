"""Amazon VPC: networks, their subnets in Availability Zones, and the way out of them."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, Attribute, Block, Companion, Kind, Relation

VPC = Kind(
    name="aws_vpc",
    title="VPC",
    cloudformation="AWS::EC2::VPC",
    identity=("id",),
    serves=True,
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="cidr_block", default=CHOSEN_BY_AWS),
        Attribute(name="enable_dns_support", default=True),
        Attribute(name="enable_dns_hostnames", default=False),
        Attribute(name="main_route_table_id", default=CHOSEN_BY_AWS),
        Attribute(name="tags", terraform="tags_all"),
    ),
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/vpc (2026-11-23)",
)

SUBNET = Kind(
    name="aws_subnet",
    title="subnet",
    cloudformation="AWS::EC2::Subnet",
    identity=("id",),
    serves=True,
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="vpc_id"),
        Attribute(name="availability_zone", default=CHOSEN_BY_AWS),
        Attribute(name="availability_zone_id", default=CHOSEN_BY_AWS),
        Attribute(name="cidr_block", default=CHOSEN_BY_AWS),
        Attribute(name="map_public_ip_on_launch", default=False),
        Attribute(name="outpost_arn"),
        Attribute(name="tags", terraform="tags_all"),
    ),
    relations=(Relation(name="in_vpc", to=("aws_vpc",), by="vpc_id", inverse="subnets"),),
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/subnet (2026-11-23)",
)

NAT_GATEWAY = Kind(
    name="aws_nat_gateway",
    title="NAT gateway",
    cloudformation="AWS::EC2::NatGateway",
    names=("id",),
    identity=("id",),
    serves=True,
    attributes=(
        Attribute(name="id", default=CHOSEN_BY_AWS),
        # None for a regional NAT gateway, which AWS spreads over the zones itself (newer providers only).
        # https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html (2026-11-23)
        Attribute(name="subnet_id"),
        Attribute(name="connectivity_type", default="public"),
        Attribute(name="allocation_id"),
        Attribute(name="public_ip", default=CHOSEN_BY_AWS),
        Attribute(name="tags", terraform="tags_all"),
    ),
    relations=(Relation(name="in_subnet", to=("aws_subnet",), by="subnet_id", inverse="nat_gateways", elsewhere=True),),
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/nat_gateway (2026-11-23)",
)

ROUTE_TABLE = Kind(
    name="aws_route_table",
    title="route table",
    cloudformation="AWS::EC2::RouteTable",
    identity=("id",),
    serves=True,
    companions=(
        Companion(name="aws_route", owner="route_table_id", merges_into="route", cloudformation="AWS::EC2::Route"),
        Companion(
            name="aws_route_table_association",
            owner="route_table_id",
            merges_into="associations",
            cloudformation="AWS::EC2::SubnetRouteTableAssociation",
        ),
    ),
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="vpc_id"),
        Block(
            name="route",
            many=True,
            relations=(Relation(name="nat_gateway", to=("aws_nat_gateway",), by="nat_gateway_id"),),
            # The split resource says destination_cidr_block where the block says cidr_block, so neither is read.
            attributes=(
                Attribute(name="nat_gateway_id"),
                Attribute(name="gateway_id"),
                Attribute(name="transit_gateway_id"),
            ),
        ),
        Block(
            name="associations",
            many=True,
            terraform="aws_route_table_association:",
            relations=(Relation(name="subnet", to=("aws_subnet",), by="subnet_id"),),
            attributes=(Attribute(name="subnet_id"),),
        ),
        Attribute(name="tags", terraform="tags_all"),
    ),
    relations=(
        Relation(name="in_vpc", to=("aws_vpc",), by="vpc_id", inverse="route_tables"),
        Relation(name="routes_through", to=("aws_nat_gateway",), by="route.nat_gateway_id", inverse="routed_from"),
        Relation(name="routes_for", to=("aws_subnet",), by="associations.subnet_id", inverse="route_tables"),
    ),
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/route_table (2026-11-23)",
)
