"""Schedules and windows: how long the longest gap is, and whether two windows overlap."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from drlint.model.values import Unknown

_MINUTES = {"minute": 1, "minutes": 1, "hour": 60, "hours": 60, "day": 1440, "days": 1440}
_RATE = re.compile(r"^rate\((\d{1,9})\s+(\w+)\)$")
_CRON = re.compile(r"^cron\((.+)\)$")
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], 1
    )
}
_DAYS = {name: number for number, name in enumerate(["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"], 1)}
_WEEK = {name: number for number, name in enumerate(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])}
_WINDOW = re.compile(r"^(?:([a-z]{3}):)?(\d\d):(\d\d)-(?:([a-z]{3}):)?(\d\d):(\d\d)$")
_FIELDS = 6
_DAY = 1440


@lru_cache(maxsize=1024)
def longest_gap(schedule: str) -> int | Unknown:
    """The longest time between two runs of an EventBridge `cron(…)` or `rate(…)` expression, in seconds.

    Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html (2026-11-23). Days are
    looked at over four years; `W` and `#` count as one run a month.
    """
    text = schedule.strip()
    rate = _RATE.match(text)
    if rate and rate[2] in _MINUTES:
        return int(rate[1]) * _MINUTES[rate[2]] * 60
    cron = _CRON.match(text)
    fields = cron[1].split() if cron else []
    if len(fields) != _FIELDS:
        return Unknown(f"the schedule {text[:60]!r} is not one drlint can read")
    try:
        times = _times(fields[0], fields[1])
        days = _days(fields)
    except ValueError:
        return Unknown(f"the schedule {text[:60]!r} is not one drlint can read")
    if not times or not days:
        return Unknown(f"the schedule {text[:60]!r} never runs")
    within = max((later - earlier for earlier, later in pairwise(times)), default=0)
    over_night = _DAY - times[-1] + times[0]
    apart = max((later - earlier for earlier, later in pairwise(days)), default=366 * 4)
    return max(within, over_night + (apart - 1) * _DAY) * 60


def _times(minutes: str, hours: str) -> list[int]:
    return sorted(hour * 60 + minute for hour in _numbers(hours, 0, 23) for minute in _numbers(minutes, 0, 59))


def _days(fields: list[str]) -> list[int]:
    _, _, day, month, weekday, _ = (field.upper() for field in fields)
    months = _numbers(month, 1, 12, _MONTHS)
    if len(months) == len(_MONTHS) and {day, weekday} <= {"?", "*"}:
        return list(range(366 * 4))
    start = datetime(2025, 1, 1, tzinfo=UTC)
    found: list[int] = []
    for offset in range(366 * 4):
        date = start + timedelta(days=offset)
        if date.month in months and _matches_day(date, day, weekday):
            found.append(offset)
    return found


def _matches_day(date: datetime, day: str, weekday: str) -> bool:
    if weekday not in {"?", "*"}:
        return _matches_weekday(date, weekday)
    if day in {"?", "*"}:
        return True
    if day.startswith("L") or day.endswith("W"):
        last = (date + timedelta(days=1)).month != date.month
        return last if day.startswith("L") else date.day == int(day[:-1])
    return date.day in _days_of_month(day)


def _matches_weekday(date: datetime, weekday: str) -> bool:
    number = date.isoweekday() % 7 + 1
    if "#" in weekday:
        name, _, nth = weekday.partition("#")
        return number in _days_of_week(name) and (date.day - 1) // 7 + 1 == int(nth)
    if weekday.endswith("L") and weekday not in _DAYS:
        return number in _days_of_week(weekday[:-1]) and (date + timedelta(days=7)).month != date.month
    return number in _days_of_week(weekday)


@lru_cache(maxsize=256)
def _days_of_week(field: str) -> frozenset[int]:
    return frozenset(_numbers(field, 1, 7, _DAYS))


@lru_cache(maxsize=256)
def _days_of_month(field: str) -> frozenset[int]:
    return frozenset(_numbers(field, 1, 31))


def _numbers(field: str, low: int, high: int, names: dict[str, int] | None = None) -> set[int]:
    """The numbers a cron field means; ValueError where it is none."""
    found: set[int] = set()
    for part in field.split(","):
        span, _, step_text = part.partition("/")
        step = int(step_text) if step_text else 1
        if step < 1:
            raise ValueError(field)
        first, dash, last = span.partition("-")
        if span in {"*", "?"}:
            start, end = low, high
        else:
            start = _number(first, names)
            end = _number(last, names) if dash else (high if step_text else start)
        if not low <= start <= high or not low <= end <= high:
            raise ValueError(field)
        found.update(
            range(start, end + 1, step) if start <= end else [*range(start, high + 1, step), *range(low, end + 1, step)]
        )
    return found


def _number(text: str, names: dict[str, int] | None) -> int:
    return names[text] if names and text in names else int(text)


def windows_overlap(one: str, other: str) -> bool | Unknown:
    """Whether two UTC windows share a minute: daily ("03:00-04:00") or weekly ("Mon:04:00-Mon:05:00") ones."""
    minutes = [_window(each) for each in (one, other)]
    for text, found in zip((one, other), minutes, strict=True):
        if found is None:
            return Unknown(f"the window {text[:40]!r} is not one drlint can read")
    return bool((minutes[0] or set()) & (minutes[1] or set()))


@lru_cache(maxsize=1024)
def _window(text: str) -> set[int] | None:
    """The minutes of the week that a window covers, its last minute not included."""
    match = _WINDOW.match(text.strip().lower())
    if match is None or any(day is not None and day not in _WEEK for day in (match[1], match[4])):
        return None
    start, end = int(match[2]) * 60 + int(match[3]), int(match[5]) * 60 + int(match[6])
    if match[1] is None:
        length = (end - start) % _DAY
        return {(day * _DAY + start + minute) % (7 * _DAY) for day in range(7) for minute in range(length)}
    begin = _WEEK[match[1]] * _DAY + start
    finish = _WEEK[match[4] or match[1]] * _DAY + end
    return {(begin + minute) % (7 * _DAY) for minute in range((finish - begin) % (7 * _DAY))}
