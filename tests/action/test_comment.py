"""The comment on a pull request: found again, edited in place, never somebody else's, never more than it should be."""

from __future__ import annotations

import importlib.util
import os
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.action.composite import REPOSITORY as REPOSITORY_FOLDER
from tests.action.composite import Run
from tests.action.conftest import Runner
from tests.action.github_api import ACTIONS, REPOSITORY

_SPEC = importlib.util.spec_from_file_location("comment", REPOSITORY_FOLDER / ".github" / "action" / "comment.py")
assert _SPEC is not None
assert _SPEC.loader is not None
comment = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(comment)

MARKER = "<!-- drlint:comment:infra -->"
REPORT = f"{MARKER}\n# Disaster recovery: infra\n\n**1 will hurt**\n"
COMMENT = ".github/action/comment/action.yml"
CREATE, EDIT = ("POST", f"/repos/{REPOSITORY}/issues/7/comments"), ("PATCH", f"/repos/{REPOSITORY}/issues/comments/")


def _posted(runner: Runner, report: str | bytes = REPORT, **inputs: str) -> Run:
    path = runner.temporary / "drlint.md"
    path.write_bytes(report if isinstance(report, bytes) else report.encode())
    return runner.run(COMMENT, markdown_file=str(path), **inputs)


def _bodies(runner: Runner) -> list[str]:
    return [each["body"] for each in runner.world.comments]


def test_the_first_run_writes_and_the_next_edits(runner: Runner) -> None:
    runner.pull_request()
    assert "comment: written (pull request 7)" in _posted(runner).log
    assert _bodies(runner) == [REPORT]
    assert runner.world.changes == [CREATE]
    clear = REPORT.replace("1 will hurt", "0 will hurt")
    assert "comment: edited" in _posted(runner, clear).log
    assert _bodies(runner) == [clear]
    assert "comment: is as it should be" in _posted(runner, clear).log
    assert len(runner.world.changes) == 2
    assert runner.world.tokens == {"Bearer s3cret"}


def test_the_token_stands_in_no_log(runner: Runner) -> None:
    runner.pull_request()
    assert "s3cret" not in _posted(runner).log
    runner.world.refuses = {"GET": 403}
    assert "s3cret" not in _posted(runner).log


def test_it_is_found_behind_hundreds_of_others(runner: Runner) -> None:
    runner.pull_request()
    for number in range(250):
        runner.world.has(f"me, too {number}", "somebody", "User")
    mine = runner.world.has(f"{MARKER}\nold")
    runner.world.has("later", "somebody", "User")
    assert "comment: edited" in _posted(runner).log
    assert runner.world.comments[mine - 1]["body"] == REPORT
    assert runner.world.changes == [(EDIT[0], f"{EDIT[1]}{mine}")]


@pytest.mark.parametrize("login", ["github-actions", "mallory", "other-app[bot]"])
def test_a_strangers_comment_with_the_marker_is_left_alone(runner: Runner, login: str) -> None:
    runner.pull_request()
    forged = f"{MARKER}\nall policies passed"
    runner.world.has(forged, login, "Bot" if login.endswith("[bot]") else "User")
    assert "comment: written" in _posted(runner).log
    assert _bodies(runner) == [forged, REPORT]


def test_own_comments_of_other_runs_are_left_alone(runner: Runner) -> None:
    runner.pull_request()
    others = ["<!-- drlint:comment:infra2 -->\nx", f"quoted: {MARKER}", "no marker", ""]
    for body in others:
        runner.world.has(body)
    _posted(runner)
    assert _bodies(runner) == [*others, REPORT]


@pytest.mark.parametrize(("login", "kind"), [("drlint-app[bot]", "Bot"), ("robot", "User")])
def test_another_token_has_another_name(runner: Runner, login: str, kind: str) -> None:
    runner.pull_request()
    runner.world.login = login
    runner.world.has(f"{MARKER}\nnot mine")  # by github-actions
    runner.world.has(f"{MARKER}\r\nmine", login, kind)
    _posted(runner)
    assert _bodies(runner) == [f"{MARKER}\nnot mine", REPORT]


