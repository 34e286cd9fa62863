"""With `--trusted-ref` a change does not take a root module out of what is judged by calling it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from .repositories import HEALTHY, POLICY, SINGLE, Repository, git
from .running import Outcome, drlint

REF = ("--trusted-ref", "origin/main", "--select", POLICY, "-o", "json")
STATE = 'terraform {\n  backend "s3" {}\n}\n'
CALLS_LIVE = f'{STATE}module "l" {{\n  source = "../live"\n  count  = 0\n}}\n'
NOTE = "live was a root module at origin/main, and is judged as one, though x/main.tf calls it now"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    made = Repository(tmp_path / "repository")
    monkeypatch.chdir(made.top)
    return made


def said(ran: Outcome) -> list[str]:
    """What of root modules stands in the notes."""
    return [each for each in ran.report["notes"] if "root module" in each]


def places(ran: Outcome) -> list[str]:
    return [each["evidence"][0]["location"]["uri"] for each in ran.report["findings"]]


@pytest.mark.parametrize(
    "paths",
    [(".",), ("live", "x", "."), ("x/main.tf",), ("--changed", "x/main.tf"), ("..",)],
    ids=["the folder", "folders", "the caller", "--changed", "the folder around"],
)
def test_a_root_that_the_change_calls_is_judged(repository: Repository, paths: tuple[str, ...]) -> None:
    repository.main({"live/main.tf": SINGLE})
    repository.commit({"x/main.tf": CALLS_LIVE})
    ran = drlint("check", *paths, *REF)
    assert ran.code == 1
    assert places(ran) == ["live/main.tf"]
    assert said(ran) == ([] if "live" in paths else [NOTE])  # what is named is judged anyhow


CALLERS: dict[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {
    "in JSON": ({}, {"x/main.tf.json": {"module": {"l": {"source": "../live", "count": 0}}}}),
    "without a state": ({}, {"x/main.tf": CALLS_LIVE.replace(STATE, "")}),
    "in what was there": ({"x/main.tf": STATE}, {"x/main.tf": CALLS_LIVE}),
    "by its lost state": (
        {"x/main.tf": CALLS_LIVE, "live/state.tf": STATE},
        {"live/state.tf": None},
    ),
    "beside a healthy root": ({"other/main.tf": HEALTHY}, {"x/main.tf": CALLS_LIVE}),
}


@pytest.mark.parametrize(("before", "change"), CALLERS.values(), ids=CALLERS)
def test_however_it_is_called(repository: Repository, before: Mapping[str, Any], change: Mapping[str, Any]) -> None:
    repository.main({"live/main.tf": SINGLE, **before})
    repository.commit(change)
    ran = drlint("check", ".", *REF)
    assert ran.code == 1
    assert places(ran) == ["live/main.tf"]
    assert len(said(ran)) == 1


def test_a_link_of_the_change_does_not_alter_what_was_a_root(repository: Repository) -> None:
    """The ref calls a folder that is not there; the change makes it a link to the root."""
    repository.main({"live/main.tf": SINGLE, "y/main.tf": CALLS_LIVE.replace("live", "gone")})
    repository.commit({"x/main.tf": CALLS_LIVE})
    (repository.top / "gone").symlink_to("live")
    assert said(drlint("check", ".", *REF)) == [NOTE]


QUIET: dict[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {
    "a called module": ({"live/main.tf": HEALTHY, "y/main.tf": CALLS_LIVE}, {"x/main.tf": CALLS_LIVE}),
    "a new module": ({"main.tf": HEALTHY}, {"live/main.tf": HEALTHY, "x/main.tf": CALLS_LIVE}),
    "a root that keeps a state": ({"live/main.tf": STATE + HEALTHY}, {"x/main.tf": CALLS_LIVE}),
    "a root that is gone": ({"live/main.tf": SINGLE}, {"live/main.tf": None, "x/main.tf": CALLS_LIVE}),
}


@pytest.mark.parametrize(("before", "change"), QUIET.values(), ids=QUIET)
def test_nothing_is_said_where_no_root_goes(
    repository: Repository, before: Mapping[str, Any], change: Mapping[str, Any]
) -> None:
    repository.main(before)
    repository.commit(change)
    ran = drlint("check", ".", *REF)
    assert said(ran) == []
    assert places(ran) == []


def test_a_module_that_a_link_of_the_ref_leads_to_was_none(repository: Repository) -> None:
    repository.has({"live/main.tf": HEALTHY})
    (repository.top / "linked").symlink_to("live")
    repository.main({"y/main.tf": CALLS_LIVE.replace("live", "linked")})
    repository.commit({"x/main.tf": CALLS_LIVE})
    assert said(drlint("check", ".", *REF)) == []


def test_a_change_elsewhere_judges_what_it_touches(repository: Repository) -> None:
    repository.main({"live/main.tf": SINGLE, "other/main.tf": HEALTHY})
    repository.commit({"x/main.tf": CALLS_LIVE})
    ran = drlint("check", "--changed", "other/main.tf", *REF)
    assert (ran.code, said(ran), places(ran)) == (0, [], [])


def test_after_the_merge_it_is_a_module(repository: Repository) -> None:
    repository.main({"live/main.tf": SINGLE, "x/main.tf": CALLS_LIVE})
    ran = drlint("check", ".", *REF)
    assert (ran.code, said(ran)) == (0, [])


def test_many_of_them_are_told_in_a_few_lines(repository: Repository) -> None:
    names = [f"live{at:03}" for at in range(300)]  # more than are asked of git together
    repository.main({f"{each}/main.tf": SINGLE for each in names})
    calls = (f'module "m{each}" {{\n  source = "../{each}"\n  count  = 0\n}}\n' for each in names)
    repository.commit({"x/main.tf": STATE + "".join(calls)})
    ran = drlint("check", ".", *REF)
    assert len(places(ran)) == len(names)
    assert said(ran)[-1] == "295 more folders were root modules at origin/main, and are judged as such"
    assert len(said(ran)) == 6


def test_source_of_the_ref_that_is_too_large_is_passed_over(repository: Repository) -> None:
    large = STATE + "# " + "x" * (5 << 20) + "\n"
    repository.main({"live/main.tf": SINGLE, "a/main.tf": large, "z/main.tf": HEALTHY})
    repository.commit({"x/main.tf": CALLS_LIVE, "a/main.tf": STATE})
    assert said(drlint("check", ".", *REF)) == [NOTE]


def test_a_clone_without_the_source_of_the_ref(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.main({"live/main.tf": SINGLE, "x/main.tf": STATE})
    repository.commit({"x/main.tf": CALLS_LIVE})
    git(repository.top, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", "--branch=change", f"file://{repository.top}", str(clone))
    git(clone, "update-ref", "refs/remotes/origin/main", "HEAD~1")
    monkeypatch.chdir(clone)
    ran = drlint("check", ".", *REF)
    assert ran.code == 2
    assert "origin/main:x/main.tf: is not in this clone, which holds only a part" in ran.err
    assert os.linesep not in ran.err.strip()
