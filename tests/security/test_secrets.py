"""No secret of a plan is repeated anywhere: not in a report, not on standard error, not in a cache, not in an error."""

from __future__ import annotations

import gc
import json
import os
import re
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any
from zipfile import ZipFile

import pytest
from cli.running import Outcome, change, drlint, plan, written

from drlint.catalog.registry import load
from drlint.cli import inputs
from drlint.cli.commands import check as command
from drlint.readers.plan.reader import read_plan
from drlint.reports import formats

FIXTURES = Path(__file__).parents[2] / "fixtures"
PLANS = sorted(
    [*FIXTURES.glob("estates/*/plan.json"), *FIXTURES.glob("modules/*/plan.json"), *FIXTURES.glob("plans/*.json")]
)
CANARY = re.compile(r"CANARY-[\w-]*|Q0FOQVJZ|NBTkFSW|DQU5BUl")  # in clear, and in base64 at each offset

TELLTALE = """\
from drlint.policy import Case, Policy

policy = Policy(
    title="Tells all", severity="low", checklist="change-management",
    applies_to=("aws_db_instance", "aws_rds_cluster", "aws_lambda_function", "aws_launch_template"),
    why="To see what a mistake in a policy could tell.", fix="Nothing to fix.",
)

@policy.check
def check(case: Case) -> None:
    raise ValueError("all of it: " + repr(case.resource))
"""


def named(path: Path) -> str:
    return path.relative_to(FIXTURES).as_posix()


def told(here: Path, *arguments: str | Path) -> tuple[Outcome, str]:
    """A run, and all that it said in all formats."""
    paths = {name: here / f"report.{name}" for name in formats.names()}
    outputs = [word for name, path in paths.items() for word in ("-o", f"{name}={path}")]
    ran = drlint("check", *arguments, *outputs, "--full", "--show-passed")
    reports = [path.read_text(encoding="utf-8") for path in paths.values() if path.exists()]
    assert len(reports) == len(paths) or ran.code in {2, 3, 5}
    return ran, "\n".join([ran.out, ran.err, *reports])


def test_the_fixtures_are_these() -> None:
    assert len(PLANS) >= 17
    assert {"json", "markdown", "sarif", "text"} <= set(formats.names())


@pytest.mark.parametrize("path", PLANS, ids=named)
def test_no_report_repeats_a_secret(path: Path, tmp_path: Path) -> None:
    assert CANARY.search(path.read_text(encoding="utf-8")), "the fixture holds no secret, so it proves nothing"
    ran, said = told(tmp_path, path)
    assert ran.code in {0, 1, 4}
    assert not CANARY.findall(said)


@pytest.mark.parametrize("path", PLANS, ids=named)
def test_no_evidence_repeats_a_secret(path: Path, tmp_path: Path) -> None:
    ran = drlint("evidence", path, "-o", tmp_path / "evidence.zip")
    assert ran.code in {0, 4}
    with ZipFile(tmp_path / "evidence.zip") as archive:
        said = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    assert len(said["verdicts.json"]) > 2
    assert [name for name, text in said.items() if CANARY.search(text)] == []


@pytest.mark.parametrize("path", PLANS, ids=named)
def test_no_secret_gets_beyond_the_reader(path: Path) -> None:
    read = read_plan(path.read_bytes(), uri="plan.json", root="", catalog=load())
    assert read.resources
    assert not CANARY.findall(repr(read))


@pytest.mark.parametrize("path", PLANS, ids=named)
def test_no_secret_stays_in_memory(path: Path) -> None:
    """Attributes are made when they are read: what they are made of holds no secret either, nor the file's text."""
    read = read_plan(path.read_bytes(), uri="plan.json", root="", catalog=load())
    kept = texts_behind(read)
    assert {each.address.path for each in read.resources} <= kept
    assert not [each for each in kept if CANARY.search(each)]


