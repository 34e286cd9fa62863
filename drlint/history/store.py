"""The history store: one SQLite file, in which a run is recorded whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from drlint.history.schema import MIGRATIONS, TABLES, VERSION
from drlint.model.errors import DrlintError

WAIT = 30.0  # seconds for another run to finish writing


class Store:
    """An open store; raises DrlintError where the file is none, is newer, locked for long or cannot be written."""

    def __init__(self, path: Path, *, wait: float = WAIT) -> None:
        self.path = path
        with self._told():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            is_new = not path.exists()
            self._link = sqlite3.connect(path, timeout=wait, isolation_level=None)
            if is_new:
                os.chmod(path, 0o600)  # noqa: PTH101 - it names accounts and what is wrong in them
            self._link.execute("PRAGMA journal_mode = WAL")
            self._link.execute("PRAGMA foreign_keys = ON")
        self._require_known()

    def _require_known(self) -> None:
        with self._told(), self.writing() as link:
            (version,) = link.execute("PRAGMA user_version").fetchone()
            if version > VERSION:
                raise DrlintError(f"{self.path}: its schema is {version}, and this drlint knows {VERSION}; use a newer")
            if version == 0:
                if link.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,):
                    raise DrlintError(f"{self.path}: is a database, but no history of drlint's; give another file")
                for statement in TABLES.split(";"):
                    link.execute(statement)
            for number in range(version or VERSION, VERSION):
                for statement in MIGRATIONS[number]:
                    link.execute(statement)
            if version != VERSION:
                link.execute(f"PRAGMA user_version = {VERSION}")

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: another run waits for its end, and of a broken one nothing stays."""
        with self._told():
            self._link.execute("BEGIN IMMEDIATE")
            try:
                yield self._link
            except BaseException:
                self._link.execute("ROLLBACK")
                raise
            self._link.execute("COMMIT")

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One moment of the store, whatever is written meanwhile."""
        with self._told():
            self._link.execute("BEGIN")
            try:
                yield self._link
            finally:
                self._link.execute("ROLLBACK")

    def close(self) -> None:
        self._link.close()

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """What SQLite and the disk refuse, as one line with a remedy."""
        try:
            yield
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise DrlintError(f"{self.path}: another run has been writing for too long; run it again") from error
            raise DrlintError(
                f"{self.path}: cannot be used: {error}; is its folder writable, the disk full?"
            ) from error
        except sqlite3.DatabaseError as error:
            raise DrlintError(f"{self.path}: is no history of drlint's, or a damaged one: {error}") from error
        except OSError as error:
            raise DrlintError(f"{self.path}: cannot be written: {error.strerror}") from error


def recorded(path: Path) -> Store:
    """The store of runs that were recorded; raises DrlintError where there is none yet."""
    if not path.is_file():
        raise DrlintError(f"{path}: no such file; drlint audit records runs in it")
    return Store(path)
