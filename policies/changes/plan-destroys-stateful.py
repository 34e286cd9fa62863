"""Names the data that a plan is about to destroy, and what, if anything, would save it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drlint.model.resource import Resource
from drlint.model.values import is_present
from drlint.policy import Case, Policy

# A key holds no data, but what it encrypts cannot be read without it.
KEYS = ("aws_kms_key",)

policy = Policy(
    title="A plan does not destroy data",
    severity="critical",
    checklist="change-management",
    applies_to=("holds_data", *KEYS),
    on_changes=True,
    formerly=("plan-diff-destroys-stateful",),
    scope="any",
    why="""\
Terraform destroys a database as readily as a tag, and a change to one immutable attribute (a name, a key, an
Availability Zone) makes it destroy and create anew: the address stays, the data does not. Every other scanner reads
the state after the plan, in which the new, empty resource looks as good as the old one. What decides about the data
are the settings in the state before the plan: deletion protection, the final snapshot, kept backups, force_destroy.
A new value of skip_final_snapshot in the same plan does not count for a resource that the plan deletes. A read
replica is not reported here: its source still has the data (see plan-weakens-recovery).""",
    fix="""\
If it is meant: take a backup, prove that it restores, and waive this finding for this one plan with an owner and a
date. If it is not: undo the change to the attributes named above, use a `moved` block after renaming an address, or
leave the attribute alone with `lifecycle { ignore_changes = [...] }`. To keep it from happening again:

    deletion_protection = true
    lifecycle {
      prevent_destroy = true
    }""",
    controls={
        "nist-800-53": ("CM-3", "CM-4", "CP-9"),
        "iso-22301": ("8.1", "8.6"),
        "soc-2": ("CC8.1",),
        "dora": ("9(2)", "9(4)(e)"),
        "aws-well-architected": ("REL08-BP05", "REL09-BP01"),
    },
    references=[
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
        "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html",
        "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
        "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle",
    ],
)

PROTECTION = ("deletion_protection", "deletion_protection_enabled")


@policy.check
def check(case: Case) -> None:
    resource, change = case.resource, case.resource.change
    if change is None or change.before is None:
        case.skip()
        return
    before = change.before.attributes
    forgets = "forget" in change.actions
    if not (change.deletes or forgets) or _copies_another(resource.kind, before):
        return
    title = case.catalog[resource.kind].title or resource.kind
    name = f"{resource.address.path} ({title})"
    if forgets:
        said = f"{name} leaves Terraform but stays in AWS; no plan then guards its backups, protection or deletion"
        case.fail(said, detail="forget")
        return
    said = f"{name} is {_what_happens(resource)}: {_loss(resource.kind)}. {_saves(resource.kind, before)}"
    case.fail(said, reads=_evidence(resource, before), detail="destroy")


def _copies_another(kind: str, before: Any) -> bool:
    """Whether it is a read replica, whose source keeps the data."""
    sources = ("replicate_source_db", "replication_source_identifier")
    return kind not in KEYS and any(is_present(before.get(name)) is True for name in sources)


def _what_happens(resource: Resource) -> str:
    change = resource.change
    if change is None or not change.replaces:
        return "destroyed"
    paths = ", ".join(change.replace_paths[:4])
    return (
        f"destroyed and created anew, because {paths} cannot be changed in place"
        if paths
        else "destroyed and created anew"
    )


def _loss(kind: str) -> str:
    if kind in KEYS:
        return "what it encrypts, backups included, can then never be read again"
    if kind.startswith("aws_backup_"):
        return "the recovery points in it are gone"
    return "the data in it is gone"


def _saves(kind: str, before: Any) -> str:
    parts = (_protection(before), _snapshot(before), _kept(kind, before), _emptied(before), _elsewhere(before))
    said = [text for text in parts if text]
    text = "; ".join(said) or "nothing that this plan shows would save it"
    return f"{text[0].upper()}{text[1:]}."


def _protection(before: Any) -> str:
    for name in PROTECTION:
        if before.get(name) is True:
            return "deletion protection is on, so AWS refuses and the apply stops half-way"
        if before.get(name) is False:
            return "deletion protection is off"
    return ""


def _snapshot(before: Any) -> str:
    if isinstance(before.get("final_snapshot"), bool):
        return "a final snapshot is taken" if before["final_snapshot"] else "no final snapshot is taken"
    skipped, name = before.get("skip_final_snapshot"), before.get("final_snapshot_identifier")
    if skipped is True or (skipped is None and "final_snapshot_identifier" in before and name is None):
        return "no final snapshot is taken"
    if isinstance(name, str) and name:
        return f"a final snapshot {name} is taken and has to be restored by hand"
    if skipped is False:
        return "skip_final_snapshot is false but the snapshot has no name, so the provider refuses to delete it"
    return ""


def _kept(kind: str, before: Any) -> str:
    if kind in KEYS:
        days = before.get("deletion_window_in_days")
        return f"deletion can be cancelled for {days if isinstance(days, int) else 30} days"
    if before.get("delete_automated_backups") is True:
        return "its automated backups go with it"
    if before.get("delete_automated_backups") is False:
        return f"its automated backups stay for {before.get('backup_retention_period')} days"
    window = before.get("recovery_window_in_days")
    if isinstance(window, int):
        return f"it can be restored for {window} days" if window else "it goes at once, without a recovery window"
    if kind == "aws_dynamodb_table" and _point_in_time(before):
        return "point-in-time recovery is on, so DynamoDB keeps a system backup for 35 days"
    return ""


def _point_in_time(before: Any) -> bool:
    recovery = before.get("point_in_time_recovery")
    return isinstance(recovery, Mapping) and recovery.get("enabled") is True


def _emptied(before: Any) -> str:
    for name in ("force_destroy", "force_delete"):
        if before.get(name) is True:
            return f"with {name} it is emptied first, all versions included"
        if before.get(name) is False:
            return f"without {name} AWS refuses while it holds anything, and the apply stops half-way"
    return ""


def _elsewhere(before: Any) -> str:
    name = before.get("global_cluster_identifier")
    return (
        f"the other members of the global database {name}, if any, keep theirs"
        if isinstance(name, str) and name
        else ""
    )


def _evidence(resource: Resource, before: Any) -> tuple[tuple[Resource, str], ...]:
    names = (*PROTECTION, "skip_final_snapshot", "delete_automated_backups", "force_destroy", "force_delete")
    return tuple((resource, name) for name in names if name in before) if resource.declared is None else ()


DATABASE = {
    "identifier": "orders",
    "deletion_protection": False,
    "skip_final_snapshot": True,
    "delete_automated_backups": True,
    "backup_retention_period": 35,
}

policy.passes(
    plan=[
        {
            "address": "aws_db_instance.orders",
            "type": "aws_db_instance",
            "actions": ["update"],
            "before": DATABASE,
            "after": DATABASE | {"backup_retention_period": 14},
        }
    ]
)
policy.passes(
    plan=[
        {
            "address": "aws_db_instance.replica",
            "type": "aws_db_instance",
            "actions": ["delete"],
            "before": DATABASE | {"identifier": "replica", "replicate_source_db": "orders"},
            "after": None,
        }
    ]
)
policy.fails(
    plan=[
        {
            "address": "aws_db_instance.orders",
            "type": "aws_db_instance",
            "actions": ["delete", "create"],
            "before": DATABASE,
            "after": DATABASE | {"identifier": "orders-v2"},
            "replace_paths": [["identifier"]],
        }
    ]
)
policy.fails(
    plan=[
        {
            "address": "aws_s3_bucket.invoices",
            "type": "aws_s3_bucket",
            "actions": ["delete"],
            "before": {"bucket": "invoices", "force_destroy": True},
            "after": None,
        }
    ]
)
policy.fails(
    plan=[
        {
            "address": "aws_dynamodb_table.carts",
            "type": "aws_dynamodb_table",
            "actions": ["forget"],
            "before": {"name": "carts", "deletion_protection_enabled": True},
            "after": None,
        }
    ]
)
policy.fails(
    plan=[
        {
            "address": "aws_kms_key.backups",
            "type": "aws_kms_key",
            "actions": ["delete"],
            "before": {"key_id": "1234", "deletion_window_in_days": 7},
            "after": None,
        }
    ]
)
