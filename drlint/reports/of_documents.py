"""How findings on recovery documents are told to people: places as editors open them, one list for one document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from drlint.model.finding import Evidence, Finding
from drlint.model.resource import Location
from drlint.reports import wording
from drlint.reports.grouping import Group
from drlint.reports.lines import LABEL, Line, paragraph

LISTED = 5  # more findings of one policy on one document without --full

_ENDINGS = (".yaml", ".yml", ".md", ".markdown")


def is_of_document(finding: Finding) -> bool:
    return finding.kind in wording.OF_DOCUMENTS


def place_named(location: Location) -> str:
    """A file and its line, in a document the column, too: several commands may stand on one line."""
    said = str(location)
    has_column = location.line is not None and location.column is not None and location.uri.endswith(_ENDINGS)
    return f"{said}:{location.column}" if has_column else said


def listed_together(groups: Iterable[Group]) -> list[list[Group]]:
    """Groups in their order; what one policy says of one document, equally severe, is one list."""
    found: list[list[Group]] = []
    known: dict[tuple[object, ...], list[Group]] = {}
    for group in groups:
        first = group.first
        if not is_of_document(first) or group.others:
            found.append([group])
            continue
        key = (first.policy, first.resource, first.verdict, first.severity, first.posture)
        if key not in known:
            found.append(known.setdefault(key, []))
        known[key].append(group)
    return found


def is_said(evidence: Evidence, finding: Finding) -> bool:
    """Whether the message about a document says all that a piece of evidence does, save where it stands."""
    said = evidence.says.partition(": ")[2]
    return bool(said) and is_of_document(finding) and said in finding.message


def more_of_document(more: Sequence[Group], width: int, *, full: bool) -> Iterator[Line]:
    """For a terminal: what else a policy says of the same document, each with its place."""
    for group in more if full else more[:LISTED]:
        places = [place_named(each.location) for each in group.first.evidence]
        said = f"· {wording.told(group.first)} {', '.join(list(dict.fromkeys(places))[:2])}"
        yield from paragraph(said, width, indent=LABEL)
    if not full and len(more) > LISTED:
        yield [(" " * LABEL, ""), (f"· {len(more) - LISTED:,} more like this: --full", "dim")]
