"""The shapes of values in recovery documents as JSON Schema, from the same words that the reader takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from drlint.model.periods import FREQUENCIES, UNITS

Shape: TypeAlias = dict[str, Any]

DEFINED: dict[str, Shape] = {}


def define(name: str, shape: Shape) -> Shape:
    """A shape by its name, so that a schema says it once."""
    DEFINED[name] = shape
    return {"$ref": f"#/$defs/{name}"}


NOTHING: Shape = {"type": "null"}
TEXT: Shape = {"type": ["string", "number", "boolean", "null"]}
NAMED: Shape = {"type": "object", "not": {"additionalProperties": {"type": ["object", "array", "null"]}}}
TEXTS = define(
    "texts",
    {
        "anyOf": [
            {"type": ["string", "number", "boolean", "null"]},
            {"type": "array", "items": {"anyOf": [{"type": ["string", "number", "boolean", "null"]}, NAMED]}},
        ]
    },
)


def _any_case(word: str) -> str:
    """A pattern for a word in small and capital letters."""
    return "".join(f"[{each}{each.upper()}]" if each.isalpha() and each.isascii() else re.escape(each) for each in word)


def one_of(words: Iterable[str]) -> str:
    """A pattern for words in small and capital letters."""
    return "|".join(_any_case(each) for each in sorted(words, key=len, reverse=True))


def of_texts(*patterns: str, also: Iterable[Shape] = (), examples: Iterable[str] = ()) -> Shape:
    """Texts of a pattern, blanks around them; or nothing."""
    shape: Shape = {"anyOf": [{"type": "string", "pattern": f"^\\s*(?:{'|'.join(patterns)})\\s*$"}, *also, NOTHING]}
    return shape | {"examples": list(examples)} if examples else shape


_UNIT = f"(?:{one_of(UNITS)})(?![a-zA-Z])"
_PARTS = rf"(?:[0-9]{{1,9}}(?:\.[0-9]{{1,3}})?\s*{_UNIT}\s*(?:,|[aA][nN][dD])?\s*)+"
_ISO = (
    r"[pP](?=.*[0-9][wWdDhHmMsS])(?:[0-9]{1,6}[wW])?(?:[0-9]{1,6}[dD])?"
    r"(?:[tT](?:[0-9]{1,7}[hH])?(?:[0-9]{1,9}[mM])?(?:[0-9]{1,9}(?:\.[0-9]+)?[sS])?)?"
)
_RANGE = rf"[0-9]+\s*(?:-|–|[tT][oO])\s*[0-9]{{1,9}}\s*{_UNIT}"
_PERIOD = f"(?:0|{_PARTS}|{_ISO}|{_RANGE})"
_EVERY = (
    rf"(?:{_any_case('once')}\s+)?(?:{one_of(('every', 'a', 'per', 'each'))})\s+(?:[0-9]{{1,4}}\s+)?"
    rf"(?:{one_of(('day', 'week', 'month', 'quarter', 'year'))})[sS]?"
)

DURATION = define("duration", of_texts(_PERIOD, also=({"const": 0},), examples=("15m", "4h", "PT15M", "1 hour")))
FREQUENCY = define(
    "frequency",
    of_texts(
        one_of(FREQUENCIES).replace("\\ ", r"\s+"),
        _EVERY,
        rf"(?:{_any_case('every')} )?{_PERIOD}",
        also=({"const": 0},),
        examples=("quarterly", "monthly", "every 6 months", "90d"),
    ),
)
DAY = define(
    "day",
    {
        "anyOf": [
            {
                "type": "string",
                "pattern": r"^(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:[T ].*)?$",
                "examples": ["2026-11-26"],
            },
            NOTHING,
        ]
    },
)
_OF_REGION: Shape = {"type": "string", "pattern": "^[a-z]{2}(?:-[a-z]+){1,2}-[0-9]{1,2}$", "examples": ["eu-west-1"]}
_TRIMMED: Shape = {**_OF_REGION, "pattern": r"^\s*[a-z]{2}(?:-[a-z]+){1,2}-[0-9]{1,2}\s*$"}
REGION = define("region", {"anyOf": [_OF_REGION, NOTHING]})
REGIONS = define("regions", {"anyOf": [_TRIMMED, NOTHING, {"type": "array", "items": {"anyOf": [_TRIMMED, NOTHING]}}]})
NUMBER = of_texts(r"[0-9]{1,15}(?:\.[0-9]{1,20})?", also=({"type": "number", "minimum": 0},))
TRUTH: Shape = {"enum": [True, False, "true", "false", None]}
TAGS: Shape = {"type": ["object", "null"], "additionalProperties": {"type": ["string", "number", "boolean"]}}


def choice(words: Mapping[str, str]) -> Shape:
    """One of some words as drlint says them, or in any other way that people write them."""
    pattern = one_of(words).replace("\\-", r"[\s_/&-]+")
    known = list(dict.fromkeys(words.values()))
    return {"anyOf": [{"enum": [*known, None]}, {"type": "string", "pattern": f"^\\s*(?:{pattern})\\s*$"}]}


def name_of(words: Iterable[str]) -> Shape:
    """The names that keys may have."""
    return {"pattern": f"^\\s*(?:{one_of(words)})\\s*$|^x-".replace("\\-", r"[\s_-]+")}


def several(each: Shape) -> Shape:
    """One, a list of some, or some by their names."""
    some: Shape = {"anyOf": [each, NOTHING]}
    return {
        "anyOf": [each, {"type": "array", "items": some}, {"type": "object", "additionalProperties": some}, NOTHING]
    }


def mapping(fields: Mapping[str, Shape], *, closed: bool, **more: Any) -> Shape:
    """A mapping with these fields; in a closed one others begin with x-."""
    shape: Shape = {"type": "object", "properties": dict(fields), **more}
    return shape | {"additionalProperties": False, "patternProperties": {"^x-": {}}} if closed else shape
