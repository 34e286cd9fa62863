"""The page about nightly runs and its workflow: what they call exists, and what they show parses."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import click
import hcl2
import pytest
import yaml

from drlint.catalog.registry import load
from drlint.cli.main import cli
from drlint.model.globs import matches
from drlint.readers.aws.actions import action_of
from drlint.readers.aws.plan import call_of, kinds_of, units_of
from tests.action.composite import REPOSITORY, loaded

PAGE = (REPOSITORY / "docs" / "nightly.md").read_text(encoding="utf-8")
ACCOUNT = "111122223333"
FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WORKFLOW = REPOSITORY / "docs" / "examples" / "github-live.yml"


def fenced(language: str) -> list[str]:
    return [text for named, text in FENCED.findall(PAGE) if named == language]


def commands() -> list[str]:
    """Every call of drlint in the page and in its workflow."""
    said = [line.partition("#")[0] for text in fenced("console") for line in text.splitlines()]
    said += [line for text in fenced("sh") for line in text.splitlines()]
    said += re.findall(r"`(drlint [^`]*)`", PAGE)
    said += [step["run"] for step in loaded(WORKFLOW)["jobs"]["audit"]["steps"] if "run" in step]
    return [line.strip().removeprefix("$ ") for line in said if line.strip().removeprefix("$ ").startswith("drlint ")]


def test_every_command_and_flag_exists() -> None:
    assert len(commands()) >= 8
    for line in commands():
        name = line.split()[1]
        command = cli.get_command(click.Context(cli), name)
        assert command is not None, line
        known = {flag for option in command.params for flag in (*option.opts, *option.secondary_opts)}
        assert set(re.findall(r"(?<= )--?[a-z][a-z-]*", line)) <= known, line


def test_what_is_shown_parses() -> None:
    assert fenced("json")
    for text in fenced("json"):
        json.loads(text)
    for text in fenced("yaml"):
        yaml.safe_load(text)
    types = [label for text in fenced("hcl") for block in hcl2.loads(text)["resource"] for label in block]
    assert len(types) == 3


@pytest.mark.parametrize("text", fenced("sh"))
def test_the_script_is_one(text: str, tmp_path: Path) -> None:
    shell = shutil.which("sh")
    assert shell
    (tmp_path / "night.sh").write_text(text)
    assert subprocess.run([shell, "-n", "night.sh"], cwd=tmp_path, check=False).returncode == 0


def test_the_nights_code_is_the_runs(tmp_path: Path) -> None:
    """With stand-ins for aws and drlint, the script ends with drlint's own code and keeps the history all the same."""
    (text,) = fenced("sh")
    tools = tmp_path / "bin"
    tools.mkdir()
    for name, does in (("aws", 'echo "aws $*" >> calls'), ("drlint", "touch .drlint/history.sqlite; exit 4")):
        (tools / name).write_text(f"#!/bin/sh\n{does}\n")
        (tools / name).chmod(0o755)
    env = {"PATH": f"{tools}:/usr/bin:/bin", "HISTORY": "s3://b/history.sqlite", "REPORTS": "s3://b/reports"}
    done = subprocess.run(["/bin/sh", "-c", text], cwd=tmp_path, env=env, check=False)
    assert done.returncode == 4
    assert "aws s3 cp .drlint/history.sqlite s3://b/history.sqlite" in (tmp_path / "calls").read_text()


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)", PAGE):
        assert (REPOSITORY / "docs" / target).exists(), target


def test_the_waivers_that_are_shown_cover_what_there_can_be() -> None:
    """What answers for the whole account stands under "global", whichever Region its endpoint is in."""
    texts = (PAGE, (REPOSITORY / "README.md").read_text(encoding="utf-8"))
    shown = {spot for text in texts for spot in re.findall(r"blind_spot: (aws://\S+)", text)}
    assert shown
    catalog = load()
    places = [
        f"aws://{ACCOUNT}/{unit.region}/{action_of(unit.service, call_of(kind).operation)}"
        for unit in units_of(ACCOUNT, ("us-east-1", "eu-west-1"), catalog)
        for kind in kinds_of(unit, catalog)
    ]
    assert [each for each in shown if not any(matches(place, each) for place in places)] == []
