"""What stands below the findings of a text report: their numbers by policy and by owner."""

from __future__ import annotations

from collections.abc import Iterator

from drlint.engine.report import PolicySummary, Report
from drlint.model.finding import Severity
from drlint.reports import wording
from drlint.reports.escape import terminal
from drlint.reports.lines import Line, cut
from drlint.reports.options import Options

ROWS = 10  # of each table without --full
STYLES = {Severity.CRITICAL: "bold red", Severity.HIGH: "red", Severity.MEDIUM: "yellow", Severity.LOW: "cyan"}
_NAMED_BY = "by tags, CODEOWNERS or owners: in drlint.yaml"


def tables(report: Report, policies: dict[str, PolicySummary], options: Options, width: int) -> Iterator[Line]:
    """Findings by policy, the worst first, and by owner; the workloads that documents declare."""
    if report.findings:
        yield from _by_policy(report, policies, options, width)
        yield from _by_owner(report, options, width)
    if report.workloads:
        from drlint.reports.of_workloads import workload_lines  # noqa: PLC0415 - only documents need it

        yield from heading("Workloads")
        yield from workload_lines(report.workloads, len(report.workloads) if options.full else ROWS, width)


def heading(text: str) -> Iterator[Line]:
    """A title after an empty line."""
    yield []
    yield [(text, "bold underline")]


def _by_policy(report: Report, policies: dict[str, PolicySummary], options: Options, width: int) -> Iterator[Line]:
    worst: dict[str, Severity] = {}
    for finding in report.findings:
        worst[finding.policy] = max(finding.severity, worst.get(finding.policy, Severity.LOW))
    ids = wording.by_frequency(finding.policy for finding in report.findings)
    ids.sort(key=lambda item: -worst[item[0]])
    yield from heading("By policy")
    wide = min(max(len(identity) for identity, _ in ids), 48)
    for identity, number in ids if options.full else ids[:ROWS]:
        title = policies[identity].title if identity in policies else ""
        room = width - wide - 10
        yield [
            (f"{number:>6,}  ", "bold"),
            (f"{terminal(identity):<{wide}}", STYLES[worst[identity]]),
            ("  " + cut(terminal(title), room) if room > len("a few words of it") else "", "dim"),
        ]
    yield from _and_more(len(ids), options)


def _by_owner(report: Report, options: Options, width: int) -> Iterator[Line]:
    owners = wording.by_frequency(finding.owner or "" for finding in report.findings)
    yield from heading("By owner")
    for owner, number in owners if options.full else owners[:ROWS]:
        name = cut(terminal(owner) if owner else f"{wording.UNOWNED}; owners are named {_NAMED_BY}", width - 8)
        yield [(f"{number:>6,}  ", "bold"), (name, "" if owner else "dim")]
    yield from _and_more(len(owners), options)
    if not options.full and any(not owner for owner, _ in owners[ROWS:]):
        unowned = sum(number for owner, number in owners if not owner)
        yield [(f"{unowned:>6,}  ", "bold"), (wording.UNOWNED, "dim")]


def _and_more(rows: int, options: Options) -> Iterator[Line]:
    if not options.full and rows > ROWS:
        yield [(f"        and {rows - ROWS:,} more: --full", "dim")]
