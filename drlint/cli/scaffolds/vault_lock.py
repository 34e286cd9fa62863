"""A lock for a backup vault: of the kind that can be taken off again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from drlint.cli.repairs import Repair, Target
from drlint.cli.scaffolds.beside import Beside, provider_of, repeated, under
from drlint.cli.scaffolds.building import Building
from drlint.edits.blocks import NewBlock
from drlint.edits.changes import RefusedError

POLICIES = ("backup-vault-lock",)
_LEAST_DAYS = 7
# https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html (2026-11-25)
_IRREVERSIBLE = (
    "With changeable_for_days it would be a compliance lock, which nobody can take off once so many days have passed,",
    "AWS included; without it is a governance lock. Jobs that keep backups for less than min_retention_days fail.",
)


def repair(building: Building, target: Target) -> Repair:
    """A lock beside the vault's block; raises RefusedError."""
    target.require_whole()
    if building.judged.reading(target.findings[0]).parameters["compliance"]:
        raise RefusedError("a compliance lock is asked for, which cannot be undone; write it yourself")
    original, block = target.block(building.desk)
    beside = building.beside(target.root, target.path(target.place))
    repeating, name = repeated(original, block)
    own = lock(building, beside, block.labels[1], {**repeating, **under(provider_of(block))}, name)
    return target.repair(f"aws_backup_vault_lock_configuration.{own}", (beside.path,))


def lock(building: Building, beside: Beside, label: str, first: Mapping[str, str], vault: str) -> str:
    """A governance lock for a vault; the name that it gets."""
    own = beside.free_name("aws_backup_vault_lock_configuration", label)
    days = min((_LEAST_DAYS, *_retentions(building)))
    arguments = {**first, "backup_vault_name": f"{vault}.name", "min_retention_days": str(days)}
    labels = ("aws_backup_vault_lock_configuration", own)
    beside.add([NewBlock(type="resource", labels=labels, arguments=arguments, notes=_IRREVERSIBLE)])
    return own


def _retentions(building: Building) -> Iterator[int]:
    """How many days the rules of all plans in view keep backups and copies, where that is known."""
    for plan in building.judged.estate.of_kind("aws_backup_plan"):
        rules = plan["rule"]
        for rule in rules if isinstance(rules, tuple) else ():
            yield from _days(rule)
            copies = rule.get("copy_action") if isinstance(rule, Mapping) else None
            for copy in copies if isinstance(copies, tuple) else ():
                yield from _days(copy)


def _days(of: Any) -> Iterator[int]:
    kept = of.get("delete_after") if isinstance(of, Mapping) else None
    if isinstance(kept, int) and kept > 0:
        yield kept
