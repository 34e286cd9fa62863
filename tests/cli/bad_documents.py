"""Every kind of bad recovery document, and what is to be said of it: the table of `test_bad_documents.py`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from .bad_inputs import Row, closed, linked, pipe
from .running import plan, written

DEEP = 30_000
RUNBOOK = "runbook:\n  name: Move\n"
WORKLOAD = "workload:\n  name: shop\n"
MARKDOWN = "---\nrunbook: Move\n---\n"


def doc(
    name: str, text: str | bytes, *says: str, code: int = 4, file: str = "runbook.yaml", child: bool = False
) -> Row:
    """A document beside the plan of the witness."""

    def given(here: Path, witness: dict[str, Any]) -> list[Path]:
        return [written(here / "plan.json", plan(witness)), written(here / file, text)]

    return Row(name, given, code, ((f"{file}:", *says),) if says else (), witness=True, child=child)


def field(name: str, text: str, line: int, *says: str, head: str = WORKLOAD) -> Row:
    """A document of which one field cannot be read."""
    return doc(name, head + text, f"runbook.yaml:{line}: ", *says)


def placed(name: str, given: Callable[[Path], Path | None], code: int, *says: str, **more: Any) -> Row:
    """A folder with something in it that may be a document, and the plan of the witness."""

    def made(here: Path, witness: dict[str, Any]) -> list[Path]:
        (here / "in").mkdir()
        (here / "in" / ".git").mkdir()
        written(here / "in" / "plan.json", plan(witness))
        given(here / "in")
        return [here / "in"]

    return Row(name, made, code, (says,) if says else (), witness=True, **more)


def bomb(levels: int = 9) -> str:
    lines = ["a0: &a0 [x]"]
    lines += [f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]" for at in range(1, levels)]
    return "\n".join(lines) + "\n"


def merges(levels: int = 9) -> str:
    lines = ["a0: &a0 {x: y}"]
    lines += [f"a{at}: &a{at} {{<<: [{', '.join([f'*a{at - 1}'] * 9)}]}}" for at in range(1, levels)]
    return "\n".join(lines) + "\n"


WRITE_OUT = "aliases are not read; write out"

YAML = [
    doc("alias bomb", RUNBOOK + bomb(), "runbook.yaml:4: ", WRITE_OUT, child=True),
    doc("merge keys", RUNBOOK + merges(), "runbook.yaml:4: ", WRITE_OUT, child=True),
    doc("a merge key without alias", RUNBOOK + "  <<: {owner: x}\n", "runbook.yaml:3: merge keys are not read"),
    doc("one alias", RUNBOOK + "a: &a b\nc: *a\n", "runbook.yaml:4: ", WRITE_OUT),
    doc("an alias to itself", RUNBOOK + "a: &a [*a]\n", "runbook.yaml:3: ", WRITE_OUT),
    doc("an alias to nothing", RUNBOOK + "a: *b\n", "runbook.yaml:3: ", WRITE_OUT),
    doc("30,000 lists", RUNBOOK + "a: " + "[" * DEEP + "]" * DEEP, "runbook.yaml:3: it is nested deeper", child=True),
    doc("30,000 mappings", RUNBOOK + "a: " + "{a: " * DEEP + "}" * DEEP, "runbook.yaml:3: it is nested", child=True),
    doc("30,000 lists, open", RUNBOOK + "a: " + "[" * DEEP, "runbook.yaml:3: it is nested deeper", child=True),
    doc("30,000 lists in a block", RUNBOOK + "a:\n  " + "- " * DEEP, "runbook.yaml:4: it is nested", child=True),
    doc("30,000 keys in keys", RUNBOOK + "a:\n  " + "? " * DEEP, "runbook.yaml:4: it is nested", child=True),
    doc(
        "Python's tag", RUNBOOK + "a: !!python/object/apply:os.system [id]\n", "runbook.yaml:3: the tag", "is not read"
    ),
    doc("Python's tag on text", RUNBOOK + "a: !!python/name:os.system x\n", "runbook.yaml:3: the tag", "is not read"),
    doc("somebody's tag", RUNBOOK + "a: !vault x\n", "runbook.yaml:3: the tag !vault is not read"),
    doc("a tag on a mapping", RUNBOOK + "a: !!set {x, y}\n", "runbook.yaml:3: the tag", "is not read"),
    doc("a tag on a key", RUNBOOK + "!x a: b\n", "runbook.yaml:3: a key must be text"),
    doc("a key twice", RUNBOOK + "owner: a\nowner: b\n", "runbook.yaml:4: 'owner' stands here twice", "on line 3"),
    doc("a key twice, quoted", RUNBOOK + "owner: a\n'owner': b\n", "runbook.yaml:4: ", "twice (first on line 3)"),
    doc(
        "a key twice within",
        WORKLOAD + "  objectives:\n    region: {rto: 4h}\n    region: {rto: 99h}\n",
        "runbook.yaml:5: 'region' stands here twice (first on line 4)",
    ),
    doc("a list for a key", RUNBOOK + "[a]: b\n", "runbook.yaml:3: a key must be text"),
    doc("a mapping for a key", RUNBOOK + "? {a: b}\n: c\n", "runbook.yaml:3: a key must be text"),
    doc("no and off for keys", RUNBOOK + "no: 1\noff: 2\n1: 3\n2026-11-26: 4\n~: 5\n", code=0),
    doc("a tab", RUNBOOK + "steps:\n\t- a\n", "runbook.yaml:4: ", "tab"),
    doc("tabs for blanks", "runbook:\n\tname: x\n", "runbook.yaml:2: ", "tab"),
    doc("half a text", RUNBOOK + 'owner: "a\n', "runbook.yaml:4: "),
    doc("half a list", RUNBOOK + "covers: [a\n", "runbook.yaml:4: "),
    doc(
        "two documents", RUNBOOK + "---\n" + WORKLOAD, "runbook.yaml:3: it holds more than one document", "file of each"
    ),
    doc("a list around it", "- runbook: x\n", "runbook.yaml: it is no recovery document", code=0),
    doc("Windows line ends", RUNBOOK.replace("\n", "\r\n"), code=0),
    doc("old line ends", RUNBOOK.replace("\n", "\r"), code=0),
    doc("UTF-8 with mark", b"\xef\xbb\xbf" + RUNBOOK.encode(), code=0),
    doc(
        "Windows-1252", RUNBOOK.encode() + b"owner: J\xf6rg\n", "runbook.yaml:3: ", "not UTF-8; save the file as UTF-8"
    ),
    doc("UTF-16", RUNBOOK.encode("utf-16"), "runbook.yaml:1: ", "not UTF-8"),
    doc("NUL", RUNBOOK + "owner: a\0b\n", "runbook.yaml:3: ", "character"),
    doc("an escape as it is", RUNBOOK + "owner: a\x1b[2Jb\n", "runbook.yaml:3: ", "character"),
    doc("3 MiB", RUNBOOK + "a: " + "x" * 3 * 2**20, "runbook.yaml:1: it is larger than 2 MiB", child=True),
    doc(
        "2 MiB of keys",
        RUNBOOK + "".join(f"a{at}: b\n" for at in range(150_000)),
        "more than 100,000 values up to here; part it",
        child=True,
    ),
    doc("a million texts", RUNBOOK + "covers: [" + "a," * 1_000_000 + "]\n", "more than 100,000 values", child=True),
    doc("90,000 steps", RUNBOOK + "steps:\n" + "- a\n" * 90_000, "steps.2000: the first 2,000 are read", child=True),
    doc(
        "60,000 commands",
        RUNBOOK + "steps:\n- commands:\n" + "".join(f"  - aws rds x{at}\n" for at in range(60_000)),
        "5,000 commands are read, and nothing from here on",
        child=True,
    ),
    doc(
        "60,000 commands that are none",
        RUNBOOK + "steps:\n- commands:\n" + "  - '('\n" * 60_000,
        "5,000 commands are read, and nothing from here on",
        child=True,
    ),
    doc("30,000 steps of one id", RUNBOOK + "steps:\n" + "- {id: 1}\n" * 30_000, "the first 2,000", child=True),
    doc(
        "30,000 waivers",
        RUNBOOK + "".join(f"x-{at}: a # drlint: waive[x]\n" for at in range(30_000)),
        code=0,
        child=True,
    ),
    doc("a line break that few show", RUNBOOK + "owner: a\u2028b\n", "runbook.yaml:3: ", "U+2028"),
    doc("empty", "", "runbook.yaml: it is no recovery document", "workload, runbook, drill or test_plan", code=0),
    doc("a comment", "# runbook: x\n", "runbook.yaml: it is no recovery document", code=0),
    doc("of others", "image: {tag: latest}\n", "runbook.yaml: it is no recovery document", code=0),
]

DURATION = "is no duration; write 15m, 4h, PT15M or 1 hour"
DAY = "is no day; write it as 2026-11-26"

FIELDS = [
    *(
        field(f"rto: {said}", f"  objectives:\n    region:\n      rto: {said}\n", 5, "objectives.region.rto", DURATION)
        for said in ("4:00:00", "-1", "1e9999", "soon", ".inf", "15", "0x10", "PT", "4h!", "١h", "9" * 5_000 + "h")
    ),
    *(
        field(f"last_tested: {said}", f"  last_tested: {said}\n", 3, "runbook.last_tested", DAY, head=RUNBOOK)
        for said in ("2024-13-45", "02/03/2024", "2024-2-3", "yesterday", "0000-00-00", "20240203", "2024-02-30")
    ),
    doc("a day in the future", RUNBOOK + "  last_tested: 2099-01-01\n", code=0),
    field("a tier", "  tier: gold\n", 3, "workload.tier", "'gold' is no tier; write 1 to 4"),
    field("a Region", "  primary_region: Ireland\n", 3, "workload.primary_region", "'Ireland' is no Region of AWS"),
    field("a strategy", "  strategy: pilot-ligth\n", 3, "did you mean 'pilot-light'?"),
    field("a disruption", "  objectives: {regoin: {rto: 4h}}\n", 3, "it is no disruption; write one of software"),
    field("a slip in a closed document", "  onwer: a\n", 3, "workload.onwer", "did you mean 'owner'?"),
    field("a key of nobody", "  favourite: a\n", 3, "workload.favourite", "begin it with x-"),
    field("a slip in an open one", "step:\n  - a\n", 3, "did you mean 'steps'?", head=RUNBOOK),
    field("a slip in a step", "steps:\n  - id: 1\n    comands: [a]\n", 5, "did you mean 'commands'?", head=RUNBOOK),
    doc("a key of somebody in an open one", RUNBOOK + "pager: x\n", code=0),
    doc("a key that is marked", WORKLOAD + "  x-favourite: a\n", code=0),
    field("a field twice", "name: Other\n", 3, "it stands on line 2 already; say it once", head=RUNBOOK),
    field("a name that is a list", "", 2, "a list stands where a text is needed", head="runbook:\n  name: [a]\n"),
    doc(
        "a runbook that is a list",
        "runbook: [a]\nsteps: [b]\n",
        "runbook.yaml:1: runbook: a list stands where a mapping or a name is needed",
    ),
]

OUT = "leads out of the repository"

PATHS = [
    *(
        field(f"a runbook {said[:24]}", f"  runbooks:\n    - a.yaml\n    - '{said}'\n", 5, "runbooks.1", *says)
        for said, says in (
            ("../../etc/passwd", (OUT,)),
            ("a/../../b.yaml", (OUT,)),
            ("/etc/passwd", ("is a path outside the repository",)),
            ("~/a.yaml", ("is a path outside the repository",)),
            ("C:\\a.yaml", ("is a path outside the repository",)),
            ("\\\\host\\a.yaml", ("is a path outside the repository",)),
        )
    ),
    *(
        field(f"a location {said[:24]}", f"locations: [a.yaml, '{said}']\n", 3, "locations.1", *says, head=RUNBOOK)
        for said, says in (
            ("file:///etc/passwd", ("file://", "write https://, s3:// or a path")),
            ("gopher://x/1", ("gopher://",)),
            ("http://169.254.169.254/latest", ("leads to this machine alone",)),
            ("https://user:pw@169.254.169.254/", ("leads to this machine alone",)),
            ("http://[::1]/a", ("leads to this machine alone",)),
            ("http://[::ffff:127.0.0.1]/a", ("leads to this machine alone",)),
            ("http://localhost:8080/a", ("leads to this machine alone",)),
            ("../../etc/passwd", (OUT,)),
        )
    ),
    doc("locations that nobody asks", RUNBOOK + "locations: ['https://nobody.invalid/x', 's3://b/k']\n", code=0),
]

TEXTS = [
    doc("escapes in quotes", RUNBOOK + 'owner: "a\\e[2J\\x07::error::b\\n::error::c"\n', code=0),
    doc("marks of direction", RUNBOOK + "owner: a\u202eb\u2066c\n", code=0),
    doc("workflow commands", RUNBOOK + 'owner: "::error::x"\n', code=0),
    field("workflow commands where they cannot be read", 'last_tested: "\\n::error::x\\e[2J"\n', 3, DAY, head=RUNBOOK),
    doc("a hostile key", WORKLOAD + '  "\\n::error::\\e[2Jx": b\n', "runbook.yaml:3: ", "begin it with x-"),
]

MARKDOWNS = [
    doc("front matter without end", "---\nrunbook: x\n", "runbook.md:1: ", "write --- below it", file="runbook.md"),
    doc(
        "a field in front matter", "---\nrunbook: x\nlast_tested: soon\n---\n", "runbook.md:3: ", DAY, file="runbook.md"
    ),
    doc("no front matter", "# Runbook\n", "runbook.md: it has no front matter", "runbook:", file="runbook.md", code=0),
    doc("100,000 headings", MARKDOWN + "# x\n" * 100_000, "more than 10,000 lines", file="runbook.md", child=True),
    doc("9,000 headings", MARKDOWN + "# x\n" * 9_000, file="runbook.md", code=0, child=True),
    doc("deep quotations", MARKDOWN + ">" * 900_000, file="runbook.md", code=0, child=True),
    doc("2 MiB of Markdown", MARKDOWN + "x" * 2**21, "runbook.md:1: it is larger than", file="runbook.md", child=True),
]


def outside(here: Path, name: str = "runbook.yaml") -> Path:
    written(here.parent / "secret.yaml", RUNBOOK + "steps: [a]\n")
    return linked(here / name, "../secret.yaml")


PLACES = [
    placed("a link out of the repository", outside, 4, "runbook.yaml:1: ", "a link that leads out"),
    placed("a link out, called as nothing", lambda here: outside(here, "values.yaml"), 0),
    placed(
        "a link to nothing", lambda here: linked(here / "runbook.md", "no.md"), 4, "runbook.md:1: ", "cannot be read"
    ),
    placed(
        "a link to itself", lambda here: linked(here / "runbook.md", "runbook.md"), 4, "runbook.md:1: ", "cannot be"
    ),
    placed("a pipe called runbook", lambda here: pipe(here / "runbook.yaml"), 4, "it is a pipe", child=True),
    placed("a pipe called as nothing", lambda here: pipe(here / "values.yaml"), 0, child=True),
    placed("a device", lambda here: linked(here / "runbook.yaml", "/dev/zero"), 4, "leads out", child=True),
    placed(
        "a closed file",
        lambda here: closed(written(here / "runbook.yaml", RUNBOOK)),
        4,
        "runbook.yaml:1: it cannot be read: Permission denied",
        nobody=True,
    ),
    placed("a large file called as nothing", lambda here: written(here / "x.yaml", "a: " + "b" * 3 * 2**20), 0),
    placed(
        "a large file called runbook", lambda here: written(here / "runbook.yaml", "a" * 3 * 2**20), 4, "larger than"
    ),
    placed(
        "YAML that cannot be parsed", lambda here: written(here / "x.yaml", "runbook: [\nsteps: a\n"), 4, "x.yaml:3: "
    ),
    placed("YAML of others that cannot", lambda here: written(here / "x.yaml", "workload: [\nimage: a\n"), 0),
]


ROWS = [*YAML, *FIELDS, *PATHS, *TEXTS, *MARKDOWNS, *PLACES]
