"""A file is replaced whole or not at all, and only where it is the one that was read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from drlint.edits.writing import create, replace
from drlint.model.errors import UnreadableError
from drlint.readers.files import Disk


def test_mode_and_neighbours_stay(tmp_path: Path) -> None:
    path = tmp_path / "main.tf"
    path.write_bytes(b"a = 1\n")
    path.chmod(0o640)
    replace(Disk(tmp_path), str(path), b"a = 1\n", b"a = 2\n")
    assert path.read_bytes() == b"a = 2\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["main.tf"]


def test_a_file_that_changed_meanwhile_is_left(tmp_path: Path) -> None:
    path = tmp_path / "main.tf"
    path.write_bytes(b"a = 3\n")
    with pytest.raises(UnreadableError, match="changed while drlint worked"):
        replace(Disk(tmp_path), str(path), b"a = 1\n", b"a = 2\n")
    assert path.read_bytes() == b"a = 3\n"


def test_a_read_only_file_is_left(tmp_path: Path) -> None:
    path = tmp_path / "main.tf"
    path.write_bytes(b"a = 1\n")
    path.chmod(0o444)
    with pytest.raises(UnreadableError, match="read-only"):
        replace(Disk(tmp_path), str(path), b"a = 1\n", b"a = 2\n")
    assert path.read_bytes() == b"a = 1\n"


def test_a_link_inside_the_repository_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "real.tf", tmp_path / "main.tf"
    target.write_bytes(b"a = 1\n")
    link.symlink_to("real.tf")
    replace(Disk(tmp_path), str(link), b"a = 1\n", b"a = 2\n")
    assert link.is_symlink()
    assert target.read_bytes() == b"a = 2\n"


def test_a_link_out_of_the_repository_is_left(tmp_path: Path) -> None:
    inside = tmp_path / "repository"
    inside.mkdir()
    target = tmp_path / "outside.tf"
    target.write_bytes(b"a = 1\n")
    (inside / "main.tf").symlink_to(target)
    with pytest.raises(UnreadableError, match="leads out of the repository"):
        replace(Disk(inside), str(inside / "main.tf"), b"a = 1\n", b"a = 2\n")
    assert target.read_bytes() == b"a = 1\n"


def test_a_pipe_is_left(tmp_path: Path) -> None:
    path = tmp_path / "main.tf"
    os.mkfifo(path)
    with pytest.raises(UnreadableError, match="a pipe"):
        replace(Disk(tmp_path), str(path), b"", b"a = 2\n")


def test_nothing_is_left_behind_where_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "main.tf"
    path.write_bytes(b"a = 1\n")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnreadableError, match="No space left"):
        replace(Disk(tmp_path), str(path), b"a = 1\n", b"a = 2\n")
    assert path.read_bytes() == b"a = 1\n"
    assert [each.name for each in tmp_path.iterdir()] == ["main.tf"]


def test_a_new_file_overwrites_none(tmp_path: Path) -> None:
    path = tmp_path / "drlint-recovery.tf"
    create(Disk(tmp_path), str(path), b"a = 1\n")
    with pytest.raises(UnreadableError, match="exists"):
        create(Disk(tmp_path), str(path), b"a = 2\n")
    assert path.read_bytes() == b"a = 1\n"
