"""The history as Parquet files, one for each table, for DuckDB and others."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from drlint.history.store import Store
from drlint.model.errors import DrlintError
from drlint.model.finding import Severity

_AT_ONCE = 50_000  # rows in memory
_TIMES = frozenset({"started", "ended"})
_DAYS = frozenset({"drilled", "restored"})
_TRUTHS = frozenset({"gates", "aside", "waived"})
_ENDING = ".parquet"


def export(store: Store, folder: Path) -> dict[str, int]:
    """Write all tables into a folder, as they are at one moment; how many rows each has.

    Raises DrlintError where PyArrow is missing, or the folder holds something else or cannot be written to.
    """
    try:
        import pyarrow  # noqa: F401, ICN001, PLC0415 - an extra
    except ImportError as error:
        raise DrlintError("history export: needs PyArrow: pip install pyarrow") from error
    with store.reading() as link:
        tables = [name for (name,) in link.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        try:
            _require_ours(folder, tables)
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return {table: _written(link, table, folder) for table in tables}
        except OSError as error:
            raise DrlintError(f"{folder}: cannot be written to: {error.strerror or error}") from error


def _require_ours(folder: Path, tables: Sequence[str]) -> None:
    """DrlintError for a folder that holds anything but an earlier export."""
    names = {f"{table}{_ENDING}" for table in tables}
    if folder.is_dir() and any(each.name not in names for each in folder.iterdir()):
        raise DrlintError(f"{folder}: holds something else than an export; give another folder")


def _written(link: sqlite3.Connection, table: str, folder: Path) -> int:
    """Write a table, whole or not at all; its number of rows."""
    from pyarrow import parquet, record_batch  # noqa: PLC0415

    schema, makers = _shape(link, table)
    part, number = folder / f".{table}{_ENDING}.{os.getpid()}", 0
    try:
        with parquet.ParquetWriter(part, schema, compression="zstd") as writer:
            for rows in _batches(link, table):
                columns = [
                    list(map(make, values)) for make, values in zip(makers, zip(*rows, strict=True), strict=True)
                ]
                writer.write_batch(record_batch(columns, schema=schema))
                number += len(rows)
        part.replace(folder / f"{table}{_ENDING}")
    finally:
        part.unlink(missing_ok=True)
    return number


def _batches(link: sqlite3.Connection, table: str) -> Iterator[list[tuple[Any, ...]]]:
    found = link.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own words
    while rows := found.fetchmany(_AT_ONCE):
        yield rows


def _shape(link: sqlite3.Connection, table: str) -> tuple[Any, list[Callable[[Any], Any]]]:
    """The columns of a table as Parquet has them, and what makes their values."""
    import pyarrow as arrow  # noqa: ICN001, PLC0415

    fields, makers = [], []
    for _, name, declared, must, _, is_key in link.execute(f"PRAGMA table_info({table})"):
        kind, make = _column(arrow, name, declared)
        fields.append(arrow.field(name, kind, nullable=not (must or is_key)))
        makers.append(make)
    return arrow.schema(fields, metadata={"drlint.history": str(_version(link))}), makers


def _version(link: sqlite3.Connection) -> int:
    (version,) = link.execute("PRAGMA user_version").fetchone()
    return int(version)


def _column(arrow: Any, name: str, declared: str) -> tuple[Any, Callable[[Any], Any]]:
    if name in _TIMES:
        return arrow.timestamp("s", "UTC"), datetime.fromisoformat
    if name in _DAYS:
        return arrow.date32(), lambda said: None if said is None else date.fromisoformat(said)
    if name in _TRUTHS:
        return arrow.bool_(), bool
    if name == "severity":
        return arrow.dictionary(arrow.int8(), arrow.string()), lambda said: str(Severity(said))
    return arrow.int64() if declared == "INTEGER" else arrow.string(), lambda said: said
