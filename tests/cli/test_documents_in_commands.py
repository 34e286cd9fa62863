"""What the other commands make of recovery documents and of the policies on them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from drlint.cli.starting.hooks import hook_text
from drlint.cli.starting.origin import Origin
from drlint.readers.yaml_text import read_yaml

from .running import Outcome, drlint, written

WORKLOAD = "workload:\n  name: orders\n  owner: team-orders\n  members: [aws_db_instance.orders]\n"
RUNBOOK = "runbook:\n  name: Failover\n  covers: [orders]\n  steps:\n    - action: Call the team\n"
SINGLE = 'resource "aws_db_instance" "orders" {\n  multi_az = false\n}\n'
COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    for name, text in (("infra/main.tf", SINGLE), ("dr/orders.yaml", WORKLOAD), ("dr/failover.yaml", RUNBOOK)):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        written(path, text)
    return tmp_path


def fine(*words: str) -> Outcome:
    ran = drlint(*words)
    assert ran.code == 0, ran.err
    return ran


def test_explain_shows_documents() -> None:
    said = fine("explain", "runbook-has-contacts").out
    assert "applies to  runbook" in said
    assert "Example: fail" in said
    assert "runbook:" in said.partition("Example: fail")[2]


def test_explain_shows_documents_with_what_lies_beside_them() -> None:
    said = fine("explain", "runbook-identifier-in-region").out
    assert 'resource "aws_autoscaling_group"' in said.partition("with this beside it:")[2]


def test_policies_are_listed_and_selected() -> None:
    listed = json.loads(fine("policies", "--format", "json", "--select", "runbook-*").out)
    assert len(listed if isinstance(listed, list) else listed["policies"]) > 20


def test_export_says_why_it_leaves_them_out() -> None:
    ran = drlint("export", "checkov", "out", "--select", "runbook-*")
    assert "it judges recovery documents, which checkov does not read" in ran.out + ran.err
    assert "it is written in Python" not in ran.out + ran.err


def test_fix_leaves_documents_alone() -> None:
    before = Path("dr/failover.yaml").read_bytes()
    ran = drlint("fix", ".", "--write")
    assert ran.code == 0, ran.err
    assert "multi_az" in Path("infra/main.tf").read_text(encoding="utf-8")
    assert Path("dr/failover.yaml").read_bytes() == before


def test_evidence_holds_documents_and_their_digests() -> None:
    fine("evidence", ".", "-o", "evidence.zip")
    with zipfile.ZipFile("evidence.zip") as archive:
        read = json.loads(archive.read("inputs.json"))
        population = archive.read("population.csv").decode()
    assert {"dr/orders.yaml", "dr/failover.yaml"} <= {each["path"] for each in _files(read)}
    assert "runbook.failover" in population


def _files(found: object) -> list[dict[str, str]]:
    if isinstance(found, dict):
        own = [found] if isinstance(found.get("path"), str) else []
        return own + [each for value in found.values() for each in _files(value)]
    return [each for one in found for each in _files(one)] if isinstance(found, list) else []


def test_init_counts_documents_apart_and_hooks_them() -> None:
    said = fine("init", "--source", f"https://git.example.org/tools/drlint.git@{COMMIT}").out
    assert "here: 1 root module, 1 resource that drlint knows" in said
    assert "2 recovery documents" in said
    hooks = read_yaml(Path(".pre-commit-config.yaml").read_text(encoding="utf-8")).data
    assert [each["id"] for each in hooks["repos"][0]["hooks"]] == ["drlint", "drlint-docs"]


def test_init_without_documents_hooks_none() -> None:
    assert "drlint-docs" not in fine("init", "infra").out + Path(".pre-commit-config.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("origin", [Origin("https://x/y", COMMIT), Origin("", "")])
@pytest.mark.parametrize("place", ["", "live"])
def test_the_hook_for_documents_is_well_formed(origin: Origin, place: str) -> None:
    hooks = read_yaml(hook_text(origin, place, documents=True)).data["repos"][0]["hooks"]
    assert [each["id"] for each in hooks] == ["drlint", "drlint-docs"]
    assert all(each["files"].startswith("^live/") for each in hooks) if place else True


def test_demo_has_no_documents() -> None:
    assert "runbook" not in fine("demo").out
