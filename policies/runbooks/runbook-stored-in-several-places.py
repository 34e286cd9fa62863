"""A runbook is kept in places that do not fail together."""

from __future__ import annotations

from drlint.policy import Case, Policy
from drlint.recovery.kept import places_of
from drlint.recovery.lost_region import lost_region_of

policy = Policy(
    title="A runbook is kept in several places that do not fail together",
    severity="medium",
    checklist="runbooks-in-several-places",
    applies_to=("runbook",),
    scope="any",
    why="""
A runbook in a wiki that runs in the Region, or in a bucket of it, is gone when it is needed. Two places that fail
apart are the least: the repository is one, a bucket in another Region, somebody else's wiki or a printed page is
another. All that lies in the repository, or at its code host, is one place; a bucket counts by the Region it stands
in, and not at all in the one that is lost. Addresses are never opened: whether the page is there is not looked at.
""",
    fix="""
Copy the runbook to a bucket in the recovery Region, or print it, and write where it is under `locations:`.
""",
    controls={
        "nist-800-53": ("CP-2", "CP-10"),
        "iso-22301": ("8.4",),
        "soc-2": ("CC7.5",),
        "dora": ("11(2)",),
        "aws-well-architected": ("OPS07-BP03",),
    },
    references=(
        "https://docs.aws.amazon.com/wellarchitected/latest/operational-excellence-pillar/ops_ready_to_support_use_runbooks.html",
    ),
    parameters={"least_places": 2},
)


@policy.check
def check(case: Case) -> None:
    runbook = case.resource
    places = places_of(runbook, case.estate, lost_region_of(runbook, case.estate, case.objectives))
    least = case.parameters["least_places"]
    sure = [each.name for each in places if not each.lost and each.doubt is None]
    perhaps = [each.doubt for each in places if each.doubt is not None]
    if len(sure) >= least:
        return
    if len(sure) + len(perhaps) >= least:
        case.unknown(perhaps[0])
        return
    lost = [each.name for each in places if each.lost]
    said = f"runbook {runbook['name']} is kept in {' and '.join(sure)} only"
    gone = f"; {', '.join(lost)} goes with the Region that is lost" if lost else ""
    case.fail(f"{said}{gone}; {least} places are the least", reads=[(runbook, "locations")])


policy.passes(
    documents="""
runbook: {name: Failover, locations: ["printed, in the safe of the control room"]}
""",
)
policy.passes(
    """
provider "aws" { region = "eu-central-1" }
resource "aws_s3_bucket" "runbooks" { bucket = "runbooks-far" }
""",
    documents="""
workload: {name: orders, primary_region: eu-west-1}
---
runbook: {name: Failover, covers: [orders], locations: [s3://runbooks-far/failover.md]}
""",
)
policy.fails(
    documents="""
runbook: {name: Failover}
""",
)
policy.fails(
    documents="""
runbook: {name: Failover, locations: [docs/copies/failover.yaml, "https://github.com/example/runbooks"]}
""",
)
policy.fails(
    """
provider "aws" { region = "eu-west-1" }
resource "aws_s3_bucket" "runbooks" { bucket = "runbooks-near" }
""",
    documents="""
workload: {name: orders, primary_region: eu-west-1}
---
runbook: {name: Failover, covers: [orders], locations: [s3://runbooks-near/failover.md]}
""",
)
policy.unknown(
    documents="""
runbook: {name: Failover, locations: [s3://runbooks-far/failover.md]}
""",
)
policy.unknown(
    """
resource "aws_route53_record" "wiki" {
  zone_id = "Z1"
  name    = "wiki.example.com"
  type    = "A"
  ttl     = 60
  records = ["192.0.2.1"]
}
""",
    documents="""
runbook: {name: Failover, locations: ["https://wiki.example.com/failover"]}
""",
)
