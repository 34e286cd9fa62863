"""Makes commands of what was found: which program, what it asks of AWS, which files and hosts it names."""

from __future__ import annotations

from typing import Final

from drlint.model.procedure import Call, Command, Word
from drlint.readers.shell.found import Found
from drlint.readers.shell.hosts import hosts_named
from drlint.readers.shell.paths import paths_named
from drlint.readers.shell.wrappers import program_of
from drlint.readers.shell.writing import written_by

_AWS: Final = frozenset({"aws", "aws2", "awslocal", "aws.exe", "aws.cmd"})


def command_of(found: Found, position: int) -> Command:
    """The command as the rest of drlint knows it."""
    first, *rest = found.words
    program = program_of(first)
    words = tuple(rest)
    is_aws = program in _AWS
    written = first.text if first.text is not None else first.raw
    name = "aws" if is_aws else program
    return Command(
        position=position,
        program=name,
        written=written,
        words=words,
        location=found.location,
        joined=found.joined,
        nested=found.nested,
        call=_call(words, found) if is_aws else None,
        environment=found.environment,
        paths=paths_named(name, written, words, found.reads, found.location),
        hosts=hosts_named(name, words),
        writes=(*found.writes, *written_by(name, words)),
        folder=found.folder,
    )


def _call(words: tuple[Word, ...], found: Found) -> Call:
    from drlint.readers.awscli.calls import call_of  # noqa: PLC0415 - only where a text has a command of the AWS CLI

    return call_of(words, found.location)
