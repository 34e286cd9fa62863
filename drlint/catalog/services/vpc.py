"""Amazon VPC: networks, their subnets in Availability Zones, and the way out of them."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Block, Call, Companion, Kind, Relation, Where

VPC = Kind(
    name="aws_vpc",
    title="VPC",
    cloudformation="AWS::EC2::VPC",
    identity=("id",),
    serves=True,
    arn="arn:{partition}:ec2:{region}:{OwnerId}:vpc/{VpcId}",
    listed_by=Call(service="ec2", operation="DescribeVpcs", items="Vpcs"),
    attributes=(
        Attribute(name="arn", api="arn:{partition}:ec2:{region}:{OwnerId}:vpc/{VpcId}", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="VpcId", default=CHOSEN_BY_AWS),
        Attribute(name="cidr_block", api="CidrBlock", default=CHOSEN_BY_AWS),
        # DescribeVpcAttribute tells these one at a time, and the main table is told by the route tables.
        Attribute(name="enable_dns_support", doors=CODE, default=True),
        Attribute(name="enable_dns_hostnames", doors=CODE, default=False),
        Attribute(name="main_route_table_id", doors=CODE, default=CHOSEN_BY_AWS),
        Attribute(name="tags", api="Tags", terraform="tags_all"),
    ),
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/vpc (2026-11-23)",
)

SUBNET = Kind(
    name="aws_subnet",
    title="subnet",
    cloudformation="AWS::EC2::Subnet",
    identity=("id",),
    serves=True,
    arn="SubnetArn",
    listed_by=Call(service="ec2", operation="DescribeSubnets", items="Subnets"),
    attributes=(
        Attribute(name="arn", api="SubnetArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="SubnetId", default=CHOSEN_BY_AWS),
        Attribute(name="vpc_id", api="VpcId"),
        Attribute(name="availability_zone", api="AvailabilityZone", default=CHOSEN_BY_AWS),
        Attribute(name="availability_zone_id", api="AvailabilityZoneId", default=CHOSEN_BY_AWS),
        Attribute(name="cidr_block", api="CidrBlock", default=CHOSEN_BY_AWS),
        Attribute(name="map_public_ip_on_launch", api="MapPublicIpOnLaunch", default=False),
        Attribute(name="outpost_arn", api="OutpostArn"),
        Attribute(name="tags", api="Tags", terraform="tags_all"),
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
    listed_by=Call(service="ec2", operation="DescribeNatGateways", items="NatGateways"),
    where=(Where(path="State", but=("deleting", "deleted", "failed")),),
    attributes=(
        Attribute(name="id", api="NatGatewayId", default=CHOSEN_BY_AWS),
        # None for a regional NAT gateway, which AWS spreads over the zones itself (newer providers only).
        # https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html (2026-11-23)
        Attribute(name="subnet_id", api="SubnetId"),
        Attribute(name="connectivity_type", api="ConnectivityType", default="public"),
        Attribute(name="allocation_id", api="NatGatewayAddresses[0].AllocationId"),
        Attribute(name="public_ip", api="NatGatewayAddresses[0].PublicIp", default=CHOSEN_BY_AWS),
        Attribute(name="tags", api="Tags", terraform="tags_all"),
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
    arn="arn:{partition}:ec2:{region}:{OwnerId}:route-table/{RouteTableId}",
    listed_by=Call(service="ec2", operation="DescribeRouteTables", items="RouteTables"),
    attributes=(
        Attribute(
            name="arn", api="arn:{partition}:ec2:{region}:{OwnerId}:route-table/{RouteTableId}", default=CHOSEN_BY_AWS
        ),
        Attribute(name="id", api="RouteTableId", default=CHOSEN_BY_AWS),
        Attribute(name="vpc_id", api="VpcId"),
        Block(
            name="route",
            api="Routes[*Origin=CreateRoute]",
            many=True,
            relations=(Relation(name="nat_gateway", to=("aws_nat_gateway",), by="nat_gateway_id"),),
            # The split resource says destination_cidr_block where the block says cidr_block, so neither is read.
            attributes=(
                Attribute(name="nat_gateway_id", api="NatGatewayId"),
                Attribute(name="gateway_id", api="GatewayId"),
                Attribute(name="transit_gateway_id", api="TransitGatewayId"),
            ),
        ),
        Block(
            name="associations",
            api="Associations[*Main=false]",
            many=True,
            terraform="aws_route_table_association:",
            relations=(Relation(name="subnet", to=("aws_subnet",), by="subnet_id"),),
            attributes=(Attribute(name="subnet_id", api="SubnetId"),),
        ),
        Attribute(name="tags", api="Tags", terraform="tags_all"),
    ),
    relations=(
        Relation(name="in_vpc", to=("aws_vpc",), by="vpc_id", inverse="route_tables"),
        Relation(name="routes_through", to=("aws_nat_gateway",), by="route.nat_gateway_id", inverse="routed_from"),
        Relation(name="routes_for", to=("aws_subnet",), by="associations.subnet_id", inverse="route_tables"),
    ),
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/route_table (2026-11-23)",
)
