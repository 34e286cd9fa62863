"""Keeps one comment with a report on its pull request: found by its marker and its author, edited in place.

Nothing comes from the command line: the report is `COMMENT_FILE`, the token `COMMENT_TOKEN`, the rest what GitHub gives
every step. What cannot be written for want of rights, or has no pull request, is said and is no failure. A report that
comes from another run (event `workflow_run`) is a stranger's: it is quoted, disarmed, and refused where it is not one.
"""

from __future__ import annotations

import json
import os
import re
import stat
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

MOST = 65_536  # what GitHub takes as a comment, in characters; we stay below it in bytes, too
SECONDS = 30
PAGE = 100
PAGES = 100
ANSWER = 32 * 1024 * 1024
ACTIONS = "github-actions[bot]"  # who GITHUB_TOKEN is

_MARKER = re.compile(r"<!-- drlint:comment:(?P<id>[A-Za-z0-9._/%-]{1,100}) -->")
_GAP = "\u200b"
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
# Between these: mentions, other issues, links, pictures and tags, of which our own reports have but two.
_LOADED = re.compile(
    r"""(?<=@) | (?<=\#)(?=\d) | (?<=\bGH)(?=-) | (?<=:)(?=//) | (?<=\bwww)(?=\.) | (?<=])(?=[(:[]) | (?<=!)(?=\[)
    | (?<=<)(?!/?(?:details|summary)>)""",
    re.IGNORECASE | re.VERBOSE,
)
_NOTICE = (
    "> [!NOTE]\n"
    "> This was written by a run of the pull request itself, which it could have changed; read the code, too.\n"
)


class Refused(Exception):  # noqa: N818 - it is what happened
    """What was asked is not done; its message says why."""


class NotWritten(Exception):  # noqa: N818
    """GitHub did not answer as hoped; its message says how."""


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """The token goes to GitHub, and nowhere that an answer names."""

    def redirect_request(self, *_: Any) -> None:
        """Follow nothing."""
        return


class GitHub:
    """GitHub's API for one repository."""

    def __init__(self, token: str) -> None:
        self._api = os.environ.get("GITHUB_API_URL") or "https://api.github.com"
        self._graphql = os.environ.get("GITHUB_GRAPHQL_URL") or f"{self._api}/graphql"
        self._repository = os.environ["GITHUB_REPOSITORY"]
        self._token = token
        self._opener = urllib.request.build_opener(NoRedirect)

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """What the repository's `path` answers; raises NotWritten."""
        return self._sent(method, f"{self._api}/repos/{self._repository}/{path}", body)

    def _sent(self, method: str, url: str, body: Any) -> Any:
        if not url.startswith(("https://", "http://")):
            raise NotWritten("GITHUB_API_URL is no web address")
        data = None if body is None else json.dumps(body).encode()
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
            "User-Agent": "drlint",
            "Content-Type": "application/json",
        }
        request = urllib.request.Request(url, data, headers, method=method)  # noqa: S310 - looked at above
        try:
            with self._opener.open(request, timeout=SECONDS) as answer:
                return json.loads(answer.read(ANSWER))
        except urllib.error.HTTPError as error:
            raise NotWritten(f"GitHub answered {error.code} to {method}; {remedy(error.code)}") from error
        except (OSError, ValueError) as error:
            raise NotWritten(f"GitHub could not be asked: {type(error).__name__}") from error

    def me(self) -> str:
        """Whose token it is; GitHub tells no name to some tokens of apps."""
        try:
            answer = self._sent("POST", self._graphql, {"query": "query { viewer { login } }"})
            return str(answer["data"]["viewer"]["login"])
        except (NotWritten, KeyError, TypeError):
            return ACTIONS

    def comments(self, number: int) -> list[dict[str, Any]]:
        """All comments of a pull request, oldest first."""
        found: list[dict[str, Any]] = []
        for page in range(1, PAGES + 1):
            some = self.ask("GET", f"issues/{number}/comments?per_page={PAGE}&page={page}")
            found += some
            if len(some) < PAGE:
                return found
        raise NotWritten(f"the pull request has more than {PAGE * PAGES} comments")


def remedy(code: int) -> str:
    """What to do about an answer."""
    return {
        401: "the token is none",
        403: "the job needs `permissions: pull-requests: write` (a run for Dependabot or a fork cannot have it)",
        404: "the token may not see this, or it is not there",
    }.get(code, "try again later")


def report_of(path: Path) -> str:
    """The report's text; Refused where it is none that could be posted."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise Refused(f"the report cannot be read: {error.strerror}") from error
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise Refused("the report is no regular file")
        content = b"".join(iter(lambda: os.read(handle, 4096), b"")) if os.fstat(handle).st_size <= MOST else None
    finally:
        os.close(handle)
    if content is None or len(content) > MOST:
        raise Refused(f"the report is longer than the {MOST:,} bytes that GitHub takes")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise Refused("the report is no UTF-8") from error


def marker_of(report: str, asked: str) -> str:
    """The marker in the report's first line; Refused where there is none, or not the one that was asked for."""
    first = report.split("\n", 1)[0].strip()
    found = _MARKER.fullmatch(first)
    if found is None:
        raise Refused("the report does not begin with a marker of drlint")
    if asked and found["id"] != asked:
        raise Refused("the report's marker is not that of `comment-id`")
    return first


