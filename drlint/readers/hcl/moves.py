"""Reads `moved` blocks: where what a module declares stood before."""

from __future__ import annotations

import json
from collections.abc import Iterator

from drlint.model.resource import Move
from drlint.readers.hcl import tree
from drlint.readers.hcl.module import Module

MAX_MOVES = 20_000


class Moved:
    """The moves of one root, those of a module once for each of its instances."""

    def __init__(self) -> None:
        self.found: list[Move] = []

    def meet(self, module: Module) -> None:
        """Add what a module's `moved` blocks say, at addresses of the root."""
        for block in module.code.body.blocks_of("moved"):
            if len(self.found) >= MAX_MOVES:
                module.root.cannot_see("moved", f"reading stopped after {MAX_MOVES:,} moved blocks", block.place)
                return
            self.found += _moves(module, block)


def _moves(module: Module, block: tree.Block) -> Iterator[Move]:
    """What a block says; none where it names no address, which Terraform refuses."""
    was, now = block.body.attribute("from"), block.body.attribute("to")
    if was is None or now is None:
        return
    before, after = _address(was.value), _address(now.value)
    if before and after:
        yield Move(module.root.name, f"{module.prefix}{before}", f"{module.prefix}{after}")


def _address(expression: tree.Expression) -> str:
    """An address as reports write it; nothing where it is none."""
    if isinstance(expression, tree.Name):
        return expression.name
    if isinstance(expression, tree.GetAttribute):
        of = _address(expression.of)
        return of and f"{of}.{expression.name}"
    if isinstance(expression, tree.Index) and isinstance(expression.key, tree.Literal):
        of, key = _address(expression.of), expression.key.value
        if isinstance(key, str | int) and not isinstance(key, bool):
            return of and f"{of}[{json.dumps(key, ensure_ascii=False)}]"
    return ""
