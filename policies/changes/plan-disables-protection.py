"""Names every switch against deletion that a plan turns off, which is how most deletions begin."""

from __future__ import annotations

from typing import Any

from drlint.model.resource import Resource
from drlint.policy import Case, Policy
from drlint.recovery.weakening import SWITCHES, weakenings

MEANING = {
    "deletion_protection": "one call can delete it from then on",
    "deletion_protection_enabled": "one call can delete it from then on",
    "enable_deletion_protection": "one call can delete it from then on",
    "disable_api_termination": "one call can terminate it from then on",
    "disable_api_stop": "one call can stop it from then on",
    "force_destroy": "a destroy empties it first instead of stopping",
    "force_delete": "a destroy empties it first instead of stopping",
    "skip_final_snapshot": "a destroy leaves no final snapshot",
    "final_snapshot": "a destroy leaves no final snapshot",
    "delete_automated_backups": "its automated backups go when it goes",
}


policy = Policy(
    title="A plan does not switch off what prevents deletion",
    severity="high",
    checklist="change-management",
    applies_to=("*",),
    on_changes=True,
    formerly=("plan-diff-disables-protection-then-destroys",),
    why="""\
AWS refuses to delete a protected database, so the deletion of a production database usually takes two
harmless-looking changes: one that switches the protection off and, later, one that deletes. The first is the moment
to ask. A plan may also do both at once, to a resource and to what depends on it; then the message says how much
else it deletes.""",
    fix="""\
Leave the switch as it is, or, if the resource is really to go, take a last backup, prove that it restores, and
waive this finding for the one plan with an owner and a date.""",
    controls={
        "nist-800-53": ("CM-3", "CM-4", "CP-9"),
        "iso-22301": ("8.1", "8.6"),
        "soc-2": ("CC8.1",),
        "dora": ("9(4)(e)",),
        "aws-well-architected": ("REL08-BP05", "REL09-BP01"),
    },
    references=[
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
        "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html",
    ],
)


@policy.check
def check(case: Case) -> None:
    resource, change = case.resource, case.resource.change
    switched = any(each.name in SWITCHES and each.stronger for each in case.catalog[resource.kind].attributes)
    if change is None or change.before is None or resource.declared is None or not switched:
        case.skip()
        return
    others = _deleted_beside(case)
    for each in weakenings(case.catalog[resource.kind], change.before.attributes, resource.declared.attributes):
        if each.name not in SWITCHES:
            continue
        if each.doubt is not None:
            case.unknown(f"{resource.address.path}.{each.path} after the plan: {each.doubt.reason}", detail=each.path)
            continue
        said = f"{resource.address.path}: {each.path} {each.says}; {MEANING[each.name]}{others}"
        case.fail(said, reads=[(resource, each.path.partition(".")[0].partition("[")[0])], detail=each.path)


def _deleted_beside(case: Case) -> str:
    """How many resources that hold data the same plan deletes or replaces, as the end of a sentence."""
    resource = case.resource
    doomed = case.estate.remembered(("doomed", 0), lambda: _doomed(case))
    if not doomed:
        return ""
    itself = _is_doomed(case, resource)
    rest = doomed - itself
    said = ["replaces it"] if itself else []
    said += (
        [f"destroys {rest} other resource{'s' if rest > 1 else ''} that hold{'' if rest > 1 else 's'} data"]
        if rest
        else []
    )
    return f". The same plan {' and '.join(said)}"


def _doomed(case: Case) -> int:
    """How many that are in the whole plan, counted once for all that are judged."""
    return sum(_is_doomed(case, each) for each in (*case.estate.deleted, *case.estate.resources))


def _is_doomed(case: Case, each: Resource) -> bool:
    return each.change is not None and each.change.deletes and case.catalog[each.kind].holds_data


def _plan(kind: str, actions: list[str], before: Any, after: Any, name: str = "main") -> dict[str, Any]:
    return {"address": f"{kind}.{name}", "type": kind, "actions": actions, "before": before, "after": after}


ORDERS = {"identifier": "orders", "deletion_protection": True, "skip_final_snapshot": False}

policy.passes(plan=[_plan("aws_db_instance", ["update"], ORDERS | {"deletion_protection": False}, ORDERS)])
policy.passes(
    plan=[_plan("aws_lb", ["update"], {"enable_deletion_protection": True}, {"enable_deletion_protection": True})]
)
policy.fails(plan=[_plan("aws_db_instance", ["update"], ORDERS, ORDERS | {"deletion_protection": False})])
policy.fails(
    plan=[
        _plan("aws_db_instance", ["update"], ORDERS, ORDERS | {"skip_final_snapshot": True}),
        _plan("aws_s3_bucket", ["delete"], {"bucket": "invoices"}, None, "invoices"),
    ]
)
policy.fails(plan=[_plan("aws_s3_bucket", ["update"], {"force_destroy": False}, {"force_destroy": True})])
