"""The secondary clusters of an Aurora global database can carry what the primary carries."""

from __future__ import annotations

import re
from collections.abc import Mapping

from drlint.model.resource import Resource
from drlint.model.values import WITHHELD, Unknown, UnknownRead, as_unknown, first_of, is_known, is_present
from drlint.policy import Case, Policy
from drlint.policy.kleene import equal

policy = Policy(
    title="A secondary of a global database can carry the primary's load",
    severity="medium",
    checklist="strategy-matches-objectives",
    applies_to=("aws_rds_global_cluster",),
    stage="preview",  # a smaller standby may be meant; the declared strategy will say
    why="""
On the day of a failover the secondary takes all writes and reads at once, and a larger instance class means another
restart just then. Compared are the memory of the largest instance on each side (Serverless v2: the upper limit, 2
GiB per ACU), engine versions where both name one, and whether a primary with a parameter group of its own faces a
secondary with AWS's default. The primary is the cluster the global database was created from, or else the only one
with a master user or an origin. Secondaries without an instance are judged by aurora-global-secondary-exists. A
pilot light is smaller on purpose: set `minimum_share` to what you mean it to be.
""",
    fix="""
Give the secondary's `aws_rds_cluster_instance` the primary's `instance_class` (or its cluster the same `max_capacity`),
and the cluster the same `engine_version` and parameters.
""",
    controls={
        "nist-800-53": ("CP-2(2)", "CP-7", "CP-10"),
        "iso-22301": ("8.3.5", "8.4"),
        "soc-2": ("A1.1", "A1.2"),
        "dora": ("12(4)",),
        "aws-well-architected": ("REL13-BP02", "REL13-BP04"),
    },
    references=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.configuration.requirements.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.DBInstanceClass.Summary.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.how-it-works.html",
    ),
    parameters={"minimum_share": 1.0},
)

# GiB of an instance of size "large" by family: r 16, x 32, others 8. One ACU is about 2 GiB. Source: the pages above
# (2026-11-23).
_LARGE = {"r": 16.0, "x": 32.0}
_OTHERS = 8.0
_SIZES = {"micro": 0.125, "small": 0.25, "medium": 0.5, "large": 1.0, "xlarge": 2.0}
_CLASS = re.compile(r"db\.([a-z]+)\d+[a-z0-9]*\.(\d+)?([a-z]+)")
_GIB_PER_ACU = 2.0
_ORIGINS = ("master_username", "manage_master_user_password", "snapshot_identifier", "restore_to_point_in_time")


def _memory(instance: Resource, cluster: Resource) -> float | Unknown:
    """GiB that an instance may use."""
    said = instance["instance_class"]
    if not isinstance(said, str):
        return as_unknown(said)
    if said == "db.serverless":
        scaling = cluster["serverlessv2_scaling_configuration"]
        most = scaling.get("max_capacity") if isinstance(scaling, Mapping) else scaling
        return most * _GIB_PER_ACU if isinstance(most, int | float) else as_unknown(most)
    match = _CLASS.fullmatch(said)
    if match is None or match[3] not in _SIZES:
        return Unknown(f"{said} is an instance class drlint does not know")
    return _LARGE.get(match[1][0], _OTHERS) * _SIZES[match[3]] * int(match[2] or 1)


def _largest(case: Case, cluster: Resource) -> tuple[float, Resource] | Unknown | None:
    """The most memory among a cluster's instances, and whose it is; None where it has none."""
    links = case.links(cluster, "instances")
    if links.unseen is not None:
        return links.unseen
    if len(links.certain) < len(links):
        return Unknown("which instances belong to it is not known")
    found: list[tuple[float, Resource]] = []
    for each in links.certain:
        memory = _memory(each, cluster)
        if isinstance(memory, Unknown):
            return memory
        found.append((memory, each))
    return max(found, key=lambda pair: pair[0]) if found else None


def _primary(case: Case, members: list[Resource]) -> Resource | None:
    """The cluster that writes, as AWS says; else the one it was created from, or the only one that began by itself."""
    said = case.resource["global_cluster_members"]
    for each in said if isinstance(said, tuple) else ():
        if isinstance(each, Mapping) and each.get("is_writer") is True:
            return next((member for member in members if _is(member, "arn", each.get("db_cluster_arn"))), None)
    origin: tuple[Resource, ...] = case.links(case.resource, "created_from").certain
    if origin:
        return origin[0]
    begun = [each for each in members if any(_says(each, name) for name in _ORIGINS)]
    return begun[0] if len(begun) == 1 else None


def _is(cluster: Resource, name: str, value: object) -> bool:
    return is_known(cluster[name]) and cluster[name] == value


def _says(cluster: Resource, name: str) -> bool:
    """Whether it certainly sets that, also where the value is withheld; AWS refuses all of these for a secondary."""
    value = cluster[name]
    return value is WITHHELD or (is_known(value) and bool(value))


