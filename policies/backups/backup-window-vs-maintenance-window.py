"""The backup window of a database and its maintenance window do not overlap."""

from __future__ import annotations

from drlint.policy import Case, Policy

policy = Policy(
    title="Backups and maintenance of a database do not meet",
    severity="medium",
    checklist="backups-automated-and-verified",
    applies_to=("aws_db_instance", "aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster"),
    why="""
AWS refuses windows that overlap, in the middle of an apply: the database is then created or changed in part, or not
at all, and a plan does not tell beforehand. Windows are in UTC; the daily one meets the weekly one on its day.
Windows that only touch do not overlap. Where one of the two is left out AWS chooses it, and nothing is judged.
""",
    fix='Move one of them: for example backups at "02:00-03:00" and maintenance at "sun:04:00-sun:05:00".',
    controls={
        "nist-800-53": ("CP-9",),
        "iso-22301": ("8.3.5", "8.4"),
        "soc-2": ("A1.2",),
        "dora": ("12(1)", "12(2)"),
        "aws-well-architected": ("REL09-BP03",),
    },
    references=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html",
    ),
)


@policy.check
def check(case: Case) -> None:
    database = case.resource
    prefix = "" if database.kind == "aws_db_instance" else "preferred_"
    names = (f"{prefix}backup_window", f"{prefix}maintenance_window")
    if database.view.defaulted.intersection(names):
        case.skip()
        return
    backup, maintenance = (database[name] for name in names)
    refused = "AWS refuses that in the middle of the apply"
    case.require(
        not case.ask("overlap", backup, maintenance),
        f"{database.label} is backed up at {backup} and maintained at {maintenance} (UTC), which overlap: {refused}",
        reads=[(database, name) for name in names],
    )


policy.passes("""
resource "aws_db_instance" "orders" {
  instance_class     = "db.r6g.large"
  backup_window      = "03:00-04:00"
  maintenance_window = "mon:04:00-mon:05:00"
}
""")
policy.passes("""
resource "aws_rds_cluster" "orders" {
  engine                       = "aurora-postgresql"
  preferred_backup_window      = "02:00-03:00"
  preferred_maintenance_window = "sun:04:00-sun:05:00"
}
""")
policy.fails("""
resource "aws_db_instance" "orders" {
  instance_class     = "db.r6g.large"
  backup_window      = "03:00-04:00"
  maintenance_window = "Mon:03:30-Mon:04:30"
}
""")
policy.fails("""
resource "aws_neptune_cluster" "graph" {
  preferred_backup_window      = "23:30-00:30"
  preferred_maintenance_window = "sun:00:00-sun:01:00"
}
""")
policy.unknown("""
variable "window" { type = string }
resource "aws_docdb_cluster" "catalogue" {
  preferred_backup_window      = var.window
  preferred_maintenance_window = "sun:04:00-sun:05:00"
}
""")
