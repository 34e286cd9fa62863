"""Turns AWS's answers into a kind's catalogued attributes; nothing else of the answers is kept.

How an `api` path is written: "A.B[0].C" below the listed thing; "Operation:A.B" below a detail's answer; "A[].B" every
element's B; "A[Role=PRIMARY].B" that of the first element which says so, "A[*Main=false].B" of all that do, and
"A[!Main=true].B" of all that do not; "A[#]" how many there are, "A[#-1]" one less; "A[/]" what follows the last slash
of a text;
"A|B" the first of two that is there; "" the whole; "@" the thing where it is a text. With braces it is a text made of
such paths, as "arn:{partition}:ec2:{region}:{account}:volume/{VolumeId}", where the first three are the place that
answered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

from msgspec import Struct

from drlint.catalog.kind import Attribute, Block, Detail, Door, Kind, Where
from drlint.model.values import Unknown, Value, frozen

Answer: TypeAlias = "Mapping[str, Any]"
Details: TypeAlias = "Mapping[str, Answer | Unknown]"

NOT_SHOWN = Unknown("no call of AWS's shows it")
NOWHERE = Unknown("which account and Region answered was not told")

_STEP = re.compile(r"(\w+)(?:\[([^\]]*)\])?(?:\.(?=.)|$)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_TRUTH = {"true": True, "false": False}
_REGION = re.compile(r"arn:[^:]*:[^:]*:([^:]*):")
_HOLE = re.compile(r"\{([^}]*)\}")
# AWS writes tags and dimensions as pairs, and calls the two halves differently from service to service.
_PAIRS = (("Key", "Value"), ("TagKey", "TagValue"), ("key", "value"), ("Name", "Value"))


class Place(Struct, frozen=True, kw_only=True):
    """Where an answer came from."""

    account: str
    region: str
    partition: str = "aws"


class _Thing(Struct, frozen=True):
    """Everything that AWS said of one thing."""

    answer: Answer | str
    details: Details
    place: Place | None


def attributes_of(kind: Kind, answer: Answer | str, details: Details, place: Place | None = None) -> dict[str, Value]:
    """Every attribute of one thing that `kind.listed_by` lists.

    `answer` is the thing's element of the list, with the parameters of `Call.given` beside its own keys; `details` the
    answer of each operation of `kind.details`: empty where AWS says that there is none, Unknown where it was refused.
    """
    thing = _Thing(answer, {name: _mine(kind, name, said, answer) for name, said in details.items()}, place)
    return {declared.name: _value(thing, declared, answer, declared.api) for declared in kind.attributes}


def arn_of(kind: Kind, answer: Answer | str, details: Details, place: Place | None = None) -> str | Unknown | None:
    """The thing's ARN, None where its kind has none."""
    found = None if kind.arn is None else _found(_Thing(answer, details, place), answer, kind.arn)
    return found if isinstance(found, str | Unknown) else None


def led_to(path: str, answer: Answer | str, details: Details, place: Place | None = None) -> Any:
    """What a path leads to from a listed thing or from its details. Tuples where it is several."""
    return _found(_Thing(answer, details, place), answer, path)


def is_of(kind: Kind, answer: Answer | str, details: Details, place: Place | None = None) -> bool | Unknown:
    """Whether a listed thing is of the kind; Unknown where the call that tells was refused."""
    thing = _Thing(answer, details, place)
    told = [_holds(thing, where, arn_of(kind, answer, details, place)) for where in kind.where]
    if any(each is False for each in told):
        return False
    return next((each for each in told if isinstance(each, Unknown)), True)


def _holds(thing: _Thing, where: Where, arn: Any) -> bool | Unknown:
    found = _found(thing, thing.answer, where.path)
    if isinstance(found, Unknown):
        return found
    found = None if found == "" else found
    if where.abroad and (not isinstance(found, str) or _region(found) == _region(arn)):
        return False
    if where.here and (thing.place is None or found not in {None, thing.place.region}):
        return NOWHERE if thing.place is None else False
    return (not where.says or found in where.says) and found not in where.but


def _region(arn: Any) -> str:
    match = _REGION.match(arn) if isinstance(arn, str) else None
    return match[1] if match else ""


def _mine(kind: Kind, operation: str, said: Answer | Unknown, answer: Answer | str) -> Answer | Unknown:
    """A detail's answer, empty where it is about another thing."""
    detail = next((each for each in kind.details if each.operation == operation), Detail(operation=operation))
    if isinstance(said, Unknown) or all(_at(said, its) == _at(answer, own) for its, own in detail.mine.items()):
        return said
    return {}


def _found(thing: _Thing, here: Any, path: str) -> Any:
    """What an `api` path leads to; `here` is what it starts from where it names no operation."""
    if path == "@":
        return here.get("@") if isinstance(here, Mapping) else here
    if "{" in path:
        return _filled(thing, here, path)
    for each in path.split("|"):
        operation, _, below = each.rpartition(":")
        whole = thing.details.get(operation, _not_asked(operation)) if operation else here
        is_nothing = isinstance(whole, Mapping) and not whole and not below
        found = None if is_nothing else _at(whole, below)
        if found is not None:
            return found
    return None


