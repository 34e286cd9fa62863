"""Whatever people write in a document, reading it ends in resources or in an error, and no policy breaks on them."""

from __future__ import annotations

import random
import re
import sys
from datetime import date
from pathlib import Path

import pytest

from drlint.catalog.kind import Door
from drlint.catalog.registry import Catalog, load
from drlint.cli.policy_sets import builtin_policies
from drlint.engine.evaluate import Settings, evaluate
from drlint.estate.join import join
from drlint.model.errors import UnreadableError, UnrecognisedError
from drlint.model.resource import Resource
from drlint.policy.load import Loaded, loaded
from drlint.readers.documents.reader import read_document

from .running import drlint

sys.path.append(str(Path(__file__).parents[1] / "readers"))
from whole_documents import ALL

MARKDOWN = """\
---
runbook: Move to Ireland
last_tested: 2026-09-01
covers: [shop]
---
# Move
## Prerequisites
- Access
## Steps
### Step 1: Promote
```bash
aws rds failover-global-cluster --region eu-west-1
```
Verification: it is the writer
Wait: 5 minutes
1. One
   ```console
   $ aws s3 ls
   ```
## Rollback
Trigger: no
- Back
"""
TEXTS = {**{f"{kind}.yaml": text for kind, text in ALL.items()}, "runbook.md": MARKDOWN}
PIECES = (
    *("[", "]", "{", "}", ": ", "- ", "'", '"', "|", ">", "&a ", "*a", "!x ", "\t", "#", "---\n", "\n", "  ", "?", "~"),
    *("null", "no", "-1", "1e9999", "4:00:00", "2024-13-45", "soon", "../..", "file:///x", "\x00", "\x1b", "\u202e"),
    *("\ud800", "$", "`", "```", "> ", "9" * 50, "<<: {}", "arn:aws:s3:::x", "aws rds", "\\", "[[]]", "{a: []}"),
    *("eu-west-1", "\u0663", "::error::"),
)


def mutated(text: str, chance: random.Random) -> str:
    """A text with a few lines, pieces or characters of it changed."""
    for _ in range(chance.randint(1, 4)):
        lines = text.split("\n")
        at = chance.randrange(len(lines))
        how = chance.randrange(7)
        if how == 0:
            del lines[at]
        elif how == 1:
            lines.insert(at, lines[chance.randrange(len(lines))])
        elif how == 2:
            lines[at] = " " * chance.randint(0, 4) + lines[at].lstrip()
        elif how == 3:
            name, colon, _ = lines[at].partition(":")
            lines[at] = f"{name}{colon} {chance.choice(PIECES)}"
        elif how == 4:
            cut = chance.randint(0, len(lines[at]))
            lines[at] = lines[at][:cut] + chance.choice(PIECES) + lines[at][cut:]
        elif how == 5:
            cut = chance.randint(0, len(lines[at]))
            lines[at] = lines[at][:cut] + lines[at][cut + 1 :]
        else:
            name, colon, said = lines[at].partition(":")
            lines[at] = f"{name[:-1]}{colon}{said}"
        text = "\n".join(lines) or "x"
    return text


def mutations(name: str, count: int) -> list[bytes]:
    chance = random.Random(name)  # noqa: S311 - the same ones in every run
    return [mutated(TEXTS[name], chance).encode("utf-8", "surrogatepass") for _ in range(count)]


def read(data: bytes, name: str) -> tuple[Resource, ...]:
    try:
        return read_document(data, uri=f"dr/{name}", root="dr").resources
    except (UnreadableError, UnrecognisedError):
        return ()


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


@pytest.fixture(scope="module")
def policies(catalog: Catalog) -> list[Loaded]:
    kinds = set(ALL)
    return [
        each
        for each in loaded(builtin_policies(catalog), catalog)
        if kinds & set(each.metadata.applies_to) or Door.DOCUMENT in each.doors
    ]


@pytest.mark.parametrize("name", TEXTS)
def test_any_text_is_read_or_refused(name: str, catalog: Catalog) -> None:
    read_whole = 0
    for data in mutations(name, 400):
        for resource in read(data, name):
            read_whole += 1
            kind = catalog[resource.kind]
            assert set(resource.view.attributes) >= {each.name for each in kind.attributes}
            assert all(each.line for each in resource.view.where.values())
    assert read_whole > 100


def test_any_bytes_are_read_or_refused() -> None:
    chance = random.Random(7)  # noqa: S311 - as above
    for name, text in TEXTS.items():
        data = text.encode()
        for _ in range(150):
            changed = bytearray(data)
            for _ in range(chance.randint(1, 8)):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
            read(bytes(changed[: chance.randint(1, len(changed))]), name)


@pytest.mark.parametrize("name", TEXTS)
def test_no_policy_breaks_on_any_document(name: str, catalog: Catalog, policies: list[Loaded]) -> None:
    assert len(policies) > 40
    others = [each for other, text in TEXTS.items() if other != name for each in read(text.encode(), other)]
    settings = Settings(doors=frozenset({Door.DOCUMENT, Door.PLAN}), today=date(2026, 11, 26))
    for data in mutations(name, 120):
        found = [each for each in read(data, name) if all(each.address != other.address for other in others)]
        verdicts = evaluate(policies, join([*others, *found], catalog), settings)
        assert [f"{each.policy}: {each.error}" for each in verdicts.failures] == [], data.decode("utf-8", "replace")


@pytest.mark.parametrize(("kind", "name"), [("drill", "type"), ("drill", "covers"), ("runbook", "covers")])
def test_a_run_comes_to_its_end(kind: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    for each, text in ALL.items():
        changed = re.sub(rf"^  {name}: .*$", f"  {name}: {{a: [b]}}", text, flags=re.MULTILINE)
        (tmp_path / f"{each}.yaml").write_text(changed if each == kind else text, encoding="utf-8")
    ran = drlint("check", ".", "--no-cache", "-o", "markdown")
    assert ran.code in {1, 4}
    assert "mistake in drlint" not in ran.err
