"""Parsed files are kept by their content: what the cache holds, and that nothing in it can change a verdict."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from drlint.readers.hcl import cache as parse_cache
from drlint.readers.hcl import tree
from drlint.readers.hcl.cache import KEPT_DAYS, ParseCache
from drlint.readers.hcl.source import cleaned, parse_clean

SOURCE = b"""\
# CANARY-comment
locals { secret = "CANARY-text" }
resource "aws_db_instance" "orders" {
  multi_az = false
  password = "CANARY-password"
  timeouts { create = "1h" }
}
"""
OTHER = SOURCE.replace(b"false", b"true ")  # as long as the first


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "hcl"


def entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*/*") if path.is_file())


def told(body: tree.Body) -> object:
    """A body in plain values, evaluated as far as literals go, with the lines where things stand."""
    return (
        [(each.name, str(each.place), each.value) for each in body.attributes],
        [(each.type, each.labels, str(each.place), told(each.body)) for each in body.blocks],
    )


def parsed(cache: ParseCache, data: bytes) -> object:
    return told(cache.parsed(data, "main.tf").body)


def fresh(data: bytes) -> object:
    return told(parse_clean(cleaned(data), "main.tf").body)


def refused(*_: object) -> tree.Source:
    raise AssertionError("it was parsed again")


def test_the_second_run_parses_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fresh(SOURCE)
    assert parsed(ParseCache(folder), SOURCE) == before
    assert len(entries(folder)) == 1
    monkeypatch.setattr(parse_cache, "parse_clean", refused)
    assert parsed(ParseCache(folder), SOURCE) == before


def test_the_same_content_elsewhere_is_known_and_has_its_own_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ParseCache(folder).parsed(SOURCE, "a/main.tf")
    monkeypatch.setattr(parse_cache, "parse_clean", refused)
    found = ParseCache(folder).parsed(SOURCE, "b/other.tf")
    assert str(found.body.blocks[1].place) == "b/other.tf:3"


def test_another_content_is_another_entry(folder: Path) -> None:
    cache = ParseCache(folder)
    assert parsed(cache, SOURCE) != parsed(cache, OTHER)
    assert len(entries(folder)) == 2


def test_an_entry_holds_no_text(folder: Path) -> None:
    ParseCache(folder).parsed(SOURCE, "CANARY-uri/main.tf")
    [entry] = entries(folder)
    assert b"orders" in entry.read_bytes()  # labels and names are there, so that a text would be found
    assert b"CANARY" not in entry.read_bytes()


def test_what_cannot_be_parsed_is_not_kept(folder: Path) -> None:
    cache = ParseCache(folder)
    broken = SOURCE + b'resource "aws_db_instance" "cut" {\n'
    for _ in range(2):
        assert cache.parsed(broken, "main.tf").problems
    assert entries(folder) == []


def damaged(data: bytes) -> list[bytes]:
    chance = random.Random(7)  # noqa: S311 - the same damage every time
    places = [chance.randrange(len(data)) for _ in range(60)]
    flipped = [data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :] for at in places]
    return [b"", b"\0", data[:-1], data[: len(data) // 2], data + b"\0", b"\xc0" * len(data), b"[" * 10_000, *flipped]


def test_a_damaged_entry_is_parsed_again_and_mended(folder: Path) -> None:
    before = parsed(ParseCache(folder), SOURCE)
    [entry] = entries(folder)
    whole = entry.read_bytes()
    for damage in damaged(whole):
        entry.write_bytes(damage)
        assert parsed(ParseCache(folder), SOURCE) == before
        assert entry.read_bytes() == whole


def test_the_entry_of_another_file_is_not_believed(folder: Path) -> None:
    longer = SOURCE + b"# more\n"
    cache = ParseCache(folder)
    cache.parsed(SOURCE, "main.tf")
    [entry] = entries(folder)
    cache.parsed(longer, "main.tf")
    [foreign] = [each for each in entries(folder) if each != entry]
    entry.write_bytes(foreign.read_bytes())
    assert parsed(ParseCache(folder), SOURCE) == fresh(SOURCE)


@pytest.mark.parametrize(
    "put",
    [os.mkfifo, Path.mkdir, lambda path: path.symlink_to("/dev/zero"), lambda path: path.symlink_to(path)],
    ids=["pipe", "folder", "device", "loop"],
)
def test_what_is_no_file_is_no_entry(folder: Path, put: Callable[[Path], object]) -> None:
    ParseCache(folder).parsed(SOURCE, "main.tf")
    [entry] = entries(folder)
    entry.unlink()
    put(entry)
    assert parsed(ParseCache(folder), SOURCE) == fresh(SOURCE)


@pytest.mark.parametrize("in_the_way", ["cache", "cache/hcl", "cache/hcl/pruned"])
def test_a_cache_that_cannot_be_made_costs_nothing(folder: Path, in_the_way: str) -> None:
    """A file where a folder is to be, or a folder where a file is to be: as good as no permission, also for root."""
    base = folder.parent.parent
    place = base / in_the_way
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.name == "pruned":
        place.mkdir()
        os.utime(place, (0, 0))
    else:
        place.write_text("")
    cache = ParseCache(folder)
    assert parsed(cache, SOURCE) == fresh(SOURCE)
    assert parsed(cache, OTHER) == fresh(OTHER)
    assert not list(base.rglob("*.part"))


def test_a_full_disk_leaves_no_half_entry(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    cache = ParseCache(folder)
    for data in (SOURCE, OTHER):
        assert parsed(cache, data) == fresh(data)
    assert entries(folder) == []


def test_old_entries_are_forgotten_once_a_day(folder: Path) -> None:
    ParseCache(folder).parsed(SOURCE, "main.tf")
    [entry] = entries(folder)
    old = time.time() - (KEPT_DAYS + 1) * 86_400
    os.utime(entry, (old, old))
    ParseCache(folder).parsed(OTHER, "main.tf")
    assert entry.exists()  # it was looked through today
    os.utime(folder / "pruned", (old, old))
    ParseCache(folder).parsed(SOURCE + b"\n", "main.tf")
    assert not entry.exists()
    assert len(entries(folder)) == 2


def test_runs_at_the_same_time(folder: Path) -> None:
    texts = [SOURCE.replace(b"orders", f"orders_{number}".encode()) for number in range(40)]
    wanted = [fresh(text) for text in texts]

    def run(_: int) -> list[object]:
        cache = ParseCache(folder)
        return [parsed(cache, text) for text in texts]

    with ThreadPoolExecutor(8) as pool:  # one process, so that they even share the names of unfinished entries
        for found in pool.map(run, range(16)):
            assert found == wanted
    assert len(entries(folder)) == len(texts)
    assert not list(folder.rglob("*.part"))