def _filled(thing: _Thing, here: Any, text: str) -> Any:
    """A text with its holes filled; None or Unknown as soon as one of them is."""
    made = ""
    for index, part in enumerate(_HOLE.split(text)):
        if index % 2 == 0:
            made += part
            continue
        if part in Place.__struct_fields__:
            found = NOWHERE if thing.place is None else getattr(thing.place, part)
        else:
            found = _found(thing, here, part)
        if found is None or isinstance(found, Unknown):
            return found
        made += str(found)
    return made


def _not_asked(operation: str) -> Unknown:
    return Unknown(f"{operation} was not called")


def _value(thing: _Thing, declared: Attribute | Block, here: Any, path: str | None) -> Value:
    """An attribute or a block found at a path below a part of an answer."""
    if Door.LIVE not in declared.doors:
        return NOT_SHOWN
    found = None if path is None else _found(thing, here, path)
    if isinstance(found, Unknown):
        return found
    if isinstance(declared, Attribute):
        return _scalar(declared, found)
    shown = _found(thing, here, declared.shown_by) if declared.shown_by else True
    return shown if isinstance(shown, Unknown) else _block(thing, declared, found if shown else None)


def _at(here: Any, path: str) -> Any:
    """What stands at a path below a part of an answer. None where nothing is."""
    if isinstance(here, Unknown):
        return here
    match = _STEP.match(path)
    if match is None:
        return here if not path else None
    name, index = match.groups()
    rest = path[match.end() :]
    found = here.get(name) if isinstance(here, Mapping) else None
    if index is not None and found is not None:
        if not index:
            return tuple(_at(each, rest) for each in found)
        if index.startswith("#"):
            return max(len(found) - len(index) // 3, 0)
        if index == "/":
            return str(found).rpartition("/")[2]
        if index[0] in "*!":
            return tuple(_at(each, rest) for each in found if _says(each, index[1:]) is (index[0] == "*"))
        found = _element(found, index)
    return _at(found, rest) if rest else found


def _element(found: Any, index: str) -> Any:
    """The element of that number, or the first that says so ("Role=PRIMARY")."""
    if "=" in index:
        return next((each for each in found if _says(each, index)), None)
    return found[int(index)] if int(index) < len(found) else None


def _says(element: Any, wanted: str) -> bool:
    """Whether an element has that word at that key."""
    key, _, word = wanted.partition("=")
    said = element.get(key) if isinstance(element, Mapping) else None
    return said == word or (isinstance(said, bool) and str(said).lower() == word)


def _block(thing: _Thing, declared: Block, found: Any) -> Value:
    elements = [found] if isinstance(found, Mapping) else list(found or ())
    if isinstance(found, Mapping) and declared.many and not any(found.values()):
        elements = []  # AWS writes all its lists, empty ones, where nobody wrote a block
    made = tuple(
        {inner.name: _value(thing, inner, each, inner.api) for inner in declared.attributes} for each in elements
    )
    if declared.many:
        return made
    return made[0] if made else None


def _scalar(declared: Attribute, found: Any) -> Value:
    if found is None or found in ("", {}) or (found == [] and not declared.many):
        return declared.default
    if declared.hidden:
        return Unknown(declared.hidden)
    if declared.many and isinstance(found, str):
        found = [each.strip() for each in found.split(",")]
    if isinstance(found, list | tuple):
        if not declared.many and (pairs := _pairs(found)) is not None:
            return pairs
        return tuple(_one(declared, each) for each in found)
    return _one(declared, found)


def _one(declared: Attribute, found: Any) -> Value:
    if isinstance(found, datetime):
        return found.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if declared.holds == "document" and isinstance(found, Mapping):
        return json.dumps(found, separators=(",", ":"))
    return _text(declared, found) if isinstance(found, str) else frozen(found)


def _text(declared: Attribute, found: str) -> Value:
    if declared.words:
        return declared.words.get(found, Unknown(f"AWS says {found[:40]}, which drlint does not know"))
    if declared.cut and (match := re.match(declared.cut, found)):
        return match[1]
    if declared.kept_as == "truth" and found in _TRUTH:
        return _TRUTH[found]
    if declared.kept_as == "number" and _NUMBER.fullmatch(found):
        return float(found) if "." in found else int(found)
    # DNS ends a whole name with a dot, and Route 53 writes "*" as "\052".
    return found.removesuffix(".").replace("\\052", "*") if declared.domain else found


def _pairs(found: Any) -> dict[str, Value] | None:
    """A list of keys with their values as a mapping; None where it is another list."""
    for key, value in _PAIRS:
        if all(isinstance(each, Mapping) and key in each for each in found):
            return {str(each[key]): each.get(value) for each in found}
    return None
