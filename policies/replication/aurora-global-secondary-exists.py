"""An Aurora global database has a secondary cluster, with an instance in it, in a recovery Region."""

from __future__ import annotations

from drlint.model.resource import Resource
from drlint.model.values import Unknown, as_unknown, first_of
from drlint.policy import Case, Policy

policy = Policy(
    title="An Aurora global database has a secondary that can take over",
    severity="high",
    checklist="cross-region-replication",
    applies_to=("aws_rds_global_cluster",),
    why="""
A global database protects from the loss of a Region only with a cluster in another one, and that cluster can be
failed over to only with an instance in it: a headless secondary holds the data, but an instance has to be built
first, ten minutes and more while everybody else builds theirs. Failing over to a secondary with an instance takes
about a minute. Where recovery Regions are declared, the secondary has to stand in one of them. A secondary of
another root is unknown, not missing, while the world is open. The other scanner that knows global databases checks
their encryption alone.
""",
    fix="""
Declare an `aws_rds_cluster` with `global_cluster_identifier = aws_rds_global_cluster.orders.id` under the provider
of the recovery Region, and an `aws_rds_cluster_instance` in it. A secondary that is headless on purpose needs a
waiver.
""",
    controls={
        "nist-800-53": ("CP-6", "CP-7", "CP-9(6)", "CP-10"),
        "iso-22301": ("8.3.5", "8.4"),
        "soc-2": ("A1.2",),
        "dora": ("11(5)", "12(4)"),
        "aws-well-architected": ("REL13-BP02",),
    },
    references=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-attach.console.headless.html",
    ),
)


def _clusters(case: Case) -> tuple[list[Resource], Unknown | None]:
    """The clusters of the global database in view, and why there may be more."""
    links = [case.links(case.resource, "created_from"), case.links(case.resource, "members")]
    found: list[Resource] = []
    unseen: Unknown | None = None
    for each in links:
        found.extend(cluster for cluster in each.certain if cluster not in found)
        if len(each.certain) < len(each):
            unseen = first_of(unseen, Unknown("which clusters belong to it is not known"))
        unseen = first_of(unseen, each.unseen, each.more)
    return found, unseen


def _headless(case: Case, cluster: Resource) -> bool | Unknown:
    instances = case.links(cluster, "instances")
    if instances.certain:
        return False
    if instances.unseen is not None:
        return instances.unseen
    return Unknown("which instances belong to it is not known") if instances.items else True


def _region(cluster: Resource) -> str | Unknown:
    if isinstance(cluster.region, str | Unknown):
        return cluster.region
    return Unknown(f"the Region of {cluster.label} is not known")


def _enough(case: Case, regions: set[str]) -> bool:
    """Whether these Regions are two at least, one of them a recovery Region where any is declared."""
    wanted = set(case.objectives.recovery_regions)
    return len(regions) > 1 and (not wanted or bool(wanted & regions))


@policy.check
def check(case: Case) -> None:
    whole = case.resource
    clusters, doubt = _clusters(case)
    if not clusters and doubt is None:
        doubt = Unknown(f"no cluster of {whole.label} in view")
    regions: set[str] = set()
    ready: set[str] = set()
    headless: list[Resource] = []
    for each in clusters:
        region, empty = _region(each), _headless(case, each)
        if isinstance(region, Unknown) or isinstance(empty, Unknown):
            doubt = region if isinstance(region, Unknown) else as_unknown(empty)
            continue
        regions.add(region)
        if empty:
            headless.append(each)
        else:
            ready.add(region)
    if _enough(case, ready):
        return
    if doubt is not None:
        case.unknown(doubt)
    elif _enough(case, regions):
        names = " and ".join(each.label for each in headless)
        built = "one has to be built there before anything fails over, ten minutes and more"
        reads = [(each, "global_cluster_identifier") for each in headless]
        case.fail(f"{whole.label} fails over to {names}, which has no instance: {built}", reads=reads)
    else:
        where = " and ".join(sorted(regions))
        lost = "losing the Region it writes to stops it, with nothing to fail over to"
        if len(regions) > 1:
            lost = f"nothing stands in a recovery Region ({' or '.join(case.objectives.recovery_regions)})"
        case.fail(f"{whole.label} has clusters in {where} alone: {lost}", reads=[(each, "engine") for each in clusters])


_REGIONS = """
provider "aws" { region = "eu-west-1" }
provider "aws" {
  alias  = "dr"
  region = "eu-central-1"
}
"""
_PRIMARY = """
resource "aws_rds_global_cluster" "orders" {
  global_cluster_identifier = "orders"
  engine                    = "aurora-postgresql"
}
resource "aws_rds_cluster" "primary" {
  engine                    = "aurora-postgresql"
  master_username           = "orders"
  global_cluster_identifier = aws_rds_global_cluster.orders.id
}
resource "aws_rds_cluster_instance" "primary" {
  cluster_identifier = aws_rds_cluster.primary.id
  engine             = "aurora-postgresql"
  instance_class     = "db.r6g.large"
}
"""
_SECONDARY = """
resource "aws_rds_cluster" "secondary" {
  provider                  = aws.dr
  engine                    = "aurora-postgresql"
  global_cluster_identifier = aws_rds_global_cluster.orders.id
}
"""
_INSTANCE = """
resource "aws_rds_cluster_instance" "secondary" {
  provider           = aws.dr
  cluster_identifier = aws_rds_cluster.secondary.id
  engine             = "aurora-postgresql"
  instance_class     = "db.r6g.large"
}
"""
_FROM_EXISTING = """
resource "aws_rds_cluster" "primary" {
  cluster_identifier = "orders"
  engine             = "aurora-postgresql"
}
resource "aws_rds_cluster_instance" "primary" {
  cluster_identifier = aws_rds_cluster.primary.id
  engine             = "aurora-postgresql"
  instance_class     = "db.r6g.large"
}
resource "aws_rds_global_cluster" "orders" {
  global_cluster_identifier    = "orders-global"
  source_db_cluster_identifier = aws_rds_cluster.primary.arn
}
"""

policy.passes(_REGIONS + _PRIMARY + _SECONDARY + _INSTANCE)
policy.passes(_REGIONS + _FROM_EXISTING + _SECONDARY + _INSTANCE, objectives={"recovery_regions": ["eu-central-1"]})
policy.fails(_REGIONS + _PRIMARY)
policy.fails(_REGIONS + _PRIMARY + _SECONDARY)
policy.fails(_REGIONS + _PRIMARY + _SECONDARY + _INSTANCE, objectives={"recovery_regions": ["eu-north-1"]})
policy.unknown(_REGIONS + _FROM_EXISTING, world="open")
policy.unknown(_REGIONS + _PRIMARY, world="open")
