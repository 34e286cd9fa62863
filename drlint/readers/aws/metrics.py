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
    """The two attributes of each thing, Unknown where CloudWatch has nothing; and why it could not be asked.

    Of a thing that is measured several times, the worst.
    """
    end = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    questions = [(index, said) for index, thing in enumerate(things) for said in _dimensions(metric, thing, region)]
    found: list[list[Measured]] = [[] for _ in things]
    failure: Failure | None = None
    for begin in range(0, len(questions), _AT_ONCE):
        some = questions[begin : begin + _AT_ONCE]
        try:
            answers = _answers(metric, [said for _, said in some], region, caller, end)
        except RefusedError as error:
            failure = error.failure
            why = Unknown(f"{failure.action}: {failure.reason}")
            for index, _ in some:
                found[index].append(dict.fromkeys((each.name for each in metric.attributes), why))
            continue
        for number, (index, _) in enumerate(some):
            found[index].append(_of(metric, answers, number))
    return [_worst(metric, each, thing) for each, thing in zip(found, things, strict=True)], failure


def _dimensions(metric: Metric, thing: Mapping[str, Value], region: str) -> Iterator[dict[str, str]]:
    """What tells CloudWatch of which thing, or of which of its elements in other Regions, a question is."""
    parts: Any = thing.get(metric.each) if metric.each else ({},)
    for part in parts if isinstance(parts, tuple) else ():
        said = {
            name: part.get(path[1:]) if path.startswith(".") else thing.get(path)
            for name, path in metric.dimensions.items()
        }
        if all(isinstance(each, str) and each != region for each in said.values()):
            yield {name: str(each) for name, each in said.items()}


def _worst(metric: Metric, measured: Sequence[Measured], thing: Mapping[str, Value]) -> Measured:
    """The largest of each value; Unknown where one is not known, None where nothing was measured."""
    made: Measured = {}
    for each in metric.attributes:
        values = [one[each.name] for one in measured] or [thing.get(metric.when)]
        unknown = next((value for value in values if isinstance(value, Unknown)), None)
        numbers = [value for value in values if isinstance(value, int | float)]
        made[each.name] = unknown if unknown is not None else max(numbers, default=None)
    return made


def _answers(
    metric: Metric, asked: Sequence[Mapping[str, str]], region: str, caller: Caller, end: datetime
) -> dict[str, list[float] | None]:
    """The values of each question, None where the answer is not whole."""
    queries = [
        {"Id": f"{word}_{index}", "MetricStat": _statistic(metric, each, statistic)}
        for index, each in enumerate(asked)
        for word, statistic in _STATISTICS.items()
    ]
    wanted = {"MetricDataQueries": queries, "StartTime": end - timedelta(days=DAYS), "EndTime": end}
    found: dict[str, list[float] | None] = {}
    for page in caller.pages("cloudwatch", region, "GetMetricData", wanted, "MetricDataResults"):
        for each in page["MetricDataResults"]:
            known = found.setdefault(each["Id"], [])
            is_whole = each.get("StatusCode", "Complete") == "Complete"
            found[each["Id"]] = [*known, *each.get("Values", ())] if is_whole and known is not None else None
    return found


def _statistic(metric: Metric, dimensions: Mapping[str, str], statistic: str) -> dict[str, Any]:
    said = [{"Name": name, "Value": value} for name, value in dimensions.items()]
    named = {"Namespace": metric.namespace, "MetricName": metric.metric, "Dimensions": said}
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
