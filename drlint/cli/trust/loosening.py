"""What of a workload is stricter: the word of the trusted ref, or that of a change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import structs

from drlint.cli.tighter import shown
from drlint.model.gate_change import Effect, GateChange
from drlint.model.periods import spoken_seconds
from drlint.model.resource import Resource
from drlint.model.values import Unknown

_NO_TIER = 2.5  # severity takes a workload without a tier for less than 2 and more than 3
_ROLES = ("required", "derived", "optional")


def tightened(trusted: Resource, head: Resource) -> Resource:
    """A workload with the stricter of both values of each thing that steers; any other document as it is."""
    if head.kind != "workload" or head.declared is None:
        return head
    attributes = {**head.declared.attributes}
    for name in _RULES:
        attributes[name] = _stricter(name, trusted[name], head[name])
    attributes["objectives"] = _objectives(trusted["objectives"], head["objectives"])
    attributes["members"] = _members(trusted["members"], head["members"])
    attributes["data_residency"] = _residency(trusted["data_residency"], head["data_residency"])
    attributes["third_parties"] = _parties(trusted["third_parties"], head["third_parties"])
    return structs.replace(head, declared=structs.replace(head.declared, attributes=attributes))


def differing(trusted: Resource, head: Resource) -> Iterator[GateChange]:
    """What of a workload differs, and what that does to the gate."""
    if head.kind != "workload" or trusted.kind != "workload":
        return
    for name in _RULES:
        yield from _change(name, name.replace("_", " "), trusted[name], head[name], head)
    yield from _of_objectives(trusted, head)
    yield from _of_members(trusted, head)
    yield from _of_residency(trusted, head)
    yield from _of_parties(trusted, head)


def _tier(value: Any) -> float:
    return value if isinstance(value, int) else _NO_TIER


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) else None


# How strict a value is: the smaller number is the stricter one, None where that cannot be told.
_RULES: Mapping[str, Callable[[Any], float | None]] = {"tier": _tier, "mtpd": _number, "test_every": _number}
_SPOKEN: Mapping[str, Callable[[Any], str]] = {
    "tier": str,
    "test_every": lambda days: f"{days} days",
}


def _stricter(name: str, trusted: Any, head: Any) -> Any:
    """The value in force: the ref's where it cannot be told which is stricter."""
    one, other = _RULES[name](trusted), _RULES[name](head)
    if isinstance(trusted, Unknown) or (trusted is None and name != "tier"):
        return head
    return head if one is not None and other is not None and other < one else trusted


def _change(name: str, called: str, trusted: Any, head: Any, resource: Resource) -> Iterator[GateChange]:
    if isinstance(trusted, Unknown) or (not isinstance(head, Unknown) and trusted == head):
        return
    one, other = _RULES.get(name, _number)(trusted), _RULES.get(name, _number)(head)
    if one is None or other is None:
        effect = Effect.UNCLEAR if one is None else Effect.LOOSENS
    else:
        effect = Effect.TIGHTENS if other < one else Effect.LOOSENS
    if trusted is None and name == "mtpd":
        effect = Effect.TIGHTENS
    say = _SPOKEN.get(name, spoken_seconds)
    yield _made(called, effect, _said(trusted, say), _said(head, say), resource, name)


def _said(value: Any, say: Callable[[Any], str]) -> str:
    if value is None:
        return "not set"
    return "not readable" if isinstance(value, Unknown) else say(value)


def _made(called: str, effect: Effect, before: str, after: str, head: Resource, attribute: str) -> GateChange:
    return GateChange(
        what=f"{called} of workload {head['name']}",
        effect=effect,
        before=before,
        after=after,
        location=head.location_of(attribute),
        in_force=effect is Effect.TIGHTENS,
    )


def _objectives(trusted: Any, head: Any) -> Any:
    """By disruption the shorter of both times."""
    if not isinstance(head, tuple) or not isinstance(trusted, tuple):
        return trusted if isinstance(trusted, tuple) else head
    mine: dict[Any, Any] = {each["disruption"]: each for each in _each(head)}
    for each in _each(trusted):
        own = mine.get(each["disruption"], each)
        times = {name: _stricter("mtpd", each[name], own[name]) for name in ("rto", "rpo")}
        mine[each["disruption"]] = {**own, **times}
    return tuple(mine.values())


