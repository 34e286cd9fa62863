"""Durations and days as people write them in recovery documents."""

from __future__ import annotations

import re
from datetime import date

MINUTE, HOUR, DAY = 60, 3_600, 86_400
UNITS = {
    unit: seconds
    for seconds, units in {
        1: "s sec secs second seconds",
        MINUTE: "m min mins minute minutes",
        HOUR: "h hr hrs hour hours",
        DAY: "d day days",
        7 * DAY: "w week weeks",
    }.items()
    for unit in units.split()
}
_PART = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)\s*([a-z]+)\s*(?:,|and)?\s*", re.ASCII)
_ISO = re.compile(
    r"P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.\d+)?S)?)?", re.ASCII
)
_RANGE = re.compile(r"(\d+)\s*(?:-|–|to)\s*(\d+\s*[a-z]+)", re.ASCII)
_AT_MOST = re.compile(r"^(?:<=?|≤|under|below|less than|within|at most|max(?:imum)?|up to)\s*", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

# Days between two of these, the longest that still is one: a quarter may have 92.
FREQUENCIES = {
    "daily": 1,
    "weekly": 7,
    "fortnightly": 14,
    "biweekly": 14,
    "monthly": 31,
    "bimonthly": 62,
    "quarterly": 92,
    "semiannually": 184,
    "semi-annually": 184,
    "half-yearly": 184,
    "twice a year": 184,
    "biannually": 184,
    "yearly": 366,
    "annually": 366,
    "annual": 366,
}
_EVERY = re.compile(r"(?:once\s+)?(?:every|a|per|each)\s+(?:(\d{1,4})\s+)?(day|week|month|quarter|year)s?", re.ASCII)
_EACH = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}


def seconds_said(text: str) -> int | None:
    """The seconds that a duration means (15m, 4h, PT15M, 1 hour 30 min, 0); None for what is none.

    The longer end of a range ("4-8 hours").
    """
    said = " ".join(text.strip().lower().split())
    if said == "0":
        return 0
    iso = _ISO.fullmatch(said.upper())
    if iso is not None and any(iso.groups()):
        weeks, days, hours, minutes, seconds = (int(each or 0) for each in iso.groups())
        return weeks * 7 * DAY + days * DAY + hours * HOUR + minutes * MINUTE + seconds
    between = _RANGE.fullmatch(said)
    return _parts(between[2] if between else said)


def _parts(said: str) -> int | None:
    total, at = 0.0, 0
    while at < len(said):
        found = _PART.match(said, at)
        if found is None or found[2] not in UNITS:
            return None
        total += float(found[1]) * UNITS[found[2]]
        at = found.end()
    return round(total) if said else None


def limit_said(text: str) -> int | None:
    """The seconds of "< 30 minutes", "within 4h" or "30 minutes"; None for what is none."""
    return seconds_said(_AT_MOST.sub("", text.strip().lower()))


def day_in(text: str) -> date | None:
    """The day of an ISO date, or of an ISO time; None for what is none."""
    if _DAY.match(text) is None or text[10:11] not in {"", "T", " "}:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def days_between_said(text: str) -> int | None:
    """The days of a frequency (quarterly, monthly, every 6 months, 90d); None for what is none."""
    said = " ".join(text.strip().lower().split())
    if said in FREQUENCIES:
        return FREQUENCIES[said]
    every = _EVERY.fullmatch(said)
    if every is not None:
        return int(every[1] or 1) * _EACH[every[2]]
    seconds = seconds_said(said.removeprefix("every "))
    return None if seconds is None else max(1, seconds // DAY)


def spoken_seconds(seconds: float) -> str:
    """A duration as a person says it: 45 seconds, 15 minutes, 2 hours 30 minutes, 3 days."""
    whole = round(seconds)
    parts = []
    for size, word in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"), (1, "second")):
        number, whole = divmod(whole, size)
        if number:
            parts.append(f"{number} {word}{'' if number == 1 else 's'}")
    return " ".join(parts[:2]) or "0 seconds"


def written_seconds(seconds: int) -> str:
    """A duration as a document has it, exactly: 15m, 1h 30m, 0s; `seconds_said` reads it again."""
    parts = []
    for size, unit in ((DAY, "d"), (HOUR, "h"), (MINUTE, "m"), (1, "s")):
        number, seconds = divmod(seconds, size)
        if number:
            parts.append(f"{number}{unit}")
    return " ".join(parts) or "0s"
