"""Where parsed source is kept: in the user's cache, never in the repository, and nothing depends on it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .running import drlint, written

POLICY = "rds-instance-multi-az"
ONLY = ("--select", POLICY)
SINGLE = 'resource "aws_db_instance" "orders" {\n  multi_az = false\n}\n'


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    written(folder / "main.tf", SINGLE)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own, which holds the compiled policies already."""
    drlint("check", "main.tf", *ONLY, "--no-cache")
    folder = tmp_path / "home"
    (folder / "drlint").mkdir(parents=True)
    for each in Path(os.environ["XDG_CACHE_HOME"], "drlint").glob("policies-*"):
        shutil.copy(each, folder / "drlint")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


def kept(folder: Path) -> list[Path]:
    return [path for path in (folder / "drlint" / "hcl").glob("*/*") if path.is_file()]


def in_the_project(project: Path) -> list[str]:
    return sorted(path.relative_to(project).as_posix() for path in project.rglob("*"))


def test_it_is_in_the_users_cache(home: Path, project: Path) -> None:
    first = drlint("check", ".", *ONLY)
    assert len(kept(home)) == 1
    assert drlint("check", ".", *ONLY) == first
    assert first.code == 1
    assert in_the_project(project) == [".git", "main.tf"]
    assert (home / "drlint" / "hcl").stat().st_mode & 0o777 == 0o700


def test_it_is_in_the_home_where_no_cache_is_named(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home.rename(tmp_path / ".cache")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert drlint("check", ".", *ONLY).code == 1
    assert len(kept(tmp_path / ".cache")) == 1


def test_a_relative_cache_would_be_in_the_repository(
    home: Path, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The XDG specification says to ignore it."""
    home.rename(tmp_path / ".cache")
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert drlint("check", ".", *ONLY).code == 1
    assert in_the_project(project) == [".git", "main.tf"]
    assert len(kept(tmp_path / ".cache")) == 1


def test_no_cache(home: Path) -> None:
    assert drlint("check", ".", *ONLY, "--no-cache").code == 1
    assert kept(home) == []
    drlint("check", ".", *ONLY)
    [entry] = kept(home)
    entry.write_bytes(b"not read")
    assert drlint("check", ".", *ONLY, "--no-cache").code == 1
    assert entry.read_bytes() == b"not read"


def test_a_change_of_one_value_is_seen(home: Path) -> None:
    assert drlint("check", ".", *ONLY).code == 1
    written(Path("main.tf"), SINGLE.replace("false", "true "))
    assert drlint("check", ".", *ONLY).code == 0
    assert len(kept(home)) == 2


@pytest.mark.parametrize("home_is", ["missing", "a file", "nobody's"])
def test_no_home_costs_nothing(home_is: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "nowhere" / "home"))
    if home_is == "a file":
        monkeypatch.setenv("XDG_CACHE_HOME", str(written(tmp_path / "file", "")))
    elif home_is == "missing":
        monkeypatch.setenv("XDG_CACHE_HOME", "/proc/nowhere")
    else:
        monkeypatch.delenv("XDG_CACHE_HOME")
        monkeypatch.delenv("HOME")
        monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    ran = drlint("check", ".", *ONLY)
    assert (ran.code, ran.err) == (1, "")


def test_runs_at_the_same_time(home: Path, project: Path) -> None:
    for number in range(30):
        written(project / f"more_{number}.tf", SINGLE.replace("orders", f"orders_{number}"))
    command = [sys.executable, "-m", "drlint", "check", ".", *ONLY, "-o", "json"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
    said = {(*each.communicate(), each.returncode) for each in running}
    assert len(said) == 1
    [(out, err, code)] = said
    assert (err, code) == (b"", 1)
    assert out.count(b'"fingerprint"') == 31
    assert len(kept(home)) == 31
