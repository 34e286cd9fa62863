"""Copies of a runbook in the repository are held against it, and nothing outside of it is opened."""

from __future__ import annotations

import json
from pathlib import Path

from drlint.cli.checking import check

RUNBOOK = "runbook:\n  name: Failover\n  locations: [{}]\n"


def said(folder: Path, *paths: str) -> list[str]:
    out = folder / "report.json"
    check(
        [str(folder / each) for each in paths],
        outputs=(f"json={out}",),
        select=("runbook-copies-agree",),
        bare=True,
    )
    report = json.loads(out.read_text(encoding="utf-8"))
    out.unlink()
    return [each["message"] for each in (*report["findings"], *report["unknowns"])]


def repository(folder: Path, location: str) -> Path:
    (folder / ".git").mkdir()
    (folder / "dr").mkdir()
    (folder / "copies").mkdir()
    written = folder / "dr" / "failover.yaml"
    written.write_text(RUNBOOK.format(location), encoding="utf-8")
    return written


def test_a_copy_that_is_the_same_but_for_its_line_ends_agrees(tmp_path: Path) -> None:
    runbook = repository(tmp_path, "copies/failover.yaml")
    (tmp_path / "copies" / "failover.yaml").write_bytes(runbook.read_bytes().replace(b"\n", b"\r\n"))
    assert said(tmp_path, "dr") == []


def test_a_copy_that_says_something_else_is_told_with_its_place(tmp_path: Path) -> None:
    repository(tmp_path, "../copies/failover.yaml")
    (tmp_path / "copies" / "failover.yaml").write_text(RUNBOOK.format("elsewhere"), encoding="utf-8")
    (message,) = said(tmp_path, "dr")
    assert message == "the copy of runbook Failover at ../copies/failover.yaml says something else than the runbook"


def test_a_copy_that_is_not_there_is_told(tmp_path: Path) -> None:
    repository(tmp_path, "copies/failover.yaml")
    (message,) = said(tmp_path, "dr")
    assert message.endswith("says that a copy is at copies/failover.yaml, and there is none")


def test_a_link_out_of_the_repository_is_never_opened(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    runbook = repository(inside, "copies/failover.yaml")
    outside = tmp_path / "secret.yaml"
    outside.write_bytes(runbook.read_bytes())
    (inside / "copies" / "failover.yaml").symlink_to(outside)
    assert all("none" in each or "cannot be read" in each for each in said(inside, "dr"))
    assert said(inside, "dr")


def test_addresses_are_no_copies(tmp_path: Path) -> None:
    repository(tmp_path, "https://wiki.example.com/failover.md")
    assert said(tmp_path, "dr") == []
