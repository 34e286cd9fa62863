"""Reads shell text as a runbook has it, and tells what came of it in a word or two."""

from __future__ import annotations

from drlint.model.procedure import Command, Problem
from drlint.readers.shell.place import Place
from drlint.readers.shell.reader import commands_in

HERE = Place("dr/failover.yaml", 10, 5)


def read(text: str, *, console: bool = False) -> tuple[tuple[Command, ...], tuple[Problem, ...]]:
    return commands_in(text, HERE, console=console)


def commands(text: str, *, console: bool = False) -> tuple[Command, ...]:
    found, problems = read(text, console=console)
    assert not problems, problems
    return found


def only(text: str) -> Command:
    (found,) = commands(text)
    return found


def told(command: Command) -> str:
    """A command as it is run: `?` is a word that is not known, `?…` any number of them."""
    words = ("?…" if each.several else "?" if each.text is None else each.text for each in command.words)
    return " ".join([command.program or "?", *words])


def all_told(text: str, *, console: bool = False) -> list[str]:
    return [told(each) for each in commands(text, console=console)]
