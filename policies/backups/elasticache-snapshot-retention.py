"""A cache that can be backed up keeps automatic backups."""

from __future__ import annotations

from drlint.policy import Case, Policy

policy = Policy(
    title="A cache keeps automatic backups",
    severity="medium",
    checklist="backups-automated-and-verified",
    applies_to=("aws_elasticache_replication_group", "aws_elasticache_cluster"),
    why="""
A replication group or a single Redis or Valkey node without `snapshot_retention_limit` keeps no backups: a flushed
or lost cache starts empty, and whatever lived only there is gone. Some scanners judge single clusters alone, which
misses the usual form, the replication group; others fail Memcached, which has no backups, and members of a group,
which are backed up with it. Neither is judged here.
""",
    fix={
        "says": 'Set `snapshot_retention_limit = 7` and a `snapshot_window` in a quiet hour, such as "02:00-03:00".',
        "set": {"snapshot_retention_limit": "{max((7, parameters.minimum_days))}"},
    },
    controls={
        "nist-800-53": ("CP-9", "CP-10"),
        "iso-22301": ("8.3.5", "8.4"),
        "soc-2": ("A1.2",),
        "dora": ("12(1)", "12(2)"),
        "aws-well-architected": ("REL09-BP01", "REL09-BP03"),
        "security-hub": ("ElastiCache.1",),
    },
    references=("https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-automatic.html",),
    parameters={"minimum_days": 1},
)

_LIMIT = "snapshot_retention_limit"


@policy.check
def check(case: Case) -> None:
    cache = case.resource
    if cache.kind == "aws_elasticache_cluster" and (
        cache["replication_group_id"] is not None or cache["engine"] == "memcached"
    ):
        case.skip()
        return
    days, least = cache[_LIMIT], case.parameters["minimum_days"]
    asked = f"{least} day is" if least == 1 else f"{least} days are"
    loss = "a flushed or lost cache comes back without what lived only there"
    case.require(
        days >= least,
        f"{cache.label} keeps backups for {days} day{'' if days == 1 else 's'} where {asked} asked for: {loss}",
        reads=[(cache, _LIMIT)],
    )


policy.passes("""
resource "aws_elasticache_replication_group" "sessions" {
  replication_group_id     = "sessions"
  snapshot_retention_limit = 7
}
""")
policy.passes("""
resource "aws_elasticache_replication_group" "sessions" {
  replication_group_id     = "sessions"
  snapshot_retention_limit = 7
}
resource "aws_elasticache_cluster" "replica" {
  cluster_id           = "sessions-2"
  replication_group_id = aws_elasticache_replication_group.sessions.id
}
resource "aws_elasticache_cluster" "pages" {
  cluster_id = "pages"
  engine     = "memcached"
}
""")
policy.fails("""
resource "aws_elasticache_replication_group" "sessions" { replication_group_id = "sessions" }
""")
policy.fails("""
resource "aws_elasticache_cluster" "sessions" {
  cluster_id = "sessions"
  engine     = "redis"
}
""")
policy.fails(
    """
resource "aws_elasticache_replication_group" "sessions" {
  replication_group_id     = "sessions"
  snapshot_retention_limit = 7
}
""",
    parameters={"minimum_days": 14},
)
policy.unknown("""
variable "days" { type = number }
resource "aws_elasticache_replication_group" "sessions" {
  replication_group_id     = "sessions"
  snapshot_retention_limit = var.days
}
""")
