"""Another parser, python-hcl2, sees the same blocks, attributes and positions in Terraform source as ours.

It is asked for its syntax tree, which has positions; the mappings that its `loads` makes have none.
Two differences are known and not in these texts: it refuses a byte order mark, and names that are not ASCII.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import hcl2
import pytest
from lark import Token, Tree

from drlint.cli.policy_sets import builtin_folder
from drlint.policy.files import policy_files
from drlint.policy.load import examples_of
from drlint.readers.hcl import tree
from drlint.readers.hcl.source import parse

ROOT = Path(__file__).parents[2]
FILES = sorted(file for folder in ("fixtures", "benchmarks") for file in (ROOT / folder).rglob("*.tf"))
FILES = [file for file in FILES if ".terraform" not in file.parts]

# An attribute: name, line, column. A block: type, labels, line, column, last line, and what is in it.
Item: TypeAlias = "tuple[Any, ...]"
Node: TypeAlias = "Tree[Token]"


def ours(body: tree.Body) -> list[Item]:
    attributes = [(each.name, each.place.line, each.place.column) for each in body.attributes]
    blocks = [
        (each.type, each.labels, each.place.line, each.place.column, each.place.end_line, ours(each.body))
        for each in body.blocks
    ]
    return [*attributes, *blocks]


def theirs(body: Node) -> list[Item]:
    attributes: list[Item] = []
    blocks: list[Item] = []
    for node in trees(body):
        at = node.meta
        if node.data == "attribute":
            attributes.append((text(next(trees(node))), at.line, at.column))
        elif node.data == "block":
            (kind, *labels), inner = headed(node)
            blocks.append((kind, tuple(labels), at.line, at.column, at.end_line, theirs(inner)))
    return [*attributes, *blocks]


def headed(block: Node) -> tuple[list[str], Node]:
    """The words of a block's heading, and its body."""
    *heading, body = [each for each in trees(block) if each.data != "new_line_or_comment"]
    return [text(each) for each in heading], body


def trees(node: Node) -> Iterator[Node]:
    return (each for each in node.children if isinstance(each, Tree))


def text(node: Node) -> str:
    return "".join(node.scan_values(lambda part: isinstance(part, Token) and part.type != "DBLQUOTE"))


def second_opinion(source: str) -> list[Item]:
    (body,) = trees(hcl2.parses_to_tree(source))
    return theirs(body)


def test_there_is_a_corpus() -> None:
    assert len(FILES) > 150
    assert sum(file.read_text(encoding="utf-8").count("\n") for file in FILES) > 10_000


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_files(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    read = parse(source)
    assert read.problems == ()
    assert ours(read.body) == second_opinion(source)


def test_examples_of_policies() -> None:
    """Short blocks on one line, which no file of ours has."""
    sources = [each.source for file in policy_files(builtin_folder()) for each in examples_of(file) if not each.plan]
    assert len(sources) > 300
    for source in sources:
        read = parse(source)
        assert read.problems == ()
        assert ours(read.body) == second_opinion(source), source


def test_a_difference_is_seen() -> None:
    source = 'resource "a" "b" {\n  c = { d = 1 }\n  e "f" {\n    g = 1\n  }\n}\n'
    same = second_opinion(source)
    assert ours(parse(source).body) == same
    for old, new in (("c =", "x ="), ('"f"', '"x"'), ("e ", "x "), ("g = 1", ""), ('"a" "b"', '"a"'), ("\n  c", "c")):
        assert ours(parse(source.replace(old, new, 1)).body) != same
