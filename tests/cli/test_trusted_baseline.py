"""With `--trusted-ref` the baseline is the ref's: a change cannot take its own findings for known."""

from __future__ import annotations

from pathlib import Path

import pytest

from .repositories import HEALTHY, POLICY, SINGLE, Repository
from .running import Outcome, drlint

FILE = "drlint-baseline.json"
REF = ("--trusted-ref", "origin/main", "--select", POLICY)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    made = Repository(tmp_path / "repository")
    monkeypatch.chdir(made.top)
    return made


def _taken(*source: str) -> str:
    """The baseline of a root whose source this is."""
    Path("main.tf").write_text("".join(source), encoding="utf-8")
    Path(FILE).unlink(missing_ok=True)
    drlint("baseline", "create", ".", "--select", POLICY)
    return Path(FILE).read_text(encoding="utf-8")


def _checked(*more: str) -> Outcome:
    return drlint("check", ".", "--no-cache", "-o", "json", *REF, *more)


def _messages(ran: Outcome) -> str:
    return "\n".join(each["message"] for each in ran.report["findings"])


OTHER = SINGLE.replace("orders", "users")


@pytest.mark.parametrize("flags", [(), ("--baseline", FILE)], ids=["configured", "flag"])
def test_a_change_does_not_take_its_own_finding_for_known(repository: Repository, flags: tuple[str, ...]) -> None:
    known = _taken(SINGLE)
    repository.main({"main.tf": SINGLE, FILE: known, "drlint.yaml": {} if flags else {"baseline": FILE}})
    assert _checked(*flags).code == 0
    repository.commit({"main.tf": SINGLE + OTHER, FILE: _taken(SINGLE, OTHER)})
    ran = _checked(*flags)
    assert ran.code == 1
    assert {(each["policy"], each["resource"]) for each in ran.report["findings"]} == {
        (POLICY, "aws_db_instance.users"),
        ("gate-loosened", f"the baseline in {FILE}"),
    }
    assert "goes from 1 entry to 2 entries (1 more, 0 fewer), which lets more through" in _messages(ran)


def test_a_baseline_that_the_ref_has_not_is_empty(repository: Repository) -> None:
    repository.main({"main.tf": HEALTHY})
    repository.commit({"main.tf": SINGLE, FILE: _taken(SINGLE), "drlint.yaml": {"baseline": FILE}})
    assert _checked().code == 1
    assert _checked("--baseline", FILE).code == 1
    assert drlint("check", ".", "--no-cache", "--select", POLICY).code == 0


def test_a_baseline_outside_the_repository_is_the_workflow_s_own(repository: Repository, tmp_path: Path) -> None:
    outside = tmp_path / "known.json"
    outside.write_text(_taken(SINGLE), encoding="utf-8")
    repository.main({"main.tf": SINGLE})
    assert _checked("--baseline", str(outside)).code == 0


def test_what_cannot_be_read_is_told(repository: Repository) -> None:
    known = _taken(SINGLE)
    repository.main({"main.tf": SINGLE, FILE: known})
    repository.commit({FILE: known[:90]})
    ran = _checked("--baseline", FILE)
    assert [each["policy"] for each in ran.report["findings"]] == ["gate-changed"]
    assert "one that cannot be read" in _messages(ran)
    repository.main({"main.tf": SINGLE, FILE: known[:90]})
    broken = _checked("--baseline", FILE)
    assert broken.code == 2
    assert f"origin/main:{FILE}:5: ends in the middle" in broken.err
