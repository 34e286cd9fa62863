"""Completes Terraform text with the arguments and blocks that the AWS provider refuses to go without."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import tree_sitter_hcl
import yaml
from tree_sitter import Language, Node, Parser

FIXTURES = Path(__file__).parent.parent / "fixtures"
SCHEMA = FIXTURES / "provider-schema" / "aws-5.100.json"
VALUES = FIXTURES / "parity" / "values.yaml"
_PARSER = Parser(Language(tree_sitter_hcl.language()))
_PLAIN = {"number": "1", "bool": "true", "set": "[]", "list": "[]", "map": "{}"}


class Block(NamedTuple):
    """A block of a text: its words, the bytes between its braces, and what stands there."""

    words: tuple[str, ...]
    whole: tuple[int, int]
    inside: tuple[int, int]
    attributes: Mapping[str, tuple[int, int]]
    blocks: tuple[Block, ...]

    @property
    def names(self) -> set[str]:
        """The arguments and blocks that it has; a dynamic block counts as what it makes."""
        made = {each.words[-1] if each.words[0] == "dynamic" else each.words[0] for each in self.blocks}
        return made | self.attributes.keys()


class Edit(NamedTuple):
    """New text for a stretch of bytes."""

    start: int
    end: int
    text: str


def blocks_of(text: str) -> tuple[Block, ...]:
    """The top-level blocks of a text."""
    data = text.encode()
    return tuple(_block(data, each) for each in _children(_PARSER.parse(data).root_node, "block"))


def edited(text: str, edits: list[Edit]) -> str:
    """The text with every edit made, the last one first."""
    data = text.encode()
    for each in sorted(edits, reverse=True):
        data = data[: each.start] + each.text.encode() + data[each.end :]
    return data.decode()


def completed(text: str) -> str:
    """The text with everything added that the provider requires of its resources."""
    edits: list[Edit] = []
    for block in blocks_of(text):
        if block.words[0] == "resource":
            kind = _types().get(block.words[1], {"block": {}})["block"]
            edits += _edits(text, block, kind, block.words[1], block.words[2])
    return edited(text, edits)


def _children(node: Node, wanted: str) -> Iterator[Node]:
    for body in (each for each in node.children if each.type == "body"):
        yield from (each for each in body.children if each.type == wanted)


def _block(data: bytes, node: Node) -> Block:
    def said(each: Node) -> str:
        return data[each.start_byte : each.end_byte].decode().strip('"')

    ends = {each.type: each for each in node.children if each.type in {"block_start", "block_end"}}
    return Block(
        words=tuple(said(each) for each in node.children if each.type in {"identifier", "string_lit"}),
        whole=(node.start_byte, node.end_byte),
        inside=(ends["block_start"].end_byte, ends["block_end"].start_byte),
        attributes={
            said(each.children[0]): (each.children[-1].start_byte, each.children[-1].end_byte)
            for each in _children(node, "attribute")
        },
        blocks=tuple(_block(data, each) for each in _children(node, "block")),
    )


@cache
def _types() -> Mapping[str, Any]:
    (provider,) = json.loads(SCHEMA.read_text(encoding="utf-8"))["provider_schemas"].values()
    found: Mapping[str, Any] = provider["resource_schemas"]
    return found


@cache
def _values() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load(VALUES.read_text(encoding="utf-8"))
    return found


def _edits(text: str, block: Block, schema: Mapping[str, Any], path: str, label: str) -> Iterator[Edit]:
    """What is added to a block and to those in it."""
    data = text.encode()
    said = {name: data[slice(*where)].decode() for name, where in block.attributes.items()}
    lines = [*_required(schema, block.names, path, label), *_wanted(block.names, path, label, said)]
    if lines:
        start, end = block.inside
        rest = data[start:end].decode()
        is_one_line = "\n" not in rest
        yield Edit(start, start, "\n" + "\n".join(lines) + ("\n" if is_one_line else ""))
        if is_one_line and rest.strip():
            yield Edit(end, end, "\n")
    for each in block.blocks:
        name = each.words[-1] if each.words[0] == "dynamic" else each.words[0]
        inner = schema.get("block_types", {}).get(name)
        body = next((below for below in each.blocks if below.words[0] == "content"), each)
        if inner is not None:
            yield from _edits(text, body, inner["block"], f"{path}.{name}", label)


def _required(schema: Mapping[str, Any], present: set[str], path: str, label: str) -> Iterator[str]:
    """The lines of the required arguments and blocks that are not there."""
    for name, declared in schema.get("attributes", {}).items():
        if declared.get("required") and name not in present:
            yield f"  {name} = {_value(path, name, declared['type'], label)}"
    for name, declared in schema.get("block_types", {}).items():
        if declared.get("min_items") and name not in present:
            below = f"{path}.{name}"
            lines = [*_required(declared["block"], set(), below, label), *_wanted(set(), below, label, {})]
            yield f"  {name} {{\n" + "\n".join(lines) + "\n  }"


def _wanted(present: set[str], path: str, label: str, said: Mapping[str, str]) -> Iterator[str]:
    """The lines that the provider's own checks ask for, beyond its schema; `said` is what the arguments say."""
    for each in _values()["also"].get(path, ()):
        given = each.get("given", ())
        if not present & {*each["unless"]} and present.issuperset(given):
            line = each["add"].replace("{label}", label.replace("_", "-"))
            for name in given:
                line = line.replace(f"{{{name}}}", said.get(name, ""))
            yield f"  {line}"


def _value(path: str, name: str, declared: Any, label: str) -> str:
    """A value that the provider takes: the table's for this place, else for this name, else any of that type."""
    table = _values()["required"]
    found = table.get(f"{path}.{name}", table.get(name))
    if found is not None:
        return str(found).replace("{label}", label.replace("_", "-"))
    word = declared if isinstance(declared, str) else declared[0]
    return _PLAIN.get(word, f'"completed-{label.replace("_", "-")}"')
