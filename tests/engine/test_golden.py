"""The estates' reports are what they were; `python scripts/golden.py` writes them anew."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

REPOSITORY = Path(__file__).parent.parent.parent


def _golden() -> ModuleType:
    spec = importlib.util.spec_from_file_location("golden", REPOSITORY / "scripts" / "golden.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GOLDEN = _golden()


@pytest.mark.parametrize("estate", GOLDEN.estates(), ids=lambda path: path.name)
def test_reports_are_what_they_were(estate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)
    monkeypatch.delenv("COLUMNS", raising=False)
    for name, text in GOLDEN.reports(estate).items():
        expected = (estate / "expected" / name).read_text(encoding="utf-8")
        assert text == expected, f"{name} differs; python scripts/golden.py writes it anew"
