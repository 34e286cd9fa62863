"""What is told while accounts are read: a bar to who watches, lines to a log, nothing where nobody wants it."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from drlint.cli.watching import Telling
from drlint.readers.aws.collecting import Progress
from drlint.readers.inventory.shape import Gap, Unit, UnitRead
from tests.cli.running import drlint

from .moto import ACCOUNT, Proxy

ONE = ("--regions", "eu-west-1")
READ = UnitRead(account=ACCOUNT, region="eu-west-1", service="rds", as_of="", listed=())


def test_a_terminal_sees_a_bar(aws: Proxy, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "drlint", "collect", "-o", str(tmp_path / "inv"), *ONE]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    running = subprocess.Popen(command, env=environment, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    seen = b""
    while True:
        try:
            some = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if not some:
            break
        seen += some
    assert running.wait(30) == 4
    text = seen.decode()
    assert "━" in text
    assert re.search(r" of \d\d units", text)
    assert "next: drlint check" in text.splitlines()[-1]
    assert aws.asked


def test_a_log_gets_lines_and_quiet_gets_none(aws: Proxy, tmp_path: Path) -> None:
    loud = drlint("collect", "-o", tmp_path / "inv", *ONE)
    assert re.search(r"(\d\d) of \1 units, ", loud.err)
    assert "\r" not in loud.err
    assert "━" not in loud.err
    quiet = drlint("collect", "-o", tmp_path / "inv", *ONE, "-q")
    assert "units, " not in quiet.err
    assert aws.asked


def test_what_takes_long_is_named() -> None:
    progress = Progress(units=4, done=1)
    progress.begun = {Unit(ACCOUNT, "eu-west-1", "rds"): time.monotonic() - 34, Unit(ACCOUNT, "eu-west-1", "s3"): 1e12}
    said = Telling(quiet=False).said(progress)
    assert "1 of 4 units" in said
    assert f"{ACCOUNT}/eu-west-1/rds takes 34 s so far" in said
    progress.add(READ)
    assert "rds" not in Telling(quiet=False).said(progress)


def test_thousands_of_gaps_are_counted_and_some_told(capsys: pytest.CaptureFixture[str]) -> None:
    telling, progress = Telling(quiet=True), Progress(units=300)
    gaps = tuple(
        Gap(action=f"rds:A{n}", account=ACCOUNT, region="eu-west-1", sort="denied", reason="no") for n in range(9)
    )
    for _ in range(300):
        telling.unit(progress, UnitRead(account=ACCOUNT, region="x", service="rds", as_of="", listed=(), gaps=gaps))
    telling.end(progress, "inventory", is_audit=False)
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 21
    assert said[-1] == "drlint: 2,680 more calls were not answered; drlint check lists them"
