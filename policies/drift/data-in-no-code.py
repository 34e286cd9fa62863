"""Names what holds data in an account and stands in none of the code, where all the code is in view."""

from __future__ import annotations

from drlint.policy import Case, Policy

policy = Policy(
    title="What holds data stands in code",
    severity="medium",
    checklist="change-management",
    applies_to=("*",),
    doors=("live",),
    why="""\
What was made by hand is made by hand again on the night on which its Region is lost, by somebody who does not know how.
This is judged only where `world: closed` says that all code is in view: a repository of many would name everything that
the others declare.""",
    fix="Bring it into the code with an `import` block, or delete it.",
    controls={
        "nist-800-53": ("CM-8", "CP-10"),
        "iso-22301": ("8.1",),
        "soc-2": ("CC8.1",),
        "dora": ("9(4)(e)",),
        "aws-well-architected": ("REL08-BP05",),
    },
    references=["https://developer.hashicorp.com/terraform/language/import"],
)


@policy.check
def check(case: Case) -> None:
    resource, world = case.resource, case.estate.world
    is_seen = resource.observed is not None and resource.observed.as_of is not None
    whole = world.closed and "configured" in world.because
    if not (is_seen and whole and case.catalog[resource.kind].holds_data and _has_code(case)):
        case.skip()
        return
    case.require(resource.declared is not None, f"{resource.label} holds data and stands in no code that is in view")


def _has_code(case: Case) -> bool:
    found = case.estate.remembered(
        ("has code", 0),
        lambda: any(each.declared is not None and case.catalog[each.kind].of_aws for each in case.estate.resources),
    )
    return bool(found)


CODE = """
provider "aws" { region = "eu-west-1" }
resource "aws_db_instance" "orders" { identifier = "orders" }
"""
ORDERS = {
    "kind": "aws_db_instance",
    "arn": "arn:aws:rds:eu-west-1:111122223333:db:orders",
    "attributes": {"identifier": "orders"},
}
STOCK = {
    "kind": "aws_db_instance",
    "arn": "arn:aws:rds:eu-west-1:111122223333:db:stock",
    "attributes": {"identifier": "stock"},
}

policy.passes(CODE, observed=[ORDERS])
policy.fails(CODE, observed=[ORDERS, STOCK])
