"""Gathers what the waiver comments of one root's modules stand on, as addresses and lines."""

from __future__ import annotations

from drlint.model.waiver import Comment, Place, Written
from drlint.readers.hcl.comments import Placed
from drlint.readers.hcl.module import Module

_NAMED = 3


class Waivers:
    """The waivers of one root, each told once however often its module is called."""

    def __init__(self) -> None:
        self._comments: dict[int, tuple[Comment, str]] = {}
        self._places: dict[int, list[Place]] = {}
        self._met: set[tuple[tuple[str, ...], int]] = set()
        self._foreign: dict[str, None] = {}

    def meet(self, module: Module) -> None:
        """Add the comments of a module; in one that was installed they are not the user's, and do not count."""
        code = module.code
        if not code.comments:
            return
        if module.foreign is not None:
            self._foreign.update((str(each.comment.location), None) for each in code.comments)
            return
        if (module.trail, id(code)) in self._met:
            return
        self._met.add((module.trail, id(code)))
        for each in code.comments:
            self._comments[id(each)] = each.comment, called(each)
            self._places.setdefault(id(each), []).extend([_place(each, module)] if each.uri else [])

    @property
    def written(self) -> tuple[Written, ...]:
        return tuple(
            Written(comment=comment, on=on, places=tuple(self._places[key]))
            for key, (comment, on) in self._comments.items()
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What has to be said of waivers that do not count."""
        if not self._foreign:
            return ()
        names = list(self._foreign)
        more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
        return (f"waivers in installed modules do not count: {', '.join(names[:_NAMED])}{more}",)


def _place(placed: Placed, module: Module) -> Place:
    prefix = "".join(f"module.{name}." for name in module.trail)
    path = {"resource": ".".join(placed.labels), "module": ".".join(("module", *placed.labels))}.get(placed.type, "")
    return Place(
        root=module.root.name,
        path=f"{prefix}{path}" if path else "",
        uri=placed.uri,
        first=placed.first,
        last=placed.last,
        only=placed.only,
        call=placed.type == "module",
        shared=bool(module.trail),
    )


def called(placed: Placed) -> str:
    """What a comment stands on, as people write it."""
    words = placed.labels if placed.type == "resource" else (placed.type, *placed.labels)
    return ".".join(each for each in (*words, placed.part) if each)
