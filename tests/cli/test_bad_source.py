"""Whatever stands in a root module: a line with its place, the right exit code, and the rest judged in bounded time."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from . import bad_modules, bad_places, bad_texts, bad_values
from .running import Outcome, drlint, drlint_child
from .source_rows import SourceRow

WITNESS = "aws_db_instance.witness"
ROWS = [*bad_texts.ROWS, *bad_places.ROWS, *bad_modules.ROWS, *bad_values.ROWS]
CASES = [
    pytest.param(each, healthy, id=each.name if healthy else f"{each.name}, and a finding")
    for each in ROWS
    for healthy in ((True,) if each.heavy else (True, False))
]


@pytest.fixture
def here() -> Iterator[Path]:
    """A folder that everybody may look into."""
    made = Path(tempfile.mkdtemp()).resolve()
    made.chmod(0o755)
    yield made
    subprocess.run(["rm", "-rf", str(made)], check=True)  # shutil goes no deeper than Python's stack


@pytest.mark.parametrize(("bad", "healthy"), CASES)
def test_bad_source(bad: SourceRow, healthy: bool, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001
    monkeypatch.chdir(here)
    for name, text in bad.env.items():
        monkeypatch.setenv(name, text)
    bad.made_in(here, healthy=healthy)
    arguments = (
        "check",
        *bad.paths,
        "--select",
        "rds-instance-multi-az",
        "-o",
        "json=-",
        "--show-passed",
        "--no-cache",
    )
    ran = drlint_child(*arguments, nobody=bad.nobody) if bad.heavy or bad.nobody else drlint(*arguments)
    require_complaints(bad, ran)
    assert ran.code == (1 if bad.witness and not healthy else bad.code)
    if bad.witness:
        listed = ran.report["passed" if healthy else "findings"]
        assert WITNESS in [each["resource"] for each in listed]
    if ran.out:
        assert bool(ran.report["blind_spots"]) == bool(bad.says)


def require_complaints(bad: SourceRow, ran: Outcome) -> None:
    """One line for each complaint, and nothing else on standard error; `more` of them may follow."""
    assert "Traceback" not in ran.err
    assert "mistake in drlint" not in ran.err
    for line in ran.complaints:
        assert line.startswith("drlint: ")
        assert line.isprintable()
        assert "::error" not in line
    assert len(ran.complaints) == len(bad.says) or (bad.more and len(ran.complaints) > len(bad.says)), ran.err
    for line, fragments in zip(ran.complaints, bad.says, strict=False):
        for fragment in fragments:
            assert fragment in line
