"""Whatever a block looks like, a change changes what it says and nothing else, and formatting stays as it was."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drlint.edits.changes import Change, change_in, splices
from drlint.edits.original import Original, Splice
from drlint.edits.verified import trouble
from drlint.readers.hcl import tree
from tests.edits import layouts

RANDOMS = st.randoms(use_true_random=False)
FILES = 600
WANTED: tuple[tuple[tuple[str, ...], bool | int | str], ...] = (
    (("multi_az",), True),
    (("backup_retention_period",), 7),
    (("y",), 'a ${text} with \\ " and \n'),
    (("lifecycle", "prevent_destroy"), True),
    (("point_in_time_recovery", "enabled"), True),
    (("point_in_time_recovery", "days"), 35),
)


def own(original: Original) -> tree.Block:
    (found,) = [each for each in original.source.body.blocks if each.labels == ("aws_example", "main")]
    return found


def edited(original: Original, *wanted: tuple[tuple[str, ...], bool | int | str]) -> tuple[bytes, list[Change]]:
    changes = [change_in(original, own(original), *each) for each in wanted]
    kept = [each for each in changes if each is not None]
    return original.spliced(splices(original, kept)), kept


def lines(data: bytes) -> list[bytes]:
    return data.split(b"\n")


def closing(line: bytes) -> bytes:
    """A line as it is; of a closing brace's comment it does not matter how far to the right it stands."""
    return re.sub(rb"^\} +#", b"} #", line)


@settings(max_examples=300, deadline=None)
@given(RANDOMS)
def test_what_is_added_leaves_every_line_as_it_was(random: Random) -> None:
    data = layouts.on_disk(random, layouts.file(random))
    original = Original(data, "main.tf")
    assert original.refusal == ""
    wanted = random.sample(WANTED, random.randint(1, len(WANTED)))
    after, changes = edited(original, *wanted)
    assert trouble(original, after, changes) == ""
    block = own(original)
    if b"\n" not in original.text[block.handle[0] : block.handle[2]]:
        start, end = original.offset(block.handle[0]), original.offset(block.handle[2])
        assert after.startswith(data[:start])
        assert after.endswith((data[end:], data[end:].lstrip(b" ")))
        return
    rest = iter(map(closing, lines(after)))
    assert all(line in rest for line in map(closing, lines(data))), "the lines of before stand there in their order"
    assert after.count(b"\r\n") == (after.count(b"\n") if b"\r\n" in data else 0)


@settings(max_examples=200, deadline=None)
@given(RANDOMS)
def test_what_is_replaced_leaves_every_byte_around_it(random: Random) -> None:
    data = layouts.on_disk(random, layouts.file(random, multi_az="false"))
    original = Original(data, "main.tf")
    after, changes = edited(original, (("multi_az",), True))
    assert trouble(original, after, changes) == ""
    attribute = own(original).body.attribute("multi_az")
    assert attribute is not None
    start, end = original.offset(attribute.handle[1]), original.offset(attribute.handle[2])
    assert after[:start] == data[:start]
    assert after[start : start + 4] == b"true"
    assert after[start + 4 :].lstrip(b" ") == data[end:].lstrip(b" ")
    blanks = len(after[start + 4 :]) - len(data[end:])
    assert blanks in {0, 1}, "at most one blank more, where the comments of several lines stand below each other"


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_positions_of_the_text_are_found_in_the_bytes(mark: bytes, ends: str) -> None:
    text = 'a = "ü"\nb = 2\n\nc = 3\n'
    data = mark + text.replace("\n", ends).encode()
    original = Original(data, "main.tf")
    assert original.text == text.encode()
    for position in range(len(original.text)):
        byte = original.text[position : position + 1]
        at = original.offset(position)
        assert data[at : at + 1] == (byte if byte != b"\n" else ends.encode()[:1])
    assert original.offset(len(original.text)) == len(data)
    whole = [Splice(each, each, b"") for each in range(len(original.text) + 1)]
    assert original.spliced(whole) == data


def test_mixed_line_ends_stay_and_new_lines_end_like_their_neighbours() -> None:
    data = b'resource "aws_example" "main" {\n  a = 1\r\n  b = 2\r\n}\nlocals {}\r\n'
    after, _ = edited(Original(data, "main.tf"), (("c",), 3))
    assert after == b'resource "aws_example" "main" {\n  a = 1\r\n  b = 2\r\n  c = 3\r\n}\nlocals {}\r\n'


def test_overlapping_changes_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        Original(b"a = 12\n", "main.tf").spliced([Splice(4, 6, b"3"), Splice(5, 6, b"4")])


@pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not on PATH")
def test_what_terraform_fmt_accepted_it_accepts_afterwards(tmp_path: Path) -> None:
    files = {tmp_path / f"at{seed}.tf": seed for seed in range(FILES)}
    for path, seed in files.items():
        random = Random(seed)  # noqa: S311
        path.write_text(layouts.file(random, multi_az="false" if seed % 2 else ""), encoding="utf-8")
    subprocess.run(["terraform", "fmt", "-list=false"], cwd=tmp_path, check=True, capture_output=True)
    after: dict[str, bytes] = {}
    for path, seed in files.items():
        random = Random(seed)  # noqa: S311
        original = Original(path.read_bytes(), path.name)
        wanted = random.sample(WANTED, random.randint(1, len(WANTED)))
        after[path.name] = edited(original, *wanted)[0]
        path.write_bytes(after[path.name])
    done = subprocess.run(["terraform", "fmt"], cwd=tmp_path, check=True, capture_output=True, text=True)
    changed = done.stdout.split()
    assert len(changed) <= FILES // 100
    for name in changed:  # a value got shorter that had pushed the comments of its neighbours to the right
        assert blanks(after[name]) == blanks((tmp_path / name).read_bytes())


def blanks(data: bytes) -> bytes:
    """A file with one blank before each trailing comment."""
    return re.sub(rb" +(#|//)", rb" \1", data)
