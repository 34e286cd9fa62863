"""The action itself: what it uses, what it asks `drlint check` for, and that nothing from outside becomes code."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from drlint.cli.commands.check import command
from tests.action.composite import REPOSITORY, loaded

ACTIONS = [REPOSITORY / "action.yml", REPOSITORY / ".github" / "action" / "comment" / "action.yml"]
SCRIPT = REPOSITORY / ".github" / "action" / "run.sh"
PINNED = re.compile(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")


@pytest.fixture(params=ACTIONS, ids=["action", "comment"])
def action(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_others_are_pinned_to_a_commit_and_say_its_release(action: Path) -> None:
    using = [line.strip() for line in action.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    assert [line for line in using if not PINNED.fullmatch(line)] == []


def test_no_expression_stands_in_code(action: Path) -> None:
    for step in loaded(action)["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_each_input_is_described_and_used(action: Path) -> None:
    document = loaded(action)
    rest = action.read_text(encoding="utf-8").partition("runs:")[2]
    for name, said in document["inputs"].items():
        assert said["description"]
        assert f"inputs.{name}" in rest, name


def test_what_a_step_is_given_its_script_reads(action: Path) -> None:
    for step in loaded(action)["runs"]["steps"]:
        if "run" not in step:
            continue
        script = re.search(r"[\w./]+\.(?:sh|py)", step["run"])
        text = step["run"]
        if script:
            path = REPOSITORY / ".github" / "action" / script[0].removeprefix("/").rpartition("/")[2]
            text += path.read_text(encoding="utf-8")
        if script and script[0].endswith("run.sh"):
            text += (REPOSITORY / ".github" / "action" / "words.py").read_text(encoding="utf-8")
        for name in step.get("env", {}):
            assert name in text, name


def test_each_output_comes_from_a_step_that_is_there() -> None:
    document = loaded(ACTIONS[0])
    steps = {step["id"] for step in document["runs"]["steps"] if "id" in step}
    script = SCRIPT.read_text(encoding="utf-8") + (SCRIPT.parent / "counts.py").read_text(encoding="utf-8")
    for name, said in document["outputs"].items():
        found = re.fullmatch(r"\$\{\{ steps\.(\w+)\.outputs\.([\w-]+) \}\}", said["value"])
        assert found is not None
        assert found[1] in steps
        assert found[2] == name
        assert name.removesuffix("-file") in script


def test_all_flags_exist() -> None:
    asked = set(re.findall(r"--[a-z][a-z-]+(?==\$|\))", SCRIPT.read_text(encoding="utf-8")))
    there: set[str] = {flag for option in command.params for flag in option.opts}
    assert {"--config", "--fail-on", "--only-new"} <= asked
    assert asked <= there


def test_the_shell_finds_no_fault_with_the_script() -> None:
    subprocess.run(["bash", "-n", str(SCRIPT)], check=True)
    checker = shutil.which("shellcheck")
    if checker is None:
        pytest.skip("there is no shellcheck")
    subprocess.run([checker, str(SCRIPT)], check=True)


def test_the_last_step_ends_with_the_code() -> None:
    last: dict[str, Any] = loaded(ACTIONS[0])["runs"]["steps"][-1]
    assert last["if"] == "always()"
    assert last["env"] == {"CODE": "${{ steps.check.outputs.exit-code }}"}