def test_a_token_without_a_name_is_that_of_actions(runner: Runner) -> None:
    runner.pull_request()
    runner.world.login = None
    runner.world.has(f"{MARKER}\nmine", ACTIONS)
    _posted(runner)
    assert _bodies(runner) == [REPORT]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("status", [401, 403, 404, 422, 500])
def test_a_token_that_may_not_write_fails_no_job(runner: Runner, method: str, status: int) -> None:
    runner.pull_request()
    runner.world.refuses = {method: status}
    done = _posted(runner)
    assert done.code == 0
    assert f"::warning title=drlint::comment: not written: GitHub answered {status}" in done.log
    assert _bodies(runner) == []


def test_the_token_follows_no_redirect(runner: Runner) -> None:
    runner.pull_request()
    runner.world.redirects_to = f"{runner.world.url}/elsewhere"
    done = _posted(runner)
    assert "GitHub answered 302" in done.log
    assert all(path != "/elsewhere" for _, path in runner.world.asked)


def test_github_out_of_reach_fails_no_job(runner: Runner) -> None:
    runner.pull_request()
    runner.env["GITHUB_API_URL"] = "http://127.0.0.1:1"
    done = _posted(runner)
    assert done.code == 0
    assert "GitHub could not be asked" in done.log


def test_other_events_have_no_pull_request(runner: Runner) -> None:
    done = _posted(runner)
    assert done.code == 0
    assert "a run for push has no pull request" in done.log
    assert runner.world.asked == []


@pytest.mark.parametrize("repository", ["stranger/infra", None])
def test_a_forks_run_says_who_may(runner: Runner, repository: str | None) -> None:
    runner.pull_request()
    runner.event["pull_request"]["head"]["repo"] = repository and {"full_name": repository}
    done = _posted(runner)
    assert done.code == 0
    assert "docs/examples/github-fork-comment.yml" in done.log
    assert runner.world.asked == []


@pytest.mark.parametrize(
    ("report", "reason"),
    [
        ("# no marker\n", "does not begin with a marker"),
        ("", "does not begin with a marker"),
        (f"x{MARKER}\n", "does not begin with a marker"),
        (f"{MARKER} <!-- x -->\n", "does not begin with a marker"),
        (b"\xff\xfe", "is no UTF-8"),
        (REPORT + "x" * 65_536, "longer than the 65,536 bytes"),
    ],
)
def test_what_is_no_report_is_not_posted(runner: Runner, report: str | bytes, reason: str) -> None:
    runner.pull_request()
    done = _posted(runner, report)
    assert reason in done.log
    assert _bodies(runner) == []


def test_only_a_regular_file_is_a_report(runner: Runner) -> None:
    runner.pull_request()
    secret = runner.temporary / "secret"
    secret.write_text(REPORT)
    link, pipe = runner.temporary / "link.md", runner.temporary / "pipe.md"
    link.symlink_to(secret)
    os.mkfifo(pipe)
    for path in (link, pipe, runner.temporary, runner.temporary / "none.md"):
        assert "comment: not written: the report" in runner.run(COMMENT, markdown_file=str(path)).log
    assert _bodies(runner) == []


def test_an_answer_of_another_shape_fails_no_job(runner: Runner) -> None:
    runner.pull_request()
    runner.world.comments = [
        {"id": 1, "body": None, "user": None},
        {"id": "x", "user": {"login": ACTIONS}, "body": MARKER},
    ]
    done = _posted(runner)
    assert done.code == 0
    assert "another shape" in done.log


# The second half of a fork's run: what it made is a stranger's.


@pytest.fixture
def after_a_fork(runner: Runner) -> Runner:
    head = {"repo": {"full_name": "stranger/infra", "owner": {"login": "stranger"}}, "ref": "fix", "sha": "f" * 40}
    runner.world.pulls = [
        {"number": 6, "head": {**head, "ref": "other"}},
        {"number": 7, "head": head},
    ]
    runner.event = {
        "workflow_run": {
            "event": "pull_request",
            "head_branch": "fix",
            "head_sha": "f" * 40,
            "head_repository": {"full_name": "stranger/infra", "owner": {"login": "stranger"}},
            "pull_requests": [],
        }
    }
    runner.env |= {"GITHUB_EVENT_NAME": "workflow_run", "GITHUB_REF": "refs/heads/main"}
    return runner


