"""Values as JSON holds them, where an unknown stays one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drlint.model.values import Unknown, Value, frozen

# No tag of AWS's may be called so, nor any member of an answer: neither holds a question mark.
_UNKNOWN = "?unknown"


def plain(value: Value) -> Any:
    """A value as JSON can hold it."""
    if isinstance(value, Unknown):
        return {_UNKNOWN: value.reason}
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, tuple | list) else value


def value_of(read: Any) -> Value:
    """The value that JSON holds."""
    if isinstance(read, Mapping):
        if read.keys() == {_UNKNOWN}:
            return Unknown(str(read[_UNKNOWN]))
        return {str(name): value_of(each) for name, each in read.items()}
    return tuple([value_of(each) for each in read]) if isinstance(read, list | tuple) else frozen(read)
