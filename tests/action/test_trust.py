"""What rules the gate on a pull request: the base that GitHub merged into, where the checkout holds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.action.conftest import Runner

STRICT, LOOSE = "fail_on: low\n", "fail_on: critical\nexit_zero: true\n"


@pytest.fixture
def asked(runner: Runner) -> Path:
    """The drlint on the PATH notes what it is asked, before it is asked."""
    drlint = runner.workspace.parent / "programs" / "drlint"
    noted = runner.workspace.parent / "asked"
    drlint.write_text(drlint.read_text().replace("#!/bin/sh\n", f'#!/bin/sh\nprintf "%s\\n" "$@" >"{noted}"\n'))
    return noted


def _trusted(asked: Path) -> list[str]:
    return [line.partition("=")[2] for line in asked.read_text().splitlines() if line.startswith("--trusted-ref=")]


def merged(runner: Runner) -> tuple[str, str]:
    """A checkout of GitHub's merge of a pull request that loosens the gate; the base's commit, and the merge's."""
    runner.git("init", "--quiet")
    (runner.workspace / "drlint.yaml").write_text(STRICT)
    runner.git("add", ".")
    runner.git("commit", "--quiet", "-m", "base")
    base = runner.git("rev-parse", "HEAD")
    runner.git("switch", "--quiet", "-c", "loose")
    (runner.workspace / "drlint.yaml").write_text(LOOSE)
    runner.git("commit", "--quiet", "-am", "loose")
    runner.git("switch", "--quiet", "--detach", base)
    runner.git("merge", "--quiet", "--no-ff", "-m", "merge", "loose")
    merge = runner.git("rev-parse", "HEAD")
    runner.env["GITHUB_SHA"] = merge
    return base, merge


def test_the_base_of_githubs_merge_rules(runner: Runner, asked: Path) -> None:
    base, _ = merged(runner)
    runner.git("branch", "-D", "main")
    runner.pull_request()
    done = runner.run()
    assert _trusted(asked) == [base]
    assert f"those of the base, {base}" in done.log
    assert done.outputs["exit-code"] == "1"


def test_a_shallow_checkout_is_refused_with_the_remedy(runner: Runner, asked: Path) -> None:
    _, merge = merged(runner)
    shallow = runner.workspace.parent / "shallow"
    runner.git("clone", "--quiet", "--depth=1", f"file://{runner.workspace}", str(shallow))
    runner.workspace = shallow
    assert runner.git("rev-parse", "HEAD") == merge
    runner.git("remote", "remove", "origin")
    runner.pull_request()
    done = runner.run()
    assert not asked.exists()
    assert done.outputs["exit-code"] == "2"
    assert "trusted-ref: the checkout does not hold the base branch; say fetch-depth: 2" in done.log
    runner.run(trusted_ref="none")
    assert _trusted(asked) == []


def test_a_checkout_of_depth_two_holds_the_base(runner: Runner, asked: Path) -> None:
    base, _ = merged(runner)
    deeper = runner.workspace.parent / "deeper"
    runner.git("clone", "--quiet", "--depth=2", f"file://{runner.workspace}", str(deeper))
    runner.workspace = deeper
    runner.pull_request()
    runner.run()
    assert _trusted(asked) == [base]


@pytest.mark.parametrize("known", ["branch", "commit"])
def test_a_head_that_is_no_merge_of_githubs_names_no_base(runner: Runner, asked: Path, known: str) -> None:
    """A pull request's own head may be a merge, too; its parents are the author's."""
    base, merge = merged(runner)
    runner.env["GITHUB_SHA"] = "e" * 40
    if known == "branch":
        runner.git("update-ref", "refs/remotes/origin/release/$(touch${IFS}pwned)", base)
        runner.pull_request(base="release/$(touch${IFS}pwned)")
    else:
        runner.pull_request(base_sha=base)
    runner.run()
    assert merge
    assert _trusted(asked) == [base]
    assert not (runner.workspace / "pwned").exists()


def test_what_is_asked_for_is_taken(runner: Runner, asked: Path) -> None:
    base, _ = merged(runner)
    runner.pull_request()
    runner.run(trusted_ref=base[:12])
    assert _trusted(asked) == [base[:12]]
    runner.run(trusted_ref="none")
    assert _trusted(asked) == []


def test_a_push_rules_itself(runner: Runner, asked: Path) -> None:
    merged(runner)
    done = runner.run()
    assert _trusted(asked) == []
    assert "trusted-ref" not in done.log
