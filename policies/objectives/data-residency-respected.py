"""Data and its copies stay in the Regions that a workload allows."""

from __future__ import annotations

from typing import Any

from drlint.model.finding import Evidence
from drlint.model.resource import Resource
from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.copies import copies_of
from drlint.recovery.workloads import members_of

policy = Policy(
    title="Data and its copies stay where they may",
    severity="high",
    checklist="strategy-matches-objectives",
    applies_to=("workload",),
    scope="any",
    joined=True,
    why="""
A copy in a recovery Region is a copy abroad. Where law or contract says in which Regions data may lie, a replica
elsewhere is a breach that starts on the day it is set up, not on the night it is needed; and it tends to be found by
somebody else.
""",
    fix="""
Copy to a Region that is listed, or add the Region to `data_residency:` with whoever may allow that.
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

NAMED = {"primary_region": "its primary Region", "recovery_regions": "a recovery Region"}


@policy.check
def check(case: Case) -> None:
    workload = case.resource
    allowed = workload["data_residency"]
    if not allowed:
        case.skip()
        return
    if isinstance(allowed, Unknown):
        case.unknown(allowed)
        return
    for name in ("primary_region", "recovery_regions"):
        said = workload[name]
        if isinstance(said, Unknown):
            case.unknown(said, detail=name)
        for each in (said,) if isinstance(said, str) else said if isinstance(said, tuple) else ():
            if each not in allowed:
                text = f"workload {workload['name']} names {each} as {NAMED[name]}; its data may lie in {_or(allowed)} only"
                case.fail(text, reads=[(workload, name), (workload, "data_residency")], detail=str(each))
    for member, sure in members_of(workload, case.estate).items:
        if case.catalog[member.kind].holds_data:
            _judge(case, member, member.region, "lies", sure=sure)
            for copy, certain in copies_of(member, case.estate).items:
                _judge(case, member, copy.region, f"has a copy ({copy.mechanism})", sure=sure and certain)


def _judge(case: Case, member: Resource, region: Any, verb: str, *, sure: bool) -> None:
    allowed: Any = case.resource["data_residency"]
    detail = f"{member.address.path} {verb}"
    if isinstance(region, str) and region in allowed:
        return
    if isinstance(region, str) and sure:
        said = f"{member.label} {verb} in {region}; data of workload {case.resource['name']} may lie in {_or(allowed)} only"
        evidence = [Evidence(f"{member.address.path} is in {member.region}", member.location_of())]
        evidence.append(
            Evidence(f"data_residency is {', '.join(allowed)}", case.resource.location_of("data_residency"))
        )
        case.fail(said, evidence=evidence, detail=f"{detail} {region}")
    elif region is not None:
        doubt = region if isinstance(region, Unknown) else Unknown(f"whether it {verb} in {region} is not certain")
        case.unknown(doubt, detail=detail)


def _or(regions: tuple[str, ...]) -> str:
    return " or ".join(regions)


policy.passes(
    """
provider "aws" { region = "eu-west-1" }
resource "aws_s3_bucket" "orders" { bucket = "orders" }
""",
    documents="""
workload: {name: orders, members: [aws_s3_bucket.*], data_residency: [eu-west-1, eu-central-1]}
""",
)
policy.fails(
    """
provider "aws" { region = "eu-west-1" }
resource "aws_dynamodb_table" "orders" {
  name     = "orders"
  hash_key = "id"
  replica { region_name = "us-east-1" }
}
""",
    documents="""
workload: {name: orders, members: [aws_dynamodb_table.*], data_residency: [eu-west-1, eu-central-1]}
""",
)
policy.fails(
    """
provider "aws" { region = "eu-west-1" }
resource "aws_s3_bucket" "orders" { bucket = "orders" }
""",
    documents="""
workload: {name: orders, members: [aws_s3_bucket.*], primary_region: us-east-1, data_residency: [eu-west-1]}
""",
)
policy.unknown(
    """
variable "region" { type = string }
provider "aws" { region = var.region }
resource "aws_s3_bucket" "orders" { bucket = "orders" }
""",
    documents="""
workload: {name: orders, members: [aws_s3_bucket.*], data_residency: [eu-west-1]}
""",
)
