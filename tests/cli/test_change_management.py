"""A change and the documents of what it changes: which are touched, and whether a test is still one."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from .repositories import Repository, git
from .running import Outcome, change, drlint, plan

REF = ("--trusted-ref", "origin/main")
TOUCHES, TESTED = "change-touches-recovery-documents", "tested-topology-unchanged"
WORKLOAD = "workload:\n  name: orders\n  members: ['aws_db_instance.*']\n"
RUNBOOK = """\
runbook:
  name: Failover
  covers: [orders]
  last_tested: "2026-10-01"
  steps:
    - action: Call the team
"""
ORDERS = 'resource "aws_db_instance" "orders" {\n  identifier = "orders"\n}\n'
REPORTS = ORDERS.replace("orders", "reports")
BODY = {"identifier": "orders", "backup_retention_period": 7}
LONGER = {**BODY, "backup_retention_period": 14}


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    made = Repository(tmp_path / "repository")
    monkeypatch.chdir(made.top)
    made.main({"infra/main.tf": ORDERS, "dr/orders.yaml": WORKLOAD, "dr/failover.yaml": RUNBOOK})
    return made


def planned(repository: Repository, *changes: Any) -> tuple[str, str]:
    """A plan outside of the repository's history, as a build makes it."""
    repository.has({"infra/plan.json": plan(*changes, configuration={})})
    return ("--plan", "infra/plan.json")


def checked(policy: str, *more: str) -> Outcome:
    return drlint("check", "dr", *more, "--select", policy, "-o", "json", "--as-of", "2026-11-26", "--no-cache")


def said(ran: Outcome) -> tuple[list[str], list[str]]:
    """What fails and what cannot be told."""
    report = ran.report
    return [each["message"] for each in report["findings"]], [each["message"] for each in report["unknowns"]]


def test_a_change_past_the_documents(repository: Repository) -> None:
    given = planned(repository, change(actions=["update"], before=BODY, after=LONGER))
    failed, _ = said(checked(TOUCHES, *given, *REF))
    assert failed == [
        (
            "workload orders: aws_db_instance.orders has another backup_retention_period; "
            "the change touches none of its 2 documents, and it names no change_management"
        )
    ]
    ran = checked(TOUCHES, *given, *REF)
    places = [each["location"]["uri"] for each in ran.report["findings"][0]["evidence"]]
    assert places[0] == "dr/orders.yaml"
    assert places[1].startswith("infra/")


def test_a_change_that_touches_the_runbook(repository: Repository) -> None:
    given = planned(repository, change(actions=["update"], before=BODY, after=LONGER))
    repository.commit({"dr/failover.yaml": RUNBOOK + "    - action: Look at the backups\n"})
    assert said(checked(TOUCHES, *given, *REF)) == ([], [])


def test_a_reference_is_enough(repository: Repository) -> None:
    given = planned(repository, change(actions=["delete"], before=BODY, after=None))
    assert said(checked(TOUCHES, *given, *REF))[0]
    repository.main({"dr/orders.yaml": WORKLOAD + "  change_management: CHG-1207\n"})
    assert said(checked(TOUCHES, *given, *REF)) == ([], [])


def test_without_a_ref_nothing_tells(repository: Repository) -> None:
    given = planned(repository, change(actions=["delete"], before=BODY, after=None))
    failed, unknown = said(checked(TOUCHES, *given))
    assert failed == []
    assert unknown == [
        (
            "workload orders: aws_db_instance.orders is deleted; "
            "give --trusted-ref to tell whether the change touches its documents"
        )
    ]


@pytest.mark.parametrize(
    "harmless",
    [
        change(actions=["no-op"], before=BODY, after=BODY),
        change(actions=["update"], before=BODY, after={**BODY, "tags": {"a": "b"}}),
        change("others", actions=["delete"], before=BODY, after=None, type="aws_iam_role", address="aws_iam_role.x"),
    ],
)
def test_a_change_that_recovery_is_not_about(repository: Repository, harmless: Any) -> None:
    given = planned(repository, harmless)
    assert said(checked(TOUCHES, *given, *REF)) == ([], [])