def _members(trusted: Any, head: Any) -> Any:
    """All members that either has, each as much to the workload as either says."""
    if not isinstance(head, tuple) or not isinstance(trusted, tuple):
        return trusted if isinstance(trusted, tuple) else head
    kept: dict[str, Any] = {_called(each): each for each in _each(head)}
    for each in _each(trusted):
        own = kept.get(_called(each), each)
        kept[_called(each)] = {**own, "role": min(_role(each), _role(own), key=_ROLES.index)}
    return tuple(kept.values())


def _residency(trusted: Any, head: Any) -> Any:
    """The Regions that data may stand in: those of the ref, save where the change allows fewer."""
    if not isinstance(trusted, tuple) or not trusted:
        return head
    return head if isinstance(head, tuple) and head and set(head) <= set(trusted) else trusted


def _parties(trusted: Any, head: Any) -> Any:
    """All third parties that either has; one of the change instead of the ref's of its name."""
    if not isinstance(head, tuple) or not isinstance(trusted, tuple):
        return trusted if isinstance(trusted, tuple) else head
    named = {each["name"] for each in head if isinstance(each["name"], str)}
    return (*head, *(each for each in trusted if isinstance(each["name"], str) and each["name"] not in named))


def _each(said: Any) -> Sequence[Mapping[str, Any]]:
    return said if isinstance(said, tuple) else ()


def _role(member: Mapping[str, Any]) -> str:
    role = str(member["role"])
    return role if role in _ROLES else "required"


def _called(member: Mapping[str, Any]) -> str:
    """What a member names, in one line."""
    tags = {name: value for name, value in member["tags"].items() if isinstance(value, str)}
    words = [str(member[name]) for name in ("address", "module", "arn") if member[name] is not None]
    return shown(" ".join((*words, *(f"{name}={value}" for name, value in sorted(tags.items())))))


def _of_objectives(trusted: Resource, head: Resource) -> Iterator[GateChange]:
    """RTO and RPO by disruption."""
    mine, theirs = _by_disruption(head), _by_disruption(trusted)
    for disruption, said in theirs.items():
        for name in ("rto", "rpo"):
            value = mine.get(disruption, {}).get(name)
            if said[name] is not None:
                yield from _change("objectives", f"{name.upper()} ({disruption})", said[name], value, head)


def _by_disruption(workload: Resource) -> dict[str, Mapping[str, Any]]:
    return {str(each["disruption"]): each for each in _each(workload["objectives"])}


def _of_members(trusted: Resource, head: Resource) -> Iterator[GateChange]:
    """Members that are gone, or are less to the workload than they were."""
    mine, theirs = _by_member(head), _by_member(trusted)
    for member, role in theirs.items():
        if member not in mine:
            yield _made(f"member {member}", Effect.LOOSENS, "a member", "not there", head, "members")
        elif _ROLES.index(mine[member]) > _ROLES.index(role):
            yield _made(f"role of {member}", Effect.LOOSENS, role, mine[member], head, "members")


def _of_residency(trusted: Resource, head: Resource) -> Iterator[GateChange]:
    """Regions in which data may stand now, or may no more."""
    was, will = trusted["data_residency"], head["data_residency"]
    if not isinstance(was, tuple) or not was or (isinstance(will, tuple) and set(will) == set(was)):
        return
    narrower = isinstance(will, tuple) and bool(will) and set(will) <= set(was)
    after = ", ".join(map(str, will)) or "not set" if isinstance(will, tuple) else "not readable"
    effect = Effect.TIGHTENS if narrower else Effect.LOOSENS
    yield _made("data residency", effect, shown(", ".join(map(str, was))), shown(after), head, "data_residency")


def _of_parties(trusted: Resource, head: Resource) -> Iterator[GateChange]:
    """Third parties that are gone."""
    mine = {str(each["name"]) for each in _each(head["third_parties"])}
    for each in _each(trusted["third_parties"]):
        if isinstance(each["name"], str) and each["name"] not in mine:
            called = f"third party {shown(each['name'])}"
            yield _made(called, Effect.LOOSENS, "declared", "not there", head, "third_parties")


def _by_member(workload: Resource) -> dict[str, str]:
    return {_called(each): _role(each) for each in _each(workload["members"])}
