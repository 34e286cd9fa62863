"""Nothing of the repository that is judged runs: neither its Python, nor what git runs for a repository."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.repositories import NEVER, SINGLE, Repository, git

# What the console script of an installation does; Python puts the script's folder first, not the working directory.
SCRIPT = "import sys\nfrom drlint.cli.main import main\nsys.exit(main())\n"
MODULES = (
    "yaml", "jinja2", "click", "msgspec", "rich", "hcl2", "regex", "lark", "boto3", "tree_sitter", "tree_sitter_hcl",
    "sitecustomize", "usercustomize", "conftest", "setup", "noxfile", "json", "subprocess", "tempfile",
    "zipfile", "tarfile", "shlex", "tomllib", "threading", "encodings", "tomli",
)  # fmt: skip

KEYS = [
    "core.fsmonitor",
    "core.pager",
    "core.editor",
    "core.sshCommand",
    "core.askPass",
    "core.gitProxy",
    "core.alternateRefsCommand",
    "diff.external",
    "diff.evil.textconv",
    "diff.evil.command",
    "filter.evil.clean",
    "filter.evil.smudge",
    "filter.evil.process",
    "merge.evil.driver",
    "uploadpack.packObjectsHook",
    "gpg.program",
    "credential.helper",
    "alias.cat-file",
    "pager.for-each-ref",
    "pager.cat-file",
    "remote.origin.uploadpack",
]


class Trap:
    """A repository all of whose files leave a mark where they are run."""

    def __init__(self, top: Path) -> None:
        self.marks = top.parent / "marks"
        self.marks.mkdir()
        self.repository = Repository(top)

    def python(self, name: str) -> str:
        return f"open({str(self.marks / name)!r}, 'w').close()\n"

    def program(self, path: Path) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\ntouch {self.marks / path.name}\nexit 0\n")
        path.chmod(0o755)
        return path

    def set(self) -> None:
        files = {f"{name}.py": self.python(name) for name in MODULES}
        files |= {f"{name}/__init__.py": self.python(f"{name}-package") for name in ("jinja2", "botocore", "rich")}
        files |= {
            "main.tf": SINGLE,
            "evil.pth": f"import os; {self.python('pth')}",
            "drlint.yaml": 'policies: ["own"]\nfail_on: low\n',
            "own/a/old.yaml": NEVER.format(require="false"),
            ".gitattributes": "* filter=evil diff=evil merge=evil\n*.yaml working-tree-encoding=UTF-8\n",
        }
        self.repository.main(files)
        self.repository.commit(
            {"drlint.yaml": 'policies: ["own"]\nfail_on: critical\n', "own/a/evil.py": self.python("policy")}
        )
        self._configure()

    def _configure(self) -> None:
        """What a build step before may have left in the repository's own configuration."""
        inside = self.repository.top / ".git"
        names = ("post-checkout", "post-index-change", "pre-auto-gc", "reference-transaction", "fsmonitor-watchman")
        for name in names:
            self.program(inside / "hooks" / name)
        evil = self.program(inside / "evil")
        for key in KEYS:
            git(self.repository.top, "config", key, f"!{evil}" if key.startswith("alias") else str(evil))
        git(self.repository.top, "config", "core.hooksPath", str(inside / "hooks"))
        git(self.repository.top, "config", "filter.evil.required", "true")

    @property
    def sprung(self) -> list[str]:
        return sorted(each.name for each in self.marks.iterdir())


@pytest.fixture
def trap(tmp_path: Path) -> Trap:
    made = Trap(tmp_path / "repository")
    made.set()
    return made


def run(trap: Trap, start: Sequence[str], *words: str) -> subprocess.CompletedProcess[str]:
    house = Path(__file__).parents[2]
    own = {**os.environ, "PYTHONPATH": str(house), "XDG_CACHE_HOME": str(trap.marks.parent / "cache")}
    return subprocess.run(
        [sys.executable, *start, *words], cwd=trap.repository.top, env=own, capture_output=True, text=True, check=False
    )


@pytest.fixture
def script(trap: Trap) -> str:
    path = trap.marks.parent / "bin" / "drlint"
    path.parent.mkdir()
    path.write_text(SCRIPT)
    return str(path)


def test_a_console_script(trap: Trap, script: str) -> None:
    ran = run(trap, [script], "check", "--trusted-ref", "origin/main", "-o", "markdown", "-o", "json=out.json")
    assert ran.returncode == 1, ran.stderr
    assert "own/a/evil.py" in ran.stdout  # it is told, and not run
    assert trap.sprung == []


def test_without_a_ref(trap: Trap, script: str) -> None:
    ran = run(trap, [script], "check")
    assert ran.returncode == 2
    assert "Python policies run code, so they need --allow-python-policies on the command line" in ran.stderr
    assert trap.sprung == []


@pytest.mark.parametrize("words", [("config",), ("policies",), ("explain", "kms-rotation"), ("verify",), ("fix",)])
def test_other_commands(trap: Trap, script: str, words: tuple[str, ...]) -> None:
    (trap.repository.top / "own/a/evil.py").unlink()
    ran = run(trap, [script], *words)
    assert ran.returncode in {0, 1}, ran.stderr
    assert trap.sprung == []


def test_as_a_module(trap: Trap) -> None:
    """Python imports `drlint` itself by the working directory; what it needs comes from elsewhere."""
    ran = run(trap, ["-m", "drlint"], "check", "--trusted-ref", "origin/main")
    assert ran.returncode == 1, ran.stderr
    assert trap.sprung == []


def test_the_trap_works(trap: Trap) -> None:
    """Each of these leaves its mark where it is run."""
    run(trap, ["-c", "import yaml, jinja2"])
    subprocess.run(["git", "-c", "core.pager=cat", "status"], cwd=trap.repository.top, check=False, capture_output=True)
    assert {"yaml", "jinja2-package", "evil"} <= set(trap.sprung)


def test_configuration_cannot_allow_python(trap: Trap, script: str) -> None:
    trap.repository.has({"drlint.yaml": "policies: [own]\nallow_python_policies: true\n"})
    ran = run(trap, [script], "check")
    assert (ran.returncode, trap.sprung) == (2, [])
    assert "there is no setting 'allow_python_policies'" in ran.stderr
