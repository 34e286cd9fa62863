"""Plain values as Terraform code writes them."""

from __future__ import annotations

from typing import TypeAlias

Plain: TypeAlias = bool | int | float | str

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def literal(value: Plain) -> str:
    """A value as code; a text in quotes, with nothing in it that would be evaluated."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        text = "".join(_ESCAPES.get(character, character) for character in value)
        return '"' + text.replace("${", "$${").replace("%{", "%%{") + '"'
    return str(int(value)) if float(value).is_integer() else repr(value)
