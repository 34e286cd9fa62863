"""As much of GitHub's API, on this machine, as a comment on a pull request needs."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

ACTIONS = "github-actions[bot]"
REPOSITORY = "acme/infra"


@dataclass
class World:
    """What GitHub knows, and what it was asked."""

    comments: list[dict[str, Any]] = field(default_factory=list)
    pulls: list[dict[str, Any]] = field(default_factory=list)
    login: str | None = ACTIONS  # None: the token has no name
    refuses: dict[str, int] = field(default_factory=dict)  # method: status
    redirects_to: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    url: str = ""

    def has(self, body: str, login: str = ACTIONS, kind: str = "Bot") -> int:
        """A comment that was there before; its id."""
        self.comments.append({"id": len(self.comments) + 1, "body": body, "user": {"login": login, "type": kind}})
        return len(self.comments)

    @property
    def changes(self) -> list[tuple[str, str]]:
        """What it was asked to write, questions left out."""
        return [(method, path) for method, path in self.asked if method != "GET" and path != "/graphql"]


@contextmanager
def github() -> Iterator[World]:
    """GitHub, as long as the block lasts."""
    world = World()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"world": world}))
    world.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield world
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    world: World

    def _answer(self, status: int, document: Any) -> None:
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _handled(self) -> None:
        world, url = self.world, urlsplit(self.path)
        world.asked.append((self.command, url.path))
        world.tokens.add(self.headers.get("Authorization", ""))
        given = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or "null")
        if url.path == "/graphql":
            viewer = {"viewer": {"login": world.login}} if world.login else None
            self._answer(200, {"data": viewer, "errors": [] if viewer else ["no"]})
        elif world.redirects_to:
            self.send_response(302)
            self.send_header("Location", world.redirects_to)
            self.end_headers()
        elif self.command in world.refuses:
            self._answer(world.refuses[self.command], {"message": "Resource not accessible by integration"})
        else:
            self._routed(url.path.removeprefix(f"/repos/{REPOSITORY}/"), parse_qs(url.query), given)

    def _routed(self, path: str, query: dict[str, list[str]], given: Any) -> None:
        world = self.world
        if self.command == "GET" and re.fullmatch(r"issues/7/comments", path):
            size, page = int(query["per_page"][0]), int(query["page"][0])
            self._answer(200, world.comments[size * (page - 1) : size * page])
        elif self.command == "POST" and path == "issues/7/comments":
            if len(given["body"]) > 65_536:
                self._answer(422, {"message": "body is too long"})
                return
            world.has(given["body"], world.login or ACTIONS)
            self._answer(201, world.comments[-1])
        elif self.command == "PATCH" and (found := re.fullmatch(r"issues/comments/(\d+)", path)):
            comment = world.comments[int(found[1]) - 1]
            comment["body"] = given["body"]
            self._answer(200, comment)
        elif self.command == "GET" and path == "pulls":
            owner, _, branch = query["head"][0].partition(":")
            same = [each for each in world.pulls if each["head"]["ref"] == branch]
            self._answer(200, [each for each in same if each["head"]["repo"]["owner"]["login"] == owner])
        else:
            self._answer(404, {"message": "Not Found"})

    do_GET = do_POST = do_PATCH = _handled  # noqa: N815 - the library's names

    def log_message(self, *_: Any) -> None:
        """Say nothing."""
