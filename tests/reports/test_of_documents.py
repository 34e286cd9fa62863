"""What reports say of recovery documents: where a command stands, and one list for one runbook."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.running import drlint, written

STEPS = 9
CHANGE = "aws route53 change-resource-record-sets --change-batch file://records.json"


@pytest.fixture
def runbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A runbook with the same mistake in each step, in a repository."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "dr").mkdir()
    steps = "".join(
        f"  - id: {number}\n    action: Move a part\n    commands:\n      - {CHANGE}\n    verification: it moved\n"
        for number in range(1, STEPS + 1)
    )
    return written(tmp_path / "dr" / "leave.yaml", f"runbook:\n  name: Leave\n  kind: failover\nsteps:\n{steps}")


FLAGS = ("--select", "command-required-parameters", "--no-cache")


def test_text_lists_them_under_one_head_with_line_and_column(runbook: Path) -> None:
    said = " ".join(drlint("check", runbook, *FLAGS).out.split())
    assert said.count("HIGH") == 1
    assert "dr/leave.yaml:8:9" in said
    assert "· step 2 of Leave: aws route53 change-resource-record-sets needs --hosted-zone-id." in " ".join(
        said.split()
    )
    assert "· 3 more like this: --full" in said
    assert drlint("check", runbook, *FLAGS, "--full").out.count("--hosted-zone-id") == STEPS


def test_markdown_lists_them_under_one_head(runbook: Path) -> None:
    said = drlint("check", runbook, *FLAGS, "-o", "markdown").out
    assert said.count("- **step") == 1
    assert said.count("  - `dr/leave.yaml:") == STEPS
    assert said.count("Fix:") == 1


def test_sarif_has_an_alert_for_each_at_its_column(runbook: Path) -> None:
    (run,) = json.loads(drlint("check", runbook, *FLAGS, "-o", "sarif").out)["runs"]
    regions = [each["locations"][0]["physicalLocation"]["region"] for each in run["results"]]
    assert [each["startLine"] for each in regions] == [8 + 5 * step for step in range(STEPS)]
    assert {each["startColumn"] for each in regions} == {9}
    assert len({each["partialFingerprints"]["drlintFinding/v1"] for each in run["results"]}) == STEPS


def test_by_workload(runbook: Path) -> None:
    text = runbook.read_text(encoding="utf-8").replace("  kind: failover", "  kind: failover\n  covers: [orders]")
    runbook.write_text(text, encoding="utf-8")
    written(runbook.parent / "orders.yaml", "workload:\n  name: orders\n  tier: '1'\n")
    said = drlint("check", "dr", *FLAGS, "--group-by", "workload").out
    assert f"orders: {STEPS} findings ({STEPS} high)" in said
