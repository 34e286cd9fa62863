"""The order in which a report tells what it tells."""

from __future__ import annotations

import re
from collections.abc import Iterable

from drlint.model.finding import Finding, Pass

_INDEX = re.compile(r"\[(\d+)\]")


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in the order of a report."""
    return tuple(sorted(findings, key=_order))


def in_order(passed: Iterable[Pass]) -> tuple[Pass, ...]:
    """Passes in the order of a report."""
    return tuple(sorted(passed, key=lambda each: (each.policy, each.resource)))


def _order(finding: Finding) -> tuple[int, bool, str, str, str, str]:
    """Worst first, another tool's last of each, then by policy and address, in which `[2]` comes before `[10]`."""
    root, path = finding.resource.root, finding.resource.path
    if "[" in path:
        path = _INDEX.sub(lambda index: f"[{index[1]:>9}]", path)
    return (-finding.severity, bool(finding.origin), finding.policy, root, path, finding.message)
