"""Reads an edited file again, with drlint's parser and with python-hcl2: both must show what was meant and no more."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from msgspec import Struct

from drlint.edits.blocks import NewBlock, rendered
from drlint.edits.changes import Change, new_blocks
from drlint.edits.original import Original
from drlint.readers.hcl import tree


class Outline(Struct):
    """A body as the parser sees it: the text of each argument's value, and its blocks in order."""

    arguments: dict[str, str]
    blocks: list[tuple[str, tuple[str, ...], Outline]]


def trouble(original: Original, edited: bytes, changes: Sequence[Change], ending: Sequence[NewBlock] = ()) -> str:
    """Why the edited bytes are not the file with these changes and blocks at its end; empty where they are."""
    again = Original(edited, original.uri)
    if again.refusal:
        return f"after the change {again.refusal}"
    known: dict[tree.Handle, Outline] = {}
    wanted = _outline(original, original.source.body, known)
    for holder, several in _by_holder(changes):
        _change(known[holder.handle], several)
    wanted.blocks += [(each.type, each.labels, _outline_of(each)) for each in ending]
    if wanted != _outline(again, again.source.body, {}):
        return "after the change drlint reads something else than was meant"
    return _second_opinion(original, again, changes, ending)


def _by_holder(changes: Iterable[Change]) -> list[tuple[tree.Block, list[Change]]]:
    found: dict[tree.Handle, tuple[tree.Block, list[Change]]] = {}
    for each in changes:
        found.setdefault(each.holder.handle, (each.holder, []))[1].append(each)
    return list(found.values())


def _outline(original: Original, body: tree.Body, known: dict[tree.Handle, Outline]) -> Outline:
    made = Outline({}, [])
    for each in body.attributes:
        made.arguments[each.name] = original.text[each.handle[1] : each.handle[2]].decode()
    for block in body.blocks:
        known[block.handle] = _outline(original, block.body, known)
        made.blocks.append((block.type, block.labels, known[block.handle]))
    return made


def _outline_of(block: NewBlock) -> Outline:
    return Outline(dict(block.arguments), [(each.type, each.labels, _outline_of(each)) for each in block.blocks])


def _change(outline: Outline, changes: Sequence[Change]) -> None:
    outline.arguments |= {each.name: each.value for each in changes if each.block is None and not each.inside}
    outline.blocks += [(each.type, each.labels, _outline_of(each)) for each in new_blocks(changes)]


def _second_opinion(original: Original, again: Original, changes: Sequence[Change], ending: Sequence[NewBlock]) -> str:
    """What python-hcl2 has against it."""
    try:
        before, after = _loaded(original.text.decode()), _loaded(again.text.decode())
        for holder, several in _by_holder(changes):
            target = _found(before, original.source.body, holder)
            if target is None:
                return "python-hcl2 does not see the block, so the change could not be verified"
            for each in several:
                if each.block is None and not each.inside:
                    target[each.name] = _fragment(f"_ = {each.value}\n")["_"]
            _append(target, new_blocks(several))
        _append(before, ending)
    except Exception as error:  # noqa: BLE001 - another's parser may break in any way; the file is then left as it is
        return f"python-hcl2 cannot read it ({type(error).__name__}), so the change could not be verified"
    if json.dumps(before, sort_keys=True) != json.dumps(after, sort_keys=True):
        return "after the change python-hcl2 reads something else than was meant"
    return ""


def _append(target: dict[str, Any], blocks: Iterable[NewBlock]) -> None:
    for each in blocks:
        target.setdefault(each.type, []).extend(_fragment(rendered(each))[each.type])


@lru_cache(maxsize=1024)
def _fragment(text: str) -> dict[str, Any]:
    """What a new argument or block becomes, which is often the same one; nobody may change it."""
    return _loaded(text)


def _loaded(text: str) -> dict[str, Any]:
    import hcl2  # noqa: PLC0415 - only what edits source needs it, and it builds its grammar for 0.2 s

    found: dict[str, Any] = hcl2.loads(text, serialization_options=hcl2.SerializationOptions(with_comments=False))
    return found


def _found(loaded: dict[str, Any], body: tree.Body, wanted: tree.Block) -> dict[str, Any] | None:
    """What python-hcl2 made of a block: types hold lists, in which each label is one more level."""
    for block in body.blocks:
        if block.handle[0] <= wanted.handle[0] and wanted.handle[2] <= block.handle[2]:
            position = body.blocks_of(block.type).index(block)
            here = loaded.get(block.type, [])[position : position + 1]
            for _ in block.labels:
                here = [value for each in here for key, value in each.items() if key != "__is_block__"]
            if len(here) != 1 or not isinstance(here[0], dict):
                return None
            return here[0] if block is wanted else _found(here[0], block.body, wanted)
    return None
