"""The hooks as pre-commit runs them: installed from this repository, on files of another."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent.parent


def run(*words: str, cwd: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=cwd, env=env, capture_output=True, text=True, check=False)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_hook_fails_on_a_bad_plan_and_passes_a_good_one(tmp_path: Path) -> None:
    if not (REPOSITORY / ".git").exists():
        pytest.skip("pre-commit installs hooks from a git repository, and this copy is none")
    project = tmp_path / "project"
    project.mkdir()
    run("git", "init", "--quiet", ".", cwd=project)
    for name in ("no-backups", "active-active"):
        shutil.copy(REPOSITORY / "fixtures" / "estates" / name / "plan.json", project / f"{name}.plan.json")
    (project / "notes.json").write_text("{}", encoding="utf-8")
    run("git", "add", ".", cwd=project)
    env = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home")}

    def hook(*files: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pre_commit", "try-repo", str(REPOSITORY), "drlint", "--files", *files]
        return run(*command, cwd=project, env=env)

    bad = hook("no-backups.plan.json")
    if "Could not find a version" in bad.stdout + bad.stderr or "No matching distribution" in bad.stdout + bad.stderr:
        pytest.skip("packages cannot be installed here")
    assert bad.returncode == 1, bad.stdout + bad.stderr
    assert "aws_db_instance.orders" in bad.stdout
    ignored = hook("notes.json")
    assert ignored.returncode == 0
    assert "no files to check" in ignored.stdout
