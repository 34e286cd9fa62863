"""What is said of waivers, in the words that several formats share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from drlint.engine.report import Report
from drlint.model.resource import Location
from drlint.model.waiver import SOON, BrokenWaiver, Waiver, WaiverState, WaiverUse
from drlint.reports.escape import clean
from drlint.reports.wording import by_frequency, count, listed, sentence


def waived_lines(report: Report) -> Iterator[str]:
    """What is waived, by which waivers that end soon, and which blind spots are accepted; nothing where nothing is."""
    if report.waived:
        named = by_frequency(each.finding.policy for each in report.waived)
        names = [name if number == 1 else f"{name} ({number:,})" for name, number in named]
        soon = sum(1 for each in report.waivers if each.state is WaiverState.EXPIRING)
        ends = f"; {count(soon, 'waiver')} {'expires' if soon == 1 else 'expire'} within {SOON} days" if soon else ""
        yield f"{len(report.waived):,} waived: {listed(names)}{ends}."
    for each in report.waived_spots:
        waiver = each.waiver
        yield (
            f"Blind spot accepted by {waiver.owner} until {waiver.until}: {each.spot.what} "
            f"({sentence(waiver.reason).rstrip('.')})."
        )


def register(report: Report) -> list[dict[str, Any]]:
    """Every waiver as data, as it is written: those that hold, those that do not, and what was meant to be one."""
    return [*(_used(each, report) for each in report.waivers), *map(_broken, report.broken_waivers)]


def said_of(waiver: Waiver) -> dict[str, Any]:
    """A waiver as data."""
    return {
        "policy": waiver.policy,
        "owner": waiver.owner,
        "reason": waiver.reason,
        "until": waiver.until.isoformat(),
        "ticket": waiver.ticket,
        "location": place(waiver.location),
    }


def suppression(waiver: Waiver) -> dict[str, Any]:
    """A waiver as SARIF has it: written in source, or elsewhere."""
    ticket = f", {waiver.ticket}" if waiver.ticket else ""
    said = clean(f"{waiver.reason} ({waiver.owner}, until {waiver.until}{ticket})")
    return {"kind": "inSource" if waiver.on else "external", "status": "accepted", "justification": said}


def place(location: Location) -> dict[str, Any]:
    return {"uri": location.uri, "line": location.line}


def _used(use: WaiverUse, report: Report) -> dict[str, Any]:
    return {
        "state": use.state,
        **said_of(use.waiver),
        "days_left": None if report.today is None else (use.waiver.until - report.today).days,
        "blind_spot": use.waiver.blind_spot,
        "covers": use.waiver.covers,
        "set_aside": use.used,
        "speaks_of": use.matched,
        "renewals": use.renewals,
        "problem": "",
    }


def _broken(broken: BrokenWaiver) -> dict[str, Any]:
    return {
        "state": "malformed",
        "policy": broken.policy,
        "owner": broken.owner,
        "reason": "",
        "until": None,
        "days_left": None,
        "ticket": broken.ticket,
        "location": place(broken.location),
        "blind_spot": "",
        "covers": broken.on,
        "set_aside": 0,
        "speaks_of": 0,
        "renewals": None,
        "problem": broken.problem,
    }
