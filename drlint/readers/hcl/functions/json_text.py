"""Functions that write and read JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from drlint.model.values import Unknown
from drlint.readers.hcl.conversion import number_from
from drlint.readers.hcl.functions.signature import DATA, TEXT, TOO_LONG, Function
from drlint.readers.hcl.operators import digits
from drlint.readers.hcl.seen import MAX_ELEMENTS, MAX_TEXT, Invalid, Seen, size

MAX_NESTING = 40

# Terraform escapes these in JSON (https://developer.hashicorp.com/terraform/language/functions/jsonencode, 2026-11-25).
_ESCAPED = {ord(each): f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}


class _UnreadableError(Exception):
    """What stands in the JSON is not kept as a value here."""


def written(value: Seen) -> str | Unknown:
    """A known value as JSON, as Terraform writes it; unknown where a number has too many digits."""
    pieces: list[str] = []
    room = [MAX_TEXT]
    missing = _write(value, pieces, room)
    return "".join(pieces) if missing is None else missing


def quoted(text: str) -> str:
    """A text as JSON, as Terraform writes it."""
    return json.dumps(text, ensure_ascii=False).translate(_ESCAPED)


def plain(value: Any) -> Seen:
    """What a decoder made as values: lists as tuples, halves of characters replaced."""
    if isinstance(value, list):
        return tuple([plain(each) for each in value])
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


def bounded(value: Any) -> Unknown | None:
    """Why what a decoder made is too large to be kept; None where it is not."""
    counted = size(value, MAX_ELEMENTS, MAX_NESTING)
    return Unknown(f"it has more than {MAX_ELEMENTS:,} elements or {MAX_NESTING} levels") if counted is None else None


def _write(value: Seen, pieces: list[str], room: list[int]) -> Unknown | None:
    if isinstance(value, tuple | Mapping):
        opened, closed = "[]" if isinstance(value, tuple) else "{}"
        keys = sorted(value) if isinstance(value, Mapping) else range(len(value))
        pieces.append(opened)
        for position, key in enumerate(keys):
            pieces.append("," if position else "")
            if isinstance(key, str):
                pieces.append(quoted(key) + ":")
                room[0] -= len(key)
            missing = _write(value[key], pieces, room)
            if missing is not None:
                return missing
        pieces.append(closed)
        return None
    made = _scalar(value)
    if isinstance(made, Unknown):
        return made
    room[0] -= len(made)
    pieces.append(made)
    return TOO_LONG if room[0] < 0 else None


def _scalar(value: Seen) -> str | Unknown:
    if isinstance(value, str):
        return quoted(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return digits(value)


def _jsondecode(text: str) -> Seen:
    try:
        made = json.loads(text, parse_constant=_refuse, parse_int=_number, parse_float=_number)
    except RecursionError:
        return Unknown(f"the JSON is nested deeper than {MAX_NESTING} levels")
    except _UnreadableError as error:
        return Unknown(str(error))
    except ValueError as error:
        return Invalid(f"the text is no JSON: {error}")
    missing = bounded(made)
    return plain(made) if missing is None else missing


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")


def _number(text: str) -> float:
    number = number_from(text)
    if isinstance(number, Unknown):
        raise _UnreadableError(number.reason)
    return number


FUNCTIONS: Mapping[str, Function] = {
    "jsondecode": Function(_jsondecode, (TEXT,), effort=4),
    "jsonencode": Function(written, (DATA,), effort=4),
}
