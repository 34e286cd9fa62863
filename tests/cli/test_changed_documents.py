"""`check --changed` with recovery documents: those of the change are judged, those near it are in view."""

from __future__ import annotations

from pathlib import Path

import pytest

from .running import Outcome, drlint, written

WORKLOAD = "workload: orders\nowner: team-orders\nmembers: [aws_db_instance.orders]\n"
RUNBOOK = "runbook:\n  name: Failover\n  covers: orders\n  steps:\n    - action: Call the team\n"
NAMED = """\
title: A runbook is for a workload of ours
severity: low
checklist: runbooks-documented
applies_to: [runbook]
require: resource.workloads.owner == "team-orders"
message: "{resource} covers none"
why: To be found.
fix: Write the workload.
examples:
  - fail: |
      workload: y
      owner: others
      ---
      runbook: {name: x, covers: y, steps: []}
"""


def files(**named: str) -> None:
    """Files by their names, in which `__` stands for a slash and `_` for a dot."""
    for name, text in named.items():
        path = Path(name.replace("__", "/").replace("_", "."))
        path.parent.mkdir(parents=True, exist_ok=True)
        written(path, text)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path.parent / "cache"))
    return tmp_path


def roots(ran: Outcome) -> list[str]:
    return [each["uri"] for each in ran.report["inputs"]]


def documents(*paths: str) -> Outcome:
    return drlint("check", "--changed", "--policies", "own", "--select", "named", "-o", "json", *paths)


def test_a_document_is_judged_with_those_near_it_in_view() -> None:
    files(own__dr__named_yaml=NAMED, docs__dr__runbooks__failover_yaml=RUNBOOK)
    first = documents("docs/dr/runbooks/failover.yaml").report["counts"]
    assert (first["pass"], first["unknown"]) == (0, 1)  # the workload may be written elsewhere
    files(docs__dr__workloads__orders_yaml=WORKLOAD)  # it was not there in the run before, whose report is kept
    ran = documents("docs/dr/runbooks/failover.yaml")
    assert (ran.code, ran.report["counts"]["pass"]) == (0, 1)
    assert roots(ran) == ["docs/dr/runbooks/failover.yaml", "docs/dr/workloads/orders.yaml"]
    assert documents("docs/dr/workloads/orders.yaml").report["counts"]["pass"] == 0  # the runbook is only looked at


def test_of_documents_only_those_of_the_change_fail() -> None:
    files(own__dr__named_yaml=NAMED, dr__orders_yaml=WORKLOAD, dr__broken_yaml="runbook:\n  name: x\n  steps: [\n")
    assert documents("dr/orders.yaml").code == 0
    assert documents("dr/broken.yaml").code == 4


@pytest.mark.parametrize("text", [None, "replicas: 3\n", "image: [\n", "runbook: {url: https://example.org}\n", ""])
def test_what_is_no_document_is_ignored(text: str | None) -> None:
    if text is not None:
        files(dr__values_yaml=text)
    assert drlint("check", "--changed", "dr/values.yaml").code == 0


def test_configuration_stands_for_the_documents_below_it() -> None:
    files(docs__dr__orders_yaml=WORKLOAD, docs__drlint_yaml="fail_on: high\n")
    ran = drlint("check", "--changed", "docs/drlint.yaml", "-o", "json")
    assert roots(ran) == ["docs/dr/orders.yaml"]


def test_a_document_beside_changed_source() -> None:
    files(dr__orders_yaml=WORKLOAD, a__main_tf='resource "aws_db_instance" "orders" {}\n')
    ran = drlint("check", "--changed", "a/main.tf", "dr/orders.yaml", "-o", "json")
    assert roots(ran) == ["dr/orders.yaml", "a"]
