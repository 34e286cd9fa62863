"""The table of severities as `drlint explain --severity` and `docs/severity.md` show it."""

from __future__ import annotations

from drlint.engine.severity import PROFILES, table_rows

_HEAD = ("environment", "tier", *PROFILES)
_NOTES = (
    "A finding is as severe as its policy, less what the table says: never below low.",
    'A policy with scope "any" is the same in every environment: what it guards is gone everywhere.',
    "A name that drlint does not know counts as production; so does no name at all.",
    "A tier that cannot be seen counts as 1.",
)


def table_text() -> str:
    """The table in columns, and how to read it."""
    rows = [_HEAD, *table_rows()]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    lines = ["  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "", *lines[1:], "", *_NOTES])


def table_markdown() -> str:
    """The table as the documentation has it."""
    lines = [f"| {' | '.join(row)} |" for row in (_HEAD, ("---",) * len(_HEAD), *table_rows())]
    return "\n".join(lines)
