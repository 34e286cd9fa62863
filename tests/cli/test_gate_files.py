"""With `--trusted-ref` a change to what runs drlint, or to who owns its gate, is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from .repositories import HEALTHY, POLICY, Repository, git
from .running import drlint

WORKFLOW = """\
name: gate
on:
  pull_request:
    paths: ["**.tf"]
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: make test
  gate:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: Gate
        run: drlint check --trusted-ref origin/main
      - run: echo done
"""
OWNERS = "* @acme/everybody\n/drlint.yaml @acme/platform\n.github/ @acme/platform\n"
GITLAB = 'test:\n  script: [make test]\ngate:\n  script: ["drlint check --trusted-ref origin/main"]\n'
PRE_COMMIT = """\
repos:
  - repo: https://example.com/other
    rev: a
    hooks: [{id: other}]
  - repo: https://example.com/drlint
    rev: b
    hooks: [{id: drlint}]
"""
FILES = {
    "main.tf": HEALTHY,
    "drlint.yaml": {"fail_on": "low"},
    ".github/workflows/gate.yml": WORKFLOW,
    ".github/workflows/other.yml": "on: push\njobs: {}\n",
    ".gitlab-ci.yml": GITLAB,
    ".pre-commit-config.yaml": PRE_COMMIT,
    "CODEOWNERS": OWNERS,
}


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    made = Repository(tmp_path / "repository")
    monkeypatch.chdir(made.top)
    made.main(FILES)
    return made


def said(*more: str) -> list[str]:
    ran = drlint(
        "check", "main.tf", "--trusted-ref", "origin/main", "--select", "rds-instance-multi-az", "-o", "json", *more
    )
    found = ran.report["findings"]
    assert ran.code == (1 if found else 0)
    return sorted(f"{each['policy']}: {each['message']}" for each in found)


OTHERWISE = "gate-changed: {}.yml goes from a build that runs drlint to one that runs it otherwise"
CHANGES: dict[str, tuple[str, str, bool]] = {
    "another step": ("make test", "make tests", False),
    "a step after it": ("echo done", "echo well", False),
    "a comment": ("name: gate\n", "# the gate\nname: gate\n", False),
    "a flag": ("check --trusted-ref origin/main", "check", True),
    "its end": ("origin/main\n", "origin/main || true\n", True),
    "whether it counts": ("name: Gate\n", "name: Gate\n        continue-on-error: true\n", True),
    "whether it runs": ("name: Gate\n", "name: Gate\n        if: false\n", True),
    "whether its job runs": ("  gate:\n", "  gate:\n    if: false\n", True),
    "when it runs": ("**.tf", "live/**.tf", True),
    "what cannot be read": ("on:\n", "on: [\n", True),
}


@pytest.mark.parametrize(("old", "new", "is_told"), CHANGES.values(), ids=CHANGES)
def test_a_workflow(repository: Repository, old: str, new: str, is_told: bool) -> None:  # noqa: FBT001
    repository.commit({".github/workflows/gate.yml": WORKFLOW.replace(old, new)})
    found = said()
    assert len(found) == is_told
    assert all(each.startswith(OTHERWISE.format("gate")) for each in found)
    assert all(each.endswith("this run goes by it already") for each in found)


def test_other_builds(repository: Repository) -> None:
    repository.commit({".gitlab-ci.yml": GITLAB.replace("make test", "make all")})
    repository.commit({".pre-commit-config.yaml": PRE_COMMIT.replace("rev: a", "rev: c")})
    repository.commit({".github/workflows/other.yml": "on: pull_request\njobs: {}\n"})
    assert said() == []
    repository.commit({".gitlab-ci.yml": GITLAB.replace("--trusted-ref origin/main", "--exit-zero")})
    repository.commit({".pre-commit-config.yaml": PRE_COMMIT.replace("rev: b", "rev: c")})
    assert [each.split(" ")[1] for each in said()] == [".gitlab-ci.yml", ".pre-commit-config.yaml"]


def test_a_build_that_is_gone(repository: Repository) -> None:
    repository.commit({".github/workflows/gate.yml": None, ".gitlab-ci.yml": "test:\n  script: [make test]\n"})
    more = "which lets more through; this run goes by it already"
    assert said() == [
        f"gate-loosened: .gitlab-ci.yml goes from a build that runs drlint to one that does not, {more}",
        f"gate-loosened: gate.yml goes from a build that runs drlint to not there, {more}",
    ]


def test_owners_of_the_gate(repository: Repository) -> None:
    repository.commit({"CODEOWNERS": OWNERS + "/live/ @acme/payments\n"})
    assert said() == []  # nobody else owns the gate
    repository.commit({"CODEOWNERS": OWNERS.replace("drlint.yaml @acme/platform", "drlint.yaml @mallory")})
    (found,) = said()
    assert found.startswith(
        "gate-changed: the owners of drlint.yaml in CODEOWNERS goes from @acme/platform to @mallory"
    )
    repository.commit({"CODEOWNERS": OWNERS + "*\n"})
    assert {each.partition(":")[0] for each in said()} == {"gate-loosened"}
    repository.commit({"CODEOWNERS": None})
    assert any("the owners of drlint.yaml" in each and "to not set" in each for each in said())
    repository.commit({"CODEOWNERS": OWNERS, ".github/CODEOWNERS": "* @mallory\n"})  # which GitHub asks first
    assert any("drlint.yaml" in each and "@mallory" in each for each in said())


def test_what_the_branch_is_merely_behind_with(repository: Repository) -> None:
    begun = git(repository.top, "rev-parse", "HEAD")
    repository.main(
        {".github/workflows/gate.yml": WORKFLOW.replace("check", "check --strict"), "CODEOWNERS": "* @acme/x\n"}
    )
    git(repository.top, "checkout", "--quiet", "-B", "older", begun)
    assert said() == []


def test_hostile_names_in_it(repository: Repository) -> None:
    repository.commit({"CODEOWNERS": "* @a<img/src=x>|`x`\n* @org/\x1b[2J\n"})
    ran = drlint("check", "main.tf", "--trusted-ref", "origin/main", "-o", "markdown")
    assert "<img" not in ran.out
    assert "\x1b" not in ran.out


def test_only_the_gate_is_changed(repository: Repository) -> None:
    """Of a change without any source something is told all the same."""
    repository.commit({"drlint.yaml": {"fail_on": "critical"}, "drlint-baseline.json": "{}"})
    words = ("--trusted-ref", "origin/main", "--select", "rds-instance-multi-az")
    assert drlint("check", *words, "--changed", "drlint.yaml").code == 1
    assert drlint("check", *words, "--changed", "README.md").code == 1
    assert drlint("check", *words, "--changed", "README.md", "--ignore", "gate-*").code == 0
    assert drlint("check", "--changed", "README.md").code == 0
    repository.commit({"drlint.yaml": {"fail_on": "low"}})
    ran = drlint("check", *words, "--changed", "README.md")
    assert (ran.code, ran.out) == (0, "")


@pytest.mark.parametrize("committed", [True, False], ids=["by the change", "made in the build"])
def test_a_plan_that_the_change_commits_does_not_silently_stand_for_its_code(
    repository: Repository, *, committed: bool
) -> None:
    repository.main({"live/main.tf": HEALTHY})
    empty = '{"format_version": "1.2", "terraform_version": "1.11.4", "planned_values": {"root_module": {}}}'
    if committed:
        repository.commit({"live/plan.json": empty})
    else:
        repository.has({"live/plan.json": empty})
    ran = drlint("check", ".", "--no-cache", "-o", "json", "--trusted-ref", "origin/main", "--select", POLICY)
    told = [(each["policy"], each["posture"]) for each in ran.report["findings"]]
    assert (ran.code, told) == ((1, [("gate-loosened", "new")]) if committed else (0, []))
