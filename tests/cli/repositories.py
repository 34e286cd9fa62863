"""Real git repositories, as a build server has them checked out."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .running import written

SINGLE = 'resource "aws_db_instance" "orders" {\n  multi_az = false\n}\n'
HEALTHY = SINGLE.replace("false", "true")
POLICY = "rds-instance-multi-az"

# A policy of the user's own that every database breaks.
NEVER = """\
title: No database
severity: critical
checklist: change-management
applies_to: [aws_db_instance]
scope: any
require: {require}
message: "{{resource}} is one"
why: To be found.
fix: Take it away.
examples:
  - fail: |
      resource "aws_db_instance" "main" {{}}
"""


def git(folder: Path, *words: str) -> str:
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    who = ("-c", "user.name=Tester", "-c", "user.email=tester@example.com", "-c", "protocol.file.allow=always")
    ran = subprocess.run(
        ["git", *who, *words], cwd=folder, env={**os.environ, **own}, check=True, capture_output=True, text=True
    )
    return ran.stdout.strip()


class Repository:
    """A repository whose `origin/main` is one commit, on which a change is checked out."""

    def __init__(self, top: Path) -> None:
        self.top = top
        top.mkdir(parents=True)
        git(top, "init", "--quiet", "--initial-branch=main")

    def has(self, files: Mapping[str, Any]) -> None:
        """Write files; those whose text is None are removed."""
        for name, text in files.items():
            path = self.top / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            else:
                written(path, text)

    def commit(self, files: Mapping[str, Any]) -> str:
        self.has(files)
        git(self.top, "add", "--all")
        git(self.top, "commit", "--quiet", "--allow-empty", "--message=change")
        return git(self.top, "rev-parse", "HEAD")

    def main(self, files: Mapping[str, Any]) -> str:
        """What `origin/main` holds; a change is begun on it."""
        commit = self.commit(files)
        git(self.top, "update-ref", "refs/remotes/origin/main", commit)
        git(self.top, "checkout", "--quiet", "-B", "change")
        return commit
