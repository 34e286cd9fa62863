"""A single literal held against its type."""

from __future__ import annotations

from typing import Final

from drlint.readers.awscli.model import Shape
from drlint.readers.awscli.names import is_placeholder, listed, may_be_secret, shown, suggestion

FEW: Final = 8  # choices that a message can list


def fault_of_scalar(text: str, shape: Shape, what: str, *, lenient: bool) -> str | None:
    """What is wrong with a text as a scalar: `--port needs a whole number`."""
    if shape.kind in {"integer", "float"}:
        return _fault_of_number(text, shape, what)
    if shape.choices and text not in shape.choices:
        if lenient and text.lower() in {each.lower() for each in shape.choices}:
            return None
        return f"{what} {_choices(shape, text, what)}"
    if shape.kind == "timestamp" and not any(each.isdigit() for each in text):
        return f"{what} needs a date and time, such as 2026-01-31T04:00:00Z"
    if shape.kind == "switch" and not text.lstrip().startswith(("{", "Value=")):
        return f"{what} stands alone, or has Value=true or Value=false behind it"
    return None


def _fault_of_number(text: str, shape: Shape, what: str) -> str | None:
    try:
        number = int(text) if shape.kind == "integer" else float(text)
    except ValueError:
        if is_placeholder(text):
            return None
        return f"{what} needs a {'whole ' if shape.kind == 'integer' else ''}number"
    if shape.least is not None and number < shape.least:
        return f"{what} is {shown(text, 'a number')}, and the least that it takes is {shape.least:g}"
    if shape.most is not None and number > shape.most:
        return f"{what} is {shown(text, 'a number')}, and the most that it takes is {shape.most:g}"
    return None


def _choices(shape: Shape, text: str, what: str) -> str:
    known = listed(shape.choices, "or") if len(shape.choices) <= FEW else f"one of {len(shape.choices)} values"
    if may_be_secret(what):
        return f"takes {known}"
    near = suggestion(text, shape.choices)
    return f"takes {known}, not {shown(text, 'that')}" + (near if len(shape.choices) > FEW or near else "")
