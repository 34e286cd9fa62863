"""The note on a merge request: the shell of the GitLab example, against as much of GitLab as it asks."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.action.composite import REPOSITORY, clean_environment, loaded

MARKER = "<!-- drlint:comment:infra -->"
REPORT = f"{MARKER}\n# Disaster recovery: infra & more; 100%\n"
NOTES = "/api/projects/3/merge_requests/9/notes"
ME, ANOTHER = 11, 12


@dataclass
class GitLab:
    """A merge request's notes."""

    notes: list[dict[str, Any]] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    url: str = ""

    def has(self, body: str, author: int = ME) -> None:
        self.notes.append({"id": len(self.notes) + 1, "body": body, "author": {"id": author}})


class _Handler(BaseHTTPRequestHandler):
    gitlab: GitLab

    def _handled(self) -> None:
        gitlab, url = self.gitlab, urlsplit(self.path)
        gitlab.tokens.add(self.headers.get("PRIVATE-TOKEN", ""))
        query = parse_qs(url.query)
        given = parse_qs(self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode())
        document: Any = {}
        if url.path == "/api/user":
            document = {"id": ME}
        elif self.command == "GET":
            size, page = int(query["per_page"][0]), int(query["page"][0])
            document = gitlab.notes[size * (page - 1) : size * page]
        elif self.command == "POST":
            gitlab.has(given["body"][0])
        else:
            gitlab.notes[int(url.path.removeprefix(f"{NOTES}/")) - 1]["body"] = given["body"][0]
        body = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = _handled  # noqa: N815 - the library's names

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def gitlab() -> Iterator[GitLab]:
    if shutil.which("curl") is None or shutil.which("jq") is None:
        pytest.skip("there is no curl, or no jq")
    found = GitLab()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"gitlab": found}))
    found.url = f"http://127.0.0.1:{server.server_address[1]}/api"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


def _noted(gitlab: GitLab, folder: Path, report: str = REPORT) -> subprocess.CompletedProcess[str]:
    (folder / "drlint.md").write_text(report, encoding="utf-8")
    (script,) = loaded(REPOSITORY / "docs/examples/gitlab-ci.yml")["drlint-note"]["script"]
    env = clean_environment() | {
        "CI_API_V4_URL": gitlab.url,
        "CI_PROJECT_ID": "3",
        "CI_MERGE_REQUEST_IID": "9",
        "DRLINT_NOTE_TOKEN": "s3cret",
        "TMPDIR": str(folder),
        "no_proxy": "127.0.0.1",
    }
    return subprocess.run(["sh", "-c", script], cwd=folder, env=env, capture_output=True, text=True, check=False)


def test_one_note_is_kept_up_to_date(gitlab: GitLab, tmp_path: Path) -> None:
    for number in range(150):
        gitlab.has(f"me, too {number}", ANOTHER)
    gitlab.has(f"{MARKER}\nforged", ANOTHER)
    assert _noted(gitlab, tmp_path).returncode == 0
    assert gitlab.notes[-1]["body"] == REPORT
    done = _noted(gitlab, tmp_path, REPORT + "more\n")
    assert done.returncode == 0, done.stderr
    assert [each["body"] for each in gitlab.notes[150:]] == [f"{MARKER}\nforged", REPORT + "more\n"]
    assert gitlab.tokens == {"s3cret"}


@pytest.mark.parametrize("report", ["# no marker\n", f"{MARKER}\n/merge\n", f"{MARKER}\n  /approve\n"])
def test_what_is_no_report_or_gives_orders_is_not_noted(gitlab: GitLab, tmp_path: Path, report: str) -> None:
    assert _noted(gitlab, tmp_path, report).returncode == 1
    assert gitlab.notes == []
