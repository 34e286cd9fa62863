"""A repository on a runner, and the action at work in it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.action import composite
from tests.action.github_api import REPOSITORY, World, github

HAS_A_FINDING = 'resource "aws_db_instance" "orders" {\n  multi_az = false\n}\n'
HAS_NONE = 'resource "aws_sns_topic" "alarms" {\n  name = "alarms"\n}\n'


@dataclass
class Runner:
    """A job's machine: a checkout, and what GitHub tells a step."""

    workspace: Path
    temporary: Path
    world: World
    env: dict[str, str]
    event: dict[str, Any] = field(default_factory=dict)

    def pull_request(self, *, of: str = REPOSITORY, base: str = "main", base_sha: str = "") -> None:
        """The run is for a pull request, number 7, from this repository's branch or from a fork's."""
        head = {"repo": {"full_name": of}, "sha": "f" * 40}
        self.event = {"pull_request": {"number": 7, "head": head, "base": {"ref": base, "sha": base_sha}}}
        self.env |= {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_REF": "refs/pull/7/merge", "GITHUB_BASE_REF": base}

    def run(self, action: str = "action.yml", **inputs: str) -> composite.Run:
        """Run the action as it is, with the drlint of this checkout in place of an installed one."""
        Path(self.env["GITHUB_EVENT_PATH"]).write_text(json.dumps(self.event), encoding="utf-8")
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        if action == "action.yml":
            given = {"install": "false"} | given
            if not (self.workspace / ".git").exists():  # no checkout, so there is no base to trust
                given = {"trusted-ref": "none"} | given
        return composite.run(composite.REPOSITORY / action, given, self.env, self.workspace, self.event)

    def git(self, *words: str) -> str:
        """What git says in the checkout."""
        names = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"]
        command = ["git", *names, *words]
        return subprocess.run(command, cwd=self.workspace, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def world() -> Iterator[World]:
    with github() as found:
        yield found


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def runner(tmp_path: Path, world: World, cache: Path) -> Runner:
    if shutil.which("bash") is None:
        pytest.skip("there is no bash")
    workspace, temporary, programs = (tmp_path / each for each in ("work space", "runner", "programs"))
    for folder in (workspace, temporary, programs):
        folder.mkdir()
    drlint = programs / "drlint"
    drlint.write_text(f'#!/bin/sh\nPYTHONPATH="{composite.REPOSITORY}" exec "{sys.executable}" -P -m drlint "$@"\n')
    drlint.chmod(0o755)
    env = composite.clean_environment()
    env |= {
        "PATH": f"{programs}:{env['PATH']}",
        "XDG_CACHE_HOME": str(cache),
        "GITHUB_ACTIONS": "true",
        "GITHUB_API_URL": world.url,
        "GITHUB_GRAPHQL_URL": f"{world.url}/graphql",
        "GITHUB_EVENT_NAME": "push",
        "GITHUB_EVENT_PATH": str(tmp_path / "event.json"),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "GITHUB_REF": "refs/heads/main",
        "GITHUB_REPOSITORY": REPOSITORY,
        "GITHUB_SHA": "e" * 40,
        "GITHUB_WORKSPACE": str(workspace),
        "RUNNER_TEMP": str(temporary),
    }
    (workspace / "main.tf").write_text(HAS_A_FINDING, encoding="utf-8")
    return Runner(workspace=workspace, temporary=temporary, world=world, env=env)
