"""Runs drlint as a user does, in this process or in a limited child."""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from drlint.cli.main import main

SECONDS = 5
BYTES = 512 * 1024 * 1024
AWS = "registry.terraform.io/hashicorp/aws"


@dataclass(frozen=True)
class Outcome:
    """What a run left behind."""

    code: int
    out: str
    err: str

    @property
    def complaints(self) -> list[str]:
        return self.err.splitlines()

    @property
    def report(self) -> dict[str, Any]:
        """The JSON report on standard output."""
        found: dict[str, Any] = json.loads(self.out)
        return found


def drlint(*arguments: str | Path, stdin: bytes = b"") -> Outcome:
    """Run the command line in this process."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    code = 0
    with (
        mock.patch.object(sys, "argv", ["drlint", *map(str, arguments)]),
        mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8")),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1
    return Outcome(code, _text(out), _text(err))


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    written = stream.buffer
    assert isinstance(written, io.BytesIO)
    return written.getvalue().decode("utf-8")


def drlint_child(
    *arguments: str | Path, stdin: bytes | None = None, env: Mapping[str, str] | None = None, nobody: bool = False
) -> Outcome:
    """Run it in a child that has 5 s of processor time and 512 MB of memory; `nobody` gives up root's rights first."""
    start = ["-c", _AS_NOBODY] if nobody else ["-m", "drlint"]
    child = subprocess.Popen(
        [sys.executable, *start, *map(str, arguments)],
        stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **(env or {})},
        preexec_fn=_limited,  # noqa: PLW1509 - the worker has no threads of its own here
    )
    try:
        out, err = child.communicate(stdin, timeout=4 * SECONDS)
    finally:
        child.kill()
    return Outcome(child.returncode, out.decode("utf-8"), err.decode("utf-8"))


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))


# Root may read everything. A first run as root imports what lies where nobody else may look; the second one counts.
_AS_NOBODY = """
import contextlib, io, os, sys, traceback
from drlint.catalog.registry import load
from drlint.cli import main, policy_sets
found = policy_sets.builtin_policies(load())
policy_sets._cached = lambda files, catalog: found
if os.geteuid() == 0:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out), contextlib.suppress(Exception):
        main.cli.main(sys.argv[1:], standalone_mode=False)
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
main.main()
"""


def change(name: str = "orders", *, actions: Sequence[str] = ("create",), **given: Any) -> dict[str, Any]:
    """A database in a plan's `resource_changes`; `given` replaces parts of it, those of `change` by their names."""
    inside = {"actions": list(actions), "before": None, "after": {"multi_az": True}, "after_unknown": {}}
    made: dict[str, Any] = {
        "address": f"aws_db_instance.{name}",
        "mode": "managed",
        "type": "aws_db_instance",
        "name": name,
        "provider_name": AWS,
        "change": inside,
    }
    for key, value in given.items():
        (inside if key in {"before", "after", "after_unknown", "after_sensitive", "replace_paths"} else made)[key] = (
            value
        )
    return made


def block(name: str = "orders", **given: Any) -> dict[str, Any]:
    """The configuration block of such a database."""
    return {
        "address": f"aws_db_instance.{name}",
        "mode": "managed",
        "type": "aws_db_instance",
        "name": name,
        "provider_config_key": "aws",
        "expressions": {},
        **given,
    }


def plan(*changes: Any, **given: Any) -> dict[str, Any]:
    """A plan of these changes, with a provider in Frankfurt."""
    return {
        "format_version": "1.2",
        "terraform_version": "1.9.8",
        "resource_changes": list(changes),
        "configuration": {
            "provider_config": {
                "aws": {
                    "name": "aws",
                    "full_name": AWS,
                    "expressions": {"region": {"constant_value": "eu-central-1"}},
                }
            },
            "root_module": {"resources": [block()]},
        },
        **given,
    }


def written(path: Path, document: Any) -> Path:
    """A document saved as JSON, text or bytes as they are."""
    if isinstance(document, bytes):
        path.write_bytes(document)
    else:
        path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return path
