"""What CloudWatch measured of things in the last days: the worst day's 99th percentile and the most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from drlint.catalog.kind import Metric
from drlint.model.values import Unknown, Value
from drlint.readers.aws.calls import Caller
from drlint.readers.aws.failures import Failure, RefusedError

DAYS = 14
_DAY = 86_400  # seconds; one value a day, as the p99 of longer periods is not promised
_AT_ONCE = 250  # things in a call, of which each asks twice; 500 questions are allowed
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html (2026-11-26)
_STATISTICS = {"p99": "p99", "max": "Maximum"}

Measured = dict[str, Value]


def measured(
    metric: Metric, things: Sequence[Mapping[str, Value]], region: str, caller: Caller
) -> tuple[list[Measured], Failure | None]:
    """The two attributes of each thing, Unknown where CloudWatch has nothing; and why it could not be asked."""
    end = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    found: list[Measured] = []
    failure: Failure | None = None
    for some in _batches(things):
        try:
            answers = _answers(metric, some, region, caller, end)
        except RefusedError as error:
            failure = error.failure
            why = Unknown(f"{failure.action}: {failure.reason}")
            found += [dict.fromkeys((each.name for each in metric.attributes), why) for _ in some]
            continue
        found += [_of(metric, answers, index) for index in range(len(some))]
    return found, failure


def _batches(things: Sequence[Mapping[str, Value]]) -> Iterator[Sequence[Mapping[str, Value]]]:
    for begin in range(0, len(things), _AT_ONCE):
        yield things[begin : begin + _AT_ONCE]


def _answers(
    metric: Metric, things: Sequence[Mapping[str, Value]], region: str, caller: Caller, end: datetime
) -> dict[str, list[float] | None]:
    """The values of each question, None where the answer is not whole."""
    queries = [
        {"Id": f"{word}_{index}", "MetricStat": _statistic(metric, each, statistic)}
        for index, each in enumerate(things)
        for word, statistic in _STATISTICS.items()
    ]
    asked = {"MetricDataQueries": queries, "StartTime": end - timedelta(days=DAYS), "EndTime": end}
    found: dict[str, list[float] | None] = {}
    for page in caller.pages("cloudwatch", region, "GetMetricData", asked, "MetricDataResults"):
        for each in page["MetricDataResults"]:
            known = found.setdefault(each["Id"], [])
            is_whole = each.get("StatusCode", "Complete") == "Complete"
            found[each["Id"]] = [*known, *each.get("Values", ())] if is_whole and known is not None else None
    return found


def _statistic(metric: Metric, thing: Mapping[str, Value], statistic: str) -> dict[str, Any]:
    dimensions = [{"Name": name, "Value": str(thing[attribute])} for name, attribute in metric.dimensions.items()]
    named = {"Namespace": metric.namespace, "MetricName": metric.metric, "Dimensions": dimensions}
    return {"Metric": named, "Period": _DAY, "Stat": statistic}


def _of(metric: Metric, answers: Mapping[str, list[float] | None], index: int) -> Measured:
    made: Measured = {}
    for word, attribute in zip(_STATISTICS, metric.attributes, strict=True):
        values = answers.get(f"{word}_{index}", [])
        if values is None:
            made[attribute.name] = Unknown(f"CloudWatch answered {metric.metric} in part")
        elif not values:
            made[attribute.name] = Unknown(f"CloudWatch has no {metric.metric} of the last {DAYS} days")
        else:
            made[attribute.name] = round(max(values) * metric.scale, 3)
    return made
