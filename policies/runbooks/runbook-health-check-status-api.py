"""A runbook does not decide by an operation of Route 53 that AWS made for trying out health checks."""

from __future__ import annotations

from drlint.policy import Case, Policy
from drlint.recovery.procedures import calls_of

policy = Policy(
    title="A runbook does not ask Route 53 for the status of a health check by GetHealthCheckStatus",
    severity="low",
    checklist="runbooks-documented",
    applies_to=("runbook",),
    why="""
AWS says of GetHealthCheckStatus that it is meant for use while one develops a health check, and that it does not support
production use. It also asks Route 53's control plane in us-east-1. The same answer is in CloudWatch as the metric
HealthCheckStatus, on which an alarm can stand beforehand.
""",
    fix="""
Look at the alarm on the metric `HealthCheckStatus` (namespace AWS/Route53, us-east-1), or ask the endpoint itself from
outside the Region.
""",
    controls={
        "nist-800-53": ("CP-10", "SI-4"),
        "iso-22301": ("8.4", "8.4.3"),
        "soc-2": ("CC7.2",),
        "dora": ("10(1)",),
        "aws-well-architected": ("REL11-BP01", "REL11-BP04"),
    },
    references=("https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHealthCheckStatus.html",),
)


@policy.check
def check(case: Case) -> None:
    runbook = case.resource
    calls = [each for each in calls_of(runbook, case.estate) if each.call.service == "route53"]
    if not calls:
        case.skip()
        return
    for each in calls:
        if each.call.operation == "get-health-check-status":
            here = f"{each.step.key} of {runbook['name']}"
            said = f"{here} asks for get-health-check-status, which AWS does not support for production use"
            case.fail(said, detail=each.key, evidence=[each.evidence])


def _runbook(operation: str) -> str:
    return f"""
runbook: {{name: Regional Failover}}
steps:
  - {{id: 1, action: Verify, command: aws route53 {operation} --health-check-id $ID}}
"""


policy.passes(documents=_runbook("get-health-check"))
policy.fails(documents=_runbook("get-health-check-status"))
