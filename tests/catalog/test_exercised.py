"""Every declared attribute is exercised: a fixture plan, a policy's example or a document of `doors` sets it.

`unexercised.txt` lists those that nothing exercises yet. It only shrinks: a new attribute comes with an example. After
examples were added, `python -m tests.catalog.test_exercised` takes out the lines that are no longer true.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .schema import Entry, catalog, entries, is_ours

ROOT = Path(__file__).parents[2]
LIST = Path(__file__).parent / "unexercised.txt"


def unexercised() -> set[str]:
    return {each.label for each in _own_entries() if not _is_exercised(each)}


def _own_entries() -> Iterator[Entry]:
    """What Terraform can set, told once: a companion's attributes are its owner's."""
    for each in entries():
        if each.kind.name not in catalog().owners and not is_ours(each.declared.path):
            yield each


def _is_exercised(entry: Entry) -> bool:
    type_name, _, path = entry.declared.path.rpartition(":")
    top = entry.kind.find(entry.name.partition(".")[0])
    home = type_name or (top.path.rpartition(":")[0] if top else "") or entry.kind.name
    word = path.rpartition(".")[2] or home
    homes = {home, *(each.name for each in entry.kind.companions if top and each.merges_into == top.name)}
    return any(word in _set_in_plans().get(name, ()) or word in _said_in_policies().get(name, ()) for name in homes)


@cache
def _set_in_plans() -> Mapping[str, set[str]]:
    """By Terraform type, the names that some fixture gives a value to, or that a plan says will have one."""
    found: dict[str, set[str]] = {}
    for file in ROOT.glob("fixtures/**/*.json"):
        changes = json.loads(file.read_bytes()).get("resource_changes") or ()
        for each in changes:
            names = found.setdefault(each["type"], {each["type"]})
            for part in ("before", "after", "after_unknown"):
                names.update(_names(each["change"].get(part)))
    for file in (Path(__file__).parent / "doors").glob("*.yaml"):
        for document in yaml.safe_load(file.read_text(encoding="utf-8")):
            for type_name, body in document.get("terraform", {}).items():
                found.setdefault(type_name, {type_name}).update(_names(body))
    return found


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _names(each)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if inner is not None and inner not in ("", [], {}):
                yield name
                yield from _names(inner)


@cache
def _said_in_policies() -> Mapping[str, set[str]]:
    """By Terraform type, the words of the policies that write such a block."""
    found: dict[str, set[str]] = {}
    for file in sorted(ROOT.glob("policies/**/*")):
        if file.suffix not in {".yaml", ".py"}:
            continue
        text = file.read_text(encoding="utf-8")
        words = set(re.findall(r"\b(\w+)\s*(?:=[^=]|\{)", text)) | set(re.findall(r"\bdynamic\s+\"(\w+)\"", text))
        for type_name in re.findall(r'resource\s+"(aws_\w+)"', text):
            found.setdefault(type_name, {type_name}).update(words)
    return found


def listed() -> set[str]:
    return {line for line in LIST.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")}


def test_every_attribute_is_exercised_or_listed() -> None:
    """Give a new attribute an example in a policy or a fixture; the list is for those that were there before."""
    assert sorted(unexercised() - listed()) == []


def test_the_list_names_attributes_that_there_are() -> None:
    assert sorted(listed() - {each.label for each in entries()}) == []


if __name__ == "__main__":
    kept = sorted(unexercised() & listed()) if LIST.exists() else sorted(unexercised())
    header = "# Attributes of the catalog that no fixture and no policy's example sets. This list only shrinks.\n"
    LIST.write_text(header + "".join(f"{line}\n" for line in kept), encoding="utf-8")
