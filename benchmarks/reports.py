#!/usr/bin/env python3
"""Measures what each format takes to write a report of many findings, each at a line of its own."""

from __future__ import annotations

import argparse
import io
import statistics
import time

from drlint.engine.report import PolicySummary, Report
from drlint.model.finding import Evidence, Finding, Posture, Severity, Verdict, fingerprint
from drlint.model.resource import Location
from drlint.model.values import Address
from drlint.reports import formats
from drlint.reports.options import Options

POLICIES = 60
ROOT = "infra/live"


def main() -> None:
    """Write the report in each format, several times; print medians of CPU seconds, and bytes."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--findings", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    report = _report(given.findings)
    print(f"| {given.findings:,} findings as | CPU s (from – to) | bytes |\n|---|---|---|")
    for name in formats.names():
        for full in (False, True):
            seconds, size = _measured(name, report, given.runs, full=full)
            spread = f"{statistics.median(seconds):.3f} ({min(seconds):.3f} – {max(seconds):.3f})"
            print(f"| {name}{', --full' if full else ''} | {spread} | {size:,} |")


def _measured(name: str, report: Report, runs: int, *, full: bool) -> tuple[list[float], int]:
    form = formats.named(name)
    seconds = []
    for _ in range(runs):
        out = io.StringIO()
        started = time.process_time()
        form.write(report, out, Options(full=full))
        seconds.append(time.process_time() - started)
    return seconds, len(out.getvalue().encode())


def _report(number: int) -> Report:
    """Findings of many policies and all severities, a tenth of them new."""
    return Report(
        tool_version="0",
        inputs=(),
        root=ROOT,
        world="closed",
        world_because="",
        resources=number,
        uncatalogued=0,
        findings=tuple(sorted(map(_finding, range(number)), key=lambda each: -each.severity)),
        unknowns=(),
        passed=(),
        waived=(),
        baseline=(),
        blind_spots=(),
        failures=(),
        not_assessed=(),
        policies=tuple(map(_policy, range(POLICIES))),
        compared=("what stood before the plan",),
    )


def _finding(number: int) -> Finding:
    policy = f"policy-{number % POLICIES}"
    address = Address(ROOT, f"module.service_{number % 97}.aws_db_instance.orders_{number}")
    place = Location(f"infra/service_{number % 100}/main.tf", 10 + number // 100)
    return Finding(
        policy=policy,
        resource=address,
        kind="aws_db_instance",
        verdict=Verdict.FAIL,
        severity=Severity(1 + number % 4),
        severity_because="the policy's own severity",
        message=f"losing one Availability Zone stops orders_{number} until somebody restores it by hand",
        owner=f"team-{number % 20}",
        evidence=(Evidence("multi_az is false", place), Evidence("its objective allows 15 minutes of loss", place)),
        fingerprint=fingerprint(policy, address),
        posture=Posture.UNCHANGED if number % 10 else Posture.NEW,
    )


def _policy(number: int) -> PolicySummary:
    return PolicySummary(
        id=f"policy-{number}",
        category="availability",
        title=f"What policy {number} asks for is there",
        severity=Severity(1 + number % 4),
        stage="stable",
        scope="production",
        checklist="strategy-matches-objectives",
        why="A single-AZ instance shares the fate of its zone.",
        fix="Set `multi_az = true`.",
        controls={},
        references=(),
        failed=1,
    )


if __name__ == "__main__":
    main()
