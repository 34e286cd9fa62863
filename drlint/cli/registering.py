"""What `drlint waivers` does: one run, the renewals of each waiver, the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from msgspec import structs

from drlint.cli.checking import judge
from drlint.cli.discovery import top_of
from drlint.cli.renewals import renewals_in
from drlint.engine.report import Report
from drlint.model.waiver import WaiverState
from drlint.reports.register import FORMS

_FAILING = frozenset({WaiverState.EXPIRED, WaiverState.OVERLONG})


def listed(paths: Sequence[str], form: str, flags: Mapping[str, Any], *, is_check: bool) -> int:
    """Print the register of what the paths hold; the exit code."""
    run = judge(paths, **flags)
    if isinstance(run, int):
        return run
    report = _with_renewals(run.report, paths)
    click.echo(FORMS[form](report), nl=False)
    if report.failures:
        return 5
    is_failing = bool(report.broken_waivers) or any(each.state in _FAILING for each in report.waivers)
    return int(is_check and is_failing)


def _with_renewals(report: Report, paths: Sequence[str]) -> Report:
    folder = Path(paths[0]).resolve()
    top = top_of(folder if folder.is_dir() else folder.parent)
    if top is None or not report.waivers:
        return report
    renewed = renewals_in(top, [each.waiver for each in report.waivers])
    uses = (structs.replace(each, renewals=renewed.get(each.waiver.identity)) for each in report.waivers)
    return structs.replace(report, waivers=tuple(uses))
