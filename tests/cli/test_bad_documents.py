"""Whatever a document holds: a clear line, the right exit code, little time and memory, and the rest still judged."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from .bad_documents import ROWS
from .bad_inputs import Row
from .running import change, drlint, drlint_child
from .test_bad_input import POLICY, require_plain_words

WITNESS = "aws_db_instance.witness"


@pytest.fixture
def here() -> Iterator[Path]:
    """A folder that everybody may look into."""
    made = Path(tempfile.mkdtemp()).resolve()
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.mark.parametrize("row", ROWS, ids=[each.name for each in ROWS])
def test_bad_document(row: Row, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(here)
    given = row.given(here, change("witness", after={"multi_az": True}))
    arguments = ("check", *given, "--select", POLICY, "-o", "json=-", "--show-passed")
    ran = drlint_child(*arguments, nobody=row.nobody) if row.child or row.nobody else drlint(*arguments)
    require_plain_words(row, ran)
    assert ran.code == row.code
    assert WITNESS in [each["resource"] for each in ran.report["passed"]]
    assert bool(ran.report["blind_spots"]) == (row.code == 4)
