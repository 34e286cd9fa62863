"""Microsoft's own validator finds nothing to say about our SARIF, under its rules for GitHub.

`npm install @microsoft/sarif-multitool` brings the program; name it in DRLINT_SARIF_MULTITOOL or put it on the PATH.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cli.running import drlint

from drlint.engine.report import Report
from drlint.reports import sarif
from drlint.reports.options import Options

from . import samples
from .judged import DATABASES, MULTI_AZ, RETENTION, judged

ESTATE = Path(__file__).parents[2] / "fixtures" / "estates" / "documents-drift"
PROGRAM = os.environ.get("DRLINT_SARIF_MULTITOOL") or shutil.which("Sarif.Multitool")


@pytest.mark.skipif(PROGRAM is None, reason="DRLINT_SARIF_MULTITOOL is not set and no Sarif.Multitool is on the PATH")
@pytest.mark.parametrize(
    "report",
    [
        samples.EMPTY,
        samples.HEALTHY,
        samples.ORDINARY,
        samples.hostile(),
        samples.large(200),
        judged(DATABASES, MULTI_AZ, RETENTION),
        samples.elsewhere("../shared/main.tf"),
        samples.elsewhere("infra/main.tf"),
    ],
    ids=["empty", "healthy", "ordinary", "hostile", "large", "instances", "elsewhere", "several lines"],
)
def test_the_validator_is_silent(report: Report, tmp_path: Path) -> None:
    log = tmp_path / "report.sarif"
    with log.open("w", encoding="utf-8") as out:
        sarif.write(report, out, Options(max_results=150))
    assert said_of(log) == []


@pytest.mark.skipif(PROGRAM is None, reason="DRLINT_SARIF_MULTITOOL is not set and no Sarif.Multitool is on the PATH")
@pytest.mark.parametrize("beside", [(), ("--plan", ESTATE / "plan.json")], ids=["alone", "beside a plan"])
def test_the_validator_is_silent_about_documents(beside: tuple[str | Path, ...], tmp_path: Path) -> None:
    log = tmp_path / "report.sarif"
    assert drlint("check", ESTATE / "dr", *beside, "-o", f"sarif={log}", "--no-cache").code == 1
    assert said_of(log) == []


def said_of(log: Path) -> list[Any]:
    """The errors and warnings that the validator has about a log."""
    verdict = log.with_name("verdict.sarif")
    arguments = ["--rule-kind", "Sarif;Ghas", "--level", "Error;Warning", "-o", str(verdict), "--log", "ForceOverwrite"]
    subprocess.run([str(PROGRAM), "validate", str(log), *arguments], check=False, capture_output=True, timeout=120)
    (run,) = json.loads(verdict.read_text(encoding="utf-8-sig"))["runs"]
    return [result for result in run.get("results", []) if result.get("level", "warning") in {"error", "warning"}]