def texts_behind(start: object) -> set[str]:
    """Every text that an object leads to."""
    found: set[str] = set()
    seen: set[int] = set()
    waiting: list[Any] = [start]
    while waiting:
        each = waiting.pop()
        if id(each) in seen or isinstance(each, type | ModuleType | FunctionType):
            continue
        seen.add(id(each))
        if isinstance(each, str | bytes):
            found.add(each if isinstance(each, str) else each.decode("utf-8", "replace"))
        waiting += gc.get_referents(each)
    return found


@pytest.mark.parametrize("path", PLANS, ids=named)
def test_no_error_quotes_a_secret(path: Path, tmp_path: Path) -> None:
    """Cut off inside each secret, or with a secret where something else belongs."""
    text = path.read_text(encoding="utf-8")
    places = [match.end() for match in CANARY.finditer(text)]
    cut = [text[:end] for end in (places[0], places[len(places) // 2], places[-1])]
    misplaced: list[dict[str, Any]] = []
    for key in ("resource_changes", "values", "configuration", "variables"):
        document = json.loads(text)
        document[key] = "CANARY-misplaced"
        misplaced.append(document)
    document = json.loads(text)
    for position, each in enumerate(document.get("resource_changes", ())):
        part = ("after", "before", "after_unknown", "actions", "replace_paths", "after_sensitive")[position % 6]
        each["change"][part] = "CANARY-misplaced"
    for each in [*cut, *misplaced, document]:
        ran, said = told(tmp_path, written(tmp_path / "plan.json", each))
        assert ran.code in {0, 1, 4}
        assert not CANARY.findall(said)


@pytest.mark.parametrize("path", PLANS[:5], ids=named)
def test_a_policy_that_breaks_has_no_secret_to_tell(path: Path, tmp_path: Path) -> None:
    written(tmp_path / "telltale.py", TELLTALE)
    ran, said = told(tmp_path, path, "--policies", tmp_path, "--allow-python-policies", "--select", "telltale")
    assert ran.code == 5
    assert "all of it: Resource(" in said
    assert not CANARY.findall(said)


def test_a_mistake_of_ours_quotes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(data: bytes, **_: object) -> None:
        raise ValueError(data.decode())

    monkeypatch.setattr(inputs, "read_plan", broken)
    monkeypatch.setattr(command.Recall, "kept", lambda _: None)  # what earlier runs kept is not ours
    ran, said = told(tmp_path, PLANS[0])
    assert ran.code == 5
    assert len(ran.complaints) == 1
    assert "ValueError in cli/inputs.py" in ran.err
    assert not CANARY.findall(said)


def test_the_cache_holds_no_secret(tmp_path: Path) -> None:
    told(tmp_path, PLANS[0])
    kept = [path for path in Path(os.environ["XDG_CACHE_HOME"]).rglob("*") if path.is_file()]
    assert kept
    assert not [path.name for path in kept if re.search(rb"CANARY-(?!crash)", path.read_bytes())]


@pytest.mark.parametrize("mark", [True, {"token": True}, "true", [True]], ids=str)
def test_sensitive_tags_do_not_come_back_through_tags_all(mark: object, tmp_path: Path) -> None:
    """The provider computes `tags_all` from `tags`; Terraform marks only what was written."""
    tags = {"token": "CANARY-tag", "Criticality": "critical"}
    after = {"identifier": "orders", "tags": tags, "tags_all": tags}
    made = plan(change(after=after, before=after, after_sensitive={"tags": mark, "tags_all": {}}))
    ran, said = told(tmp_path, written(tmp_path / "plan.json", made), "--world", "closed")
    assert ran.code == 1
    assert not CANARY.findall(said)


def test_a_leak_would_be_seen(tmp_path: Path) -> None:
    """The same plan with a secret in a name, which every report has to show."""
    text = (FIXTURES / "estates" / "no-backups" / "plan.json").read_text(encoding="utf-8")
    document = json.loads(text)
    for each in document["resource_changes"]:
        each["address"] += '["CANARY-leak"]'
    ran, _ = told(tmp_path, written(tmp_path / "plan.json", document))
    assert ran.code == 1
    for name in formats.names():
        assert CANARY.search((tmp_path / f"report.{name}").read_text(encoding="utf-8")), name
