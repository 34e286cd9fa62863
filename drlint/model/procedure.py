"""What a recovery procedure is made of: steps, the commands in them, and what an AWS command asks for."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from drlint.model.resource import Location
from drlint.model.values import Record


class Fault(StrEnum):
    """What can be wrong with an AWS command by itself, whatever the estate is."""

    SYNTAX = "syntax"  # the shell would not take it
    SERVICE = "service"
    OPERATION = "operation"  # also a waiter or a subcommand that there is not
    FLAG = "flag"
    ABBREVIATED = "abbreviated"  # a flag that only a prefix match finds
    ARGUMENT = "argument"  # a word too many
    REQUIRED = "required"
    VALUE = "value"  # a literal that is none of the choices, or not of the type
    SHAPE = "shape"  # inline JSON or shorthand against the shape of the parameter
    CONFLICT = "conflict"  # flags that exclude each other
    QUERY = "query"  # --query that is no JMESPath, or asks for what the answer does not have


class Problem(Record, frozen=True):
    """One thing that is wrong; `message` is a whole plain sentence that quotes service, operation and what is wrong.

    It never quotes a value that may be a secret, nor the command as it was written.
    """

    fault: Fault
    message: str
    location: Location


class Word(Record, frozen=True, kw_only=True):
    """One word of a command.

    `text` is what the program gets, None where that is not known before it runs (a variable, a substitution, a
    placeholder such as `<cluster>` or `{{cluster}}`); `raw` is as written. `several`: it may become any number of
    words (`"$@"`, an unquoted `$FLAGS`).
    """

    raw: str
    text: str | None
    location: Location
    several: bool = False


class Call(Record, frozen=True, kw_only=True):
    """What a command of the AWS CLI asks for.

    `service` and `operation` are the CLI's words ("rds", "failover-global-cluster"; of a waiter `operation` is the
    waiter's name and `waits` is true; empty where the command has none). `parameters` are by the flag's whole name
    without dashes, positional ones by the name that the CLI's help gives them; a switch has no words. `options` are
    the CLI's own (region, profile, query, output …). `index` says by which version of the CLI's model it was judged.
    """

    service: str
    operation: str
    waits: bool = False
    parameters: Mapping[str, tuple[Word, ...]] = {}
    options: Mapping[str, tuple[Word, ...]] = {}
    problems: tuple[Problem, ...] = ()
    index: str = ""

    def literal(self, name: str) -> str | None:
        """The one literal value of a parameter or option; None where it is absent, several or not known."""
        words = self.parameters.get(name) or self.options.get(name) or ()
        return words[0].text if len(words) == 1 else None


class NamedPath(Record, frozen=True, kw_only=True):
    """A script, file or folder that a command reads; `path` as written, `role` is script, file or folder.

    `exists` is None where it was not looked for or that cannot be told; `outside` says that it leads out of the
    repository, where nobody looks.
    """

    path: str
    role: str
    location: Location
    exists: bool | None = None
    outside: bool = False


class Command(Record, frozen=True, kw_only=True):
    """One simple command of a shell text: `program` (its name without folder), then `words`.

    `position` counts the commands of a step from 1. `program` is "" where it is not known before it runs; programs
    that only start another one (sudo, timeout, env …) are looked through. `written` is the program as written
    (`./scripts/smoke.sh`). `joined` is what ties it to the one before: "" (a new line or ;), "&&", "||" or "|";
    `nested` says that it stands in a substitution, loop, condition or function. `call` is there where the program is
    `aws`. `environment` holds what the same text sets for it (`AWS_REGION=… aws …`, `export AWS_REGION=…`), None for
    what is set to something not known. `paths` are the files of the repository that it needs, `hosts` those that it
    asks, `writes` the files that it makes. `folder` is where the text's `cd` has gone to, relative to where it began;
    None: not known.
    """

    position: int
    program: str
    written: str
    words: tuple[Word, ...] = ()
    location: Location
    joined: str = ""
    nested: bool = False
    call: Call | None = None
    environment: Mapping[str, str | None] = {}
    paths: tuple[NamedPath, ...] = ()
    hosts: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    folder: str | None = ""


class Step(Record, frozen=True, kw_only=True):
    """One step of a procedure.

    `id` is as written, else its number in its part; `part` is steps, checks (`pre_failback_checks`), rollback,
    post_failover or post_failback. `wait` is in seconds. `problems` are texts of commands that no shell would take.
    """

    id: str
    part: str
    action: str
    location: Location
    commands: tuple[Command, ...] = ()
    verification: str | None = None
    wait: int | None = None
    region: str | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def key(self) -> str:
        """What tells its findings apart: the part where it is not the main one, and the id."""
        return f"step {self.id}" if self.part == "steps" else f"{self.part} {self.id}"
