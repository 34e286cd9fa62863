"""Reads one unit: the kinds of a service in an account and Region, with what could not be seen of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct, structs

from drlint.catalog.from_api import NOT_SHOWN, Place, arn_of, attributes_of, is_of, led_to
from drlint.catalog.kind import Kind, Metric
from drlint.catalog.registry import Catalog
from drlint.model.arn import region_of_arn
from drlint.model.values import Unknown, Value
from drlint.readers.aws.actions import action_of
from drlint.readers.aws.calls import Caller
from drlint.readers.aws.details import details_of
from drlint.readers.aws.failures import Failure, RefusedError, Sort, failure_of
from drlint.readers.aws.metrics import measured
from drlint.readers.aws.places import place_of
from drlint.readers.aws.plan import call_of, home_of, kinds_of
from drlint.readers.aws.workers import Workers
from drlint.readers.inventory.gaps import Gaps
from drlint.readers.inventory.shape import GLOBAL, Thing, Unit, UnitRead
from drlint.readers.inventory.values import plain


class Run(Struct, frozen=True):
    """What all units of a run have in common; of things in several Regions only those in `regions` are wanted."""

    catalog: Catalog
    workers: Workers
    regions: frozenset[str]


class _Item(Struct, frozen=True):
    """One element of a list, with the parameters of the call that listed it beside its own keys.

    `asked` is the Region that listed it, `homeless` why its own is not known.
    """

    answer: Any
    place: Place
    asked: str
    homeless: Failure | None = None


def read_unit(unit: Unit, caller: Caller, run: Run) -> UnitRead:
    """Everything of a unit that can be seen; never raises for what cannot."""
    began = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    reading = _Reading(unit, caller, run)
    kinds = kinds_of(unit, run.catalog)
    for kind in kinds:
        reading.read(kind)
    return UnitRead(
        account=unit.account,
        region=unit.region,
        service=unit.service,
        as_of=began,
        listed=tuple(kind.name for kind in kinds),
        things=tuple(sorted(reading.things, key=lambda each: (each.kind, each.path))),
        gaps=reading.gaps.all(),
    )


class _Reading:
    """A unit being read."""

    def __init__(self, unit: Unit, caller: Caller, run: Run) -> None:
        self._unit, self._caller, self._run = unit, caller, run
        self._seen: dict[str, list[dict[str, Value]]] = {}  # by kind, what others are listed by
        self._lists: dict[str, tuple[list[Any], Failure | None]] = {}  # kinds that share a call ask once
        self._again: dict[str, frozenset[str]] = {}  # what was listed when something had gone meanwhile
        self.things: list[Thing] = []
        self.gaps = Gaps(unit.account)

    def read(self, kind: Kind) -> None:
        """Add a kind's things."""
        try:
            self.things += [thing for thing, _ in self._of(kind)]
        except Exception as error:  # noqa: BLE001 - one kind must not silence the others; it becomes a gap that reports tell
            action = f"{self._unit.service}:{kind.name}"
            self.gaps.unlisted(failure_of(error, action), kind.name, self._unit.region, optional=kind.optional)

    def _of(self, kind: Kind) -> list[tuple[Thing, dict[str, Value]]]:
        items = [item for item in self._items(kind) if self._is_wanted(kind, item)]
        found = [each for each in self._run.workers.details(lambda item: self._made(kind, item), items) if each]
        self._seen[kind.name] = [attributes for _, attributes in found]
        for metric in kind.metrics:
            self._measure(metric, found)
        return found

    def _measure(self, metric: Metric, found: Sequence[tuple[Thing, Mapping[str, Value]]]) -> None:
        """Add to things what CloudWatch measured of them; None where a thing has no such metric."""
        none = {each.name: None for each in metric.attributes}
        of_region: dict[str, list[tuple[Thing, Mapping[str, Value]]]] = {}
        for thing, attributes in found:
            thing.attributes.update(none)
            when = attributes.get(metric.when)
            if thing.region and (isinstance(when, Unknown) or when):
                of_region.setdefault(thing.region, []).append((thing, attributes))
        for region, some in of_region.items():
            values, failure = measured(metric, [attributes for _, attributes in some], region, self._caller)
            for (thing, _), value in zip(some, values, strict=True):
                thing.attributes.update({name: plain(each) for name, each in value.items()})
                if failure is not None:
                    self.gaps.without(failure, thing.path, region)

    def _items(self, kind: Kind, *, anew: bool = False) -> Iterator[_Item]:
        """What the kind's call lists; what it does not is noted."""
        call = call_of(kind)
        where = home_of(kind, self._caller.partition) or self._unit.region
        for parameters in self._parameters(kind):
            for answer in self._listed(kind, where, {**call.fixed, **parameters}, anew=anew):
                whole = _with(answer, parameters)
                place, failure = place_of(kind, whole, where, self._caller)
                yield _Item(whole, place, where, failure)

    def _parameters(self, kind: Kind) -> Iterator[dict[str, Any]]:
        """What the listing call is given, each time it is called."""
        call = call_of(kind)
        if call.each is None:
            yield {}
            return
        if call.each not in self._seen:
            self._read_parent(kind, self._run.catalog[call.each])
        for parent in self._seen.get(call.each, ()):
            given = {parameter: parent[attribute] for parameter, attribute in call.given.items()}
            missing = next((value for value in given.values() if not isinstance(value, str | int)), None)
            if missing is None:
                yield given
                continue
            why = missing.reason if isinstance(missing, Unknown) else "what it is listed by has no name"
            self._unlisted(kind, Failure(sort=Sort.REFUSED, action=self._action(kind), reason=why))
        self.gaps.inherited(call.each, kind.name)

    def _read_parent(self, kind: Kind, parent: Kind) -> None:
        """See the things that a kind is listed by, which another unit keeps."""
        if parent.listed_by is None:
            reason = f"it is listed by each {parent.title or parent.name}, which drlint cannot list"
            self._unlisted(kind, Failure(sort=Sort.UNSUPPORTED, action=self._action(kind), reason=reason))
            return
        self._of(parent)

    def _listed(self, kind: Kind, region: str, parameters: Mapping[str, Any], *, anew: bool) -> Sequence[Any]:
        """The elements of a list as far as its pages were answered."""
        call = call_of(kind)
        key = f"{call.operation} {call.items} {region} {sorted(parameters.items())}"
        known = None if anew else self._lists.get(key)
        found, failure = known or self._asked(kind, region, parameters)
        self._lists.setdefault(key, (found, failure))
        if failure is not None:
            self._unlisted(kind, failure)
        return found

    def _asked(self, kind: Kind, region: str, parameters: Mapping[str, Any]) -> tuple[list[Any], Failure | None]:
        call = call_of(kind)
        found: list[Any] = []
        try:
            for page in self._caller.pages(call.service, region, call.operation, parameters, call.items):
                page.pop("ResponseMetadata", None)
                found += _flat(led_to(call.items, page, {}) or ()) if call.items else (page,)
        except RefusedError as error:
            return found, error.failure
        return found, None

    def _is_wanted(self, kind: Kind, item: _Item) -> bool:
        if kind.region_by is not None and item.place.region not in {"", *self._run.regions}:
            return False
        return is_of(kind, item.answer, {}, item.place) is not False

    def _made(self, kind: Kind, item: _Item) -> tuple[Thing, dict[str, Value]] | None:
        """A thing with its details; None where they tell that it is of another kind."""
        asked = item.place.region or item.asked
        details, refused = details_of(kind, item.answer, self._caller, structs.replace(item.place, region=asked))
        refused += [] if item.homeless is None else [item.homeless]
        belongs = is_of(kind, item.answer, details, item.place)
        if belongs is False:
            return None
        if isinstance(belongs, Unknown):
            why = Failure(sort=Sort.REFUSED, action=self._action(kind), reason=belongs.reason)
            self._unlisted(kind, refused[0] if refused else why)
            return None
        attributes = attributes_of(kind, item.answer, details, item.place)
        path = _path(kind, item, details, attributes)
        if any(each.gone for each in refused) and not self._is_there(kind, item):
            return None
        for failure in refused:
            self.gaps.without(failure, path, asked)
        kept = {name: plain(value) for name, value in attributes.items() if value is not NOT_SHOWN}
        return Thing(kind.name, path, kept, self._region(kind, item.place, path)), attributes

    def _is_there(self, kind: Kind, item: _Item) -> bool:
        """Whether a thing of which a detail is not found is listed still: one that was deleted meanwhile is no gap."""
        key = f"{kind.name} {item.asked}"
        known = self._again.get(key)
        if known is None:
            known = self._again[key] = frozenset(_named(kind, each) for each in self._items(kind, anew=True))
        return _named(kind, item) in known or self.gaps.of(kind.name)

    def _region(self, kind: Kind, place: Place, path: str) -> str | None:
        """The Region a thing stands in; None for a global one."""
        if kind.region_by is not None or self._unit.region != GLOBAL:
            return place.region
        return None if kind.is_global else region_of_arn(path)

    def _unlisted(self, kind: Kind, failure: Failure) -> None:
        self.gaps.unlisted(failure, kind.name, self._unit.region, optional=kind.optional)

    def _action(self, kind: Kind) -> str:
        return action_of(self._unit.service, call_of(kind).operation)


