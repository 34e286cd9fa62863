"""Finds the lines on which a block sets what the catalog reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from drlint.model.resource import Location
from drlint.readers.hcl import tree
from drlint.readers.recipes import Recipe


class Lines(Mapping[str, Location]):
    """A kind's attributes that a block sets, each with its line; looked for when asked."""

    __slots__ = ("_block", "_known", "_recipe")

    def __init__(self, block: tree.Block, recipe: Recipe) -> None:
        self._block = block
        self._recipe = recipe
        self._known: dict[str, Location | None] = {}

    def __getitem__(self, name: str) -> Location:
        found = self._find(name)
        if found is None:
            raise KeyError(name)
        return found

    def get(self, name: str, default: Location | None = None) -> Location | None:  # type: ignore[override]
        return self._find(name) or default

    def _find(self, name: str) -> Location | None:
        if name not in self._known:
            source = self._recipe.sources.get(name)
            key = "" if source is None else source.path or source.key
            key = "tags" if key == "tags_all" else key
            self._known[name] = _deepest(self._block.body, key.split(".")) if key else None
        return self._known[name]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._find(name) is not None

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._recipe.sources if self._find(name) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _deepest(body: tree.Body, steps: list[str]) -> Location | None:
    """The line of what a path leads to, or of the innermost block on the way there."""
    first, *rest = steps
    attribute = body.attribute(first)
    if attribute is not None:
        return attribute.place
    for block in body.blocks:
        if block.type == first:
            return (_deepest(block.body, rest) if rest else None) or block.place
        if block.type == "dynamic" and block.labels == (first,):
            return block.place
    return None
