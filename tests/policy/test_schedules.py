"""Schedules and windows."""

from __future__ import annotations

import pytest

from drlint.model.values import Unknown
from drlint.recovery.schedules import longest_gap, windows_overlap

HOUR = 3600
DAY = 24 * HOUR


@pytest.mark.parametrize(
    ("schedule", "seconds"),
    [
        ("rate(1 hour)", HOUR),
        ("rate(5 minutes)", 300),
        ("cron(0 5 ? * * *)", DAY),
        ("cron(0 5 * * ? *)", DAY),
        ("cron(0 */6 * * ? *)", 6 * HOUR),
        ("cron(0/30 * * * ? *)", HOUR // 2),
        ("cron(0 5 ? * SUN *)", 7 * DAY),
        ("cron(0 5 ? * MON-FRI *)", 3 * DAY),
        ("cron(0 5 1 * ? *)", 31 * DAY),
        ("cron(0 5 L * ? *)", 31 * DAY),
        ("cron(0 5 ? * 2#1 *)", 35 * DAY),
        ("cron(0 8,20 * * ? *)", 12 * HOUR),
        ("cron(0 1 * JAN ? *)", (365 - 31 + 1 + 1) * DAY),
    ],
)
def test_longest_gap(schedule: str, seconds: int) -> None:
    assert longest_gap(schedule) == seconds


@pytest.mark.parametrize(
    "schedule", ["daily", "cron(0 5 * *)", "cron(99 5 * * ? *)", "rate(x days)", "cron(0 5 31 FEB ? *)"]
)
def test_a_schedule_that_cannot_be_read_is_unknown(schedule: str) -> None:
    assert isinstance(longest_gap(schedule), Unknown)


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("03:00-04:00", "mon:04:00-mon:05:00", False),
        ("03:00-04:00", "Mon:03:30-Mon:04:30", True),
        ("23:30-00:30", "sun:00:00-sun:00:15", True),
        ("23:30-00:30", "sun:00:30-sun:01:00", False),
        ("05:00-06:00", "sun:23:00-mon:05:30", True),
    ],
)
def test_windows(one: str, other: str, wanted: bool) -> None:  # noqa: FBT001
    assert windows_overlap(one, other) is wanted


def test_a_window_that_cannot_be_read_is_unknown() -> None:
    assert isinstance(windows_overlap("soon", "03:00-04:00"), Unknown)
