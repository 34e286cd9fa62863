"""The words that all forms of a difference share."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from drlint.engine.difference import Difference
from drlint.model.finding import Finding
from drlint.reports.wording import count, sentence, told

LISTED = 50  # of each kind, unless all are asked for


class Row(Struct, frozen=True):
    """A finding or an unknown, and what is said of it."""

    finding: Finding
    said: str


class Section(Struct, frozen=True):
    """What happened to some of them."""

    title: str
    rows: tuple[Row, ...]


def verdict(difference: Difference) -> str:
    """The numbers of everything."""
    parts = [
        f"{len(difference.new):,} new",
        f"{len(difference.worse):,} worse",
        f"{difference.unchanged:,} unchanged",
        f"{len(difference.fixed):,} fixed",
    ]
    parts += [f"{len(difference.unseen):,} seen no more"] if difference.unseen else []
    parts += [f"{len(difference.unasked):,} not comparable"] if difference.unasked else []
    parts += [f"{len(difference.accepted):,} accepted since"] if difference.accepted else []
    unknowns = len(difference.came) + len(difference.went)
    parts += [f"{count(unknowns, 'unknown')} came or went"] if unknowns else []
    return " · ".join(parts)


def sections(difference: Difference) -> Iterator[Section]:
    """What changed, what matters most first."""
    for title, findings in (
        ("New", difference.new),
        ("Worse", difference.worse),
        ("Not asked about before", difference.unasked),
        ("Fixed or gone", difference.fixed),
        ("Accepted since", difference.accepted),
    ):
        if findings:
            yield Section(title, tuple(Row(each, told(each)) for each in findings))
    if difference.unseen:
        rows = tuple(Row(each.finding, f"{told(each.finding)} Now: {each.why}.") for each in difference.unseen)
        yield Section("Seen no more", rows)
    for title, unknowns in (("Unknown now", difference.came), ("Unknown no more", difference.went)):
        if unknowns:
            yield Section(title, tuple(Row(each, sentence(each.message)) for each in unknowns))
