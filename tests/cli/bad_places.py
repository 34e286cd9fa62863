"""Files and folders of source that are not what they should be: rows of `test_bad_source.py`."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from .running import written
from .source_rows import call, database, row

OUTSIDE = "it leads out of the repository, so it is not read"
INSTALLED = ".terraform/modules/modules.json"
REGISTRY = call('"acme/b/aws"')
NOT_THERE = "module.it: it comes from acme/b/aws and is not on disk; run terraform init"


def link(here: Path, to: str) -> None:
    (here / "bad.tf").symlink_to(to)


def device(here: Path) -> None:
    os.mkfifo(here / "bad.tf")


def unix_socket(here: Path) -> None:
    before = Path.cwd()
    os.chdir(here)  # its path may have no more than a hundred characters
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("bad.tf")
    os.chdir(before)


def loops(here: Path) -> None:
    (here / "up").symlink_to(".")
    (here / "in").mkdir()
    (here / "in" / "up").symlink_to("..")


def closed_file(here: Path) -> None:
    written(here / "bad.tf", database()).chmod(0)


def closed_folder(here: Path) -> None:
    (here / "in").mkdir()
    (here / "in").chmod(0)


def hostile(here: Path, name: str) -> None:
    written(here / name, "resource")


def files(here: Path, number: int, text: str = "") -> None:
    for each in range(number):
        written(here / f"f{each}.tf", text or database(f"r{each}"))


def roots(here: Path, number: int, text: str = "") -> None:
    for each in range(number):
        (here / f"f{each}").mkdir()
        written(here / f"f{each}" / "main.tf", text or database(f"r{each}"))


def deep(here: Path, name: str, depth: int) -> None:
    """So many folders in each other, the last one with source in it."""
    before = Path.cwd()
    os.chdir(here)
    for _ in range(depth):
        os.mkdir(name)  # noqa: PTH102 - its whole path is too long
        os.chdir(name)
    written(Path("main.tf"), database("deep"))
    os.chdir(before)


def names(here: Path, number: int, ending: str) -> None:
    for each in range(number):
        (here / f"f{each}{ending}").touch()


def installed(here: Path, listed: str | None) -> None:
    """A module that `terraform init` should have listed."""
    path = here / INSTALLED
    path.parent.mkdir(parents=True)
    written(here / "bad.tf", REGISTRY)
    if listed is None:
        os.mkfifo(path)
    else:
        written(path, listed)


def listed(folder: str, times: int = 1) -> str:
    entry = f'{{"Key": "it", "Dir": "{folder}"}}'
    return '{"Modules": [' + ", ".join([entry] * times) + "]}"


ODD = [
    row("a pipe", device, "infra/bad.tf: it is a pipe, a socket or a device", heavy=True),
    row("a socket", unix_socket, "infra/bad.tf: it is a pipe, a socket or a device"),
    row("a device", lambda here: link(here, "/dev/zero"), f"infra/bad.tf: {OUTSIDE}", heavy=True),
    row("a folder called like a file", lambda here: (here / "bad.tf").mkdir()),
    row("a link to nothing", lambda here: link(here, "no"), "infra/bad.tf: it cannot be read: No such file"),
    row("a link to itself", lambda here: link(here, "bad.tf"), "infra/bad.tf: it cannot be read: Too many levels"),
    row("a link out", lambda here: link(here, "/etc/passwd"), f"infra/bad.tf: {OUTSIDE}"),
    row("a link to a process", lambda here: link(here, "/proc/self/environ"), f"infra/bad.tf: {OUTSIDE}"),
    row("a link to memory", lambda here: link(here, "/proc/kcore"), f"infra/bad.tf: {OUTSIDE}"),
    row("a link within", lambda here: link(here, "witness.tf.txt"), "infra/bad.tf: it cannot be read: No such file"),
    row("links in a circle", loops),
    row("a closed file", closed_file, "infra/bad.tf: it cannot be read: Permission denied", nobody=True),
    row("a closed folder", closed_folder, "infra/in: it cannot be read: Permission denied", nobody=True),
    row("a hostile name", lambda here: hostile(here, "ba\n::error::d\x1b[2J\udcff.tf"), ("infra/ba", "syntax error")),
    row("a name that is an option", lambda here: hostile(here, "--output.tf"), "infra/--output.tf:1: text: syntax"),
]

NAMED = [
    row("a pipe itself", device, "infra/bad.tf: is a pipe or a device", paths=("infra/bad.tf",), code=2, witness=False),
    row("a folder itself", lambda here: (here / "bad.tf").mkdir(), code=0, paths=("infra", "infra/bad.tf")),
    row("a device itself", "", "/dev/zero: is a pipe or a device", paths=("/dev/zero",), code=2, witness=False),
    row(
        "a process itself",
        "",
        "environ: it is empty",
        "cmdline: it is empty",
        paths=("/proc/self/environ", "/proc/self/cmdline"),
        code=4,
        witness=False,
    ),
    row("a file that is missing", "", "infra/no.tf: no such file", paths=("infra/no.tf",), code=2, witness=False),
    row("a file for its folder", database(), paths=("infra/bad.tf",)),
    row(
        "a broken file for its folder",
        "resource",
        "infra/bad.tf:1: text: syntax error near 'resource'",
        paths=("infra/bad.tf",),
    ),
    row(
        "a file out of the folder",
        lambda here: link(here, "/etc/passwd"),
        f"infra/bad.tf: {OUTSIDE}",
        paths=("infra/bad.tf",),
    ),
]

MANY = [
    row("10,000 files", lambda here: files(here, 10_000), heavy=True),
    row("2,000 folders", lambda here: roots(here, 2_000), heavy=True),
    row("20,000 other files", lambda here: names(here, 20_000, ".txt"), heavy=True),
    row("10,000 JSON files", lambda here: names(here, 10_000, ".json"), heavy=True),
    row("1,200 folders in each other", lambda here: deep(here, "d", 1_200), heavy=True),
    row(
        "2,000 long folders in each other",
        lambda here: deep(here, "d" * 50, 2_000),
        "infra/ddd",
        heavy=True,
    ),
    row(
        "4 roots of 5,000 resources",
        lambda here: roots(here, 4, "".join(database(f"r{n}", "multi_az = true") for n in range(5_000))),
        heavy=True,
    ),
]

INSTALLED_ROWS = [
    row(f"modules.json {name}", lambda here, text=text: installed(here, text), *says)
    for name, text, *says in (
        ("that names the root", listed("."), "module.it: its source acme/b/aws is a module that calls it"),
        ("that climbs out", listed("../../../../etc"), "acme/b/aws leads out of the repository, so it is not read"),
        ("with a whole path", listed("/etc"), "acme/b/aws leads out of the repository, so it is not read"),
        (
            "with a folder that is missing",
            listed("no"),
            "module.it: it comes from acme/b/aws and is not on disk; run terraform init again",
        ),
        ("with NUL", listed("a\\u0000b"), "module.it: its source is no name that a folder can have"),
        (
            "with a file",
            listed("bad.tf"),
            "module.it: it comes from acme/b/aws and is not on disk; run terraform init again",
        ),
        ("that is no JSON", "nope", f"infra/{INSTALLED}: it cannot be read: JSON is malformed", NOT_THERE),
        ("that is a list", "[]", f"infra/{INSTALLED}: it cannot be read: Expected `object`", NOT_THERE),
        ("of wrong types", '{"Modules": [{"Key": 1}]}', "it cannot be read: Expected `str`, got `int`", NOT_THERE),
        ("that is deep", '{"Modules": ' + "[" * 100_000, "it cannot be read: ", NOT_THERE),
        ("with a surrogate", listed("\\ud800"), "it cannot be read: ", NOT_THERE),
        ("of 9 MiB", listed(".", 400_000), "it cannot be read: it is larger than 8 MiB", NOT_THERE),
        ("of 7 MiB", listed(".", 200_000), "its source acme/b/aws is a module that calls it"),
        ("that is a pipe", None, "it cannot be read: it is a pipe, a socket or a device", NOT_THERE),
    )
]

ROWS = [*ODD, *NAMED, *MANY, *INSTALLED_ROWS]
