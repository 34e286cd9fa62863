"""How often each policy said what, by resource: what stands, and what was set aside."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from drlint.engine.report import Report
from drlint.model.finding import Finding, PolicyId, Verdict
from drlint.model.values import Address


class Tally(Struct):
    """Resources by verdict; a resource with a finding that stands is no pass, whatever else was set aside."""

    passed: int = 0
    failed: int = 0
    unknown: int = 0
    waived: int = 0
    baseline: int = 0
    elsewhere: int = 0
    broke: int = 0

    @property
    def looked_at(self) -> int:
        return sum(getattr(self, name) for name in self.__struct_fields__)

    def add(self, other: Tally) -> None:
        """Count another policy's resources as well."""
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


def tallied(report: Report) -> dict[PolicyId, Tally]:
    """Each policy's tally; a resource of which several things are said counts once, by the worst that stands."""
    found = {each.id: Tally(passed=each.passed) for each in report.policies}
    counted: set[tuple[PolicyId, Address]] = set()
    for name, findings in (
        ("failed", report.findings),
        ("unknown", report.unknowns),
        ("waived", (each.finding for each in report.waived)),
        ("baseline", report.baseline),
        ("elsewhere", report.provided),
    ):
        _count(name, findings, found, counted)
    for each in report.failures:
        found.setdefault(each.policy, Tally()).broke += 1
    return found


def _count(
    name: str, findings: Iterable[Finding], found: dict[PolicyId, Tally], counted: set[tuple[PolicyId, Address]]
) -> None:
    for each in findings:
        key = (each.policy, each.resource)
        if each.verdict is not Verdict.PASS and not each.origin and key not in counted:
            counted.add(key)
            tally = found.setdefault(each.policy, Tally())
            setattr(tally, name, getattr(tally, name) + 1)
