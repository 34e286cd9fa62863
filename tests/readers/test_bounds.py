"""What one run may read, walk through and evaluate is bounded; what lies beyond is said, and the rest goes on."""

from __future__ import annotations

import os
import time
from itertools import pairwise
from pathlib import Path

import pytest

from drlint.catalog.registry import load
from drlint.cli import discovery
from drlint.model.errors import UnreadableError
from drlint.model.globs import matches
from drlint.model.resource import Location
from drlint.model.values import Unknown
from drlint.readers import files, walk
from drlint.readers.files import Disk, read_regular
from drlint.readers.hcl import allowance, blind, world
from drlint.readers.hcl.allowance import Allowance
from drlint.readers.hcl.blind import Blind
from drlint.readers.hcl.code import Sources
from drlint.readers.hcl.reader import read_root
from drlint.readers.walk import Walk

GOOD = 'resource "aws_db_instance" "good" {\n  multi_az = true\n}\n'
ENDLESS = "locals {\n  it = [for a in range(1000): [for b in range(1000): a * b]]\n}\n"
HOSTILE = ENDLESS + 'resource "aws_db_instance" "bad" {\n  multi_az = local.it[0]\n}\n'


def write(path: Path, text: str = GOOD) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc to count open files")
def test_no_descriptor_is_left_open(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    write(tmp_path / "large", "x" * 100)
    before = open_files()
    for _ in range(20):
        for name in ("", "pipe", "large", "missing"):
            with pytest.raises(UnreadableError):
                read_regular(str(tmp_path / name), 10)
    assert open_files() == before


def test_a_file_that_vanishes_between_listing_and_reading(tmp_path: Path) -> None:
    class Vanishing(Disk):
        def names(self, folder: str) -> tuple[str, ...]:
            found = super().names(folder)
            (tmp_path / "root" / "gone.tf").unlink(missing_ok=True)
            return found

    write(tmp_path / "root" / "gone.tf")
    write(tmp_path / "root" / "main.tf")
    read = read_root(str(tmp_path / "root"), root="", catalog=load(), sources=Sources(Vanishing(tmp_path)))
    assert [each.address.path for each in read.resources] == ["aws_db_instance.good"]
    ((spot),) = read.blind_spots
    assert str(spot.location) == "root/gone.tf"
    assert spot.reason == "it cannot be read: No such file or directory"


def test_reading_stops_and_says_how_much_it_did_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_FILES", 3)
    for number in range(5):
        write(tmp_path / "root" / f"f{number}.tf", GOOD.replace("good", f"r{number}"))
    read = read_root(str(tmp_path / "root"), root="", catalog=load(), sources=Sources(Disk(tmp_path)))
    assert len(read.resources) == 3
    assert [str(spot.location) for spot in read.blind_spots] == ["root/f3.tf"]
    assert read.blind_spots[0].reason.endswith("; 2 files here are not read")


def test_the_search_for_roots_stops_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        write(tmp_path / f"f{number}" / "main.tf")
    assert discovery.found_in([str(tmp_path)]).unread == []
    monkeypatch.setattr(files, "MOST_FILES", 3)
    found = discovery.found_in([str(tmp_path)])
    assert len(found.roots) == 5, "what was not looked through may be a root"
    ((path, reason),) = found.unread
    assert path == str(tmp_path)
    assert "reading stopped after 3 files" in reason
    assert reason.endswith("; name the folders of root modules")


def test_a_walk_stops_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        write(tmp_path / f"f{number}" / "main.tf")
    monkeypatch.setattr(walk, "MOST_ENTRIES", 8)
    found = discovery.found_in([str(tmp_path)])
    assert len(found.roots) == 3
    assert "looking for files stopped after 8 of them" in found.unread[0][1]


def test_a_walk_follows_no_link(tmp_path: Path) -> None:
    write(tmp_path / "a" / "main.tf")
    (tmp_path / "a" / "up").symlink_to("..")
    (tmp_path / "self").symlink_to("self")
    assert [here for here, _ in Walk(str(tmp_path))] == [str(tmp_path), str(tmp_path / "a")]


def test_a_hostile_root_costs_the_others_nothing(tmp_path: Path) -> None:
    """Each root may spend its own steps, and all together no more than a few of them may."""
    sources = Sources(Disk(tmp_path), allowance=Allowance())
    for name in "abcd":
        write(tmp_path / name / "main.tf", HOSTILE)
    write(tmp_path / "good" / "main.tf", "locals {\n  yes = true\n}\n" + GOOD.replace("true", "local.yes"))
    good = read_root(str(tmp_path / "good"), root="", catalog=load(), sources=sources)
    started = time.process_time()
    left = [sources.allowance.steps]
    for name in "abcd":
        read = read_root(str(tmp_path / name), root="", catalog=load(), sources=sources)
        assert any("evaluation stopped" in spot.reason for spot in read.blind_spots)
        left.append(sources.allowance.steps)
    assert good.resources[0]["multi_az"] is True
    assert all(0 <= before - then <= world.MAX_STEPS for before, then in pairwise(left))
    assert left[-1] == 0
    after = read_root(str(tmp_path / "good"), root="", catalog=load(), sources=sources)
    assert isinstance(after.resources[0]["multi_az"], Unknown)
    assert time.process_time() - started < 20


def test_what_stands_there_as_it_is_is_read_whatever_is_spent(tmp_path: Path) -> None:
    write(tmp_path / "root" / "main.tf", HOSTILE + GOOD)
    read = read_root(str(tmp_path / "root"), root="", catalog=load(), sources=Sources(Disk(tmp_path)))
    assert read.resources[1]["multi_az"] is True


def test_resources_are_counted_over_all_roots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowance, "MAX_RESOURCES", 5)
    sources = Sources(Disk(tmp_path), allowance=Allowance())
    found = []
    for name in "ab":
        write(tmp_path / name / "main.tf", GOOD.replace("{\n", "{\n  count = 4\n", 1))
        found.append(read_root(str(tmp_path / name), root="", catalog=load(), sources=sources))
    assert [len(each.resources) for each in found] == [4, 1]
    assert found[0].blind_spots == ()
    assert found[1].blind_spots[0].reason == "reading stopped after 1 resources of this root module"


def test_blind_spots_are_summed_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blind, "MAX_BLIND", 2)
    found = Blind()
    place = Location("main.tf", 1)
    for number in range(5):
        found.add(f"r{number}", "x" * 1000, place)
    assert [spot.what for spot in found.spots] == ["r0", "r1", "main.tf"]
    assert found.spots[2].reason == "3 more places could not be read"
    assert all(len(spot.reason) <= 301 for spot in found.spots)


@pytest.mark.parametrize(
    ("text", "glob", "fits"),
    [
        ("a" * 200, "*a" * 40 + "b", False),
        ("a" * 200 + "b", "*a" * 40 + "b", True),
        ("abcbd", "a*b*d", True),
        ("abc", "a*bc*", True),
        ("ab", "a*ab", False),
        ("aab", "*ab", True),
        ("a.b[0]", "a?b[*]", True),
        ("", "*", True),
        ("", "", True),
        ("abab", "*ab*ab", True),
        ("ab", "**a**b**", True),
    ],
)
def test_globs_take_no_time(text: str, glob: str, fits: bool) -> None:  # noqa: FBT001
    started = time.process_time()
    assert matches(text, glob) is fits
    assert time.process_time() - started < 1
