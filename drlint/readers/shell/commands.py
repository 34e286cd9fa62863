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
        call=_call(words) if is_aws else None,
        environment=found.environment,
        paths=paths_named(name, written, words, found.reads, found.location),
        hosts=hosts_named(name, words),
        writes=(*found.writes, *written_by(name, words)),
        folder=found.folder,
    )


def _call(words: tuple[Word, ...]) -> Call:
    """Service and operation: the first two words that are no option of the CLI's own."""
    said: list[str] = []
    takes = False
    for each in words:
        text = each.text
        if takes:
            takes = False
        elif text is None:
            break
        elif text.startswith("--"):
            takes = text not in _SWITCHES and "=" not in text
        else:
            said.append(text)
        if len(said) == 2:  # noqa: PLR2004 - service and operation
            break
    return Call(service=said[0] if said else "", operation=said[1] if len(said) > 1 else "")


_SWITCHES: Final = frozenset({
    "--debug", "--no-verify-ssl", "--no-paginate", "--no-sign-request", "--no-cli-pager", "--cli-auto-prompt",
    "--no-cli-auto-prompt", "--version", "--no-cli-auto-refresh",
})  # fmt: skip
