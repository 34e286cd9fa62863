"""Reads JSON in which nothing is said twice and every number is one."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from drlint.model.errors import UnreadableError


def read_json(data: bytes) -> Any:
    """The data of a text; raises UnreadableError, with the line where there is one."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UnreadableError(f"line {line} is not UTF-8; save it as UTF-8") from error
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except json.JSONDecodeError as error:
        raise UnreadableError(
            f"line {error.lineno} is not JSON: {error.msg}; use --output json of the AWS CLI"
        ) from error
    except RecursionError as error:
        raise UnreadableError("it is nested too deep; give the answer of the AWS CLI as it is") from error
    except ValueError as error:  # a number of thousands of digits
        raise UnreadableError("it holds a number that is none; give the answer of the AWS CLI as it is") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise UnreadableError(f"{twice[:60]!r} stands twice in one object; take one out")
    return made


def _constant(text: str) -> NoReturn:
    raise UnreadableError(f"it holds {text}, which is no JSON; write a number")
