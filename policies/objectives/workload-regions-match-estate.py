"""A workload stands where it says it does."""

from __future__ import annotations

from drlint.model.finding import Evidence
from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.workloads import members_of

policy = Policy(
    title="The members of a workload stand in its Regions",
    severity="high",
    checklist="strategy-matches-objectives",
    applies_to=("workload",),
    scope="any",
    joined=True,
    why="""
Everything that is checked about a Region starts from the primary Region that the document names. Where the members
stand somewhere else, the runbook fails over away from a Region that nothing is in, and copies "in another Region" are
counted in the wrong one.
""",
    fix="""
Name the Region that the members stand in as `primary_region:`, the others as `recovery_regions:`.
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
    ),
)


@policy.check
def check(case: Case) -> None:
    workload = case.resource
    primary, recovery = workload["primary_region"], workload["recovery_regions"]
    members = members_of(workload, case.estate)
    placed = [(each, sure) for each, sure in members.items if each.region is not None]
    if primary is None or not placed:
        case.skip()
        return
    doubt = next((each for each in (primary, recovery) if isinstance(each, Unknown)), None)
    if doubt is not None:
        case.unknown(doubt)
        return
    seen = {each.region for each, sure in placed if sure and isinstance(each.region, str)}
    unsure = any(not sure or isinstance(each.region, Unknown) for each, sure in placed)
    if primary not in seen:
        if unsure:
            case.unknown("where all of its members stand is not known")
            return
        said = (
            f"workload {workload['name']} names {primary} as its primary Region, but its members stand in {_and(seen)}"
        )
        case.fail(said, reads=[(workload, "primary_region"), (placed[0][0], "region")], detail="primary")
        return
    known = {primary, *recovery}
    for each, sure in placed:
        if sure and isinstance(each.region, str) and each.region not in known and case.catalog[each.kind].holds_data:
            said = f"{each.label} stands in {each.region}, which is no Region of workload {workload['name']} ({_and(known)})"
            evidence = [Evidence(f"{each.address.path} is in {each.region}", each.location_of())]
            evidence.append(Evidence(f"the primary Region is {primary}", workload.location_of("primary_region")))
            case.fail(said, evidence=evidence, detail=each.address.path)


def _and(regions: set[str]) -> str:
    return " and ".join(sorted(regions))


policy.passes(
    """
provider "aws" { region = "eu-west-1" }
resource "aws_db_instance" "orders" { }
""",
    documents="""
workload: {name: orders, members: [aws_db_instance.*], primary_region: eu-west-1}
""",
)
policy.fails(
    """
provider "aws" { region = "eu-west-1" }
resource "aws_db_instance" "orders" { }
""",
    documents="""
workload: {name: orders, members: [aws_db_instance.*], primary_region: us-east-1}
""",
)
policy.fails(
    """
provider "aws" { region = "eu-west-1" }
provider "aws" {
  alias  = "us"
  region = "us-west-2"
}
resource "aws_db_instance" "orders" { }
resource "aws_db_instance" "stray" { provider = aws.us }
""",
    documents="""
workload: {name: orders, members: [aws_db_instance.*], primary_region: eu-west-1, recovery_regions: [eu-central-1]}
""",
)
policy.unknown(
    """
variable "region" { type = string }
provider "aws" { region = var.region }
resource "aws_db_instance" "orders" { }
""",
    documents="""
workload: {name: orders, members: [aws_db_instance.*], primary_region: us-east-1}
""",
)
