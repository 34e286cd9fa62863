"""Sees to it that --only-new has something to compare every root with: what cannot be compared must not pass unsaid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drlint.cli.configuration import Configuration
from drlint.cli.inputs import Gathered
from drlint.engine.report import Report
from drlint.model.errors import DrlintError
from drlint.model.finding import Severity
from drlint.reports.wording import listed


def require_compared(judged: Sequence[tuple[Report, Gathered, Configuration]]) -> None:
    """Refuse with DrlintError where nothing is compared, or where a root that is not would fail the run."""
    if not any(report.compared for report, _, _ in judged):
        raise DrlintError(
            "--only-new needs something to compare with: a plan among the inputs, a --baseline, "
            "or --trusted-ref for recovery documents"
        )
    left = sorted({root or "." for each in judged for root in _uncompared(*each)})
    if left:
        raise DrlintError(
            f"--only-new: {listed(left)} would fail the run and is compared with nothing; "
            "give a plan of it, or a --baseline (of recovery documents, --trusted-ref)"
        )


def _uncompared(report: Report, given: Gathered, settings: Configuration) -> Iterator[str]:
    """The roots with findings that count and that neither a plan nor a baseline speaks of."""
    if report.adopted:
        return
    gate = Severity[settings["fail_on"].upper()]
    planned = {each.address.root for some in given.results if some.kind == "plan" for each in some.resources}
    for each in report.findings:
        is_counted = each.gates and each.severity >= gate and not each.origin and not each.kind.startswith("drlint_")
        if each.posture is None and is_counted and each.resource.root not in planned:
            yield each.resource.root
