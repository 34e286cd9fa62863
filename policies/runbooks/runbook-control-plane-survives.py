"""The steps of a failover need no control plane in the Region that is lost."""

from __future__ import annotations

from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.control_planes import Home, home_of
from drlint.recovery.lost_region import Lost, lost_region_of
from drlint.recovery.procedures import Asked, calls_of
from drlint.recovery.purposes import is_for_region_loss

policy = Policy(
    title="The control planes that a failover needs are not in the Region that is lost",
    severity="high",
    checklist="strategy-matches-objectives",
    applies_to=("runbook",),
    why="""
Some services serve everywhere and are changed in one place. Records, zones and health checks of Route 53, IAM,
CloudFront and the configuration of S3 buckets are changed in us-east-1; Global Accelerator and the configuration of ARC
in us-west-2. A runbook for the loss of us-east-1 that edits DNS depends on the Region it has lost: what answers
queries goes on, what takes the edit does not. Creating a load balancer, an API or an OpenSearch domain elsewhere makes
a DNS record by the way and waits, too. Accelerated recovery for public hosted zones brings edits back within about 60
minutes: where it is on and that is soon enough, set `accelerated_recovery`.
""",
    fix="""
Let health checks move the traffic (failover records, ARC routing controls through the cluster's own endpoints, Global
Accelerator's health), and create beforehand what the recovery Region needs.
""",
    controls={
        "nist-800-53": ("CP-10", "CP-7"),
        "iso-22301": ("8.4", "8.3.5"),
        "soc-2": ("A1.2", "CC7.5"),
        "dora": ("11(2)",),
        "aws-well-architected": ("REL11-BP04", "REL11-BP05"),
    },
    references=(
        "https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html",
        "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/accelerated-recovery.html",
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_withstand_component_failures_avoid_control_plane.html",
    ),
    parameters={"accelerated_recovery": False},
)


@policy.check
def check(case: Case) -> None:
    runbook = case.resource
    found = [
        (asked, home)
        for asked in calls_of(runbook, case.estate)
        if asked.step.part in {"steps", "checks"} and (home := home_of(asked.call)) is not None
    ]
    if not found or not is_for_region_loss(runbook):
        case.skip()
        return
    lost = lost_region_of(runbook, case.estate, case.objectives)
    if isinstance(lost.region, Unknown):
        case.unknown(lost.region)
        return
    for asked, home in found:
        if home.region == lost.region and not _comes_back(case, asked):
            _fail(case, asked, home, lost)


def _comes_back(case: Case, asked: Asked) -> bool:
    """Whether edits of records come back soon, as configuration says."""
    return bool(case.parameters["accelerated_recovery"]) and asked.call.operation == "change-resource-record-sets"


def _fail(case: Case, asked: Asked, home: Home, lost: Lost) -> None:
    here = f"{asked.step.key} of {case.resource['name']}"
    said = f"{here} calls {asked.said}, and {home.of} need {home.region}, the Region that is lost ({lost.because})"
    case.fail(said, detail=asked.key, evidence=[asked.evidence])


def _runbook(command: str, name: str = "Regional Failover") -> str:
    return f"""
runbook: {{name: {name}}}
steps:
  - id: 5
    action: Move the traffic
    commands:
      - {command}
"""


def _workload(region: str) -> str:
    return f"---\nworkload: {{name: orders, primary_region: {region}}}\n"


_DNS = "aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch file://dns.json"
_DIAL = "aws globalaccelerator update-endpoint-group --endpoint-group-arn $ARN --traffic-dial-percentage 100 --region us-west-2"

policy.passes(documents=_runbook(_DNS) + _workload("eu-west-1"))
policy.passes(documents=_runbook(_DIAL) + _workload("us-east-1"))
policy.passes(documents=_runbook(_DNS) + _workload("us-east-1"), parameters={"accelerated_recovery": True})
policy.fails(documents=_runbook(_DNS) + _workload("us-east-1"))
policy.fails(documents=_runbook(_DIAL) + _workload("us-west-2"))
policy.fails(documents=_runbook("aws iam attach-role-policy --role-name dr --policy-arn $ARN") + _workload("us-east-1"))
policy.fails(documents=_runbook("aws elbv2 create-load-balancer --name dr --region us-west-2") + _workload("us-east-1"))
policy.unknown(documents=_runbook(_DNS))
