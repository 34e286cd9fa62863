"""A run that ends before its time, or finds no room: what was read is kept whole, and the next run goes on with it."""

from __future__ import annotations

import gzip
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.running import drlint

from .collected import collected, found, read
from .conftest import REGIONS
from .moto import ACCOUNT, Answer, Proxy, Request

RUN = ("--regions", ",".join(REGIONS), "-q")


def begun(folder: Path, *flags: str, before: Callable[[], None] | None = None) -> subprocess.Popen[bytes]:
    """A run in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "drlint", "collect", "-o", str(folder), *RUN, *flags],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=before,  # noqa: PLW1509 - the worker has no threads of its own here
    )


def units(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.json.gz"))


def slow(request: Request) -> Answer | None:
    """Everything is answered, at its own pace; one Region does not answer for a long time."""
    time.sleep(20 if request.scope == ("eu-west-1", "rds") else 0.02)
    return None


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -15), (signal.SIGKILL, -9)])
def test_f32_a_run_that_is_stopped_is_taken_up_again(
    aws: Proxy, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    aws.rule = slow
    running = begun(tmp_path / "inv")
    for _ in range(600):
        time.sleep(0.05)
        if len(units(tmp_path / "inv")) > 10 and any(each[:2] == ("eu-west-1", "rds") for each in aws.asked):
            break
    began = time.monotonic()
    running.send_signal(number)
    _, said = running.communicate(timeout=30)
    assert running.returncode == code
    assert time.monotonic() - began < 5
    assert b"Traceback" not in said
    if number is signal.SIGINT:
        assert b"interrupted; what was read is kept, and --resume goes on" in said
    kept = units(tmp_path / "inv")
    assert kept
    assert all(json.loads(gzip.decompress(each.read_bytes()))["service"] in each.name for each in kept)
    result = read(tmp_path / "inv")
    assert any("drlint collect --resume goes on" in each.reason for each in result.blind_spots)
    aws.rule = None
    aws.asked.clear()
    times = {each: each.stat().st_mtime_ns for each in kept}
    assert drlint("collect", "-o", tmp_path / "inv", *RUN, "--resume").code == 4  # moto does not answer all
    whole = read(tmp_path / "inv")
    assert not any("goes on" in each.reason for each in whole.blind_spots)
    assert len(found(whole, "aws_db_instance")) == 4
    left = [each for each in kept if each.stat().st_mtime_ns == times[each]]
    assert left
    assert not [each for each in (tmp_path / "inv").rglob(".*.part") if each.stat().st_mtime > time.time() - 1]


def test_f33_a_disk_that_is_full(aws: Proxy, tmp_path: Path) -> None:
    """A limit on the size of files stands for it; the inventory from before stays readable."""
    folder = tmp_path / "inv"
    assert drlint("collect", "-o", folder, *RUN).code == 4
    before = (folder / "drlint-inventory.json").read_bytes()
    running = begun(folder, before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500)))
    _, said = running.communicate(timeout=60)
    assert running.returncode == 2
    assert b"cannot be written: File too large; what was collected before is kept" in said
    assert (folder / "drlint-inventory.json").read_bytes() == before
    assert len(found(read(folder), "aws_db_instance")) == 4
    assert not list(folder.rglob("*.part"))
    assert aws.asked


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_f33_a_folder_that_cannot_be_written_to(aws: Proxy, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    outcome = drlint("collect", "-o", tmp_path / "inv", *RUN)
    assert outcome.code == 2
    assert "cannot be written to" in outcome.err
    assert not [each for each in aws.asked if each[1] == "rds"]


def test_a_file_in_place_of_the_folder(aws: Proxy, tmp_path: Path) -> None:
    (tmp_path / "inv").write_text("")
    outcome = drlint("collect", "-o", tmp_path / "inv", *RUN)
    assert outcome.code == 2
    assert "is no folder" in outcome.err
    assert aws.asked == []


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda data: data[:-20], "it is damaged: it ends too early"),
        (lambda data: b"not gzip" + data, "it is damaged"),
        (lambda _: gzip.compress(b'{"schema": 99}'), "its schema is 99"),
        (lambda _: gzip.compress(b"[]"), "it is damaged"),
        (lambda data: gzip.compress(gzip.decompress(data).replace(b'"things":[', b'"things":[7,')), "it is damaged"),
        (lambda _: b"", "it is damaged"),
    ],
    ids=["cut", "no gzip", "newer", "a list", "another shape", "empty"],
)
def test_a_damaged_unit_is_a_blind_spot_and_is_read_again(
    aws: Proxy, tmp_path: Path, damage: Callable[[bytes], bytes], said: str
) -> None:
    began = datetime.now(UTC).replace(microsecond=0)
    collected(tmp_path, ("eu-west-1",))
    unit = tmp_path / ACCOUNT / "eu-west-1" / "rds.json.gz"
    unit.write_bytes(damage(unit.read_bytes()))
    result = read(tmp_path)
    (spot,) = [each for each in result.blind_spots if each.what.endswith("rds.json.gz")]
    assert said in spot.reason
    assert not found(result, "aws_db_instance")
    assert found(result, "aws_dynamodb_table")
    outcome = drlint("check", tmp_path, "--select", "rds-instance-multi-az", "--no-cache")
    assert outcome.code == 4
    assert collected(tmp_path, ("eu-west-1",), since=began).kept
    assert len(found(read(tmp_path), "aws_db_instance")) == 2
    assert aws.asked


@pytest.mark.parametrize(("said", "reason"), [(b'{"schema": 99}', "its schema is 99"), (b"{", "it is damaged")])
def test_a_manifest_that_cannot_be_read(tmp_path: Path, said: bytes, reason: str) -> None:
    (tmp_path / "drlint-inventory.json").write_bytes(said)
    outcome = drlint("check", tmp_path, "--no-cache")
    assert outcome.code == 4
    assert reason in outcome.err
    again = drlint("collect", "-o", tmp_path, "--resume")
    assert again.code == 2
    assert reason in again.err
