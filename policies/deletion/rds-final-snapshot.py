"""A database leaves a last snapshot behind when it is destroyed, under a name that is free."""

from __future__ import annotations

from drlint.estate.estate import exists_for
from drlint.model.resource import Resource
from drlint.model.values import Unknown, UnknownRead, is_known, is_present
from drlint.policy import Case, Policy
from drlint.policy.kleene import Answer, disjunction

policy = Policy(
    title="A database leaves a final snapshot when it is destroyed",
    severity="high",
    checklist="backups-automated-and-verified",
    applies_to=(
        "aws_db_instance",
        "aws_rds_cluster",
        "aws_docdb_cluster",
        "aws_neptune_cluster",
        "aws_redshift_cluster",
    ),
    doors=("plan", "source"),
    why="""
`terraform destroy`, a renamed resource or an argument that forces replacement deletes the database. With
`skip_final_snapshot = true` nothing is left; with `false` but no `final_snapshot_identifier` the deletion stops
with an error half way, and people then set `true` to get on. A name that another database uses as well can only
serve once: the second deletion fails. AWS demands `true` of RDS read replicas and RDS Custom; what a replica holds
lives in its source as well, so replicas, clusters among them, are not judged. The setting is a parameter of the deletion, so it is in code and in no API.
""",
    fix={
        "says": 'Set `skip_final_snapshot = false` and `final_snapshot_identifier = "orders-final"`, a name of its own.',
        "set": {
            "skip_final_snapshot": False,
            "final_snapshot_identifier": "{None if present(resource.final_snapshot_identifier) else label(resource)}-final",
        },
    },
    controls={
        "nist-800-53": ("CP-9",),
        "iso-22301": ("8.3.5", "8.4"),
        "soc-2": ("A1.2",),
        "dora": ("9(2)", "12(2)"),
        "aws-well-architected": ("REL09-BP01",),
    },
    references=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBCluster.html",
        "https://docs.aws.amazon.com/redshift/latest/APIReference/API_DeleteCluster.html",
    ),
)

_SKIP, _NAME = "skip_final_snapshot", "final_snapshot_identifier"
_SOURCES = {
    "aws_db_instance": "replicate_source_db",
    "aws_rds_cluster": "replication_source_identifier",
    "aws_neptune_cluster": "replication_source_identifier",
}
# Instance snapshots and Redshift's have names of their own; RDS, DocumentDB and Neptune clusters share theirs.
_NAMESPACE = {"aws_db_instance": "instances", "aws_redshift_cluster": "warehouses"}


def _cannot_have_one(resource: Resource) -> Answer:
    origin = is_present(resource.view.attributes.get(_SOURCES.get(resource.kind, "")))
    if resource.kind != "aws_db_instance":
        return origin
    engine = resource["engine"]
    custom: Answer = isinstance(engine, str) and engine.startswith("custom-")
    if isinstance(engine, Unknown) and "engine" not in resource.view.defaulted:
        custom = engine
    return disjunction((custom, origin))


def _same_name(case: Case, name: str) -> Resource | None:
    """Another database of the Region whose final snapshot would have the same name; one that surely exists first."""
    me = case.resource
    taken = case.estate.remembered((_NAME, 0), lambda: _taken(case))
    others = taken.get((_NAMESPACE.get(me.kind, "clusters"), name), ())
    first = None
    for other in others:  # seldom far: thousands that share a name are not all looked at for each of them
        if other is me or not _same_region(me, other):
            continue
        if exists_for(me, other) is True:
            return other
        first = first or other
    return first


def _taken(case: Case) -> dict[tuple[str, str], list[Resource]]:
    """Every name of a final snapshot that is known, and the databases that would use it."""
    found: dict[tuple[str, str], list[Resource]] = {}
    for kind in policy.said["applies_to"]:
        for each in case.estate.of_kind(kind):
            name = each[_NAME]
            if is_known(name) and isinstance(name, str):
                found.setdefault((_NAMESPACE.get(kind, "clusters"), name), []).append(each)
    return found


