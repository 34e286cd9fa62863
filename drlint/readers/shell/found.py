"""A command while it is being read, before the programs that only start another one are looked through."""

from __future__ import annotations

from msgspec import Struct

from drlint.model.procedure import Word
from drlint.model.resource import Location
from drlint.readers.shell.place import Lines
from drlint.readers.shell.session import Session


class Found(Struct, kw_only=True):
    """One simple command as it stands in the text."""

    words: list[Word]  # the program first
    location: Location
    joined: str
    nested: bool
    environment: dict[str, str | None]
    writes: list[str]
    reads: list[str]
    folder: str | None


class Telling:
    """The commands of one text so far; `joined`, `writes` and `reads` are of the one that comes next."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.commands: list[Found] = []
        self.joined = ""
        self.writes: list[str] = []
        self.reads: list[str] = []

    def tell(
        self,
        stretch: tuple[int, int],
        words: list[Word],
        session: Session,
        own: dict[str, str | None] | None = None,
        *,
        nested: bool = False,
    ) -> None:
        """Note a command (its program is its first word), and what the shell is like after it."""
        environment = session.environment()
        self.commands.append(
            Found(
                words=words,
                location=self.lines.location(*stretch),
                joined=self.joined,
                nested=nested,
                environment=environment | own if own else environment,
                writes=self.writes,
                reads=self.reads,
                folder=session.folder,
            )
        )
        self.joined, self.writes, self.reads = "", [], []
        session.after([each.text for each in words])
