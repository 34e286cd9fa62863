"""Terraform addresses taken apart: modules, their instance keys, and what a reference names."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import Any, TypeAlias

Key: TypeAlias = "int | str | None"
Step: TypeAlias = "tuple[str, Key]"

_STEPS = 64  # no reference that Terraform writes has as many; a hostile one of 50,000 would need gigabytes
_BOUNDARY = re.compile(r"[.\[]")
_TOKEN = re.compile(r'\.?([^.\[\]"]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]')


@lru_cache(maxsize=65536)
def module_steps(address: str) -> tuple[Step, ...]:
    """`module.a["x"].module.b[0]` as (("a", "x"), ("b", 0))."""
    if not address:
        return ()
    steps: list[Step] = []
    named = False
    for part in parts(address):
        if isinstance(part, tuple):
            steps[-1] = (steps[-1][0], part[0])
        elif part == "module" and not named:
            named = True
        else:
            steps.append((part, None))
            named = False
    return tuple(steps)


@lru_cache(maxsize=65536)
def module_path(address: str) -> tuple[str, ...]:
    """`module.a["x"].module.b[0]` as ("a", "b"): the modules as the configuration has them, without their instances."""
    return tuple(name for name, _ in module_steps(address))


@lru_cache(maxsize=65536)
def parts(text: str) -> tuple[str | tuple[Key], ...]:
    """A dotted address as names and, wrapped in a tuple, keys: `a.b["x"].c` → ("a", "b", ("x",), "c")."""
    found: list[str | tuple[Key]] = []
    for match in _TOKEN.finditer(text):
        name, number, quoted = match.groups()
        if name is not None:
            found.append(name)
        elif number is not None:
            found.append((int(number),))
        else:
            found.append((_unquoted(quoted),))
    return tuple(found)


def _unquoted(text: str) -> str:
    if "\\" in text:
        text = re.sub(r"\\(.)", lambda match: {"n": "\n", "t": "\t", "r": "\r"}.get(match[1], match[1]), text)
    return text.replace("$${", "${").replace("%%{", "%{")


def heads(references: Any) -> list[str]:
    """The references as the author wrote them: Terraform lists each one's prefixes after it, which are dropped."""
    kept: list[str] = []
    covered: set[str] = set()
    for reference in references if isinstance(references, list) else ():
        if isinstance(reference, str) and reference not in covered:
            kept.append(reference)
            covered.add(reference)
            boundaries = islice(_BOUNDARY.finditer(reference), _STEPS)
            covered.update(reference[: match.start()] for match in boundaries)
    return kept


def references_of(expression: Any) -> list[str]:
    """Every reference in an expression, as Terraform lists them."""
    if isinstance(expression, dict):
        found = expression.get("references")
        if isinstance(found, list):
            return [each for each in found if isinstance(each, str)]
        return [each for inner in expression.values() for each in references_of(inner)]
    if isinstance(expression, list):
        return [each for inner in expression for each in references_of(inner)]
    return []


def referring(expression: Any) -> Any:
    """What is kept of an expression: its references, and none of its constants."""
    if expression is None:
        return None
    try:
        return {"references": references_of(expression)}
    except RecursionError:
        return {"references": []}
