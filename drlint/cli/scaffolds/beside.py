"""Where new resources go: a file beside the block that they belong to, under names that are free there."""

from __future__ import annotations

import os
from collections.abc import Iterable

from drlint.cli.declared import Root
from drlint.edits.blocks import NewBlock
from drlint.edits.desk import Desk
from drlint.edits.original import Original
from drlint.readers.hcl import tree
from drlint.readers.hcl.body import written

NAME = "drlint-recovery.tf"
_UNHEARD = "Nobody hears it before somebody subscribes: add an aws_sns_topic_subscription."


class Beside:
    """One module's folder while resources are added to it."""

    def __init__(self, root: Root, folder: str, desk: Desk) -> None:
        self._root = root
        self._code = root.sources.code(folder)
        self._desk = desk
        self.path = os.path.join(os.path.realpath(folder), NAME)  # noqa: PTH118
        self._taken = set(self._code.resources)
        self._topics: dict[str, str] = {}

    def free_name(self, kind: str, wanted: str) -> str:
        """A name that no resource of a type has here yet."""
        name, count = wanted, 1
        while (kind, name) in self._taken:
            count += 1
            name = f"{wanted}_{count}"
        self._taken.add((kind, name))
        return name

    def add(self, blocks: Iterable[NewBlock]) -> None:
        """Put blocks at the end of the file; raises RefusedError where it is not to be edited."""
        self._desk.append(self._root.disk, self.path, blocks)

    def topic(self, provider: str) -> tuple[str, tuple[NewBlock, ...]]:
        """The name of a topic under that provider, and the block that makes it where there is none so far."""
        if provider in self._topics:
            return self._topics[provider], ()
        for (kind, name), known in self._code.resources.items():
            if kind == "aws_sns_topic" and provider_of(known) == provider and repetition(known) is None:
                self._topics[provider] = name
                return name, ()
        name = self._topics[provider] = self.free_name("aws_sns_topic", "recovery_alarms")
        arguments = {**under(provider), "name_prefix": '"recovery-alarms-"'}
        block = NewBlock(type="resource", labels=("aws_sns_topic", name), arguments=arguments, above=(_UNHEARD,))
        return name, (block,)


def repetition(block: tree.Block) -> str | None:
    """By what a block has several instances: `count` or `for_each`, None where it has one."""
    return next((name for name in ("count", "for_each") if block.body.attribute(name) is not None), None)


def provider_of(block: tree.Block) -> str:
    """The provider that a block names ("aws.dr"), empty where it names none."""
    given = block.body.attribute("provider")
    return "" if given is None else written(given.value)


def under(provider: str) -> dict[str, str]:
    """The argument that puts a block under a provider."""
    return {"provider": provider} if provider else {}


def repeated(original: Original, block: tree.Block) -> tuple[dict[str, str], str]:
    """The argument that repeats a new block as another is repeated, and how the new one calls its counterpart."""
    name = ".".join(block.labels)
    by = repetition(block)
    given = None if by is None else block.body.attribute(by)
    if by is None or given is None:
        return {}, name
    text = original.text[given.handle[1] : given.handle[2]].decode()
    if by == "count":
        return {by: f"length({name})" if "\n" in text else text}, f"{name}[count.index]"
    return {by: name if "\n" in text else text}, f"{name}[each.key]"
