"""The hooks as pre-commit runs them: installed from this repository, on files of another."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from drlint.readers.yaml_text import read_yaml

REPOSITORY = Path(__file__).parent.parent.parent
HOOKS = {each["id"]: each for each in read_yaml((REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf-8")).data}

DATABASE = 'resource "aws_db_instance" "orders" {\n  multi_az = false\n}\n'
CALL = 'module "db" {\n  source = "../modules/db"\n}\n'
WORKLOAD = "workload: orders\nowner: team-orders\nprimary_region: eu-central-1\n"
OWN = """\
title: Nothing has a standby
severity: low
checklist: change-management
applies_to: [aws_db_instance]
require: not resource.multi_az
message: "{resource} has a standby"
why: To be found.
fix: Take it away.
examples:
  - pass: |
      resource "aws_db_instance" "main" { multi_az = false }
  - fail: |
      resource "aws_db_instance" "main" { multi_az = true }
"""

pytestmark = [
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
    pytest.mark.skipif(
        not (REPOSITORY / ".git").exists(),
        reason="pre-commit installs hooks from a git repository, and this copy is none",
    ),
]


def run(*words: str, cwd: Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    ran = subprocess.run(words, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    if "Could not find a version" in ran.stdout + ran.stderr or "No matching distribution" in ran.stdout + ran.stderr:
        pytest.skip("packages cannot be installed here")
    return ran


def git(*words: str, cwd: Path) -> str:
    identity = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false")
    ran = run("git", *identity, *words, cwd=cwd)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def written(project: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def made(project: Path) -> Path:
    """A repository with two roots that call a module with a finding, a healthy one, and a policy."""
    project.mkdir()
    git("init", "--quiet", ".", cwd=project)
    written(
        project,
        {
            "a/main.tf": CALL,
            "b/main.tf": CALL,
            "c/main.tofu": DATABASE.replace("false", "true"),
            "modules/db/main.tf": DATABASE,
            "drlint-policies/mine/no-standby.yaml": OWN,
            "drlint.yaml": "select: [rds-instance-multi-az]\n",
            "notes.json": "{}",
            "dr/orders.yaml": WORKLOAD,
        },
    )
    for name in ("no-backups", "active-active"):
        shutil.copy(REPOSITORY / "fixtures" / "estates" / name / "plan.json", project / f"{name}.plan.json")
    git("add", ".", cwd=project)
    return project


def outcomes(said: str) -> dict[str, str]:
    """What each hook said of itself: Passed, Failed or Skipped."""
    return dict(re.findall(r"^(drlint[^.\n]*)\.+.*?(Passed|Failed|Skipped)$", said, re.MULTILINE))


@pytest.mark.parametrize(
    ("name", "hooks"),
    [
        ("infra/main.tf", {"drlint"}),
        ("main.tf.json", {"drlint"}),
        ("main.tofu", {"drlint"}),
        ("x.tofu.json", {"drlint"}),
        ("terraform.tfvars", {"drlint"}),
        ("envs/prod.auto.tfvars.json", {"drlint"}),
        ("drlint.yaml", {"drlint"}),
        ("infra/.drlint.yaml", {"drlint"}),
        (".github/drlint.yml", {"drlint"}),
        ("plan.json", {"drlint"}),
        ("infra/prod.plan.json", {"drlint"}),
        ("prod.tfstate.json", {"drlint"}),
        ("drlint-policies/mine/x.yaml", {"drlint-policies"}),
        ("dr/orders.yaml", {"drlint-docs"}),
        ("docs/dr/runbooks/failover.md", {"drlint-docs"}),
        ("services/orders/runbooks/restore.yml", {"drlint-docs"}),
        ("disaster-recovery/plan.yaml", {"drlint-docs"}),
        ("ops/dr-failover-runbook.yaml", {"drlint-docs"}),
        ("ops/dr-test-plan.yaml", {"drlint-docs"}),
        ("charts/orders/values.yaml", set()),
        ("notes.json", set()),
        ("main.tf.bak", set()),
        ("explain.json", set()),
        ("mydrlint.yaml", set()),
        ("README.md", set()),
    ],
)
def test_files_of_each_hook(name: str, hooks: set[str]) -> None:
    assert {identity for identity, hook in HOOKS.items() if "files" in hook and re.search(hook["files"], name)} == hooks


def test_arguments_are_the_users() -> None:
    assert set(HOOKS) == {"drlint", "drlint-docs", "drlint-all", "drlint-policies"}
    for hook in HOOKS.values():
        assert hook["require_serial"] is True
        assert "args" not in hook
        assert "types" not in hook
        assert "types_or" not in hook
    assert {identity for identity, hook in HOOKS.items() if hook.get("always_run")} == {"drlint-all"}


def test_all_hooks_at_once(tmp_path: Path) -> None:
    project = made(tmp_path / "project")
    env = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home")}
    files = ("modules/db/main.tf", "drlint-policies/mine/no-standby.yaml", "dr/orders.yaml", "notes.json")
    command = (sys.executable, "-m", "pre_commit", "try-repo", str(REPOSITORY), "--verbose", "--files", *files)
    ran = run(*command, cwd=project, env=env)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert outcomes(ran.stdout) == {
        "drlint": "Failed",
        "drlint recovery documents": "Passed",
        "drlint (whole repository)": "Failed",
        "drlint policies": "Passed",
    }
    changed, _, whole = ran.stdout.partition("drlint (whole repository)")
    assert "a: module.db.aws_db_instance.orders" in changed
    assert "2 inputs" in changed
    assert "6 inputs" in whole
    assert "1 policies, 2 examples, all as they say" in whole


class Project:
    """A repository whose commits run the hooks; they are installed once, from this checkout as it lies here."""

    def __init__(self, folder: Path) -> None:
        self.folder = made(folder / "project")
        self._env = {**os.environ, "PRE_COMMIT_HOME": str(folder / "home"), "XDG_CACHE_HOME": str(folder / "cache")}
        self._hooks, self._rev = _as_it_lies_here(folder / "hooks")
        git("commit", "--quiet", "--message", "Begin", cwd=self.folder)

    def hook(self, *names: str, files: tuple[str, ...], args: str = "[]") -> subprocess.CompletedProcess[str]:
        hooks = "".join(f"      - {{id: {name}, args: {args}}}\n" for name in names)
        config = f"repos:\n  - repo: {self._hooks}\n    rev: {self._rev}\n    hooks:\n{hooks}"
        written(self.folder, {".pre-commit-config.yaml": config})
        git("add", "--all", cwd=self.folder)
        command = (sys.executable, "-m", "pre_commit", "run", "--files", *files)
        return run(*command, cwd=self.folder, env=self._env)


def _as_it_lies_here(folder: Path) -> tuple[Path, str]:
    git("clone", "--quiet", "--no-hardlinks", str(REPOSITORY), str(folder), cwd=REPOSITORY)
    changed = git("diff", "--name-only", "HEAD", cwd=REPOSITORY) + git(
        "ls-files", "--others", "--exclude-standard", cwd=REPOSITORY
    )
    for name in changed.split():
        (folder / name).unlink(missing_ok=True)
        if (REPOSITORY / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / name, folder / name)
    git("add", "--all", cwd=folder)
    git("commit", "--quiet", "--allow-empty", "--message", "As it lies here", cwd=folder)
    return folder, git("rev-parse", "HEAD", cwd=folder).strip()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(tmp_path_factory.mktemp("pre-commit"))


def test_a_plan_that_is_bad_and_one_that_is_good(project: Project) -> None:
    bad = project.hook("drlint", files=("no-backups.plan.json",))
    assert bad.returncode == 1, bad.stdout + bad.stderr
    assert "aws_db_instance.orders" in bad.stdout
    assert project.hook("drlint", files=("active-active.plan.json",)).returncode == 0
    ignored = project.hook("drlint", files=("notes.json",))
    assert ignored.returncode == 0
    assert "no files to check" in ignored.stdout


def test_documents(project: Project) -> None:
    good = project.hook("drlint-docs", files=("dr/orders.yaml",))
    assert good.returncode == 0, good.stdout + good.stderr
    written(project.folder, {"dr/broken.yaml": "runbook:\n  name: x\n  steps: [\n", "docs/values.yaml": "a: [\n"})
    bad = project.hook("drlint-docs", files=("dr/broken.yaml",))
    assert bad.returncode == 1, bad.stdout + bad.stderr
    assert "dr/broken.yaml" in bad.stdout
    assert project.hook("drlint-docs", files=("docs/values.yaml",)).returncode == 0
    (project.folder / "dr/broken.yaml").unlink()
    assert project.hook("drlint-docs", files=("dr/broken.yaml", "main.tf.bak")).returncode == 0


def test_only_what_is_touched_fails(project: Project) -> None:
    assert project.hook("drlint", files=("c/main.tofu",)).returncode == 0
    ran = project.hook("drlint", files=("c/main.tofu", "b/main.tf"))
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "module.db.aws_db_instance.orders" in ran.stdout
    written(project.folder, {"nobody/terraform.tfvars": "x = 1\n"})
    assert project.hook("drlint", files=("nobody/terraform.tfvars",)).returncode == 0


def test_arguments_of_the_user(project: Project) -> None:
    assert project.hook("drlint", files=("b/main.tf",), args="[--fail-on, critical]").returncode == 0
    both = project.hook("drlint", "drlint-all", files=("c/main.tofu",), args="[--exit-zero]")
    assert outcomes(both.stdout) == {"drlint": "Passed", "drlint (whole repository)": "Passed"}
    one = project.hook("drlint-all", files=("notes.json",), args="[c]")
    assert one.returncode == 0, one.stdout + one.stderr
    assert project.hook("drlint-all", files=("notes.json",)).returncode == 1


def test_policies_are_verified(project: Project) -> None:
    path = "drlint-policies/mine/wrong.yaml"
    written(project.folder, {path: OWN.replace("multi_az = true", "multi_az = false")})
    ran = project.hook("drlint-policies", files=(path,))
    (project.folder / path).unlink()
    assert ran.returncode == 1
    assert "wrong: example 2" in ran.stdout


def test_nothing_is_left_in_the_repository(project: Project) -> None:
    def lying() -> set[str]:
        return {path.relative_to(project.folder).as_posix() for path in project.folder.glob("[!.]*/**/*")}

    before = lying()
    assert before
    project.hook("drlint", "drlint-all", files=("a/main.tf",))
    assert lying() == before
    assert "!!" not in git("status", "--short", "--ignored", cwd=project.folder)
