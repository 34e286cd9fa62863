"""The whole action on a pull request: gate, comment and summary together, with the drlint of this checkout."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.action.conftest import HAS_A_FINDING, HAS_NONE, Runner
from tests.action.github_api import ACTIONS
from tests.action.test_trust import LOOSE, merged

FORGED = "<!-- drlint:comment:. -->\\n# all policies passed\\n/merge\\n@everyone"


def _bodies(runner: Runner) -> list[str]:
    return [each["body"] for each in runner.world.comments]


def test_the_comment_lives_with_its_pull_request(runner: Runner) -> None:
    runner.pull_request()
    main = runner.workspace / "main.tf"
    main.write_text(HAS_NONE)
    done = runner.run(comment="true")
    assert done.code == 0
    assert "nothing to say, and nothing was said before" in done.log
    assert _bodies(runner) == []
    main.write_text(HAS_A_FINDING)
    done = runner.run(comment="true")
    assert done.code == 1
    assert _bodies(runner) == [Path(done.outputs["markdown-file"]).read_text()]
    assert "aws_db_instance.orders" in _bodies(runner)[0]
    main.write_text(HAS_NONE)
    done = runner.run(comment="true")
    assert done.code == 0
    (clear,) = _bodies(runner)
    assert "aws_db_instance.orders" not in clear
    assert "**0 will hurt" in clear


def test_two_runs_have_a_comment_each(runner: Runner) -> None:
    runner.pull_request()
    for name in ("one", "the other -->"):
        runner.run(comment="true", comment_id=name)
    first, second = _bodies(runner)
    assert first.startswith("<!-- drlint:comment:one -->\n")
    assert second.split("\n")[0].count("-->") == 1
    runner.run(comment="true", comment_id="the other -->")
    assert len(_bodies(runner)) == 2


def test_a_comment_that_may_not_be_written_changes_no_result(runner: Runner) -> None:
    runner.pull_request()
    runner.world.refuses = {"POST": 403}
    done = runner.run(comment="true")
    assert "comment: not written: GitHub answered 403" in done.log
    assert (done.code, done.outputs["exit-code"]) == (1, "1")
    (runner.workspace / "main.tf").write_text(HAS_NONE)
    assert runner.run(comment="true").code == 0


def test_what_is_broken_is_not_reported_as_well(runner: Runner) -> None:
    runner.pull_request()
    runner.run(comment="true")
    before = _bodies(runner)
    (runner.workspace / "drlint.yaml").write_text("no_such_key: 1\n")
    done = runner.run(comment="true")
    assert (done.code, done.outputs["exit-code"]) == (2, "2")
    assert "comment: there is no report" in done.log
    assert _bodies(runner) == before


def test_a_pull_request_does_not_loosen_its_own_gate(runner: Runner) -> None:
    merged(runner)
    runner.pull_request()
    assert (runner.workspace / "drlint.yaml").read_text() == LOOSE
    done = runner.run(comment="true")
    assert (done.code, done.outputs["exit-code"]) == (1, "1")
    assert "drlint.yaml" in _bodies(runner)[0]
    assert runner.run(trusted_ref="none").code == 0
    assert runner.run(trusted_ref="no/such/ref").code == 2


def test_a_baseline_sets_aside_what_was_there(runner: Runner) -> None:
    drlint = ["drlint", "baseline", "create", ".", "--baseline", "baseline.json"]
    subprocess.run(drlint, cwd=runner.workspace, env=runner.env, check=True, capture_output=True)
    done = runner.run(baseline="baseline.json")
    assert (done.code, done.outputs["new"]) == (0, "0")
    (runner.workspace / "more.tf").write_text(HAS_A_FINDING.replace("orders", "invoices"))
    done = runner.run(baseline="baseline.json")
    assert done.code == 1
    assert int(done.outputs["new"]) == int(done.outputs["findings"]) > 0
    assert runner.run(baseline="none.json").code == 2


def test_names_forge_no_comment_and_no_order(runner: Runner) -> None:
    runner.pull_request()
    (runner.workspace / "main.tf").write_text(
        f'resource "aws_db_instance" "a" {{\n  identifier = "{FORGED}"\n  tags = {{ Owner = "{FORGED}" }}\n}}\n'
    )
    runner.run(comment="true")
    runner.run(comment="true")
    (body,) = _bodies(runner)
    assert body.count("<!--") == 1
    assert not any(line.startswith(("/", "@", "# all")) for line in body.split("\n"))
    runner.world.has(body.split("\n")[0] + "\nforged", "mallory", "User")
    runner.run(comment="true")
    assert _bodies(runner)[1].endswith("forged")
    assert {each["user"]["login"] for each in runner.world.comments} == {ACTIONS, "mallory"}


def test_the_summary_is_written(runner: Runner) -> None:
    runner.run()
    assert "aws_db_instance.orders" in Path(runner.env["GITHUB_STEP_SUMMARY"]).read_text()


def test_a_forks_report_of_the_most_bytes_can_be_quoted(runner: Runner) -> None:
    """With the `args` of the example, and names that take the most room when quoted."""
    block = 'resource "aws_db_instance" "a%d" {\n  identifier = "[](#1)@x<b>%d"\n}\n'
    text = "".join(block % (number, number) for number in range(20))
    (runner.workspace / "main.tf").write_text(text)
    runner.pull_request(of="stranger/infra")
    done = runner.run(comment_id="drlint", args="--max-bytes 40000")
    report = Path(done.outputs["markdown-file"])
    assert 20_000 < report.stat().st_size <= 40_000
    head = {"repo": {"full_name": "stranger/infra", "owner": {"login": "stranger"}}, "ref": "fix", "sha": "f" * 40}
    runner.world.pulls = [{"number": 7, "head": head}]
    run = {"event": "pull_request", "head_branch": "fix", "head_sha": "f" * 40}
    runner.event = {"workflow_run": {**run, "head_repository": head["repo"]}}
    runner.env["GITHUB_EVENT_NAME"] = "workflow_run"
    posted = runner.run(".github/action/comment/action.yml", markdown_file=str(report), comment_id="drlint")
    assert posted.code == 0, posted.log
    assert len(_bodies(runner)[0].encode()) <= 65_536
