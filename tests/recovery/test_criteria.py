"""What success criteria limit, and which metrics a drill recorded, in the words that people use."""

from __future__ import annotations

import pytest

from drlint.recovery.criteria import criteria_of, missing_metrics


@pytest.mark.parametrize(
    ("text", "measure", "seconds"),
    [
        ("RTO achieved: < 30 minutes", "rto", 1800),
        ("RPO achieved: < 5 minutes", "rpo", 300),
        ("RTO within 1 hour 30 min of the loss", "rto", 5400),
        ("rpo <= 15m", "rpo", 900),
        ("Data loss of at most 30 seconds", "rpo", 30),
        ("Recovery time under 4h", "rto", 14400),
    ],
)
def test_a_criterion_limits_a_measure(text: str, measure: str, seconds: int) -> None:
    (found,) = criteria_of([text])
    assert (found.measure, found.seconds) == (measure, seconds)


@pytest.mark.parametrize(
    "text", ["All critical services operational", "No data corruption", "RTO met", "RTO: 5 nines", "30 minutes", ""]
)
def test_what_limits_nothing_is_no_criterion(text: str) -> None:
    assert criteria_of([text]) == ()


def test_a_long_criterion_costs_no_more_than_a_short_one() -> None:
    assert criteria_of(["RTO " + "9 " * 100_000]) == ()


METRICS = (
    "Time to detect failure",
    "Time to initiate failover",
    "Time to complete failover",
    "Data loss (RPO actual)",
    "Service restoration (RTO actual)",
    "Error rate during failover",
)


@pytest.mark.parametrize(
    ("recorded", "missing"),
    [
        (("time_to_detect", "time_to_initiate", "failover_complete", "rpo", "rto", "error_rate"), ()),
        (("detection", "declared", "failover_time", "data-loss", "restoration", "errors"), ()),
        (("rto", "rpo"), (METRICS[0], METRICS[1], METRICS[2], METRICS[5])),
        ((), METRICS),
        (("", "time to"), METRICS),
    ],
)
def test_metrics_are_found_under_other_names(recorded: tuple[str, ...], missing: tuple[str, ...]) -> None:
    assert missing_metrics(METRICS, recorded) == missing


def test_a_metric_of_ones_own_is_found_by_its_words() -> None:
    assert missing_metrics(["Queue depth at cutover point"], ["queue_depth"]) == ()
    assert missing_metrics(["Customers affected"], ["queue_depth"]) == ("Customers affected",)
