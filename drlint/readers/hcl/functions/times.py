"""Functions on points in time, which Terraform writes as RFC 3339."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from drlint.model.values import Unknown
from drlint.readers.hcl.conversion import shown
from drlint.readers.hcl.functions.signature import TEXT, Function
from drlint.readers.hcl.seen import Invalid, Seen

SECOND = 1_000_000_000  # in nanoseconds
_DAY = 86_400
_LONGEST_TEXT = 1_000
_LONGEST = 2**63  # nanoseconds, which is what Go's durations hold

_MOMENT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,30}))?"
    r"(?:Z|([-+])([0-9]{2}):([0-9]{2}))"
)
# A plain scalar that is a point in time (seen in the console of Terraform 1.11, 2026-11-25).
_YAML_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_YAML_MOMENT = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[Tt]|[ ])([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:\.[0-9]+)?"
    r"(Z|[-+][0-9]{2}:[0-9]{2})?"
)
_DURATION = re.compile(r"[-+]?(?:0|(?:(?:[0-9]{1,20}\.?[0-9]{0,20}|\.[0-9]{1,20})(?:ns|us|µs|μs|ms|s|m|h))+)")
_PART = re.compile(r"([0-9]*)\.?([0-9]*)(ns|us|µs|μs|ms|s|m|h)")
_UNITS = {"ns": 1, "us": 10**3, "µs": 10**3, "μs": 10**3, "ms": 10**6}
_UNITS |= {"s": SECOND, "m": 60 * SECOND, "h": 3600 * SECOND}
_TOKEN = re.compile(r"'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+|'")

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Moment(Struct, frozen=True):
    """A point in time: days since the year 1, nanoseconds within the day, and the zone's seconds ahead of UTC."""

    day: int
    nanoseconds: int
    zone: int

    @property
    def instant(self) -> int:
        return (self.day * _DAY - self.zone) * SECOND + self.nanoseconds


def from_yaml(text: str) -> str | None:
    """RFC 3339 of what YAML takes for a point in time; None for any other text."""
    if not text[:4].isdigit():
        return None
    found = _YAML_DATE.fullmatch(text)
    zone = "Z"
    if found is None:
        found = _YAML_MOMENT.fullmatch(text)
        if found is None or (found.group(7) is None and text[found.end(3)] != " "):
            return None
        zone = found.group(7) or "Z"
    year, month, day, hour, minute, second = ([int(each) for each in found.groups()[:6]] + [0, 0, 0])[:6]
    made = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{zone}"
    return made if isinstance(_moment(made), Moment) else None


def _moment(text: str) -> Moment | Unknown:
    from datetime import date  # noqa: PLC0415 - few texts compute with time

    found = _MOMENT.fullmatch(text)
    if found is None:
        return Invalid(f"{shown(text)} is no point in time as RFC 3339 writes it")
    year, month, day, hour, minute, second = (int(each) for each in found.groups()[:6])
    fraction = int(((found.group(7) or "") + "0" * 9)[:9])
    ahead = (int(found.group(9) or 0), int(found.group(10) or 0))
    if year == 0:
        return Unknown("the year 0 is not computed")
    if hour > 23 or minute > 59 or second > 59 or ahead > (24, 0) or ahead[1] > 59:  # noqa: PLR2004 - the clock
        return Invalid(f"{shown(text)} is no time of a day")
    try:
        days = date(year, month, day).toordinal()
    except ValueError:
        return Invalid(f"{shown(text)} is no day of the calendar")
    zone = (ahead[0] * 3600 + ahead[1] * 60) * (-1 if found.group(8) == "-" else 1)
    return Moment(days, (hour * 3600 + minute * 60 + second) * SECOND + fraction, zone)


