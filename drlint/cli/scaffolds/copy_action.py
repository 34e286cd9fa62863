"""A copy of a plan's backups in another Region: the rule's new block, and the vault and provider that it needs."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from drlint.cli.repairs import Repair, Target
from drlint.cli.scaffolds.beside import Beside, provider_of, repetition, under
from drlint.cli.scaffolds.building import Building
from drlint.cli.scaffolds.vault_lock import lock
from drlint.edits.blocks import NewBlock
from drlint.edits.changes import Change, RefusedError
from drlint.edits.literals import literal
from drlint.model.values import Unknown
from drlint.policy.definition import told
from drlint.readers.hcl import tree
from drlint.readers.hcl.module import Module
from drlint.readers.hcl.root import Root as SourceRoot
from drlint.readers.hcl.variables import Settings

POLICIES = ("backup-copy-action-in-iac",)
_SAME = "Give it what the other provider blocks have: profile, assume_role, default_tags."
_KEPT_DAYS = 35


class _Provider(Struct, frozen=True):
    """A provider of another Region; `is_new` where its block is yet to be written."""

    name: str
    region: str
    is_new: bool = False


def repair(building: Building, target: Target) -> Repair:
    """A copy_action in the rule that keeps backups longest; raises RefusedError."""
    target.require_whole()
    region = target.resource.region
    if target.resource.address.path.startswith("module."):
        raise RefusedError("it is declared in a module, whose caller has to hand it a vault of another Region")
    if not isinstance(region, str):
        why = told(region) if isinstance(region, Unknown) else "it has none"
        raise RefusedError(f"its Region is not known: {why}")
    path = target.path(target.place)
    _, block = target.block(building.desk)
    rule, held = _rule(target, block)
    provider = _provider(building, target, region)
    beside = building.beside(target.root, path)
    vault, says = _vault(building, target, beside, provider)
    arguments = {"destination_vault_arn": f"{vault}.arn"}
    least = int(building.judged.reading(target.findings[0]).parameters["least_days"])
    action = NewBlock(type="copy_action", arguments=arguments, blocks=_lifecycle(held, least))
    building.desk.accept(path, [Change(rule, "copy_action", "", block=action)])
    files = (os.path.realpath(path), *((beside.path,) if says else ()))
    return target.repair(f"a copy_action to {vault} in {provider.region}{says}", files)


def _lifecycle(rule: Any, least: int) -> tuple[NewBlock, ...]:
    """How long the copy is kept, where the rule's own time is not known to be enough for it."""
    kept = rule.get("delete_after") if isinstance(rule, Mapping) else 1
    if kept is None or (isinstance(kept, int) and (kept == 0 or kept >= least)):
        return ()
    return (NewBlock(type="lifecycle", arguments={"delete_after": str(max(least, _KEPT_DAYS))}),)


def _rule(target: Target, block: tree.Block) -> tuple[tree.Block, Any]:
    """The rule that keeps its backups longest, as code and as what is known of it."""
    if any(each.labels[:1] == ("rule",) for each in block.body.blocks_of("dynamic")):
        raise RefusedError("its rules are made by a dynamic block; add the copy_action there")
    rules = block.body.blocks_of("rule")
    if not rules:
        raise RefusedError("it has no rule that could copy")
    known: Any = target.resource["rule"]
    held = known if isinstance(known, tuple) and len(known) == len(rules) else (None,) * len(rules)
    at = max(range(len(rules)), key=lambda position: (_kept(held[position]), -position))
    if any(each.labels[:1] == ("copy_action",) for each in rules[at].body.blocks_of("dynamic")):
        raise RefusedError("its copy_action is made by a dynamic block; add the copy there")
    return rules[at], held[at]


def _kept(rule: Any) -> float:
    """How many days a rule keeps its backups, 0 where that is not known."""
    kept = rule.get("delete_after") if isinstance(rule, Mapping) else -1
    if kept is None:
        return float("inf")
    return (float(kept) or float("inf")) if isinstance(kept, int) else 0.0


def _provider(building: Building, target: Target, own: str) -> _Provider:
    """The root's provider of the recovery Region, else one that is to be made; raises RefusedError."""
    root = target.root
    settings = Settings(provider_regions=building.provider_regions)
    source = SourceRoot(root.name, root.folder, building.judged.estate.catalog, settings, root.sources)
    regions = {
        name: each.region
        for name, each in Module(root.sources.code(root.folder), source).providers.items()
        if name.partition(".")[0] == "aws" and isinstance(each.region, str) and each.region != own
    }
    asked: Sequence[str] = (building.region,) if building.region else _recovery_regions(building, own)
    for region in asked or sorted(set(regions.values())):
        name = next((name for name in sorted(regions) if regions[name] == region), None)
        if name is not None:
            return _Provider("" if name == "aws" else name, region)
    if building.region is None:
        raise RefusedError("the root has no provider for another Region to copy to; add one, or give --region")
    if building.region == own:
        raise RefusedError(f"it stands in {own} itself; give another --region")
    return _Provider("", building.region, is_new=True)


def _recovery_regions(building: Building, own: str) -> list[str]:
    return [each for each in building.judged.settings.objectives.recovery_regions if each != own]


def _vault(building: Building, target: Target, beside: Beside, provider: _Provider) -> tuple[str, str]:
    """A vault under a provider, and what is said of it where it is new."""
    key = (target.root.name, provider.region)
    if key in building.vaults:
        return building.vaults[key], ""
    code = target.root.sources.code(target.root.folder)
    for (kind, name), block in code.resources.items():
        is_there = kind == "aws_backup_vault" and provider_of(block) == provider.name and not provider.is_new
        if is_there and repetition(block) is None:
            building.vaults[key] = f"{kind}.{name}"
            return building.vaults[key], ""
    name = provider.name if not provider.is_new else _new_provider(code.body.blocks_of("provider"), beside, provider)
    called = beside.free_name("aws_backup_vault", "recovery")
    vault = building.vaults[key] = f"aws_backup_vault.{called}"
    arguments = {**under(name), "name": literal(f"recovery-{provider.region}")}
    beside.add([NewBlock(type="resource", labels=("aws_backup_vault", called), arguments=arguments)])
    if "vault-lock" not in building.what:
        return vault, ", which is new"
    lock(building, beside, called, under(name), vault)
    return vault, ", which is new and locked"


def _new_provider(blocks: Sequence[tree.Block], beside: Beside, provider: _Provider) -> str:
    """A provider block of the Region that was asked for; the name by which resources call it."""
    taken = [given.value for each in blocks if (given := each.body.attribute("alias")) is not None]
    alias, count = "recovery", 1
    while tree.Literal(alias) in taken:
        count += 1
        alias = f"recovery_{count}"
    arguments = {"alias": literal(alias), "region": literal(provider.region)}
    beside.add([NewBlock(type="provider", labels=("aws",), arguments=arguments, above=(_SAME,))])
    return f"aws.{alias}"
