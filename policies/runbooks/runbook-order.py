"""The steps of a runbook come in an order in which each finds what it needs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.operations.model import COMPUTE, DATA, FENCE, TRAFFIC
from drlint.recovery.procedures import MAIN, Asked, calls_of
from drlint.recovery.purposes import is_for_region_loss
from drlint.recovery.workloads import workloads_of

policy = Policy(
    title="A runbook recovers the data before it moves the traffic",
    severity="high",
    checklist="runbooks-documented",
    applies_to=("runbook",),
    why="""
The order is: fence the old side, make the data writable, bring up compute, verify, move the traffic. Traffic that
arrives before the database takes writes meets errors, or goes on writing to the side that is about to lose its role, and
those writes are lost. A fence after the promotion leaves a while in which both sides take writes. What a step does is
told by the AWS operations in it.
""",
    fix="Move the traffic last: after the data takes writes, the capacity is there and somebody has looked.",
    controls={
        "nist-800-53": ("CP-10",),
        "iso-22301": ("8.4",),
        "soc-2": ("A1.2", "CC7.5"),
        "dora": ("11(2)",),
        "aws-well-architected": ("REL13-BP02",),
    },
    references=(
        "https://docs.aws.amazon.com/whitepapers/latest/disaster-recovery-workloads-on-aws/disaster-recovery-options-in-the-cloud.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html",
    ),
)

_FENCES = re.compile(r"\bfenc|\bread[- ]only\b|\b(?:stop|block|freeze|quiesce)\b.{0,30}\bwrit", re.IGNORECASE)

# Visitors who are sent to a page that says so arrive at no database.
_TURNS_AWAY = re.compile(
    r"maintenance|static page|sorry|\bdrain|\baway\b|out of|\b(?:stop|block|disable|pause)\b", re.IGNORECASE
)

_FULL = frozenset({"hot-standby", "active-active"})


@policy.check
def check(case: Case) -> None:
    calls = [each for each in calls_of(case.resource, case.estate) if each.step.part == MAIN]
    data = [each for each in calls if each.operation.does in DATA]
    traffic = [each for each in calls if each.operation.does == TRAFFIC]
    compute = [each for each in calls if each.operation.does in COMPUTE]
    fences = [each for each in calls if each.operation.does == FENCE and _FENCES.search(each.step.action)]
    if len([part for part in (data, traffic, compute, fences) if part]) <= 1:
        case.skip()
        return
    if data and traffic and traffic[-1].order < data[0].order and not _TURNS_AWAY.search(traffic[-1].step.action):
        _fail(case, traffic, data[0], "moves all traffic in", "makes the data writable")
    if not is_for_region_loss(case.resource):
        return
    if compute and traffic and traffic[-1].order < compute[0].order:
        has_capacity = _has_capacity(case)
        if isinstance(has_capacity, Unknown):
            case.unknown(has_capacity)
        elif not has_capacity:
            _fail(case, traffic, compute[0], "moves all traffic in", "brings up the capacity for it")
    if fences and data and data[0].order < fences[0].order:
        _fail(case, data[:1], fences[0], "makes the data writable in", "fences the old side")


def _has_capacity(case: Case) -> bool | Unknown:
    """Whether the recovery Region can carry everything before anybody scales it, as the workload says."""
    said = [each["strategy"] for each in workloads_of(case.resource, case.estate).certain]
    if any(isinstance(each, str) and each in _FULL for each in said):
        return True
    return next((each for each in said if isinstance(each, Unknown)), False)


def _fail(case: Case, early: Sequence[Asked], late: Asked, does: str, then: str) -> None:
    last = early[-1]
    said = f"{case.resource['name']} {does} {last.step.key}, before {late.step.key} {then}"
    case.fail(said, detail=f"{then}", evidence=[last.evidence, late.evidence])


_STEPS = {
    "fence": ("Fence the old side", "aws ec2 revoke-security-group-ingress --group-id $OLD"),
    "data": ("Promote", "aws rds promote-read-replica --db-instance-identifier orders"),
    "compute": ("Scale", "aws ecs update-service --service web --desired-count 8"),
    "traffic": ("Move the traffic", "aws route53 change-resource-record-sets --hosted-zone-id $Z --change-batch $B"),
    "away": (
        "Show the maintenance page",
        "aws route53 change-resource-record-sets --hosted-zone-id $Z --change-batch $M",
    ),
    "look": ("Verify", "curl -fsS https://orders.example.com/health"),
}


def _runbook(*steps: str, name: str = "Regional Failover") -> str:
    lines = "\n".join(
        f"  - {{id: {number}, action: {_STEPS[each][0]}, command: {_STEPS[each][1]}}}"
        for number, each in enumerate(steps, 1)
    )
    return f"runbook: {{name: {name}}}\nsteps:\n{lines}\n"


policy.passes(documents=_runbook("fence", "data", "compute", "look", "traffic"))
policy.passes(documents=_runbook("traffic", "data", "traffic"))
policy.passes(documents=_runbook("data", "traffic", "compute", name="Regional Failback"))
policy.passes(documents=_runbook("away", "data"))
policy.passes(
    documents=_runbook("data", "traffic", "compute") + "---\nworkload: {name: orders, strategy: hot-standby}\n"
)
policy.fails(documents=_runbook("traffic", "traffic", "data", name="Regional Failback"))
policy.fails(documents=_runbook("compute", "traffic", "data"))
policy.fails(documents=_runbook("data", "traffic", "compute"))
policy.fails(documents=_runbook("data", "fence", "traffic"))