def _formatdate(pattern: str, text: str) -> Seen:
    if len(pattern) > _LONGEST_TEXT:
        return Unknown(f"a format of more than {_LONGEST_TEXT:,} characters is not read")
    moment = _moment(text)
    if isinstance(moment, Unknown):
        return moment
    words = _words(moment)
    made: list[str] = []
    position = 0
    for found in _TOKEN.finditer(pattern):
        piece = found.group(0)
        if found.group(1) is not None:
            made.append(found.group(1).replace("''", "'") if len(piece) > 2 else "'")  # noqa: PLR2004 - '' alone
        elif piece == "'":
            return Invalid("a ' of the format is never closed")
        elif found.group(2) is None:
            made.append(piece)
        elif piece not in words:
            return Invalid(f"{piece} means nothing in a format of dates")
        else:
            made.append(words[piece])
        position = found.end()
    return "".join(made) if position == len(pattern) else Invalid("the format cannot be read")


def _words(moment: Moment) -> Mapping[str, str]:
    from datetime import date  # noqa: PLC0415 - few texts compute with time

    day = date.fromordinal(moment.day)
    hour, rest = divmod(moment.nanoseconds // SECOND, 3600)
    minute, second = divmod(rest, 60)
    zone = f"{'-' if moment.zone < 0 else '+'}{abs(moment.zone) // 3600:02}:{abs(moment.zone) // 60 % 60:02}"
    half = (hour + 11) % 12 + 1
    noon = "AM" if hour < 12 else "PM"  # noqa: PLR2004 - noon
    month, weekday = _MONTHS[day.month - 1], _DAYS[day.weekday()]
    return {
        "YYYY": f"{day.year:04}", "YY": f"{day.year % 100:02}",
        "MMMM": month, "MMM": month[:3], "MM": f"{day.month:02}", "M": str(day.month),
        "DD": f"{day.day:02}", "D": str(day.day), "EEEE": weekday, "EEE": weekday[:3],
        "hh": f"{hour:02}", "h": str(hour), "HH": f"{half:02}", "H": str(half), "AA": noon, "aa": noon.lower(),
        "mm": f"{minute:02}", "m": str(minute), "ss": f"{second:02}", "s": str(second),
        "ZZZZZ": zone, "ZZZZ": zone.replace(":", ""),
        "ZZZ": zone.replace(":", "") if moment.zone else "UTC", "Z": zone if moment.zone else "Z",
    }  # fmt: skip


def _timeadd(text: str, duration: str) -> Seen:
    moment = _moment(text)
    if isinstance(moment, Unknown):
        return moment
    if len(duration) > _LONGEST_TEXT:
        return Unknown(f"a duration of more than {_LONGEST_TEXT:,} characters is not read")
    if not _DURATION.fullmatch(duration):
        return Invalid(f"{shown(duration)} is no duration such as 1h30m")
    added = 0
    for number, fraction, unit in _PART.findall(duration):
        added += int(number or 0) * _UNITS[unit] + int(fraction or 0) * _UNITS[unit] // 10 ** len(fraction)
    if added >= _LONGEST:
        return Invalid(f"{shown(duration)} is longer than a duration can be")
    days, nanoseconds = divmod(moment.nanoseconds + (-added if duration.startswith("-") else added), _DAY * SECOND)
    day = moment.day + days
    if not 1 <= day <= 3_652_059:  # noqa: PLR2004 - the last day of the year 9999
        return Unknown("a time before the year 1 or after the year 9999 is not computed")
    words = _words(Moment(day, nanoseconds, moment.zone))
    return "{YYYY}-{MM}-{DD}T{hh}:{mm}:{ss}{Z}".format_map(words)


def _timecmp(left: str, right: str) -> Seen:
    first, second = _moment(left), _moment(right)
    if isinstance(first, Unknown):
        return first
    if isinstance(second, Unknown):
        return second
    return (first.instant > second.instant) - (first.instant < second.instant)


FUNCTIONS: Mapping[str, Function] = {
    "formatdate": Function(_formatdate, (TEXT, TEXT)),
    "timeadd": Function(_timeadd, (TEXT, TEXT)),
    "timecmp": Function(_timecmp, (TEXT, TEXT)),
}
