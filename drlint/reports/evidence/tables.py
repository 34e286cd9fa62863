"""Writes a table as CSV or JSON, row by row, so that a million rows need no more memory than one."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO, TypeAlias

import msgspec

from drlint.reports.escape import cell, json_bytes, well_formed

Row: TypeAlias = Mapping[str, Any]


def write_table(name: str, columns: Sequence[str], rows: Iterable[Row], out: TextIO) -> None:
    """The table in the form that its name ends with; every row has all columns."""
    (_as_csv if name.endswith(".csv") else _as_json)(columns, rows, out)


def _as_csv(columns: Sequence[str], rows: Iterable[Row], out: TextIO) -> None:
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)


def _cell(value: Any) -> str:
    """A value as the text of a cell that is no formula; the elements of a list are parted by semicolons."""
    if type(value) is str:
        return cell(value) if value else ""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return cell("; ".join(map(_said, value)))
    return cell(str(value))


def _said(value: Any) -> str:
    """An element of a list: evidence with its place, or a text."""
    if not isinstance(value, Mapping):
        return str(value)
    where = f"{value['file']}:{value['line']}" if value["line"] else value["file"]
    return f"{value['says']} ({where})" if where else str(value["says"])


def _as_json(columns: Sequence[str], rows: Iterable[Row], out: TextIO) -> None:
    """A list with a row on each line, which tools read as a whole and people with grep."""
    out.write("[")
    between = "\n"
    for row in rows:
        out.write(between + json_bytes(_encoded({name: row[name] for name in columns})).decode())
        between = ",\n"
    out.write("\n]\n")


def _encoded(row: Row) -> bytes:
    try:
        return msgspec.json.encode(row)
    except UnicodeEncodeError:  # a lone surrogate in a name
        return msgspec.json.encode(well_formed(row))
