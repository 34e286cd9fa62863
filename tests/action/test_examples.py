"""The example workflows: they parse, are pinned, ask for no more rights than they say why, and name what exists."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from drlint.cli.commands.check import command
from tests.action.composite import REPOSITORY, loaded

EXAMPLES = sorted((REPOSITORY / "docs" / "examples").glob("github-*.yml"))
GITLAB = REPOSITORY / "docs" / "examples" / "gitlab-ci.yml"
PINNED = re.compile(r"(?:- )?uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
# Nobody knows where drlint will live: its place and its commit stand open, and look like it.
OURS = re.compile(r"(?:- )?uses: OWNER/REPOSITORY(/\.github/action/comment)?@0{40} # drlint")
WRITING = {"pull-requests", "security-events", "id-token"}
FLAGS = {flag for option in command.params for flag in option.opts}


@pytest.fixture(params=EXAMPLES, ids=lambda path: path.stem)
def example(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def _jobs(path: Path) -> list[dict[str, Any]]:
    return list(loaded(path)["jobs"].values())


def _steps(path: Path, using: str) -> list[dict[str, Any]]:
    return [step for job in _jobs(path) for step in job["steps"] if using in step.get("uses", "")]


def test_there_are_some() -> None:
    assert len(EXAMPLES) >= 6


def test_all_is_pinned(example: Path) -> None:
    using = [
        line.strip() for line in example.read_text(encoding="utf-8").splitlines() if re.match(r"\s*(- )?uses:", line)
    ]
    assert using
    assert [line for line in using if not PINNED.fullmatch(line) and not OURS.fullmatch(line)] == []


def test_one_release_of_each_action_is_used() -> None:
    texts = [
        path.read_text(encoding="utf-8") for path in (*EXAMPLES, REPOSITORY / "action.yml", REPOSITORY / "docs/ci.md")
    ]
    found = {match for text in texts for match in re.findall(r"uses: ((?!OWNER)[\w./-]+)@([0-9a-f]{40}) # (\S+)", text)}
    assert len({name for name, _, _ in found}) == len(found)


def test_rights_are_few_and_each_says_why(example: Path) -> None:
    document = loaded(example)
    assert document["permissions"] in ({}, "{}")
    text = example.read_text(encoding="utf-8")
    for job in document["jobs"].values():
        assert job["timeout-minutes"]
        for right, level in job["permissions"].items():
            assert level == ("write" if right in WRITING else "read")
            assert right == "contents" or re.search(rf"{right}: {level} # ", text)
            used = " ".join(step.get("uses", "") for step in job["steps"])
            if right == "id-token":
                assert "configure-aws-credentials" in used


def test_a_checkout_leaves_no_credentials(example: Path) -> None:
    for step in _steps(example, "actions/checkout"):
        assert step["with"]["persist-credentials"] == "false"


def test_no_expression_stands_in_code(example: Path) -> None:
    for job in _jobs(example):
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")


def test_inputs_and_flags_exist(example: Path) -> None:
    for step in _steps(example, "OWNER/REPOSITORY"):
        folder = ".github/action/comment/" if "/comment@" in step["uses"] else ""
        assert set(step.get("with", {})) <= set(loaded(REPOSITORY / f"{folder}action.yml")["inputs"])
        assert set(re.findall(r"--[a-z-]+", step.get("with", {}).get("args", ""))) <= FLAGS


def test_what_may_write_runs_nothing_of_a_strangers() -> None:
    """No job that runs on `workflow_run` checks anything out, and none is run on `pull_request_target`."""
    for path in EXAMPLES:
        on = loaded(path)["on"]
        assert "pull_request_target" not in on
        if "workflow_run" in on:
            assert _steps(path, "actions/checkout") == []
            assert [step for job in _jobs(path) for step in job["steps"] if "run" in step] == []


def test_the_halves_of_a_forks_run_know_each_other() -> None:
    check, comment = (loaded(REPOSITORY / "docs/examples" / f"github-fork-{half}.yml") for half in ("check", "comment"))
    assert comment["on"]["workflow_run"]["workflows"] == [check["name"]]
    assert all(level == "read" for job in check["jobs"].values() for level in job["permissions"].values())
    ids = [
        step["with"]["comment-id"]
        for half in (check, comment)
        for job in half["jobs"].values()
        for step in job["steps"]
        if "OWNER/REPOSITORY" in step.get("uses", "")
    ]
    assert ids == ["drlint", "drlint"]


def test_gitlabs_flags_exist() -> None:
    script = "\n".join(loaded(GITLAB)["drlint"]["script"])
    lines = [line for line in script.splitlines() if re.search("-o gitlab|drlint check|--trusted", line)]
    assert len(lines) == 3
    assert {flag for line in lines for flag in re.findall(r"--[a-z]+[a-z-]*", line)} <= FLAGS
    reports = loaded(GITLAB)["drlint"]["artifacts"]["reports"]
    assert f"-o gitlab={reports['codequality']} -o junit={reports['junit']}" in script


def test_the_documentation_names_what_there_is() -> None:
    text = (REPOSITORY / "docs/ci.md").read_text(encoding="utf-8")
    for path in (*EXAMPLES, GITLAB):
        assert f"(examples/{path.name})" in text
    document = loaded(REPOSITORY / "action.yml")
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    named = set(re.findall(r"`([\w-]+)`", " ".join(rows)))
    assert named == set(document["inputs"])
    for name in document["outputs"]:
        assert f"`{name}`" in text
    flags = set(re.findall(r"`[^`]*?(--[a-z][a-z-]+)", text)) - {"--from-ref", "--to-ref"}
    assert flags <= FLAGS
