"""The steps of a failover do not depend on the Region that is lost."""

from __future__ import annotations

from drlint.model.arn import region_of_arn
from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.lost_region import Lost, lost_region_of
from drlint.recovery.operations.model import FENCE, SOURCE, STOP
from drlint.recovery.procedures import Asked, calls_of, region_of
from drlint.recovery.purposes import is_for_region_loss

policy = Policy(
    title="A failover does not call the Region that is lost",
    severity="high",
    checklist="runbooks-documented",
    applies_to=("runbook",),
    why="""
A step of a failover that calls the lost Region waits for an answer that does not come, and one that asks that Region
whether it is well has no answer in the only case that matters. What is copied or restored from there is not to be had. Which Region that is comes from the runbook
(`lost_region`), the primary Region of its workload, `--lost-region`, or from what the estate and the commands imply.
Steps that fence or stop what may still run there are left alone, and so are rollback and what follows the failover; a
failback is not judged.
""",
    fix="""
Call the recovery Region. Ask from outside whether a Region is well: an own canary, the AWS Health Dashboard, alarms in
the recovery Region.
""",
    controls={
        "nist-800-53": ("CP-10", "CP-7"),
        "iso-22301": ("8.4",),
        "soc-2": ("A1.2", "CC7.5"),
        "dora": ("11(2)",),
        "aws-well-architected": ("REL11-BP04", "REL13-BP02"),
    },
    references=(
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_withstand_component_failures_avoid_control_plane.html",
        "https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/regions.html",
    ),
)

_FROM = ("source-db-snapshot-identifier", "source-db-cluster-snapshot-identifier", "snapshot-identifier")


@policy.check
def check(case: Case) -> None:
    runbook = case.resource
    placed = [
        (asked, region)
        for asked in calls_of(runbook, case.estate)
        if asked.step.part in {"steps", "checks"} and isinstance(region := region_of(asked), str)
    ]
    if not placed or not is_for_region_loss(runbook):
        case.skip()
        return
    lost = lost_region_of(runbook, case.estate, case.objectives)
    if isinstance(lost.region, Unknown):
        case.unknown(lost.region)
        return
    for asked, region in placed:
        if region == lost.region:
            _judge(case, asked, lost)
        elif asked.operation.changes and lost.region in _sources(asked):
            here = f"{asked.step.key} of {runbook['name']}"
            said = f"{here} calls {asked.said} with a source in {lost.region}, the Region that is lost"
            case.fail(f"{said} ({lost.because})", detail=asked.key, evidence=[asked.evidence])


def _sources(asked: Asked) -> set[str | None]:
    """The Regions that a copy, a restore or a replica is made from."""
    names = [each.parameter for each in asked.operation.names if each.role == SOURCE] + list(_FROM)
    texts = [text for name in names if (text := asked.call.literal(name)) is not None]
    return {asked.call.literal("source-region"), *(region_of_arn(text) for text in texts if text.startswith("arn:"))}


def _judge(case: Case, asked: Asked, lost: Lost) -> None:
    does = asked.operation.does
    if does in {FENCE, STOP}:
        return
    here = f"{asked.step.key} of {case.resource['name']}"
    if asked.operation.changes:
        said = f"{here} calls {asked.said} in {lost.region}, the Region that is lost ({lost.because})"
    else:
        said = f"{here} asks {lost.region} how things are there ({asked.said}); if it is lost there is no answer"
    case.fail(said, detail=asked.key, evidence=[asked.evidence])


def _runbook(command: str, then: str = "echo done", more: str = "") -> str:
    return f"""
runbook: {{name: Regional, kind: failover{more}}}
steps:
  - id: 2
    action: Scale
    commands:
      - {command}
      - {then}
"""


_WORKLOAD = """---
workload: {name: orders, primary_region: us-east-1}
"""
_SCALE = "aws autoscaling set-desired-capacity --auto-scaling-group-name web --desired-capacity 4"

policy.passes(documents=_runbook(f"{_SCALE} --region us-west-2") + _WORKLOAD)
policy.passes(
    documents=_runbook("aws rds stop-db-cluster --db-cluster-identifier orders --region us-east-1") + _WORKLOAD
)
policy.fails(documents=_runbook(f"{_SCALE} --region us-east-1") + _WORKLOAD)
policy.fails(documents=_runbook(f"{_SCALE} --region us-east-1", more=", lost_region: us-east-1"))
policy.fails(
    documents=_runbook(f"{_SCALE} --region us-east-1"),
    objectives={"lost_region": "us-east-1"},
)
policy.fails(documents=_runbook("aws ec2 describe-availability-zones --region us-east-1") + _WORKLOAD)
policy.fails(
    """
provider "aws" { region = "us-west-2" }
provider "aws" {
  alias  = "east"
  region = "us-east-1"
}
resource "aws_db_instance" "orders" {
  provider   = aws.east
  identifier = "orders"
}
resource "aws_db_instance" "copy" {
  identifier          = "orders-copy"
  replicate_source_db = aws_db_instance.orders.arn
}
""",
    documents=_runbook(f"{_SCALE} --region us-east-1", then=f"{_SCALE} --region us-west-2"),
)
_COPY = "aws ec2 copy-snapshot --source-snapshot-id $SNAPSHOT --region us-west-2 --source-region"
policy.passes(documents=_runbook(f"{_COPY} eu-west-1") + _WORKLOAD)
policy.fails(documents=_runbook(f"{_COPY} us-east-1") + _WORKLOAD)
policy.fails(
    documents=_runbook(
        "aws rds copy-db-snapshot --target-db-snapshot-identifier orders --region us-west-2"
        " --source-db-snapshot-identifier arn:aws:rds:us-east-1:111122223333:snapshot:orders"
    )
    + _WORKLOAD
)
policy.unknown(documents=_runbook(f"{_SCALE} --region us-east-1"))
