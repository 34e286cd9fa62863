"""What can be held against an earlier value of itself: attributes of which the catalog knows the safer direction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from drlint.catalog.kind import Attribute, Block, Kind
from drlint.model.finding import Measure
from drlint.model.resource import Resource
from drlint.model.values import Reference, Unknown
from drlint.recovery.weakening import both, protects, weaker

MOST = 8


def measures(kind: Kind, resource: Resource, reads: Iterable[str]) -> tuple[Measure, ...]:
    """The measures among the attributes of a resource that were read, each once; what is not known is none."""
    found: list[Measure] = []
    for path in dict.fromkeys(reads):
        declared = _declared(kind, path)
        if declared is None or declared.stronger is None or len(found) == MOST:
            continue
        made = _measure(declared, path, value_at(resource.view.attributes, path))
        if made is not None:
            found.append(made)
    return tuple(found)


def worsened(was: Iterable[Measure], now: Iterable[Measure]) -> list[str]:
    """Every measure that is weaker now, with both values: "backup_retention_period: 35 → 1 day"."""
    known = {each.attribute: each for each in was}
    said = []
    for each in now:
        earlier = known.get(each.attribute)
        if earlier is None or earlier.stronger != each.stronger:
            continue
        declared = _attribute(each)
        if protects(declared.stronger, earlier.value) and weaker(declared, earlier.value, each.value):
            said.append(f"{each.attribute}: {both(declared, earlier.value, each.value)}")
    return said


def value_at(attributes: Mapping[str, Any], path: str) -> Any:
    """The value at a path through blocks; Unknown where a block is repeated, for then there are several."""
    value: Any = attributes
    for step in path.split("."):
        if isinstance(value, tuple) and len(value) == 1:
            value = value[0]
        if isinstance(value, tuple):
            return Unknown("there are several")
        if not isinstance(value, Mapping):
            return value if isinstance(value, Unknown) else None
        value = value.get(step)
    return value


def _declared(kind: Kind, path: str) -> Attribute | Block | None:
    first, *steps = path.split(".")
    found = kind.find(first)
    for step in steps:
        if not isinstance(found, Block):
            return None
        found = next((each for each in found.attributes if each.name == step), None)
    return found


def _measure(declared: Attribute | Block, path: str, value: Any) -> Measure | None:
    unit = declared.unit if isinstance(declared, Attribute) else ""
    stronger = str(declared.stronger)
    if isinstance(value, Reference):
        return Measure(path, value=True, stronger=stronger) if stronger == "present" else None
    if isinstance(value, Unknown):
        return None
    if stronger == "more":
        return Measure(path, len(value) if isinstance(value, tuple) else 0, "higher", unit)
    if isinstance(value, tuple | Mapping):
        value = True if value else None
    if value is None or isinstance(value, bool | int | float | str):
        return Measure(path, value, stronger, unit)
    return None


def _attribute(measure: Measure) -> Attribute:
    """The measure as the catalog would declare it."""
    name = measure.attribute.rpartition(".")[2]
    return Attribute(name=name, stronger=measure.stronger, unit=measure.unit)  # type: ignore[arg-type]  # of its words
