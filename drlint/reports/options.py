"""What the user asked of a report, the same for every format."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from drlint.model.finding import Severity
from drlint.model.nightly import Nightly

LEAST = 2_000  # bytes in which the verdict fits, whatever the names
COMMENT = 60_000  # bytes: of a comment, GitHub takes 65,536 characters

LinesOf: TypeAlias = Callable[[str], list[str] | None]


class Options(Struct, frozen=True, kw_only=True):
    """How to write a report.

    `suppressed`: SARIF has what is waived as well. `width` in columns and `color` are decided from the output where
    None. `lines_of` gives a source file's lines, split at LF, CR LF and CR alone, so that a final newline leaves an
    empty last line (a byte-order mark stays); None where the file cannot be read. `anchor` is the file that a SARIF
    viewer opens for what has no file of its own. A Markdown report is at most `max_bytes` long (0: as long as it gets),
    unless it is to be `full`; `comment_id` names the comment that it is for, its root where empty. `group_by` puts
    findings under headings, in the formats for people: owner, workload, policy or account. `nightly` is what a report
    of live accounts tells besides. `only_new`: what is neither new nor worse fails no run.
    """

    full: bool = False
    show_passed: bool = False
    min_severity: Severity = Severity.LOW
    suppressed: bool = False
    max_results: int = 5000
    width: int | None = None
    color: bool | None = None
    lines_of: LinesOf | None = None
    anchor: str = "drlint.yaml"
    max_bytes: int = COMMENT
    comment_id: str = ""
    group_by: str = ""
    nightly: Nightly | None = None
    only_new: bool = False
