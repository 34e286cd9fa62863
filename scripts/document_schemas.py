"""Writes the JSON Schemas of recovery documents and the tables of their fields, or says that they differ."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scripts.document_fields import (
    ASSUMPTIONS,
    DRILL,
    MEMBER,
    OBJECTIVE,
    RUNBOOK,
    STEP,
    TEST_PLAN,
    TEST_TYPE,
    THIRD_PARTY,
    WORKLOAD,
    Field,
    properties,
)
from scripts.document_shapes import DEFINED, TEXT, Shape, mapping

_TOP = Path(__file__).parent.parent
FOLDER = _TOP / "drlint" / "cli" / "schemas"
PAGE = _TOP / "docs" / "documents.md"
_BEGIN, _END = "<!-- fields: python -m scripts.document_schemas -->", "<!-- end of fields -->"
DOCUMENTS = {
    "workload": ("A workload: what the business runs, and how it means to recover", WORKLOAD, True),
    "runbook": ("A runbook: the steps of a failover, a failback or a restore", RUNBOOK, False),
    "drill": ("A drill: a rehearsal that took place", DRILL, True),
    "test-plan": ("A test plan: what is to be rehearsed, and when", TEST_PLAN, False),
}


def schema(name: str) -> Shape:
    """The schema of a document; its fields stand below its key or beside it."""
    title, fields, closed = DOCUMENTS[name]
    key = name.replace("-", "_")
    own = properties(fields)
    inner = mapping(own, closed=closed)
    whole = mapping({key: {"description": title, "anyOf": [inner, TEXT]}, **own}, closed=closed, required=[key])
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:drlint:{name}-1", "title": title}
    return {**head, **whole, "$defs": {each: DEFINED[each] for each in sorted(_used(whole))}}


def _used(shape: Any) -> set[str]:
    """The names of the shapes that one refers to, and those refer to."""
    waiting, found = [json.dumps(shape)], set[str]()
    while waiting:
        for name in re.findall(r'"#/\$defs/(\w+)"', waiting.pop()):
            if name not in found:
                found.add(name)
                waiting.append(json.dumps(DEFINED[name]))
    return found


def files() -> Iterator[tuple[Path, str]]:
    """Each file with what it should hold."""
    for name in DOCUMENTS:
        text = json.dumps(schema(name), indent=1, ensure_ascii=False)
        yield FOLDER / f"{name}-1.schema.json", f"{text}\n"
    yield PAGE, page(PAGE.read_text(encoding="utf-8"))


_PARTS: Mapping[str, tuple[Mapping[str, Field], Mapping[str, Mapping[str, Field]]]] = {
    "workload": (
        WORKLOAD,
        {
            "members": MEMBER,
            "objectives": OBJECTIVE,
            "third_parties": THIRD_PARTY,
            "assumptions": ASSUMPTIONS,
        },
    ),
    "runbook": (RUNBOOK, {"steps": STEP}),
    "drill": (DRILL, {}),
    "test_plan": (TEST_PLAN, {"test_types": TEST_TYPE}),
}


def tables() -> str:
    """The fields of each document, as Markdown."""
    lines: list[str] = []
    for kind, (fields, inner) in _PARTS.items():
        lines += [f"### {kind}", "", "| field | what it says | also called |", "|---|---|---|"]
        for name, field in fields.items():
            lines.append(_row(name, field))
            lines += [_row(f"{name}.{each}", one) for each, one in inner.get(name, {}).items()]
        lines.append("")
    return "\n".join(lines)


def _row(name: str, field: Field) -> str:
    others = ", ".join(f"`{each}`" for each in field.others)
    return f"| `{name}` | {field.says} | {others} |"


def page(text: str) -> str:
    """The page with its tables written anew."""
    before, _, rest = text.partition(_BEGIN)
    return f"{before}{_BEGIN}\n\n{tables()}\n{_END}{rest.partition(_END)[2]}"


def main(arguments: Any) -> int:
    differing = [path for path, text in files() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" not in arguments:
        for path, text in files():
            path.write_text(text, encoding="utf-8")
        return 0
    for path in differing:
        print(f"{path.name} differs")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
