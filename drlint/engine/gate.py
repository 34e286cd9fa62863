"""Judges the gate itself: makes resources of its waivers and of what changes it, and asks the policies on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct, structs

from drlint.catalog.kind import Door
from drlint.catalog.registry import Catalog
from drlint.engine.evaluate import Settings, Verdicts, evaluate
from drlint.estate.join import join
from drlint.model.finding import Finding, Posture
from drlint.model.gate_change import GateChange
from drlint.model.resource import Location, Resource, View
from drlint.model.values import Address, Value
from drlint.model.waiver import BrokenWaiver, WaiverUse
from drlint.policy.load import Loaded

CHANGE = "drlint_gate_change"
WAIVER = "drlint_waiver"
_LONGEST_NAME = 60  # of what a broken comment calls a policy


class Gate(Struct, frozen=True, kw_only=True):
    """The policies that may judge the gate, and how; `changes` are what differs from a trusted ref."""

    policies: Sequence[Loaded]
    catalog: Catalog
    settings: Settings
    changes: Sequence[GateChange] = ()


def is_of_gate(kinds: Iterable[str], catalog: Catalog) -> bool:
    """Whether some of these kinds are parts of the gate."""
    return any(each in catalog and catalog[each].of_drlint for each in kinds)


def gate_judged(gate: Gate, uses: Sequence[WaiverUse], broken: Sequence[BrokenWaiver], today: date) -> Verdicts:
    """What the policies on the gate say of its changes and waivers, each finding under its waiver's owner."""
    policies = [each for each in gate.policies if is_of_gate(each.metadata.applies_to, gate.catalog)]
    if not policies or not (uses or broken or gate.changes):
        return Verdicts([], [], [], [], [], {})
    resources = [*_named(_of_use(each, today) for each in uses), *_named(map(_of_broken, broken))]
    owners = {each.address: each.view.attributes["owner"] for each in resources}
    resources += _named(map(_of_change, gate.changes))
    seen = structs.replace(gate.settings, doors=frozenset(Door))  # whatever the inputs are, the gate is in view
    verdicts = evaluate(policies, join(resources, gate.catalog, world="closed"), seen)
    verdicts.findings = [_told(each, owners.get(each.resource)) for each in verdicts.findings]
    verdicts.unknowns = [_told(each, owners.get(each.resource)) for each in verdicts.unknowns]
    return verdicts


def _told(finding: Finding, owner: Value) -> Finding:
    """A finding with its owner; one about a change is new by what it is about."""
    if finding.kind == CHANGE:
        return structs.replace(finding, posture=Posture.NEW)
    if isinstance(owner, str) and owner:
        return structs.replace(finding, owner=owner, owner_because="the waiver")
    return finding


def _of_change(change: GateChange) -> tuple[str, Resource]:
    attributes: dict[str, Value] = {
        "what": change.what,
        "effect": str(change.effect),
        "before": change.before,
        "after": change.after,
        "standing": f"this run {'goes by it already' if change.in_force else 'does not go by it'}",
    }
    file = change.location.uri.rpartition("/")[2]
    name = change.what.rpartition("/")[2]
    return name if name == file else f"{change.what} in {file}", _made(attributes, change.location, CHANGE)


def _of_use(use: WaiverUse, today: date) -> tuple[str, Resource]:
    waiver = use.waiver
    attributes: dict[str, Value] = {
        "policy": waiver.policy or waiver.blind_spot,
        "covers": waiver.covers,
        "owner": waiver.owner,
        "reason": waiver.reason,
        "ticket": waiver.ticket or None,
        "until": waiver.until.isoformat(),
        "days_left": (waiver.until - today).days,
        "longest_days": use.longest,
        "used": use.matched > 0,
        "judged": use.judged,
        "problem": None,
    }
    return _address(waiver.policy or "blind spot", waiver.covers, waiver.location), _made(attributes, waiver.location)


def _of_broken(broken: BrokenWaiver) -> tuple[str, Resource]:
    attributes: dict[str, Value] = dict.fromkeys(
        ("reason", "until", "days_left", "longest_days", "used", "judged", "ticket", "owner")
    )
    attributes |= {"policy": broken.policy, "covers": broken.on or None, "problem": broken.problem}
    attributes |= {"owner": broken.owner or None, "ticket": broken.ticket or None}
    return _address(broken.policy[:_LONGEST_NAME], broken.on, broken.location), _made(attributes, broken.location)


def _address(policy: str, on: str, location: Location) -> str:
    """What a waiver is called, without its line, which changes with every line above it."""
    return f"waiver[{policy}] on {on or location.uri}"


def _made(attributes: dict[str, Value], location: Location, kind: str = WAIVER) -> Resource:
    view = View(attributes=attributes, location=location)
    return Resource(address=Address("", ""), kind=kind, region=None, declared=view)


def _named(made: Iterable[tuple[str, Resource]]) -> Iterator[Resource]:
    """The resources at their addresses; in each folder the second of one name is numbered."""
    met: Counter[tuple[str, str]] = Counter()
    for path, resource in made:
        root = resource.view.location.uri.rpartition("/")[0]
        met[root, path] += 1
        number = met[root, path]
        yield structs.replace(resource, address=Address(root, path if number == 1 else f"{path} ({number})"))