def _compare_settings(case: Case, primary: Resource, secondary: Resource) -> None:
    ours, theirs = (each["engine_version"] for each in (primary, secondary))
    named = not any("engine_version" in each.view.defaulted for each in (primary, secondary))
    same = equal(ours, theirs) if named else True
    if isinstance(same, Unknown):
        case.unknown(same, detail=f"{secondary.label} version")
    elif not same:
        case.fail(
            f"{secondary.label} runs {theirs} and {primary.label} {ours}: a failover between versions may be refused",
            reads=[(secondary, "engine_version"), (primary, "engine_version")],
            detail=f"{secondary.label} version",
        )
    group = "db_cluster_parameter_group_name"
    if group in primary.view.defaulted or group not in secondary.view.defaulted:
        return
    own = is_present(primary[group])
    if isinstance(own, Unknown):
        case.unknown(f"{primary.address.path}.{group}: {own.reason}", detail=f"{secondary.label} parameters")
    elif own:
        case.fail(
            f"{secondary.label} has the default parameters and {primary.label} its own: a failover changes behaviour",
            reads=[(secondary, group), (primary, group)],
            detail=f"{secondary.label} parameters",
        )


def _compare_capacity(case: Case, primary: Resource, secondary: Resource) -> None:
    sizes = [_largest(case, each) for each in (primary, secondary)]
    for size in sizes:
        if isinstance(size, Unknown):
            case.unknown(size, detail=secondary.label)
            return
    ours, theirs = sizes
    if ours is None or theirs is None or isinstance(ours, Unknown) or isinstance(theirs, Unknown):
        return
    share = theirs[0] / ours[0]
    if share < case.parameters["minimum_share"]:
        amounts = f"{theirs[0]:g} GiB where {primary.label} has {ours[0]:g} GiB"
        case.fail(
            f"{secondary.label} has {amounts}: after a failover it takes the whole load with {share:.0%} of the memory",
            reads=[(theirs[1], "instance_class"), (ours[1], "instance_class")],
            detail=f"{secondary.label} capacity",
        )


@policy.check
def check(case: Case) -> None:
    links = case.links(case.resource, "members")
    members = list(links.certain)
    more = links.unseen
    if len(members) < len(links):
        more = first_of(links.doubt, Unknown("which clusters belong to it is not known"))
    primary = _primary(case, members)
    secondaries = [each for each in members if each is not primary]
    if not secondaries and more is None:
        case.skip()
        return
    if primary is None:
        raise UnknownRead(Unknown(f"which cluster of {case.resource.label} is the primary is not known"))
    for each in secondaries:
        _compare_settings(case, primary, each)
        _compare_capacity(case, primary, each)
    if more is not None and not case.judgements:
        case.unknown(more)


def _world(ours: str, theirs: str, *, primary: str = "", secondary: str = "", size: str = "") -> str:
    return f"""
provider "aws" {{ region = "eu-west-1" }}
provider "aws" {{
  alias  = "dr"
  region = "eu-central-1"
}}
variable "size" {{ type = string }}
resource "aws_rds_global_cluster" "orders" {{
  global_cluster_identifier = "orders"
  engine                    = "aurora-postgresql"
}}
resource "aws_rds_cluster" "primary" {{
  engine                    = "aurora-postgresql"
  master_username           = "orders"
  global_cluster_identifier = aws_rds_global_cluster.orders.id
  {primary}
}}
resource "aws_rds_cluster_instance" "primary" {{
  cluster_identifier = aws_rds_cluster.primary.id
  engine             = "aurora-postgresql"
  instance_class     = "{ours}"
}}
resource "aws_rds_cluster" "secondary" {{
  provider                  = aws.dr
  engine                    = "aurora-postgresql"
  global_cluster_identifier = aws_rds_global_cluster.orders.id
  {secondary}
}}
resource "aws_rds_cluster_instance" "secondary" {{
  provider           = aws.dr
  cluster_identifier = aws_rds_cluster.secondary.id
  engine             = "aurora-postgresql"
  instance_class     = {size or f'"{theirs}"'}
}}
"""


_EIGHT_ACU = "serverlessv2_scaling_configuration {\n    min_capacity = 1\n    max_capacity = 8\n  }"

policy.passes(_world("db.r6g.large", "db.r6g.large"))
policy.passes(_world("db.r5.large", "db.serverless", secondary=_EIGHT_ACU))
policy.passes(_world("db.r6g.2xlarge", "db.r6g.xlarge"), parameters={"minimum_share": 0.5})
policy.passes(_world("db.r6g.2xlarge", "db.r6g.large"), parameters={"minimum_share": 0.25})
policy.fails(_world("db.r6g.2xlarge", "db.r6g.large"), parameters={"minimum_share": 0.3})
policy.fails(_world("db.r6g.2xlarge", "db.r6g.large"))
policy.fails(_world("db.r6g.xlarge", "db.serverless", secondary=_EIGHT_ACU))
policy.fails(
    _world("db.r6g.large", "db.r6g.large", primary='engine_version = "16.4"', secondary='engine_version = "15.8"')
)
policy.fails(_world("db.r6g.large", "db.r6g.large", primary='db_cluster_parameter_group_name = "orders"'))
policy.unknown(_world("db.r6g.large", "", size="var.size"))
policy.unknown(
    _world("db.r6g.large", "db.r6g.large", primary="engine_version = var.size", secondary='engine_version = "15.8"')
)