def _same_region(one: Resource, other: Resource) -> bool:
    """Whether they certainly stand together: one provider whose Region is not known is still in one Region."""
    if one.region is other.region:
        return True
    return isinstance(one.region, str) and isinstance(other.region, str) and one.region == other.region


@policy.check
def check(case: Case) -> None:
    database = case.resource
    exempt = _cannot_have_one(database)
    if exempt is True or (database.declared is None and database[_SKIP] is None):
        case.skip()
        return
    if isinstance(exempt, Unknown) and not (database[_SKIP] is False and is_present(database[_NAME]) is True):
        raise UnknownRead(exempt)
    gone = f"{database.label} is deleted without a last snapshot"
    case.require(
        not database[_SKIP], f"{gone}: one destroy or replacement and its data is gone", reads=[(database, _SKIP)]
    )
    name = database[_NAME]
    if database[_SKIP] or not is_known(name):
        return
    nameless = f"{database.label} wants a final snapshot but names none: its deletion stops with an error half way"
    case.require(name is not None, nameless, reads=[(database, _NAME)])
    twin = _same_name(case, name) if isinstance(name, str) else None
    exists = True if twin is None else exists_for(database, twin)
    if twin is not None and exists is not True:
        case.unknown(f"{database.label} leaves a final snapshot named {name}, as {twin.label} may: {exists.reason}")
    elif twin is not None:
        shared = (
            f"{database.label} and {twin.label} both leave a final snapshot named {name}: the second deletion fails"
        )
        case.fail(shared, reads=[(database, _NAME), (twin, _NAME)], detail="name")


policy.passes("""
resource "aws_db_instance" "orders" {
  instance_class            = "db.r6g.large"
  final_snapshot_identifier = "orders-final"
}
""")
policy.passes("""
resource "random_id" "suffix" { byte_length = 4 }
resource "aws_rds_cluster" "orders" {
  engine                    = "aurora-postgresql"
  skip_final_snapshot       = false
  final_snapshot_identifier = "orders-final-${random_id.suffix.hex}"
}
""")
policy.passes("""
resource "aws_db_instance" "orders" {
  identifier                = "orders"
  instance_class            = "db.r6g.large"
  final_snapshot_identifier = "orders-final"
}
resource "aws_db_instance" "replica" {
  instance_class      = "db.r6g.large"
  replicate_source_db = aws_db_instance.orders.identifier
  skip_final_snapshot = true
}
""")
policy.passes("""
resource "aws_rds_cluster" "orders" {
  engine                    = "aurora-mysql"
  final_snapshot_identifier = "orders-final"
}
resource "aws_rds_cluster" "replica" {
  engine                        = "aurora-mysql"
  replication_source_identifier = aws_rds_cluster.orders.arn
  skip_final_snapshot           = true
}
""")
policy.fails("""
resource "aws_db_instance" "orders" {
  instance_class      = "db.r6g.large"
  skip_final_snapshot = true
}
""")
policy.fails("""
resource "aws_docdb_cluster" "catalogue" { skip_final_snapshot = true }
""")
policy.fails("""
resource "aws_redshift_cluster" "warehouse" {
  cluster_identifier = "warehouse"
  node_type          = "ra3.xlplus"
}
""")
policy.fails("""
provider "aws" { region = "eu-west-1" }
resource "aws_neptune_cluster" "graph" { final_snapshot_identifier = "final" }
resource "aws_rds_cluster" "orders" {
  engine                    = "aurora-postgresql"
  final_snapshot_identifier = "final"
}
""")
policy.unknown("""
variable "throwaway" { type = bool }
resource "aws_neptune_cluster" "graph" {
  skip_final_snapshot       = var.throwaway
  final_snapshot_identifier = "graph-final"
}
""")
policy.unknown("""
variable "original" { type = string }
resource "aws_db_instance" "orders" {
  replicate_source_db = var.original
  skip_final_snapshot = true
}
""")
