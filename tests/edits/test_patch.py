"""Patches are taken by git and by patch, whatever the lines and the names are made of."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from drlint.edits.patch import patch

NAMES = ("main.tf", "a folder/ma in.tf", "bücher/→.tf", 'q"uote\\.tf', "tab\t.tf")
CASES = {
    "plain": (b"a = 1\nb = 2\n", b"a = 1\nb = 3\n"),
    "no line end before": (b"a = 1\nb = 2", b"a = 1\nb = 2\n"),
    "no line end after": (b"a = 1\nb = 2\n", b"a = 2\nb = 2"),
    "no line end at all": (b"a = 1", b"a = 2"),
    "crlf": (b"a = 1\r\nb = 2\r\n", b"a = 1\r\nc = 3\r\nb = 2\r\n"),
    "lone returns and odd separators": (b"a\rb\x0b\x0c\n\xe2\x80\xa8x\n", b"a\rb\x0b\x0c\n\xe2\x80\xa8y\n"),
    "not utf-8": (b"\xff\xfe\nb\n", b"\xff\xfe\nc\n"),
    "looks like a patch": (b"--- a\n+++ b\n@@ -1 +1 @@\n", b"--- a\n+++ c\n@@ -1 +1 @@\n"),
    "new": (None, b"a = 1\n"),
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("program", [("git", "apply"), ("patch", "-p1", "--binary", "-s")], ids=["git", "patch"])
def test_a_patch_makes_the_file_what_it_is_to_be(
    program: tuple[str, ...], case: str, name: str, tmp_path: Path
) -> None:
    if shutil.which(program[0]) is None:
        pytest.skip(f"{program[0]} is not on PATH")
    before, after = CASES[case]
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    if before is not None:
        path.write_bytes(before)
    if program[0] == "git":
        subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    done = subprocess.run(program, cwd=tmp_path, input=patch(name, before, after), check=False, capture_output=True)
    assert done.returncode == 0, done.stderr
    assert path.read_bytes() == after
