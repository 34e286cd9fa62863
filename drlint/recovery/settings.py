"""Which settings of a kind a recovery depends on, by the paths that Terraform code calls them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from drlint.catalog.kind import Attribute, Block, Kind

_INLINE = "inline_"


@cache
def settings_of(kind: Kind) -> tuple[tuple[str, str], ...]:
    """Path and name of every attribute of which the catalog knows a safer direction; companions' are their own."""
    return tuple(dict.fromkeys(_below(kind.attributes, kind.name, "", "")))


def _below(declared: Sequence[Attribute | Block], kind: str, path: str, name: str) -> Iterator[tuple[str, str]]:
    for each in declared:
        owner, _, inner = each.path.rpartition(":")
        if owner not in {"", kind}:
            continue
        here = ".".join(part for part in (path, inner) if part)
        called = f"{name}.{each.name}" if name else each.name
        if each.stronger is not None and here:
            yield here, called
        if isinstance(each, Block):
            yield from _below(each.attributes, kind, here, called)
