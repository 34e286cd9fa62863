"""Units read by the workers of a Dask cluster: the same inventory, each unit once, whatever becomes of the workers."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import drlint

from .collected import found, read
from .conftest import REGIONS
from .moto import ACCOUNT, Answer, Proxy, Request

distributed = pytest.importorskip("distributed", reason="dask.distributed is not installed: pip install distributed")
OTHER = "111122223333"
RUN = ("--regions", ",".join(REGIONS), "-q")


class Workers:
    """A scheduler and two workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.scheduler = self._begun("scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", "scheduler.json")
        for _ in range(200):
            time.sleep(0.05)
            if (folder / "scheduler.json").is_file():
                break
        self.address: str = json.loads((folder / "scheduler.json").read_text())["address"]
        self.workers = [self.begin(), self.begin()]

    def begin(self) -> subprocess.Popen[bytes]:
        """One more worker."""
        return self._begun("worker", self.address, "--nthreads", "4", "--no-nanny", "--no-dashboard")

    def await_(self, number: int) -> None:
        """Wait until so many workers are there."""
        with distributed.Client(self.address) as client:
            client.wait_for_workers(number, timeout=30)

    def close(self) -> None:
        for each in (*self.workers, self.scheduler):
            each.kill()
            each.wait(10)

    def _begun(self, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:], "--host", "127.0.0.1"]
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(command, cwd=self.folder, **quiet)


@pytest.fixture
def cluster(aws: Proxy, tmp_path: Path) -> Iterator[Workers]:  # noqa: ARG001 - whose address the workers inherit
    made = Workers(tmp_path)
    made.await_(2)
    yield made
    made.close()


def units(folder: Path) -> dict[str, Any]:
    """What is kept of each unit, but for the time."""
    kept = {}
    for each in sorted(folder.rglob("*.json.gz")):
        said = json.loads(gzip.decompress(each.read_bytes()))
        del said["as_of"]
        for thing in said["things"]:
            thing["attributes"].pop("latest_restorable_time", None)  # which moto answers with the time of day
        kept[str(each.relative_to(folder))] = said
    return kept


def test_the_inventory_is_that_of_one_process(cluster: Workers, tmp_path: Path) -> None:
    many = ("--accounts", f"{ACCOUNT},{OTHER}", *RUN)
    here = drlint("collect", "-o", tmp_path / "here", *many)
    there = drlint("collect", "-o", tmp_path / "there", *many, "--dask", cluster.address)
    assert (here.code, there.code) == (4, 4), there.err  # moto does not answer all
    assert units(tmp_path / "there") == units(tmp_path / "here")
    result = read(tmp_path / "there")
    assert len(found(result, "aws_db_instance")) == 4
    assert {each.account for each in result.accounts} == {ACCOUNT, OTHER}


def test_a_worker_that_is_killed_loses_nothing(cluster: Workers, aws: Proxy, tmp_path: Path) -> None:
    """Half of the units are read when a worker dies; what it had in hand is read by the other, and written once."""

    def slow(_: Request) -> Answer | None:
        time.sleep(0.03)
        return None

    def kill() -> None:
        for _ in range(400):
            time.sleep(0.05)
            if len(list((tmp_path / "inv").rglob("*.json.gz"))) >= 10:
                break
        os.kill(cluster.workers[0].pid, signal.SIGKILL)

    aws.rule = slow
    killing = threading.Thread(target=kill)
    killing.start()
    outcome = drlint("collect", "-o", tmp_path / "inv", *RUN, "--dask", cluster.address)
    killing.join()
    assert outcome.code == 4
    assert cluster.workers[0].wait(10) == -signal.SIGKILL
    manifest = json.loads((tmp_path / "inv" / "drlint-inventory.json").read_text())
    kept = units(tmp_path / "inv")
    assert set(kept) == {f"{each['account']}/{each['region']}/{each['service']}.json.gz" for each in manifest["units"]}
    result = read(tmp_path / "inv")
    assert len(found(result, "aws_db_instance")) == 4
    assert not any("worker" in each.reason for each in result.blind_spots)


def test_a_scheduler_that_is_lost_leaves_a_folder_to_resume(cluster: Workers, aws: Proxy, tmp_path: Path) -> None:
    def slow(_: Request) -> Answer | None:
        time.sleep(0.03)
        return None

    def kill() -> None:
        for _ in range(400):
            time.sleep(0.05)
            if len(list((tmp_path / "inv").rglob("*.json.gz"))) >= 10:
                break
        cluster.scheduler.kill()

    aws.rule = slow
    killing = threading.Thread(target=kill)
    killing.start()
    outcome = drlint("collect", "-o", tmp_path / "inv", *RUN, "--dask", cluster.address)
    killing.join()
    assert outcome.code == 2
    assert "the scheduler is lost; what was read is kept, --resume goes on" in outcome.err
    aws.rule = None
    assert drlint("collect", "-o", tmp_path / "inv", *RUN, "--resume").code == 4
    assert len(found(read(tmp_path / "inv"), "aws_db_instance")) == 4


def test_a_unit_that_ends_every_worker_is_a_blind_spot(
    aws: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are read; nothing of the one is taken for empty."""
    from drlint.readers.aws import distributed as ours  # noqa: PLC0415 - needs Dask

    (tmp_path / "deadly.py").write_text(
        "import os\n"
        "from drlint.readers.aws import distributed\n"
        "def read(units, *rest):\n"
        "    if any(unit.service == 'sns' for unit in units):\n"
        "        os._exit(9)\n"
        "    return distributed.read_there(units, *rest)\n"
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(tmp_path), os.environ.get("PYTHONPATH", ""))))
    monkeypatch.syspath_prepend(str(tmp_path))
    import deadly  # type: ignore[import-not-found] # noqa: PLC0415 - which was just written

    monkeypatch.setattr(ours, "read_there", deadly.read)
    with distributed.LocalCluster(n_workers=2, threads_per_worker=2, dashboard_address=None, silence_logs=50) as many:
        flags = ("--regions", "eu-west-1", "-q", "--dask", many.scheduler_address)
        outcome = drlint("collect", "-o", tmp_path / "inv", *flags)
    assert outcome.code == 4
    assert aws.asked
    result = read(tmp_path / "inv")
    ended = {each.what for each in result.blind_spots if "every worker that was to read it ended" in each.reason}
    assert f"aws://{ACCOUNT}/eu-west-1/sns:*" in ended
    assert [each for each in result.unseen if each.kind == "aws_sns_topic"]
    assert len(ended) < 8  # with those that a worker had in hand when it ended for the fourth time
    assert len(result.whole) > 10


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense", "http://127.0.0.1:1"])
def test_where_no_scheduler_answers(aws: Proxy, tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drlint.readers.aws.distributed._ANSWERS", 0.5)
    outcome = drlint("collect", "-o", tmp_path / "inv", *RUN, "--dask", address)
    assert outcome.code == 2
    assert f"--dask {address}: no scheduler of Dask's answers there" in outcome.err
    assert not [each for each in aws.asked if each[1] == "rds"]


def test_without_dask_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    outcome = drlint("collect", "-o", tmp_path / "inv", "--dask", "tcp://127.0.0.1:1")
    assert outcome.code == 2
    assert "pip install distributed" in outcome.err