def test_it_is_new_by_its_nature(repository: Repository) -> None:
    given = planned(repository, change(actions=["update"], before=BODY, after=LONGER))
    ran = checked(TOUCHES, *given, *REF, "--only-new")
    assert ran.code == 1
    assert [each["posture"] for each in ran.report["findings"]] == ["new"]


def test_a_plan_makes_a_test_stale(repository: Repository) -> None:
    given = planned(repository, change("reports", before=None, after=BODY), change(actions=["no-op"], before=BODY))
    failed, _ = said(checked(TESTED, *given))
    assert failed == [
        "runbook Failover was last tested on 2026-10-01, before what the plan does: aws_db_instance.reports is created"
    ]
    assert said(checked(TESTED, *planned(repository, change(actions=["update"], before=BODY, after=LONGER))))[0] == []


def dated(repository: Repository, day: str, files: dict[str, Any]) -> None:
    repository.has(files)
    git(repository.top, "add", "--all")
    when = {**os.environ, "GIT_COMMITTER_DATE": f"{day}T12:00:00Z", "GIT_AUTHOR_DATE": f"{day}T12:00:00Z"}
    words = ("git", "-c", "user.name=T", "-c", "user.email=t@example.com", "commit", "--quiet", "--message=then")
    subprocess.run(words, cwd=repository.top, env=when, check=True)


def begun(folder: Path) -> Repository:
    made = Repository(folder)
    dated(made, "2026-09-01", {"infra/main.tf": ORDERS, "dr/orders.yaml": WORKLOAD, "dr/failover.yaml": RUNBOOK})
    return made


def test_history_tells_what_was_added_since(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = begun(tmp_path / "history")
    monkeypatch.chdir(repository.top)
    assert said(checked(TESTED, "infra")) == ([], [])
    dated(repository, "2026-11-01", {"infra/more.tf": REPORTS})
    failed, _ = said(checked(TESTED, "infra"))
    assert len(failed) == 1
    assert failed[0].startswith(
        "runbook Failover was last tested on 2026-10-01; aws_db_instance.reports was added since (after commit "
    )
    dated(repository, "2026-11-20", {"dr/failover.yaml": RUNBOOK.replace("2026-10-01", "2026-11-10")})
    assert said(checked(TESTED, "infra")) == ([], [])


def test_it_is_the_repository_of_what_is_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = begun(tmp_path / "history")
    other = Repository(tmp_path / "other")
    dated(other, "2026-09-01", {"README.md": "x", "infra/other.tf": REPORTS.replace("reports", "else")})
    monkeypatch.chdir(other.top)
    folders = [str(repository.top / each) for each in ("infra", "dr")]
    ran = drlint("check", *folders, "--select", TESTED, "-o", "json", "--as-of", "2026-11-26", "--no-cache")
    assert said(ran) == ([], [])


def test_history_that_does_not_reach_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = Repository(tmp_path / "young")
    monkeypatch.chdir(repository.top)
    files = {"infra/main.tf": ORDERS, "dr/orders.yaml": WORKLOAD, "dr/failover.yaml": RUNBOOK}
    dated(repository, "2026-11-01", files)
    _, unknown = said(checked(TESTED, "infra"))
    assert unknown == ["the repository's history does not reach back to 2026-10-01, when it was tested"]


def test_without_git_there_is_no_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = begun(tmp_path / "history")
    monkeypatch.chdir(repository.top)
    monkeypatch.setenv("PATH", "/nowhere")
    assert said(checked(TESTED, "infra")) == ([], [])


def test_a_recalled_report_knows_of_a_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    repository = begun(tmp_path / "history")
    monkeypatch.chdir(repository.top)
    words = ("check", "dr", "infra", "--select", TESTED, "-o", "json", "--as-of", "2026-11-26")
    repository.has({"infra/more.tf": REPORTS})
    assert said(drlint(*words))[0]
    dated(repository, "2026-09-20", {})
    assert said(drlint(*words))[0] == []


def test_what_is_deleted_under_another_configuration(repository: Repository) -> None:
    repository.main({"infra/drlint.yaml": "fail_on: low\n", "dr/drlint.yaml": "fail_on: high\n"})
    given = planned(repository, change(actions=["delete"], before=BODY, after=None))
    failed, _ = said(checked(TOUCHES, *given, *REF))
    assert len(failed) == 1
    assert "aws_db_instance.orders is deleted" in failed[0]