def disarmed(report: str, marker: str) -> str:
    """A stranger's report: quoted, so that no line is an order to a bot; naming nobody, and hiding nothing."""
    whole = report.encode("utf-8", "replace").decode()  # half a character is none that anybody can send
    body = _UNSHOWN.sub("", whole.split("\n", 1)[1] if "\n" in whole else "")
    body = _LOADED.sub(_GAP, body)
    quoted = "".join(f"> {line}\n" if line else ">\n" for line in body.split("\n"))
    told = f"{marker}\n{_NOTICE}\n{quoted}"
    if len(told.encode()) > MOST:
        raise Refused(f"the report is longer than the {MOST:,} bytes that GitHub takes, quoted")
    return told


def number_of(event: dict[str, Any], github: GitHub) -> int:
    """The pull request that the event is about, never one that a report names; raises Refused."""
    kind = os.environ.get("GITHUB_EVENT_NAME", "")
    if kind == "workflow_run":
        return _number_of_run(event["workflow_run"], github)
    if kind != "pull_request":
        raise Refused(f"a run for {plain(kind) or 'no event'} has no pull request to comment on")
    request = event["pull_request"]
    if (request["head"].get("repo") or {}).get("full_name") != os.environ["GITHUB_REPOSITORY"]:
        raise Refused("a fork's run may not write; docs/examples/github-fork-comment.yml is the workflow that may")
    return int(request["number"])


def _number_of_run(run: dict[str, Any], github: GitHub) -> int:
    """The one open pull request whose head the run was for; GitHub leaves `pull_requests` empty for forks."""
    if run["event"] != "pull_request":
        raise Refused("the other run was not for a pull request")
    repository = run["head_repository"]
    head = urllib.parse.quote(f"{repository['owner']['login']}:{run['head_branch']}", safe="")
    some = github.ask("GET", f"pulls?state=open&head={head}&per_page={PAGE}")
    numbers = [
        int(each["number"])
        for each in some
        if each["head"]["sha"] == run["head_sha"]
        and (each["head"].get("repo") or {}).get("full_name") == repository["full_name"]
    ]
    if len(numbers) != 1:
        raise Refused(f"{len(numbers)} open pull requests have the commit that the report is about")
    return numbers[0]


def own(comments: list[dict[str, Any]], marker: str, login: str) -> dict[str, Any] | None:
    """The first comment that begins with the marker and is by us: anybody can write the marker."""
    for comment in comments:
        author = comment.get("user") or {}
        names = {login, f"{login}[bot]"} if author.get("type") == "Bot" else {login}
        if author.get("login") in names and (comment.get("body") or "").split("\n", 1)[0].strip() == marker:
            return comment
    return None


def written(number: int, marker: str, body: str, github: GitHub, *, only_edit: bool) -> str:
    """Write the comment; what was done."""
    mine = own(github.comments(number), marker, github.me())
    if mine is None:
        if only_edit:
            return "nothing to say, and nothing was said before"
        github.ask("POST", f"issues/{number}/comments", {"body": body})
        return "written"
    if mine["body"].replace("\r\n", "\n").rstrip() == body.rstrip():
        return "is as it should be"
    github.ask("PATCH", f"issues/comments/{int(mine['id'])}", {"body": body})
    return "edited"


def plain(text: str) -> str:
    """A word from outside in a line of the log."""
    return re.sub(r"[^A-Za-z0-9_. -]", "?", text)[:100]


def done(*, is_strangers: bool) -> str:
    """Do it; what was done. Raises Refused and NotWritten."""
    event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_bytes())
    asked = os.environ.get("COMMENT_ID", "")
    if is_strangers and not asked:
        raise Refused("after workflow_run `comment-id` must be given")
    report = report_of(Path(os.environ["COMMENT_FILE"]))
    marker = marker_of(report, asked)
    body = disarmed(report, marker) if is_strangers else report
    github = GitHub(os.environ["COMMENT_TOKEN"])
    number = number_of(event, github)
    only_edit = os.environ.get("COMMENT_ONLY_EDIT") == "true"
    said = written(number, marker, body, github, only_edit=only_edit)
    return f"{said} (pull request {number})"


def main() -> int:
    """Exit code 1 only where a stranger's report is not written: nobody would see it else."""
    is_strangers = os.environ.get("GITHUB_EVENT_NAME") == "workflow_run"
    command = ""
    try:
        said = done(is_strangers=is_strangers)
    except Refused as reason:
        said = f"not written: {reason}"
        command = "::error title=drlint::" if is_strangers else ""
    except NotWritten as reason:
        said, command = f"not written: {reason}", "::warning title=drlint::"
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        said, command = f"not written: GitHub's answer has another shape ({type(error).__name__})", "::warning::"
    sys.stdout.write(f"{command}comment: {said}\n")
    return int(is_strangers and bool(command))


if __name__ == "__main__":
    sys.exit(main())
