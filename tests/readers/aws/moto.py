"""A stand-in for AWS on loopback (moto_server), and a proxy in front of it that answers otherwise where told to."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

ACCOUNT = "123456789012"
_SCOPE = re.compile(r"Credential=[^/]+/\d+/([^/]+)/([^/]+)/")
_ACTION = re.compile(rb"(?:^|&)Action=(\w+)")


def server() -> str:
    """The program; skips where it is not installed."""
    beside = Path(sys.executable).parent / "moto_server"
    found = str(beside) if beside.exists() else shutil.which("moto_server")
    if found is None:
        pytest.skip("moto_server is not installed: pip install 'moto[server]'")
    return found


@contextlib.contextmanager
def moto() -> Iterator[int]:
    """A running moto_server; its port."""
    program = server()
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
    running = subprocess.Popen(
        [program, "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "MOTO_EC2_LOAD_DEFAULT_AMIS": "false"},  # 1,301 snapshots of images
    )
    try:
        _await(port, running)
        yield port
    finally:
        running.terminate()
        running.wait(10)


def _await(port: int, running: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        assert running.poll() is None, "moto_server ended"
        time.sleep(0.1)
    pytest.fail("moto_server does not listen after 30 s")


@dataclass
class Request:
    """What a client asks."""

    method: str
    path: str
    headers: Any
    body: bytes

    @property
    def scope(self) -> tuple[str, str]:
        """The Region and the service that it is signed for."""
        found = _SCOPE.search(self.headers.get("Authorization", ""))
        return (found[1], found[2]) if found else ("", "")

    @property
    def operation(self) -> str:
        named = _ACTION.search(self.body)
        if named:
            return named[1].decode()
        target: str = self.headers.get("X-Amz-Target", "")
        return target.rpartition(".")[2] or f"{self.method} {self.path}"


@dataclass
class Answer:
    """What is answered instead; without a status the connection is cut, as it is after a body that is `cut`."""

    status: int = 0
    body: bytes = b""
    kind: str = "text/xml"
    seconds: float = 0
    cut: bool = False


Rule = Callable[[Request], "Answer | None"]


@dataclass
class Proxy:
    """Stands between a client and moto; `rule` may answer in moto's place."""

    port: int
    upstream: int
    rule: Rule | None = None
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextlib.contextmanager
def proxy(upstream: int) -> Iterator[Proxy]:
    """A running proxy."""
    state = Proxy(0, upstream)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def handle_one_request(self) -> None:
            with contextlib.suppress(ConnectionError):
                super().handle_one_request()

        def told(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            request = Request(self.command, self.path, self.headers, body)
            state.asked.append((*request.scope, request.operation))
            instead = state.rule(request) if state.rule is not None else None
            if instead is None:
                self.forward(body)
            elif instead.status == 0:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
            else:
                time.sleep(instead.seconds)
                self.answer(instead.status, {"Content-Type": instead.kind}, instead.body, more=instead.cut)

        do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = told  # noqa: N815 - http.server's names

        def forward(self, body: bytes) -> None:
            link = http.client.HTTPConnection("127.0.0.1", state.upstream, timeout=20)
            link.request(self.command, self.path, body, dict(self.headers.items()))
            found = link.getresponse()
            data = found.read()
            kept = {k: v for k, v in found.getheaders() if k.lower() not in {"content-length", "transfer-encoding"}}
            link.close()
            self.answer(found.status, kept, data)

        def answer(self, status: int, headers: dict[str, str], body: bytes, *, more: bool = False) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body) + more))
            self.end_headers()
            self.wfile.write(body)
            if more:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.daemon_threads = True
    state.port = running.server_address[1]
    threading.Thread(target=running.serve_forever, daemon=True).start()
    try:
        yield state
    finally:
        running.shutdown()
        running.server_close()


def environment(url: str) -> dict[str, str]:
    """What makes every AWS client ask there, whatever else is configured."""
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }
