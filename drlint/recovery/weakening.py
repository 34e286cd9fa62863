"""What a change takes away from recovery: a kind's attributes before and after, by the catalog's `stronger`."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from drlint.catalog.kind import CHOSEN_BY_AWS, Attribute, Block, Kind
from drlint.model.values import Reference, Unknown, as_unknown
from drlint.recovery.schedules import longest_gap

# Switches that stand between a resource and its deletion.
SWITCHES = frozenset(
    {
        "deletion_protection",
        "deletion_protection_enabled",
        "enable_deletion_protection",
        "disable_api_termination",
        "disable_api_stop",
        "force_destroy",
        "force_delete",
        "skip_final_snapshot",
        "final_snapshot",
        "delete_automated_backups",
    }
)

# Not set, these mean "for ever", which is more than any number.
_FOREVER = frozenset({"delete_after", "expiration_days", "noncurrent_days", "newer_noncurrent_versions"})
_OFF = frozenset({"disabled", "suspended", "off", "inactive"})
_ON = frozenset({"enabled", "on", "active"})
_KEYS = (
    "rule_name",
    "name",
    "id",
    "region_name",
    "region",
    "origin_id",
    "device_name",
    "destination_vault_arn",
    "destination_bucket",
    "endpoint_id",
    "target_group_arn",
    "identifier",
    "key",
)
# Left out, the provider keeps or AWS chooses the key; the state then holds one that no configuration names.
_FILLED_IN = frozenset({"kms_key_id", "kms_key_arn"})
# Attributes of no declared direction, whose words say whether something is on or how often it runs.
_WATCHED = ("status", "state", "schedule", "schedule_expression")
_DAYS_IN_YEAR = 365


class Weakening(Struct, frozen=True, kw_only=True):
    """One attribute that a change makes weaker; with `doubt` it cannot be told whether it does.

    `path` is where it stands ("rule[daily].copy_action"), `name` its last part, `says` both values ("35 → 1 day").
    """

    path: str
    name: str
    says: str
    doubt: Unknown | None = None


def weakenings(
    kind: Kind, before: Mapping[str, Any], after: Mapping[str, Any], unset: Container[str] = ()
) -> Iterator[Weakening]:
    """Every attribute that is weaker after the change than before it, blocks included; protection switches too.

    `unset` names what nobody sets on a resource that is created anew: AWS fills such lists and names in again, so that
    their absence says nothing.
    """
    kept = [each for each in kind.attributes if not (each.name in unset and each.stronger in {"present", "more"})]
    yield from _compared(kept, before, after, "")


def _compared(
    declared: Sequence[Attribute | Block], before: Mapping[str, Any], after: Mapping[str, Any], prefix: str
) -> Iterator[Weakening]:
    for each in declared:
        if _moved_out(each.name, after):
            continue
        was, becomes = before.get(each.name), after.get(each.name)
        if isinstance(each, Block):
            yield from _of_block(each, was, becomes, prefix)
        elif each.name == "days" and {"days", "years"} <= before.keys():
            yield from _of_attribute(each, _in_days(before), _in_days(after), prefix)
        elif each.name != "years" or "days" not in before:
            yield from _of_attribute(each, was, becomes, prefix)


def _moved_out(name: str, after: Mapping[str, Any]) -> bool:
    """Whether what stood inside the resource now stands in a companion of its own."""
    plain = name.removeprefix("inline_")
    return plain != name and _is_set(after.get(plain)) is True


def _of_block(block: Block, was: Any, becomes: Any, prefix: str) -> Iterator[Weakening]:
    path = f"{prefix}{block.name}"
    if isinstance(becomes, Unknown | Reference):
        if block.stronger is not None and _is_set(was) is True:
            yield _doubtful(path, block.name, becomes)
        return
    if block.many:
        yield from _of_elements(block, _listed(was), _listed(becomes), path)
    elif isinstance(was, Mapping) and isinstance(becomes, Mapping):
        yield from _compared(block.attributes, was, becomes, f"{path}.")
    elif isinstance(was, Mapping) and block.stronger == "present":
        yield Weakening(path=path, name=block.name, says="set → removed")


def _of_elements(block: Block, was: Sequence[Any], becomes: Sequence[Any], path: str) -> Iterator[Weakening]:
    key = _key_of(block, was, becomes)
    if block.stronger == "more" and len(becomes) < len(was):
        kept = {each[key] for each in becomes} if key else set()
        gone = [str(each[key]) for each in was if each[key] not in kept] if key else []
        yield Weakening(path=path, name=block.name, says=f"{len(was)} → {len(becomes)}{_listing(gone)}")
    for label, one, other in _pairs(was, becomes, key):
        yield from _compared(block.attributes, one, other, f"{path}[{label}]." if label else f"{path}.")


def _pairs(
    was: Sequence[Any], becomes: Sequence[Any], key: str | None
) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    """The elements that are the same thing before and after: by name, else by place where their number is the same."""
    if key is not None:
        by_key = {each[key]: each for each in becomes}
        yield from ((str(each[key]), each, by_key[each[key]]) for each in was if each[key] in by_key)
    elif len(was) == len(becomes):
        for position, (one, other) in enumerate(zip(was, becomes, strict=True)):
            if isinstance(one, Mapping) and isinstance(other, Mapping):
                yield ("" if len(was) == 1 else str(position)), one, other


def _key_of(block: Block, was: Sequence[Any], becomes: Sequence[Any]) -> str | None:
    """The attribute that names each element, known and different in all of them."""
    declared = {each.name for each in block.attributes}
    for name in _KEYS:
        if name not in declared:
            continue
        for elements in (was, becomes):
            values = [each.get(name) if isinstance(each, Mapping) else None for each in elements]
            if not all(isinstance(value, str | int) for value in values) or len(set(values)) < len(values):
                break
        else:
            return name
    return None


def _of_attribute(declared: Attribute, was: Any, becomes: Any, prefix: str) -> Iterator[Weakening]:
    path = f"{prefix}{declared.name}"
    stronger = declared.stronger
    lifecycle = "lifecycle" in prefix
    if stronger is None and (lifecycle or not declared.name.endswith(_WATCHED)):
        return
    if isinstance(was, Unknown | Reference) or not protects(stronger, was):
        return
    if isinstance(becomes, Reference) and stronger == "present":
        return
    if isinstance(becomes, Unknown | Reference):
        if not (isinstance(becomes, Unknown) and becomes.reason == CHOSEN_BY_AWS.reason):
            yield _doubtful(path, declared.name, becomes)
        return
    if weaker(declared, was, becomes):
        yield Weakening(path=path, name=declared.name, says=both(declared, was, becomes))


def protects(stronger: str | None, was: Any) -> bool:
    """Whether there was anything to lose."""
    match stronger:
        case "true":
            return _flag(was) is True
        case "false":
            return _flag(was) is False
        case "higher":
            return was is None or (_number(was) is not None and was > 0)
        case "lower":
            return _number(was) is not None
        case _:
            return _is_set(was) is True and not (isinstance(was, str) and was.lower() in _OFF)


def weaker(declared: Attribute, was: Any, becomes: Any) -> bool:
    """Whether a value is less safe than another that protected something."""
    match declared.stronger:
        case "true":
            return _flag(becomes) is not True
        case "false":
            return _flag(becomes) is True
        case "higher":
            return _lower(declared.name, was, becomes)
        case "lower":
            return _number(becomes) is not None and becomes > was
        case "more":
            return len(_listed(becomes)) < len(_listed(was))
        case "present":
            removed = _is_set(becomes) is not True and declared.name not in _FILLED_IN
            return removed or _switched_off(was, becomes)
        case _:
            return _switched_off(was, becomes) or _rarer(declared.name, was, becomes)


def _lower(name: str, was: Any, becomes: Any) -> bool:
    if name in _FOREVER:
        return _number(becomes) is not None and (was is None or becomes < was)
    return was is not None and (becomes is None or (_number(becomes) is not None and becomes < was))


def _switched_off(was: Any, becomes: Any) -> bool:
    if not isinstance(was, str) or not isinstance(becomes, str):
        return False
    if (was, becomes) == ("COMPLIANCE", "GOVERNANCE"):
        return True
    return becomes.lower() in _OFF and was.lower() in _ON


def _rarer(name: str, was: Any, becomes: Any) -> bool:
    """Whether a schedule runs less often than it did."""
    if not name.startswith("schedule") or not isinstance(was, str) or not isinstance(becomes, str):
        return False
    gaps = longest_gap(was), longest_gap(becomes)
    return all(isinstance(gap, int) for gap in gaps) and gaps[1] > gaps[0]


def _doubtful(path: str, name: str, becomes: Unknown | Reference) -> Weakening:
    return Weakening(path=path, name=name, says="", doubt=as_unknown(becomes))


def _in_days(lock: Mapping[str, Any]) -> Any:
    days, years = lock.get("days"), lock.get("years")
    return years * _DAYS_IN_YEAR if _number(years) is not None and years else days


def _flag(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value) if isinstance(value, str) else None


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _is_set(value: Any) -> bool | None:
    if isinstance(value, Unknown):
        return None
    if isinstance(value, str | tuple | Mapping):
        return len(value) > 0
    return value is not None


def _listed(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else ()


def both(declared: Attribute, was: Any, becomes: Any) -> str:
    """Both values, as a person says them: "35 → 1 day"."""
    if declared.stronger == "more":
        old, new = _listed(was), _listed(becomes)
        known = [each for each in old if isinstance(each, str)]
        gone = [each for each in known if each not in {one for one in new if isinstance(one, str)}]
        return f"{len(old)} → {len(new)}{_listing(gone)}"
    if _number(was) is not None and _number(becomes) is not None:
        return f"{_spoken(was)} → {_spoken(becomes, declared.unit)}"
    return f"{_spoken(was, declared.unit, declared.name)} → {_spoken(becomes, declared.unit, declared.name)}"


def _spoken(value: Any, unit: str = "", name: str = "") -> str:
    if value is None:
        return "for ever" if name in _FOREVER else "not set"
    if isinstance(value, bool):
        return "true" if value else "false"
    if _number(value) is None or not unit:
        return str(value)[:120]
    return f"{value} {unit.removesuffix('s') if value == 1 and unit.endswith('s') else unit}"


def _listing(gone: Sequence[str]) -> str:
    more = f" and {len(gone) - 3} more" if len(gone) > 3 else ""  # noqa: PLR2004 - three names fit on a line
    return f" (without {', '.join(each[:120] for each in gone[:3])}{more})" if gone else ""
