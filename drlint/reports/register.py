"""The register of waivers: each with its state, its term, what it covers and what it sets aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from drlint.engine.report import Report
from drlint.reports import waived
from drlint.reports.escape import cell_code, code, json_bytes, markdown, terminal, well_formed
from drlint.reports.lines import LABEL, Line, labelled, paragraph
from drlint.reports.wording import count, listed, sentence

# What needs somebody first.
_ORDER = ("malformed", "expired", "overlong", "expires soon", "unused", "active", "not judged")
_STYLES = {"malformed": "bold red", "expired": "bold red", "overlong": "red", "expires soon": "yellow"}
_LABELS = {"expires soon": "SOON", "not judged": "?"}
_NAMED = 3
_TIMES = ("never renewed", "renewed once", "renewed twice")


def entries(report: Report) -> list[dict[str, Any]]:
    """The waivers of a report as data, what needs somebody first, each with the addresses that it sets aside."""
    where: dict[tuple[str, int | None, str], list[str]] = {}
    for each in report.waived:
        where.setdefault(each.waiver.identity, []).append(each.finding.resource.path)
    for spot in report.waived_spots:
        where.setdefault(spot.waiver.identity, []).append(spot.spot.what)
    found = [{**each, "where": list(dict.fromkeys(where.get(_identity(each), ())))} for each in waived.register(report)]
    return sorted(found, key=_order)


def _identity(entry: Mapping[str, Any]) -> tuple[str, int | None, str]:
    return entry["location"]["uri"], entry["location"]["line"], entry["policy"] or entry["blind_spot"]


def _order(entry: Mapping[str, Any]) -> tuple[Any, ...]:
    uri, line, policy = _identity(entry)
    return _ORDER.index(entry["state"]), entry["until"] or "", uri, line or 0, policy


def as_json(report: Report) -> str:
    """The register for other programs."""
    found = entries(report)
    document = {
        "schema_version": "1.0",
        "tool": {"name": "drlint", "version": report.tool_version},
        "as_of": None if report.today is None else report.today.isoformat(),
        "counts": _counts(found),
        "waivers": found,
    }
    return msgspec.json.format(json_bytes(msgspec.json.encode(well_formed(document))), indent=2).decode() + "\n"


def _counts(found: list[dict[str, Any]]) -> dict[str, int]:
    counted = Counter(each["state"] for each in found)
    return {state: counted[state] for state in _ORDER}


def _heading(report: Report, found: list[dict[str, Any]]) -> str:
    states = [f"{number:,} {state}" for state, number in _counts(found).items() if number]
    return f"{count(len(found), 'waiver')} on {report.today}" + (f": {' · '.join(states)}" if states else "")


def as_text(report: Report, width: int = 100) -> str:
    """The register for a terminal."""
    found = entries(report)
    lines: list[Line] = [[(_heading(report, found), "")]]
    for each in found:
        lines += [[], *_entry(each, width)]
    return "".join("".join(text for text, _ in line).rstrip() + "\n" for line in lines)


def _entry(entry: Mapping[str, Any], width: int) -> Iterator[Line]:
    state = entry["state"]
    label = _LABELS.get(state, state.upper())
    yield from labelled(label, _STYLES.get(state, ""), " · ".join(_terms(entry)), width)
    yield from paragraph(" · ".join(_whose(entry)), width, indent=LABEL)
    if entry["reason"]:
        yield from paragraph(entry["reason"], width, indent=LABEL)
    yield from paragraph(_effect(entry), width, indent=LABEL)


def _terms(entry: Mapping[str, Any]) -> Iterator[str]:
    yield f"{entry['policy'] or 'blind spots'} on {entry['covers'] or 'nothing'}"
    if entry["until"] is not None:
        left = entry["days_left"]
        when = "" if left is None else f", {count(left, 'day')} left" if left >= 0 else f", {count(-left, 'day')} ago"
        yield f"until {entry['until']}{when}"


def _whose(entry: Mapping[str, Any]) -> Iterator[str]:
    yield entry["owner"] or "nobody"
    if entry["ticket"]:
        yield entry["ticket"]
    if entry["renewals"] is not None:
        number = entry["renewals"]
        yield _TIMES[number] if number < len(_TIMES) else f"renewed {number:,} times"
    elif entry["state"] != "malformed":
        yield "renewals unknown"
    line = entry["location"]["line"]
    yield entry["location"]["uri"] + (f":{line}" if line is not None else "")


def _effect(entry: Mapping[str, Any]) -> str:
    """What it sets aside, or why it sets nothing aside."""
    speaks = count(entry["speaks_of"], "finding")
    if entry["problem"]:
        return f"Sets nothing aside: {sentence(entry['problem'])}"
    if entry["state"] == "expired":
        return f"Has ended; it speaks of {speaks}."
    if entry["state"] == "not judged":
        return "Not all that it may speak of was judged here."
    if not entry["speaks_of"]:
        return "Speaks of nothing: what it covers keeps the policy."
    said = f"Sets {entry['set_aside']:,} aside" if entry["set_aside"] else "Sets nothing aside"
    said += f" of {speaks}" if entry["set_aside"] != entry["speaks_of"] else ""
    return f"{said}{': ' if entry['where'] else ''}{listed(entry['where'], _NAMED)}."


_COLUMNS = (
    "State",
    "Policy",
    "Covers",
    "Until",
    "Days",
    "Owner",
    "Ticket",
    "Renewed",
    "Sets aside",
    "Reason",
    "Written",
)


def as_markdown(report: Report) -> str:
    """The register as a table."""
    found = entries(report)
    lines = ["# Waivers", "", f"{markdown(_heading(report, found))}.", ""]
    if found:
        lines += [f"| {' | '.join(_COLUMNS)} |", f"|{' --- |' * len(_COLUMNS)}"]
        lines += [f"| {' | '.join(_cells(each))} |" for each in found]
    problems = [each for each in found if each["problem"]]
    if problems:
        lines += ["", "## Malformed", ""]
        lines += [f"- {code(_place(each))}: {markdown(each['problem'])}" for each in problems]
    return "\n".join(lines) + "\n"


def _cells(entry: Mapping[str, Any]) -> Iterator[str]:
    renewals = entry["renewals"]
    left = entry["days_left"]
    yield markdown(entry["state"])
    yield _coded(entry["policy"] or "blind spots")
    yield _coded(entry["covers"])
    yield entry["until"] or ""
    yield "" if left is None else f"{left:,}"
    yield from (markdown(entry[name]) for name in ("owner", "ticket"))
    yield "unknown" if renewals is None else f"{renewals:,}"
    yield f"{entry['set_aside']:,} of {entry['speaks_of']:,}"
    yield markdown(entry["reason"])
    yield _coded(_place(entry))


def _coded(text: str) -> str:
    return cell_code(text) if text else ""


def _place(entry: Mapping[str, Any]) -> str:
    line = entry["location"]["line"]
    return terminal(entry["location"]["uri"]) + (f":{line}" if line is not None else "")


FORMS: Mapping[str, Callable[[Report], str]] = {"text": as_text, "markdown": as_markdown, "json": as_json}
