"""What the tables of bad source are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from .running import written

Given: TypeAlias = "str | bytes | Mapping[str, str | bytes] | Callable[[Path], None]"

FOLDER = "infra"


@dataclass(frozen=True)
class SourceRow:
    """One root module with something bad in it, beside a file with a witness that is judged all the same.

    `given` is the text of its `bad.tf`, or files by name, or makes them in the folder. `says` are fragments of each
    complaint, in order. `heavy` ones run in a child that has little time and memory.
    """

    name: str
    given: Given
    says: tuple[tuple[str, ...], ...] = ()
    code: int = 0
    heavy: bool = False
    nobody: bool = False
    witness: bool = True
    more: bool = False
    env: Mapping[str, str] = field(default_factory=dict)
    paths: tuple[str, ...] = (FOLDER,)

    def made_in(self, here: Path, *, healthy: bool) -> None:
        folder = here / FOLDER
        folder.mkdir()
        written(folder / "witness.tf", database("witness", f"multi_az = {str(healthy).lower()}"))
        if callable(self.given):
            self.given(folder)
            return
        files = self.given if isinstance(self.given, Mapping) else {"bad.tf": self.given}
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            written(path, text)


def row(name: str, given: Given, *says: str | tuple[str, ...], **more: object) -> SourceRow:
    """A row; each of `says` is what one complaint says, whole or in fragments. Incomplete where there is any."""
    complaints = tuple((each,) if isinstance(each, str) else each for each in says)
    return SourceRow(name, given, complaints, **{"code": 4 if complaints else 0, **more})  # type: ignore[arg-type]


def database(name: str = "bad", line: str = "multi_az = true") -> str:
    return f'resource "aws_db_instance" "{name}" {{\n  {line}\n}}\n'


def value(expression: str) -> str:
    """A database whose Multi-AZ is an expression."""
    return database(line=f"multi_az = {expression}")


def local(expression: str, use: str = "local.it") -> str:
    return f"locals {{\n  it = {expression}\n}}\n{value(use)}"


def call(source: str, *lines: str, name: str = "it") -> str:
    return f'module "{name}" {{\n' + "".join(f"  {line}\n" for line in (f"source = {source}", *lines)) + "}\n"


def chain(first: str, following: str, links: int) -> str:
    """Locals each made from the one before, in blocks of a thousand; `@` stands for it."""
    lines = [f"  a0 = {first}\n", *(f"  a{n} = {following.replace('@', f'local.a{n - 1}')}\n" for n in range(1, links))]
    blocks = [f"locals {{\n{''.join(lines[start : start + 1000])}}}\n" for start in range(0, links, 1000)]
    return "".join(blocks) + value(f"local.a{links - 1}")
