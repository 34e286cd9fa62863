"""docs/documents.md shows documents that are read whole, and of which little is to be said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .running import drlint, written

PAGE = (Path(__file__).parents[2] / "docs" / "documents.md").read_text(encoding="utf-8")
DAY = ("--as-of", "2026-11-26", "--no-cache")


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The YAML of the page in a repository, each part under the name that it begins with."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "dr").mkdir()
    found = re.findall(r"^```yaml\n# (dr/[\w.-]+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert [name for name, _ in found] == [
        "dr/shop.yaml",
        "dr/leave.yaml",
        "dr/drill-2026-10.yaml",
        "dr/test-plan.yaml",
    ]
    for name, text in found:
        written(tmp_path / name, text)
    return tmp_path / "dr"


def test_what_it_shows_is_read_whole(shown: Path) -> None:
    report = drlint("check", shown, *DAY, "-o", "json").report
    assert report["blind_spots"] == report["failures"] == []
    assert {each["kind"] for each in report["inputs"]} == {"document"}
    assert [each["policy"] for each in report["findings"]] == ["failback-runbook-exists"]  # it shows none


def test_its_markdown_is_a_runbook(tmp_path: Path) -> None:
    (text,) = re.findall(r"^````markdown\n(.*?)^````$", PAGE, re.DOTALL | re.MULTILINE)
    report = drlint("check", written(tmp_path / "move.md", text), *DAY, "-o", "json").report
    assert report["blind_spots"] == []
    assert {each["resource"] for each in report["findings"]} == {"runbook.move-to-ireland"}
    said = [each["message"] for each in report["findings"] if each["policy"].startswith("command-")]
    assert said == []
