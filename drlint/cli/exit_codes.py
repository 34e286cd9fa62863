"""The exit code of a run."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from drlint.cli.configuration import DEFAULT, Configuration
from drlint.engine.report import Report
from drlint.model.finding import GROWING, Posture, Severity


def exit_code(
    report: Report,
    settings: Configuration,
    changed: AbstractSet[str] | None = None,
    *,
    only_new: bool = False,
    least_seen: float | None = None,
) -> int:
    """0 fine · 1 findings · 4 incomplete · 5 a policy broke; precedence 5 > 1 > 4 > 0.

    `changed` are the files of a change, as reports name them, where only the roots that they touch were judged. What
    could not be seen in AWS makes no run incomplete of which `least_seen` percent were seen.
    """
    if report.failures:
        return 5
    gate = Severity[settings["fail_on"].upper()]
    judged = not settings["exit_zero"]  # which mutes verdicts only: what was not read whole stays 4
    counting = [each for each in report.findings if not only_new or each.posture in GROWING]
    if judged and any(each.gates and each.severity >= gate for each in counting):
        return 1
    open_now = [each for each in report.unknowns if not only_new or each.posture is not Posture.UNCHANGED]
    undecided = settings["strict"] and any(each.gates and each.severity >= gate for each in open_now)
    return 4 if _is_incomplete(report, settings, changed, least_seen) or (judged and undecided) else 0


def _is_incomplete(
    report: Report, settings: Configuration, changed: AbstractSet[str] | None, least_seen: float | None
) -> bool:
    """Whether what could not be read counts; of a change only its own files do, unless somebody said otherwise."""
    said = settings.settings["incomplete"]
    accepted = {each.spot for each in report.waived_spots}
    spots = [each for each in report.blind_spots if each not in accepted]
    if least_seen is not None and report.coverage is not None and report.coverage.percent >= least_seen:
        spots = [each for each in spots if not each.location.uri.startswith("aws://")]
    if changed is None or said.origin != DEFAULT:
        return bool(spots) and said.value == "fail"
    return any(each.location.uri in changed and not each.outside for each in spots)
