"""Places in a Terraform text where a value could be another one, or not known."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import tree_sitter_hcl
from msgspec import Struct
from tree_sitter import Language, Node, Parser

_SCHEMA = Path(__file__).parents[2] / "fixtures" / "provider-schema" / "aws-5.100.json"
_PARSER = Parser(Language(tree_sitter_hcl.language()))
_NUMBER = re.compile(r"\d+(\.\d+)?")
_FIXED = {"provider", "alias", "ignore_changes"}  # Terraform takes no variable there
AS_BEFORE, LEFT_OUT = {"as it is"}, {"left out"}
UNKNOWN = 'variable "unknown_1" {}\nvariable "unknown_2" {}\n'

Pool = Mapping[tuple[str, str], Iterable[str]]


class Spot(Struct, frozen=True):
    """An argument or a block inside a resource, a provider, a module call or a backend; `path` is its place in there.

    `value` holds the bytes of an argument's value (of a block: its body), `whole` those of all of it.
    """

    kind: str
    path: str
    value: tuple[int, int]
    whole: tuple[int, int]
    text: str
    is_block: bool

    @property
    def name(self) -> str:
        return self.path.rpartition(".")[2]


def spots(source: str) -> Iterator[Spot]:
    """Every argument and every nested block of a text's resources, providers, module calls and backends."""
    data = source.encode()
    for block in _children(_PARSER.parse(data).root_node, "block"):
        words = [_text(data, each).strip('"') for each in block.children if each.type in {"identifier", "string_lit"}]
        if words[0] == "resource":
            yield from _inside(data, block, words[1], "")
        elif words[0] in {"provider", "module"}:
            yield from _inside(data, block, words[0], "")
        elif words[0] == "terraform":
            for inner in _children(block, "block"):
                if _text(data, inner.children[0]) == "backend":
                    yield from _inside(data, inner, "backend", "")


def _children(node: Node, wanted: str) -> Iterator[Node]:
    for body in (each for each in node.children if each.type == "body"):
        yield from (each for each in body.children if each.type == wanted)


def _inside(data: bytes, block: Node, kind: str, prefix: str) -> Iterator[Spot]:
    for each in _children(block, "attribute"):
        name, value = _text(data, each.children[0]), each.children[-1]
        if name not in _FIXED:
            yield Spot(kind, prefix + name, _range(value), _range(each), _text(data, value), is_block=False)
    for each in _children(block, "block"):
        path = prefix + _text(data, each.children[0])
        body = next((inner for inner in each.children if inner.type == "body"), None)
        start = each.children[1].end_byte
        inside = _range(body) if body is not None else (start, start)
        yield Spot(kind, path, inside, _range(each), data[inside[0] : inside[1]].decode(), is_block=True)
        yield from _inside(data, each, kind, f"{path}.")


def _range(node: Node) -> tuple[int, int]:
    return node.start_byte, node.end_byte


def _text(data: bytes, node: Node) -> str:
    return data[node.start_byte : node.end_byte].decode()


def _with(source: str, where: tuple[int, int], new: str) -> str:
    data = source.encode()
    return (data[: where[0]] + new.encode() + data[where[1] :]).decode()


@cache
def _types() -> Mapping[str, Any]:
    (provider,) = json.loads(_SCHEMA.read_text(encoding="utf-8"))["provider_schemas"].values()
    found: Mapping[str, Any] = provider["resource_schemas"]
    return found


def is_required(spot: Spot) -> bool:
    """Whether the provider refuses the resource without it."""
    if spot.kind not in _types():
        return True
    block = _types()[spot.kind]["block"]
    *blocks, last = spot.path.split(".")
    for each in blocks:
        block = block.get("block_types", {}).get(each, {}).get("block", {})
    declared = block.get("attributes", {}).get(last) or block.get("block_types", {}).get(last) or {}
    return bool(declared.get("required") or declared.get("min_items"))


def concretes(source: str, spot: Spot, pool: Pool) -> Iterator[tuple[str, str]]:
    """What the value may be: as it is, left out where that is allowed, or what other examples say there."""
    yield "as it is", source
    if not is_required(spot):
        yield "left out", _with(source, spot.whole, "")
    if not spot.is_block:
        for other in sorted(_others(source, spot, pool)):
            yield other, _with(source, spot.value, other)


def _others(source: str, spot: Spot, pool: Pool) -> set[str]:
    if spot.text in {"true", "false"}:
        return {"true", "false"} - {spot.text}
    if _NUMBER.fullmatch(spot.text):
        return {"0", "1", "35", "100000"} - {spot.text}
    if spot.text.startswith("["):
        return {"[]"} - {spot.text}
    if spot.text.startswith(('"', "aws_")):
        # two buckets cannot have one name, so what another resource of the example is called is no choice
        named = spot.path in {"bucket", "name", "identifier", "cluster_identifier"}
        texts = {each for each in pool.get((spot.kind, spot.path), ()) if each.startswith('"')}
        return {each for each in texts - {spot.text} if not named or each.strip('"') not in source}
    return set()


def unknowns(source: str, spot: Spot) -> Iterator[tuple[str, str, set[str]]]:
    """The text with that value not known, in every way there is, and what it may then be (nothing: all concretes)."""
    if spot.is_block:
        content = f'dynamic "{spot.name}" {{\n  for_each = var.unknown_1\n  content {{\n{spot.text}\n  }}\n}}'
        yield "dynamic", UNKNOWN + _with(source, spot.whole, content), AS_BEFORE | LEFT_OUT
        return
    yield "variable", UNKNOWN + _with(source, spot.value, "var.unknown_1"), set()
    if spot.text.startswith("aws_"):
        maybe = f"var.unknown_1 ? {spot.text} : null"
        yield "perhaps", UNKNOWN + _with(source, spot.value, maybe), AS_BEFORE | LEFT_OUT
    if spot.text.startswith("[") and spot.text != "[]":
        yield "elements", UNKNOWN + _with(source, spot.value, "[var.unknown_1, var.unknown_2]"), AS_BEFORE


def all_unknown(source: str, kind: str) -> str:
    """The text with every argument of a kind's resources not known, the meta-arguments aside."""
    leaves = [each for each in spots(source) if each.kind == kind and not each.is_block]
    for each in sorted(leaves, key=lambda spot: spot.value, reverse=True):
        if each.name not in {"count", "for_each"}:
            source = _with(source, each.value, "var.unknown_1")
    return UNKNOWN + source
