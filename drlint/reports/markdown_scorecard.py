"""The 14 items of the checklist as a Markdown table."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from drlint.engine.report import PolicySummary
from drlint.model.finding import Severity
from drlint.reports import wording
from drlint.reports.escape import markdown
from drlint.reports.markdown_story import Story, worst_by_policy


class _Row(Struct):
    """One checklist item's numbers, over all its policies."""

    passed: int = 0
    failed: int = 0
    unknown: int = 0
    assessed: int = 0
    policies: int = 0
    worst: Severity | None = None
    reasons: list[str] = []

    def add(self, policy: PolicySummary, worst: Severity | None) -> None:
        self.policies += 1
        self.assessed += policy.not_assessed is None
        self.reasons += [policy.not_assessed] if policy.not_assessed else []
        self.passed += policy.passed
        self.failed += policy.failed
        self.unknown += policy.unknown
        if worst is not None:
            self.worst = max(worst, self.worst or worst)

    @property
    def judged(self) -> bool:
        """Whether its policies had anything to say, or all were asked."""
        return bool(self.assessed and (self.passed or self.failed or self.unknown or not self.reasons))

    @property
    def status(self) -> str:
        """A plain word or two; `worst` counts only what was neither waived nor in the baseline."""
        if not self.judged:
            reason = max(self.reasons, key=self.reasons.count, default="").partition(";")[0]
            return f"not assessed: {markdown(reason)}" if reason else "not assessed"
        if self.worst is not None:
            return "**will hurt**" if self.worst >= Severity.HIGH else "**should fix**"
        if self.unknown:
            return "cannot tell"
        if self.failed:
            return "accepted"
        if not self.passed:
            return "nothing to judge"
        return "holds" if 2 * self.assessed >= self.policies else "holds, as far as assessed"


def scorecard(story: Story) -> Iterator[str]:
    """Every item, also those that no policy speaks about."""
    worst = worst_by_policy(story.report.findings)
    rows = {slug: _Row() for slug in wording.CHECKLIST}
    for policy in story.report.policies:
        rows.setdefault(policy.checklist, _Row()).add(policy, worst.get(policy.id))
    yield "| Checklist | Status | Pass | Fail | Unknown | Policies |\n"
    yield "|---|---|---:|---:|---:|---:|\n"
    for slug, row in rows.items():
        title = wording.CHECKLIST.get(slug) or markdown(slug)
        numbers = (f"{row.passed:,}", f"{row.failed:,}", f"{row.unknown:,}") if row.judged else ("-", "-", "-")
        policies = f"{row.assessed}" if row.assessed == row.policies else f"{row.assessed} of {row.policies}"
        yield f"| {title} | {row.status} | {' | '.join(numbers)} | {policies if row.policies else '-'} |\n"
