"""Reads an edited file again, with drlint's parser and with python-hcl2: both must show what was meant and no more."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from drlint.edits.changes import Change
from drlint.edits.original import Original
from drlint.readers.hcl import tree


class Outline(Struct):
    """A body as the parser sees it: the text of each argument's value, and its blocks in order."""

    arguments: dict[str, str]
    blocks: list[tuple[str, tuple[str, ...], Outline]]


def trouble(original: Original, edited: bytes, changes: Sequence[Change]) -> str:
    """Why the edited bytes are not the file with these changes; empty where they are."""
    again = Original(edited, original.uri)
    if again.refusal:
        return f"after the change {again.refusal}"
    known: dict[tree.Handle, Outline] = {}
    wanted = _outline(original, original.source.body, known)
    _change(known, changes)
    if wanted != _outline(again, again.source.body, {}):
        return "after the change drlint reads something else than was meant"
    return _second_opinion(original, again, changes)


def _outline(original: Original, body: tree.Body, known: dict[tree.Handle, Outline]) -> Outline:
    made = Outline({}, [])
    for each in body.attributes:
        made.arguments[each.name] = original.text[each.handle[1] : each.handle[2]].decode()
    for block in body.blocks:
        known[block.handle] = _outline(original, block.body, known)
        made.blocks.append((block.type, block.labels, known[block.handle]))
    return made


def _change(known: dict[tree.Handle, Outline], changes: Iterable[Change]) -> None:
    made: dict[tuple[tree.Handle, str], Outline] = {}
    for each in changes:
        target = known[each.holder.handle]
        if each.inside:
            key = (each.holder.handle, each.inside)
            if key not in made:
                made[key] = Outline({}, [])
                target.blocks.append((each.inside, (), made[key]))
            target = made[key]
        target.arguments[each.name] = each.value


def _second_opinion(original: Original, again: Original, changes: Sequence[Change]) -> str:
    """What python-hcl2 has against it."""
    try:
        before, after = _loaded(original.text.decode()), _loaded(again.text.decode())
        values = {each.value: _loaded(f"_ = {each.value}\n")["_"] for each in changes}
    except Exception as error:  # noqa: BLE001 - another's parser may break in any way; the file is then left as it is
        return f"python-hcl2 cannot read it ({type(error).__name__}), so the change could not be verified"
    made: dict[tuple[tree.Handle, str], dict[str, Any]] = {}
    for each in changes:
        target = _found(before, original.source.body, each.holder)
        if target is None:
            return "python-hcl2 does not see the block, so the change could not be verified"
        if each.inside:
            key = (each.holder.handle, each.inside)
            if key not in made:
                made[key] = {"__is_block__": True}
                target.setdefault(each.inside, []).append(made[key])
            target = made[key]
        target[each.name] = values[each.value]
    if json.dumps(before, sort_keys=True) != json.dumps(after, sort_keys=True):
        return "after the change python-hcl2 reads something else than was meant"
    return ""


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
