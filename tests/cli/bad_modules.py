"""Modules that are not where they should be, call each other, or are too many: rows of `test_bad_source.py`."""

from __future__ import annotations

from pathlib import Path

from .running import written
from .source_rows import call, database, row

OUT = "leads out of the repository, so it is not read"
NEVER_ENDS = "is a module that calls it, so it would never end"
NO_TEXT = "infra/bad.tf:1: module.it: its source is no plain text"
TOO_MANY = "drlint reads 10,000 module instances at most"


def nested(levels: int) -> dict[str, str]:
    """Modules that call each other, the last one with a resource."""
    made = {f"m{n}/main.tf": call(f'"../m{n + 1}"') for n in range(levels)}
    return {**made, f"m{levels}/main.tf": database(), "bad.tf": call('"./m0"')}


def fanned(calls: int, levels: int) -> dict[str, str]:
    """Modules that each call the next one so many times."""
    text = "".join(call('"../m@"', name=f"c{n}") for n in range(calls))
    made = {f"m{n}/main.tf": text.replace("@", str(n + 1)) for n in range(levels)}
    return {**made, f"m{levels}/main.tf": database(), "bad.tf": text.replace("../m@", "./m0")}


def multiplied(outer: str, inner: str, *, called: str = "") -> dict[str, str]:
    """A module with so many instances, in which there are so many."""
    below = {"m/main.tf": call('"../n"', inner), "n/main.tf": called} if called else {"m/main.tf": database(line=inner)}
    return {"bad.tf": call('"./m"', outer), **below}


def linked_out(here: Path) -> None:
    (here / "out").symlink_to("/etc")
    written(here / "bad.tf", call('"./out"'))


def outside(here: Path) -> None:
    """A module above the folder that is the repository, for want of a better one."""
    written(here / "bad.tf", call('"../../beside"'))


SOURCES = [
    row("a source that climbs out", call('"../../.."'), f"infra/bad.tf:1: module.it: its source ../../.. {OUT}"),
    row("a source far out", call(f'"{"../" * 50}etc"'), OUT),
    row("a source beside the repository", outside, OUT),
    row("a link out of it", linked_out, f"infra/bad.tf:1: module.it: its source ./out {OUT}"),
    row("a whole path", call('"/etc"'), "infra/bad.tf:1: module.it: it comes from /etc and is not on disk"),
    row(
        "a repository",
        call('"git::https://user:CANARY@169.254.169.254/x.git?sshkey=CANARY"'),
        "infra/bad.tf:1: module.it: it comes from git::https://169.254.169.254/x.git and is not on disk",
    ),
    row(
        "instance metadata",
        call('"http://169.254.169.254/latest/meta-data"'),
        "infra/bad.tf:1: module.it: it comes from http://169.254.169.254/latest/meta-data and is not on disk",
    ),
    row("an empty source", call('""'), "infra/bad.tf:1: module.it: it comes from  and is not on disk"),
    row("an interpolated source", call('"${path.module}/m"'), NO_TEXT),
    row("a number for a source", call("7"), NO_TEXT),
    row("no source", 'module "it" {\n}\n', NO_TEXT),
    row("a module without a name", 'module {\n  source = "./m"\n}\n'),
    row("a folder that is missing", call('"./no"'), "infra/bad.tf:1: module.it: there is no folder ./no"),
    row("a file for a module", call('"./bad.tf"'), "infra/bad.tf:1: module.it: there is no folder ./bad.tf"),
    row("NUL in a source", call('"./a\\u0000b"'), "module.it: its source is no name that a folder can have"),
    row("a long source", call(f'"./{"a/" * 50_000}"'), "infra/bad.tf:1: module.it: there is no folder ./a/a/"),
    row("a folder without files", {"bad.tf": call('"./m"'), "m/README": ""}),
    row(
        "a module that is broken",
        {"bad.tf": call('"./m"') + call('"./m"', name="other"), "m/main.tf": "a {"},
        "infra/m/main.tf:1: a: a { is never closed",
    ),
]

CIRCLES = [
    row("a module that calls itself", call('"./"'), f"infra/bad.tf:1: module.it: its source ./ {NEVER_ENDS}"),
    row(
        "two modules that call each other",
        {"bad.tf": call('"./a"'), "a/main.tf": call('"../b"'), "b/main.tf": call('"../a"')},
        f"infra/b/main.tf:1: module.it.module.it.module.it: its source ../a {NEVER_ENDS}",
    ),
    row(
        "modules that are each other's inputs",
        {
            "bad.tf": call('"./m"', "x = module.b.x", name="a") + call('"./m"', "x = module.a.x", name="b"),
            "m/main.tf": 'variable "x" {\n}\noutput "x" {\n  value = var.x\n}\n' + database(line="multi_az = var.x"),
        },
    ),
    row(
        "as many modules as their own output says",
        {
            "bad.tf": call('"./m"', "count = length(module.it)"),
            "m/main.tf": database(),
        },
        "infra/bad.tf:1: module.it: count of module.it is not known: module.it is made from itself",
    ),
]

NUMBERS = [
    row("25 levels", nested(25)),
    row("100 levels", nested(100), ("infra/m29/main.tf:1", "modules are read 30 levels deep at most")),
    row("2,000 levels", nested(2_000), ("infra/m29/main.tf:1", "30 levels deep at most"), heavy=True),
    row("10 calls on 10 levels", fanned(10, 10), ("infra/m9/main.tf:1", TOO_MANY), more=True, heavy=True),
    row("2 calls on 28 levels", fanned(2, 28), TOO_MANY, more=True, heavy=True),
    row("100 calls on 3 levels", fanned(100, 3), TOO_MANY, more=True, heavy=True),
    row(
        "1,000 modules of 1,000 resources",
        multiplied("count = 1000", "multi_az = true\n  count = 1000"),
        (
            "infra/m/main.tf:1: module.it[49].aws_db_instance.bad: reading stopped after 50,000",
            "resources of this root",
        ),
        heavy=True,
    ),
    row(
        "10,000 modules of 10,000 modules",
        multiplied("count = 10000", "count = 10000", called=database()),
        ("infra/m/main.tf:1: module.it[0].module.it: ", TOO_MANY),
        more=True,
        heavy=True,
    ),
    row(
        "1,000,000,000 modules",
        multiplied("count = 1000000000", "multi_az = true"),
        ("bad.tf:1: module.it: count of module.it is not known", "10,000 instances at most, not 1,000,000,000"),
    ),
    row(
        "10,000 calls of modules that are missing",
        "".join(call('"./no"', name=f"c{n}") for n in range(10_000)),
        "infra/bad.tf:15001: module.c5000: reading stopped after 5,000 of Terraform's own blocks",
        "infra/bad.tf:1: module.c0: there is no folder ./no",
        more=True,
        heavy=True,
    ),
    row(
        "10,000 calls of modules from elsewhere",
        "".join(call('"acme/b/aws"', name=f"c{n}") for n in range(10_000)),
        "infra/bad.tf:15001: module.c5000: reading stopped after 5,000 of Terraform's own blocks",
        "infra/bad.tf:1: module.c0: it comes from acme/b/aws",
        more=True,
        heavy=True,
    ),
]

ROWS = [*SOURCES, *CIRCLES, *NUMBERS]
