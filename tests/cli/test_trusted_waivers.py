"""With `--trusted-ref` a waiver holds only where the ref has it as well."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .repositories import POLICY, SINGLE, Repository, git
from .running import drlint

ON = ("--as-of", "2026-11-26", "--select", POLICY, "--trusted-ref", "origin/main")
COMMENT = (
    '# drlint: waive[rds-instance-multi-az] until=2027-01-31 owner=payments ticket=OPS-1 reason="moves to Aurora"\n'
)
WAIVED = COMMENT + SINGLE


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    made = Repository(tmp_path / "repository")
    monkeypatch.chdir(made.top)
    return made


def run(*more: str) -> tuple[int, int, int]:
    """The exit code, the findings on what is judged, and the waived ones, of a run that leaves out the gate."""
    ran = drlint("check", ".", *ON, "-o", "json", "--ignore", "gate-*", *more)
    return ran.code, len(ran.report["findings"]), len(ran.report["waived"])


HOLDS, NOT = (0, 0, 1), (1, 1, 0)


def said() -> list[tuple[str, str, int]]:
    """What a run says of the gate: policy, message and line."""
    found = drlint("check", ".", *ON, "-o", "json").report["findings"]
    places = [(each, each["evidence"][0]["location"]) for each in found if each["policy"].startswith("gate-")]
    return [(each["policy"], each["message"], place["line"]) for each, place in places]


def test_a_waiver_that_the_ref_has_holds(repository: Repository) -> None:
    repository.main({"main.tf": WAIVED})
    assert run() == HOLDS
    repository.commit({"main.tf": "\n\n# moved down\n" + WAIVED})
    assert run() == HOLDS
    assert said() == []
    repository.commit({"main.tf": None, "database.tf": WAIVED})  # to another file of the same module
    assert run() == HOLDS


def test_a_waiver_of_the_change_does_not_hold(repository: Repository) -> None:
    repository.main({"main.tf": SINGLE})
    repository.commit({"main.tf": WAIVED})
    assert run() == NOT
    ((policy, message, line),) = said()
    assert policy == "gate-loosened"
    assert message == (
        "waive[rds-instance-multi-az] on aws_db_instance.orders in main.tf goes from not there to until 2027-01-31, "
        "which lets more through; this run does not go by it"
    )
    assert line == 1
    repository.main({})
    assert run() == HOLDS


CHANGED: dict[str, tuple[str, str]] = {
    "its policy": ("rds-instance-multi-az]", "rds-*]"),
    "its owner": ("owner=payments", "owner=somebody"),
    "its ticket": ("OPS-1", "OPS-2"),
    "its reason": ("moves to Aurora", "we like it so"),
}


@pytest.mark.parametrize(("old", "new"), CHANGED.values(), ids=CHANGED)
def test_a_waiver_that_says_something_else(repository: Repository, old: str, new: str) -> None:
    repository.main({"main.tf": WAIVED})
    repository.commit({"main.tf": WAIVED.replace(old, new)})
    assert run() == NOT
    assert [each[0] for each in said()] == ["gate-loosened"]


def test_a_waiver_that_is_prolonged_holds_until_the_refs_day(repository: Repository) -> None:
    repository.main({"main.tf": WAIVED.replace("2027-01-31", "2026-12-31")})
    repository.commit({"main.tf": WAIVED})
    assert run() == HOLDS
    assert "goes from until 2026-12-31 to until 2027-01-31" in said()[0][1]
    assert run("--as-of", "2027-01-01") == NOT


def test_a_waiver_that_is_shortened_ends_when_it_says(repository: Repository) -> None:
    repository.main({"main.tf": WAIVED})
    repository.commit({"main.tf": WAIVED.replace("2027-01-31", "2026-11-25")})
    assert run() == NOT
    assert said() == []


def test_a_waiver_does_not_move_to_another_block(repository: Repository) -> None:
    other = SINGLE.replace("orders", "users").replace("false", "true")
    repository.main({"main.tf": WAIVED + other})
    assert run() == HOLDS
    repository.commit({"main.tf": SINGLE.replace("false", "true") + COMMENT + other.replace("true", "false")})
    assert run() == NOT
    repository.commit({"main.tf": SINGLE.replace("false", "true"), "other/main.tf": WAIVED})
    assert run() == NOT


def test_a_waiver_that_the_ref_has_taken_back(repository: Repository) -> None:
    """The branch is older than that: it is no change of its own, and does not hold all the same."""
    repository.main({"main.tf": WAIVED})
    begun = git(repository.top, "rev-parse", "HEAD")
    repository.main({"main.tf": SINGLE})
    git(repository.top, "checkout", "--quiet", "-B", "older", begun)
    assert run() == NOT
    assert said() == []


def test_a_waiver_in_a_submodule_does_not_hold(repository: Repository, tmp_path: Path) -> None:
    """Nobody who owns this repository has agreed to it, whatever stands in a file of the same name here."""
    theirs = Repository(tmp_path / "theirs")
    theirs.main({"main.tf": WAIVED})
    repository.main({"main.tf": WAIVED})
    git(repository.top, "submodule", "--quiet", "add", str(theirs.top), "infra")
    repository.commit({"main.tf": None})
    assert run() == NOT


def test_a_broken_waiver_is_told_as_ever(repository: Repository) -> None:
    repository.main({"main.tf": SINGLE})
    repository.commit({"main.tf": WAIVED.replace("until=2027-01-31", "until=never")})
    ran = drlint("check", ".", *ON, "--select", "waiver-malformed", "-o", "json")
    assert [each["policy"] for each in ran.report["findings"] if each["policy"] != POLICY] == ["waiver-malformed"]
    assert said() == []


def configured(**change: Any) -> dict[str, Any]:
    said = {"policy": POLICY, "until": "2027-01-31", "owner": "payments", "reason": "moves to Aurora"}
    return {"waivers": [{**said, **change}]}


def test_waivers_of_configuration(repository: Repository) -> None:
    repository.main({"main.tf": SINGLE})
    repository.commit({"drlint.yaml": configured()})
    assert run() == NOT
    assert [each[:1] for each in said()] == [("gate-loosened",)]
    repository.main({})
    assert run() == HOLDS
    repository.commit({"drlint.yaml": configured(reason="we like it so")})
    assert run() == NOT
    repository.commit({"drlint.yaml": configured(until="2027-12-31")})
    assert run() == HOLDS
    assert run("--as-of", "2027-02-01") == NOT
    repository.commit({"drlint.yaml": configured(until="2026-11-25")})
    assert run() == NOT
    repository.commit({"drlint.yaml": {**configured(), "waiver_terms": {"high": 3000}}})
    assert run() == HOLDS
    assert [each[:1] for each in said()] == [("gate-loosened",)]
    repository.commit({"drlint.yaml": {**configured(), "waiver_terms": {"high": 1}}})
    assert run() == NOT  # which tightens, and is in force
    assert said() == []


def test_no_waivers(repository: Repository) -> None:
    repository.main({"main.tf": WAIVED})
    assert run("--no-waivers")[:2] == (1, 1)


DOCUMENT = "runbook:\n  name: Move\n  steps: [Move it]\n"
IN_DOCUMENT = COMMENT.replace(POLICY, "runbook-has-owner") + DOCUMENT


def of_document() -> tuple[int, int, int]:
    on = ("--as-of", "2026-11-26", "--select", "runbook-has-owner", "--trusted-ref", "origin/main")
    ran = drlint("check", ".", *on, "-o", "json")
    return ran.code, len(ran.report["findings"]), len(ran.report["waived"])


@pytest.mark.parametrize("name", ["dr/move.yaml", "dr/move.md"])
def test_waivers_in_documents(name: str, repository: Repository) -> None:
    waived, plain = IN_DOCUMENT, DOCUMENT
    if name.endswith(".md"):
        waived, plain = f"---\n{waived}---\n", f"---\n{plain}---\n"
    repository.main({name: waived})
    assert of_document() == HOLDS
    repository.commit({name: waived.replace("runbook:", "# moved down\nrunbook:")})
    assert of_document() == HOLDS
    repository.main({name: plain})
    repository.commit({name: waived})
    assert of_document()[0] == 1
    assert of_document()[2] == 0
