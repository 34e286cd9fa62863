"""An Aurora cluster has instances in at least two Availability Zones."""

from __future__ import annotations

from drlint.model.resource import Resource
from drlint.model.values import Unknown, UnknownRead, Value
from drlint.policy import Case, Policy

policy = Policy(
    title="A database cluster survives the loss of one Availability Zone",
    severity="high",
    checklist="strategy-matches-objectives",
    applies_to=("aws_rds_cluster",),
    why="""
Aurora's storage always spans three zones; what answers queries are its instances. With a second one in another zone
Aurora fails over in less than 60 seconds; with one alone it tries to build a new one, on a best-effort basis and in
about ten minutes. `availability_zones` of the cluster says where storage lies, so it proves nothing (some scanners
count it), and `aws_rds_cluster` has no `multi_az` argument (one scanner reads it, and always fails). What counts
are the zones of the members. Where no member names a zone, AWS spreads the first three over different ones; where
some do, only those that are named are certain. Serverless v1 and Multi-AZ DB clusters (MySQL and PostgreSQL with
three nodes) are built in several zones by AWS. A secondary of a global database without any instance is judged by
aurora-global-secondary-exists.
""",
    fix="""
Give the cluster a second `aws_rds_cluster_instance` (`count = 2`), and either no `availability_zone` or different
ones.
""",
    controls={
        "nist-800-53": ("CP-10", "CP-6(2)", "SC-36"),
        "iso-22301": ("8.3.5",),
        "soc-2": ("A1.2",),
        "dora": ("11(5)",),
        "aws-well-architected": ("REL10-BP01", "REL11-BP02"),
        "security-hub": ("RDS.15",),
    },
    references=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html",
    ),
)

_ZONE = "availability_zone"


def _zones(members: tuple[Resource, ...]) -> tuple[Value, ...]:
    """The zones that members name; where none names one, as many as AWS spreads them over."""
    if all(_ZONE in each.view.defaulted for each in members):
        return tuple(f"zone {number}" for number in range(min(len(members), 3)))
    return tuple(each[_ZONE] for each in members)


@policy.check
def check(case: Case) -> None:
    cluster = case.resource
    if cluster["multi_az"] is not None:
        case.require(cluster["multi_az"], f"{cluster.label} has all its instances in one Availability Zone")
        return
    three_nodes = cluster["db_cluster_instance_class"]
    if isinstance(three_nodes, Unknown):
        raise UnknownRead(three_nodes)
    if cluster["engine_mode"] == "serverless" or three_nodes is not None:
        return
    links = case.links(cluster, "instances")
    members = links.certain
    if not links.items and links.unseen is None and cluster["global_cluster_identifier"] is not None:
        case.skip()
        return
    if links.unseen is None and len(links.items) == len(members):
        enough = case.ask("at_least", 2, _zones(members))
    else:
        enough = case.ask("at_least", 2, tuple(each[_ZONE] for each in members))
        if enough is not True:
            enough = Unknown("which instances belong to it is not known") if links.unseen is None else links.unseen
    count = f"{len(members)} instance{'' if len(members) == 1 else 's'}"
    loss = "losing that zone stops it until another instance is built, about ten minutes on a best-effort basis"
    reads = [(each, _ZONE) for each in members]
    case.require(enough, f"{cluster.label} has {count} in one Availability Zone: {loss}", reads=reads)


policy.passes("""
resource "aws_rds_cluster" "orders" {
  cluster_identifier = "orders"
  engine             = "aurora-postgresql"
}
resource "aws_rds_cluster_instance" "orders" {
  count              = 2
  cluster_identifier = aws_rds_cluster.orders.id
  engine             = "aurora-postgresql"
  instance_class     = "db.r6g.large"
}
""")
policy.passes("""
resource "aws_rds_cluster" "orders" { engine = "aurora-postgresql" }
resource "aws_rds_cluster_instance" "orders" {
  for_each           = toset(["eu-west-1a", "eu-west-1b"])
  cluster_identifier = aws_rds_cluster.orders.id
  engine             = "aurora-postgresql"
  instance_class     = "db.r6g.large"
  availability_zone  = each.key
}
""")
policy.passes("""
resource "aws_rds_cluster" "orders" {
  engine      = "aurora-mysql"
  engine_mode = "serverless"
}
""")
policy.passes("""
resource "aws_rds_cluster" "orders" {
  engine                    = "postgres"
  db_cluster_instance_class = "db.r6gd.large"
  allocated_storage         = 100
}
""")
policy.fails("""
resource "aws_rds_cluster" "orders" {
  engine             = "aurora-postgresql"
  availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
}
resource "aws_rds_cluster_instance" "orders" {
  cluster_identifier = aws_rds_cluster.orders.id
  engine             = "aurora-postgresql"
  instance_class     = "db.r6g.large"
}
""")
policy.fails("""
resource "aws_rds_cluster" "orders" { engine = "aurora-postgresql" }
resource "aws_rds_cluster_instance" "orders" {
  count              = 3
  cluster_identifier = aws_rds_cluster.orders.id
  engine             = "aurora-postgresql"
  instance_class     = "db.r6g.large"
  availability_zone  = "eu-west-1a"
}
""")
policy.unknown("""
variable "zone" { type = string }
resource "aws_rds_cluster" "orders" { engine = "aurora-postgresql" }
resource "aws_rds_cluster_instance" "first" {
  cluster_identifier = aws_rds_cluster.orders.id
  engine             = "aurora-postgresql"
  instance_class     = "db.r6g.large"
  availability_zone  = "eu-west-1a"
}
resource "aws_rds_cluster_instance" "second" {
  cluster_identifier = aws_rds_cluster.orders.id
  engine             = "aurora-postgresql"
  instance_class     = "db.r6g.large"
  availability_zone  = var.zone
}
""")
policy.unknown("""
variable "class" { type = string }
resource "aws_rds_cluster" "orders" {
  engine                    = "postgres"
  db_cluster_instance_class = var.class
}
""")
