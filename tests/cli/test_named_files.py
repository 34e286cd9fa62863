"""A runbook's scripts are looked for on disk, and nowhere outside the repository."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .running import drlint, written

RUNBOOK = """runbook:
  name: Failover
steps:
  - id: 1
    action: Move traffic
    commands:
      - ./scripts/move.sh
      - |
        aws route53 change-resource-record-sets --hosted-zone-id Z1 \\
          --change-batch file://dns.json
"""


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    (tmp_path / "repo" / "docs" / "dr").mkdir(parents=True)
    (tmp_path / "repo" / "scripts").mkdir()
    written(tmp_path / "repo" / "docs" / "dr" / "failover.yaml", RUNBOOK)
    monkeypatch.chdir(tmp_path / "repo")
    return tmp_path / "repo"


def missing(*paths: str) -> list[tuple[int, str]]:
    """What is missing: the line on which it is named, and the path."""
    ran = drlint("check", *paths, "--select", "runbook-script-exists", "-o", "json=-")
    found = json.loads(ran.out)["findings"]
    return sorted((each["evidence"][0]["location"]["line"], each["detail"].partition(": ")[2]) for each in found)


def test_scripts_are_looked_for_from_the_top_and_beside_the_runbook(top: Path) -> None:
    assert missing("docs") == [(7, "./scripts/move.sh"), (10, "dns.json")]
    written(top / "scripts" / "move.sh", "")
    assert missing("docs") == [(10, "dns.json")]  # and no report of before is recalled
    written(top / "docs" / "dr" / "dns.json", "{}")
    assert missing("docs") == []
    (top / "scripts" / "move.sh").unlink()
    assert missing("docs") == [(7, "./scripts/move.sh")]


def test_the_runbook_may_be_named_from_within_its_folder(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(top / "scripts" / "move.sh", "")
    monkeypatch.chdir(top / "docs" / "dr")
    assert missing("failover.yaml") == [(10, "dns.json")]


def test_a_path_out_of_the_repository_is_told_and_not_followed(top: Path) -> None:
    written(top.parent / "beyond.sh", "")
    written(top / "docs" / "dr" / "failover.yaml", RUNBOOK.replace("./scripts/move.sh", "../../../beyond.sh"))
    assert missing("docs") == [(10, "dns.json")]
    ran = drlint("check", "docs", "--select", "runbook-path-leaves-repository", "-o", "json=-")
    assert [each["detail"] for each in json.loads(ran.out)["findings"]] == ["step 1: ../../../beyond.sh"]
