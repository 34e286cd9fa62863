"""Judges the gate itself: makes resources of the waivers that a run found, and asks the policies on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct, structs

from drlint.catalog.registry import Catalog
from drlint.engine.evaluate import Settings, Verdicts, evaluate
from drlint.estate.join import join
from drlint.model.finding import Finding
from drlint.model.resource import Location, Resource, View
from drlint.model.values import Address, Value
from drlint.model.waiver import BrokenWaiver, WaiverUse
from drlint.policy.load import Loaded

_WAIVER = "drlint_waiver"
_LONGEST_NAME = 60  # of what a broken comment calls a policy


class Gate(Struct, frozen=True, kw_only=True):
    """The policies that may judge the gate, and how."""

    policies: Sequence[Loaded]
    catalog: Catalog
    settings: Settings


def is_of_gate(kinds: Iterable[str], catalog: Catalog) -> bool:
    """Whether some of these kinds are parts of the gate."""
    return any(each in catalog and catalog[each].of_drlint for each in kinds)


def gate_judged(gate: Gate, uses: Sequence[WaiverUse], broken: Sequence[BrokenWaiver], today: date) -> Verdicts:
    """What the policies on the gate say of its waivers, each finding under its waiver's owner."""
    policies = [each for each in gate.policies if is_of_gate(each.metadata.applies_to, gate.catalog)]
    if not policies or not (uses or broken):
        return Verdicts([], [], [], [], [], {})
    resources = [*_named(_of_use(each, today) for each in uses), *_named(map(_of_broken, broken))]
    owners = {each.address: each.view.attributes["owner"] for each in resources}
    verdicts = evaluate(policies, join(resources, gate.catalog, world="closed"), gate.settings)
    verdicts.findings = [_owned(each, owners[each.resource]) for each in verdicts.findings]
    verdicts.unknowns = [_owned(each, owners[each.resource]) for each in verdicts.unknowns]
    return verdicts


def _owned(finding: Finding, owner: Value) -> Finding:
    return structs.replace(finding, owner=owner) if isinstance(owner, str) and owner else finding


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


def _made(attributes: dict[str, Value], location: Location) -> Resource:
    view = View(attributes=attributes, location=location)
    return Resource(address=Address("", ""), kind=_WAIVER, region=None, declared=view)


def _named(made: Iterable[tuple[str, Resource]]) -> Iterator[Resource]:
    """The resources at their addresses; in each folder the second of one name is numbered."""
    met: Counter[tuple[str, str]] = Counter()
    for path, resource in made:
        root = resource.view.location.uri.rpartition("/")[0]
        met[root, path] += 1
        number = met[root, path]
        yield structs.replace(resource, address=Address(root, path if number == 1 else f"{path} ({number})"))