def test_a_forks_report_finds_its_pull_request_from_the_event(after_a_fork: Runner) -> None:
    done = _posted(after_a_fork, comment_id="infra")
    assert done.code == 0
    (body,) = _bodies(after_a_fork)
    assert body.startswith(f"{MARKER}\n> [!NOTE]\n")
    assert "\n> # Disaster recovery: infra\n" in body
    assert after_a_fork.world.changes == [CREATE]
    assert "edited" in _posted(after_a_fork, REPORT + "more\n", comment_id="infra").log


def test_a_forks_report_gives_no_orders(after_a_fork: Runner) -> None:
    hostile = [
        "/deploy production",
        "@acme/everyone look",
        "<!-- other-bot:sticky -->",
        "fixes #12 GH-13 acme/other#14",
        "[click](https://evil.example) <https://evil.example> www.evil.example",
        "![](https://evil.example/x.png) <img src=x> <a href=x>y</a> <h1>passed</h1>",
        "[ref]\n\n[ref]: //evil.example",
        "\u202ereversed\x1b[31m\r/approve",
        "```",
        "/still here",
    ]
    _posted(after_a_fork, MARKER + "\n" + "\n".join(hostile), comment_id="infra")
    (body,) = _bodies(after_a_fork)
    first, *rest = body.split("\n")
    assert first == MARKER
    assert all(line == "" or line.startswith(">") for line in rest)
    assert not set(body) & set("\u202e\x1b\r")
    for orders in ("@acme", "<!-- other", "#12", "#14", "GH-13", "](", "]:", "://", "www.", "![", "<img", "<a ", "<h1"):
        assert orders not in "\n".join(rest), orders


@given(st.text(alphabet=st.one_of(st.sampled_from("@#/<>![]():\r\n\t -`GHwww.1"), st.characters()), max_size=80))
def test_whatever_a_fork_writes_is_quoted(text: str) -> None:
    first, *rest = comment.disarmed(f"{MARKER}\n{text}", MARKER).split("\n")
    assert first == MARKER
    assert all(line == "" or line.startswith(">") for line in rest)
    assert [line for line in rest if line == ""] == ["", ""]  # below the notice, and at the end
    assert not re.search(r"@\w|#\d|://|<!--|\]\(|[\x00-\x08\x0b-\x1f]", "\n".join(rest))


def test_a_forks_report_is_for_the_comment_that_was_agreed(after_a_fork: Runner) -> None:
    for asked, reason in (("", "`comment-id` must be given"), ("infra2", "marker is not that of")):
        done = _posted(after_a_fork, comment_id=asked)
        assert done.code == 1
        assert reason in done.log
    assert _bodies(after_a_fork) == []


@pytest.mark.parametrize(
    ("change", "count"),
    [({"sha": "0" * 40}, 0), ({"repo": {"full_name": "stranger/other", "owner": {"login": "stranger"}}}, 0), ({}, 2)],
    ids=["moved on", "another repository", "two pull requests"],
)
def test_a_forks_report_goes_to_one_pull_request_or_none(
    after_a_fork: Runner, change: dict[str, object], count: int
) -> None:
    head = after_a_fork.world.pulls[1]["head"]
    if count:
        after_a_fork.world.pulls.append({"number": 8, "head": head})
    after_a_fork.world.pulls[1] = {"number": 7, "head": {**head, **change}}
    done = _posted(after_a_fork, comment_id="infra")
    assert done.code == 1
    assert f"{count} open pull requests have the commit" in done.log
    assert after_a_fork.world.changes == []


def test_a_run_for_a_push_is_not_commented(after_a_fork: Runner) -> None:
    after_a_fork.event["workflow_run"]["event"] = "push"
    assert _posted(after_a_fork, comment_id="infra").code == 1
    assert after_a_fork.world.asked == []


def test_a_branch_name_is_a_name(after_a_fork: Runner) -> None:
    branch = "a&state=closed#x$(touch pwned)"
    after_a_fork.world.pulls[1]["head"]["ref"] = branch
    after_a_fork.event["workflow_run"]["head_branch"] = branch
    assert _posted(after_a_fork, comment_id="infra").code == 0
    assert not (after_a_fork.workspace / "pwned").exists()
