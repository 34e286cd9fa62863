"""Whatever is given: a clear line, the right exit code, little time and memory, and the rest still judged."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .bad_inputs import ROWS, Row
from .running import Outcome, change, drlint, drlint_child, written

POLICY = "rds-instance-multi-az"
WITNESS = "aws_db_instance.witness"


@pytest.fixture
def here() -> Iterator[Path]:
    """A folder that everybody may look into."""
    made = Path(tempfile.mkdtemp()).resolve()
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


CASES = [
    pytest.param(row, healthy, id=row.name if healthy else f"{row.name}, and a finding")
    for row in ROWS
    for healthy in ((True, False) if row.witness else (True,))
]


@pytest.mark.parametrize(("row", "healthy"), CASES)
def test_bad_input(row: Row, healthy: bool, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001
    monkeypatch.chdir(here)
    given = row.given(here, change("witness", after={"multi_az": healthy}))
    if not isinstance(given, list):
        given = [written(here / "plan.json", given)]
    arguments = ("check", *given, "--select", POLICY, "-o", "json=-", "--show-passed")
    ran = drlint_child(*arguments, nobody=row.nobody) if row.child or row.nobody else drlint(*arguments)
    require_plain_words(row, ran)
    assert ran.code == (row.code if healthy else 1)
    if row.witness:
        require_witness(ran, healthy=healthy)
    elif row.code in {2, 3}:
        assert not ran.out


def require_plain_words(row: Row, ran: Outcome) -> None:
    """One line for each complaint, and nothing else on standard error."""
    assert "Traceback" not in ran.err
    assert "mistake in drlint" not in ran.err
    assert len(ran.complaints) >= len(row.says)
    assert (ran.err == "") == (not row.says)
    assert len(ran.complaints) == len(row.says) or row.name == "errored and not complete"
    for line, fragments in zip(ran.complaints, row.says, strict=False):
        assert line.startswith("drlint: ")
        assert line.isprintable()
        assert "::error" not in line
        for fragment in fragments:
            assert fragment in line


def require_witness(ran: Outcome, *, healthy: bool) -> None:
    """What could be read was judged, and what could not is in the report."""
    report: dict[str, Any] = ran.report
    listed = report["passed" if healthy else "findings"]
    assert WITNESS in [each["resource"] for each in listed]
    assert bool(report["blind_spots"]) == bool(ran.err)
