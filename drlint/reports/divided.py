"""Findings under headings: by owner, workload, policy or account, the worst heading first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from drlint.model.finding import Finding, Severity
from drlint.reports.wording import UNOWNED, WORST_FIRST, count

_NAMES: Mapping[str, Callable[[Finding], str]] = {
    "owner": lambda finding: finding.owner or UNOWNED,
    "workload": lambda finding: finding.workload or "no workload named",
    "policy": lambda finding: finding.policy,
    "account": lambda finding: finding.account or "account not known",
}
BY = tuple(_NAMES)


class Division(Struct, frozen=True):
    """One heading and its findings, in the order in which they came."""

    name: str
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> dict[Severity, int]:
        """How many findings of each severity, worst first; none that there are none of."""
        counted = dict.fromkeys(WORST_FIRST, 0)
        for finding in self.findings:
            counted[finding.severity] += 1
        return {severity: number for severity, number in counted.items() if number}

    @property
    def told(self) -> str:
        """The numbers in words: "12 findings (2 critical, 10 low)"."""
        parts = ", ".join(f"{number:,} {severity}" for severity, number in self.counts.items())
        return f"{count(len(self.findings), 'finding')} ({parts})"


def divided(findings: Iterable[Finding], by: str) -> list[Division]:
    """The findings under headings; the one with the most of the worst severity first."""
    name_of = _NAMES[by]
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(name_of(finding), []).append(finding)
    return sorted((Division(name, tuple(some)) for name, some in found.items()), key=_rank)


def _rank(division: Division) -> tuple[Sequence[int], str]:
    counts = division.counts
    return [-counts.get(severity, 0) for severity in WORST_FIRST], division.name
