"""Which rules of other tools are about recovery, and what they are here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

_FILE = Path(__file__).with_name("rules.yaml")


class Said(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the file says of a rule."""

    checklist: str
    severity: str
    says: str
    policies: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


class Rule(Struct, frozen=True):
    """A rule of another tool: drlint's policies that put the same question, and what a resource that fails it lacks."""

    id: str
    tool: str
    checklist: str
    severity: str
    says: str
    policies: tuple[str, ...]


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule about recovery, by each of its names."""
    import yaml  # noqa: PLC0415 - 20 ms that only a run with --import pays

    said = msgspec.convert(yaml.safe_load(_FILE.read_text(encoding="utf-8")), dict[str, dict[str, Said]])
    found: dict[str, Rule] = {}
    for tool, listed in said.items():
        for name, each in listed.items():
            rule = Rule(name, tool, each.checklist, each.severity, each.says, each.policies)
            for alias in (name, *each.also):
                if found.setdefault(alias, rule) is not rule:
                    message = f"{alias} names two rules"
                    raise ValueError(message)
    return found
