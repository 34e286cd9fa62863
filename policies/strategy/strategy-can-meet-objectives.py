"""A strategy and its copies can keep the objectives for the loss of a Region."""

from __future__ import annotations

from drlint.model.finding import Evidence
from drlint.model.periods import spoken_seconds
from drlint.model.resource import Resource
from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.covering import stateful_members
from drlint.recovery.data_away import LIVE, NONE, away, backup_gap
from drlint.recovery.document_lines import said_at
from drlint.recovery.rehearsed import objective_of

policy = Policy(
    title="The strategy can keep the objectives",
    severity="high",
    checklist="strategy-matches-objectives",
    applies_to=("workload",),
    scope="any",
    why="""
Backup and restore takes hours, whatever the RTO says, and a backup that is copied once a day loses up to a day. Such
a promise is broken before anything fails. Only what is certain fails here: an objective below the least that a
strategy takes (`least`, minutes of RTO and RPO), data without any copy in the recovery Regions, and data that reaches
them by backups further apart than the RPO. How long recovery really takes is for drills to show.
""",
    fix="""
Replicate what is named continuously, back it up and copy it more often, choose a faster strategy, or agree on
objectives that it can keep.
""",
    controls={
        "nist-800-53": ("CP-2", "CP-7"),
        "iso-22301": ("8.3.5",),
        "soc-2": ("A1.2",),
        "dora": ("11(2)",),
        "aws-well-architected": ("REL13-BP02",),
    },
    references=(
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_disaster_recovery.html",
        "https://docs.aws.amazon.com/whitepapers/latest/disaster-recovery-workloads-on-aws/disaster-recovery-options-in-the-cloud.html",
    ),
    # AWS: backup and restore takes hours and loses no less than point-in-time recovery does (5 minutes), pilot light takes
    # tens of minutes, warm standby minutes (the whitepaper and REL13-BP02, read 2026-11-26). Not below these, ever.
    parameters={
        "least": {
            "backup-and-restore": [60, 5],
            "pilot-light": [10, 0],
            "warm-standby": [1, 0],
            "hot-standby": [1, 0],
        },
    },
)


ENTERED = ("aws_secretsmanager_secret",)  # no data that grows: values that can be entered by hand


@policy.check
def check(case: Case) -> None:
    workload = case.resource
    rto, rpo = objective_of(workload, "rto"), objective_of(workload, "rpo")
    regions = workload["recovery_regions"]
    if rto is None and rpo is None:
        case.skip()
        return
    for measure, asked in (("rto", rto), ("rpo", rpo)):
        if isinstance(asked, Unknown):
            case.unknown(asked, detail=measure)
        elif asked is not None:
            _by_strategy(case, measure, asked)
    if isinstance(regions, Unknown):
        case.unknown(regions, detail="regions")
    elif regions and isinstance(rpo, int) and case.estate.regions:
        for member in stateful_members(workload, case.estate):
            if isinstance(member.region, str) and member.region not in regions and member.kind not in ENTERED:
                _by_copies(case, member, regions, rpo)


def _by_strategy(case: Case, measure: str, asked: int) -> None:
    """What the declared strategy takes at the least."""
    workload = case.resource
    strategy = workload["strategy"]
    if isinstance(strategy, Unknown):
        case.unknown(strategy, detail=f"strategy {measure}")
        return
    minutes = case.parameters["least"].get(strategy, (0, 0))[("rto", "rpo").index(measure)]
    if strategy is not None and asked < minutes * 60:
        said = (
            f"workload {workload['name']} asks for an {measure.upper()} of {spoken_seconds(asked)}; {strategy} takes "
            f"{spoken_seconds(minutes * 60)} at the least"
        )
        case.fail(said, reads=[(workload, "objectives"), (workload, "strategy")], detail=measure)


def _by_copies(case: Case, member: Resource, regions: tuple[str, ...], rpo: int) -> None:
    """What certainly is lost of a member's data, whichever Region takes over."""
    found = [away(member, each, case.estate) for each in regions]
    best = max(found, key=lambda each: each.most)
    if best.most == LIVE:
        if best.least < LIVE and best.doubt is not None:
            case.unknown(best.doubt, detail=member.address.path)
        return
    evidence = [
        said_at(case.resource, "objectives.region", f"RPO for the loss of a Region is {spoken_seconds(rpo)}"),
        Evidence(f"{member.address.path} holds data", member.location_of()),
    ]
    where = " or ".join(regions)
    if best.most == NONE:
        said = f"{member.label} has no copy in {where}; workload {case.resource['name']} may lose {spoken_seconds(rpo)}"
        case.fail(said, evidence=evidence, detail=member.address.path)
        return
    if any(copy.mechanism != "backup copy" for each in found for copy in each.copies):
        return
    gaps = [backup_gap(member, each, case.estate) for each in regions]
    known = [each for each in gaps if isinstance(each, int)]
    doubt = next((each for each in gaps if isinstance(each, Unknown)), None)
    if doubt is not None:
        case.unknown(doubt, detail=member.address.path)
    elif known and min(known) > rpo:
        said = (
            f"{member.label} reaches {where} by backups alone, {spoken_seconds(min(known))} apart; workload "
            f"{case.resource['name']} may lose {spoken_seconds(rpo)}"
        )
        case.fail(said, evidence=evidence, detail=member.address.path)


PROVIDERS = """
provider "aws" { region = "eu-west-1" }
provider "aws" {
  alias  = "far"
  region = "eu-central-1"
}
"""
DATABASE = """
resource "aws_db_instance" "orders" { }
"""
DAILY = """
resource "aws_backup_vault" "near" { name = "near" }
resource "aws_backup_vault" "far" {
  provider = aws.far
  name     = "far"
}
resource "aws_backup_plan" "daily" {
  name = "daily"
  rule {
    rule_name         = "daily"
    target_vault_name = aws_backup_vault.near.name
    schedule          = "cron(0 5 ? * * *)"
    copy_action { destination_vault_arn = aws_backup_vault.far.arn }
  }
}
resource "aws_backup_selection" "all" {
  name         = "all"
  plan_id      = aws_backup_plan.daily.id
  iam_role_arn = "arn:aws:iam::111122223333:role/backup"
  resources    = ["*"]
}
resource "aws_db_instance" "orders" { }
"""


def asks(rto: str, rpo: str, strategy: str = "pilot-light") -> str:
    return f"""workload:
  name: orders
  members: [aws_db_instance.orders]
  primary_region: eu-west-1
  recovery_regions: [eu-central-1]
  strategy: {strategy}
  objectives: {{region: {{rto: {rto}, rpo: {rpo}}}}}
"""


policy.passes(PROVIDERS + DAILY, documents=asks("8h", "24h", "backup-and-restore"))
policy.fails(PROVIDERS + DAILY, documents=asks("8h", "5m", "backup-and-restore"))
policy.fails(PROVIDERS + DAILY, documents=asks("8h", "1h"))
policy.fails(PROVIDERS + DATABASE, documents=asks("8h", "1h"))
policy.fails(PROVIDERS + DAILY, documents=asks("5m", "24h", "backup-and-restore"))
policy.unknown(PROVIDERS + DATABASE, documents=asks("8h", "1h"), world="open")
policy.unknown(PROVIDERS + DAILY, documents=asks("soon", "24h", "backup-and-restore"))