def _with(answer: Any, parameters: Mapping[str, Any]) -> Any:
    """A listed thing with the parameters that it was listed with, its own words first; a text stands at "@" then."""
    if isinstance(answer, Mapping):
        return {**parameters, **answer}
    return {"@": answer, **parameters} if parameters else answer


def _named(kind: Kind, item: _Item) -> str:
    """What tells a listed thing from others of its kind, as far as the list says it."""
    return f"{item.place.region} {_path(kind, item, {}, attributes_of(kind, item.answer, {}, item.place))}"


def _flat(found: Sequence[Any]) -> Iterator[Any]:
    """The elements of a list, of lists in it as well ("Reservations[].Instances")."""
    for each in found:
        yield from each if isinstance(each, list | tuple) else (each,)


def _path(kind: Kind, item: _Item, details: Mapping[str, Any], attributes: Mapping[str, Value]) -> str:
    """What names a thing in its account and Region: its ARN, else its kind with what identifies it."""
    for found in (arn_of(kind, item.answer, details, item.place), attributes.get("arn")):
        if isinstance(found, str) and found.startswith("arn:"):
            return found
    names = kind.identity or kind.names
    said = [str(value) for name in names if isinstance(value := attributes.get(name), str | int) and value != ""]
    said = said if kind.identity else said[:1]
    if not said and isinstance(item.answer, str):
        said = [item.answer]
    return "/".join([kind.name, *said])
