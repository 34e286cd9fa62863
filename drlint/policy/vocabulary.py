"""The functions that an expression may call: a closed list."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from drlint.model import globs
from drlint.model.arn import account_of_arn, region_of_arn, region_of_host, region_of_zone
from drlint.model.collection import Collection
from drlint.model.periods import day_in
from drlint.model.resource import Resource
from drlint.model.values import UNSEEN, Reference, Unknown, as_unknown, frozen, is_present
from drlint.policy import stream
from drlint.policy.kleene import Answer, ExpressionError, conjunction, equal, kind_of
from drlint.policy.reading import Reading
from drlint.recovery.copies import Copy
from drlint.recovery.domains import DISRUPTIONS, survives
from drlint.recovery.objectives import is_critical
from drlint.recovery.schedules import longest_gap, windows_overlap

_KEYS = ("aws_kms_key", "aws_kms_replica_key", "aws_kms_external_key")


class Function(Struct, frozen=True, kw_only=True):
    """A function of the vocabulary: how many arguments it takes and what answers it.

    `over` answers the same of what a `for` goes through.
    """

    answer: Callable[..., Any]
    takes: str
    least: int = 1
    most: int = 1
    over_items: bool = False
    over: Callable[[stream.Stream], Any] | None = None
    returns_kind: bool = False


def entry(value: Any, key: str) -> Any:
    """What a mapping holds under a key, None where nothing."""
    if value is None or isinstance(value, Unknown):
        return value
    if isinstance(value, Reference):
        return as_unknown(value)
    if isinstance(value, Mapping):
        return value.get(key)
    message = f"{kind_of(value)} has no entries"
    raise ExpressionError(message)


def region_of(reading: Reading, value: Any) -> Any:
    """The Region of a resource, a relation, an ARN, a zone's name, an endpoint or a reference."""
    if isinstance(value, Resource):
        return value.region
    if isinstance(value, Collection):
        return _agreed(value, [region_of(reading, each) for each in value])
    if isinstance(value, Copy):
        return value.region
    if isinstance(value, Reference):
        target = reading.estate.at(value.to)
        return target.region if target is not None else as_unknown(value)
    if isinstance(value, Unknown):
        return _of_candidates(reading, value)
    if isinstance(value, str):
        found = region_of_arn(value) or region_of_zone(value) or region_of_host(value)
        return found or Unknown(f"{value[:120]} does not say its Region")
    return value if value is None else _refused("region", value)


def _of_candidates(reading: Reading, value: Unknown) -> Any:
    """All resources it may be standing in one Region, that is its Region."""
    targets = [reading.estate.at(each) for each in value.candidates]
    regions = {each.region for each in targets if each is not None and isinstance(each.region, str)}
    return regions.pop() if value.only and len(regions) == 1 and all(targets) else value


def account_of(reading: Reading, value: Any) -> Any:
    """The account of a resource, a relation, an ARN or a reference."""
    if isinstance(value, Resource):
        return value.account if value.account is not None else Unknown("the inputs do not name its account")
    if isinstance(value, Collection):
        return _agreed(value, [account_of(reading, each) for each in value])
    if isinstance(value, Copy):
        return value.account
    if isinstance(value, Reference):
        target = reading.estate.at(value.to)
        return account_of(reading, target) if target is not None else as_unknown(value)
    if isinstance(value, str):
        return account_of_arn(value) or Unknown(f"{value[:120]} does not say its account")
    return value if value is None or isinstance(value, Unknown) else _refused("account", value)


def _agreed(of: Collection, values: list[Any]) -> Any:
    if not values:
        return of.unseen
    agree = conjunction(equal(values[0], each) for each in values[1:])
    if agree is True:
        return values[0]
    return agree if isinstance(agree, Unknown) else Unknown("it may be in one of several Regions")


def _refused(name: str, value: Any) -> Any:
    message = f"{name} of {kind_of(value)} is not a question"
    raise ExpressionError(message)


def label_of(_: Reading, value: Any) -> Any:
    """What its code calls a resource, modules and instance keys included, in letters, digits and hyphens."""
    if isinstance(value, Unknown):
        return value
    if not isinstance(value, Resource):
        return _refused("label", value)
    path = value.address.path.replace("module.", "").replace(f"{value.kind}.", "")
    return re.sub(r"[^0-9a-z]+", "-", path.lower()).strip("-")


def _customer_key(reading: Reading, value: Any) -> Answer:
    """Whether a key is a customer's own; AWS reports its own keys (`aws/rds` …) by plain ARN, too."""
    if isinstance(value, Collection):
        return value.present
    if isinstance(value, Reference):
        target = reading.estate.at(value.to)
        return True if target is None or target.kind.startswith("aws_kms_") else as_unknown(value)
    if value is None or isinstance(value, Unknown):
        return value if isinstance(value, Unknown) else False
    if "alias/" in str(value):
        return "alias/aws/" not in str(value)
    if reading.estate.resolve(value, _KEYS).items:
        return True
    return Unknown("whether that key is the customer's own or AWS's cannot be told from its ARN")


def _text(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function over text: unknown stays unknown, None stays None."""

    def answer(_: Reading, *values: Any) -> Any:
        for value in values:
            if isinstance(value, UNSEEN):
                return as_unknown(value)
        if values[0] is None:
            return None
        if not all(isinstance(value, str) for value in values):
            message = f"text was expected, not {kind_of(next(each for each in values if not isinstance(each, str)))}"
            raise ExpressionError(message)
        return function(*values)

    return answer


def _parsed(text: str) -> Any:
    try:
        import json  # noqa: PLC0415 - 3 ms that only a policy on a document pays

        return frozen(json.loads(text))
    except (ValueError, RecursionError):
        return Unknown("it is not JSON")


def _survives(reading: Reading, copy: Any, disruption: Any) -> Answer:
    if isinstance(copy, Unknown):
        return copy
    if not isinstance(copy, Copy) or disruption not in DISRUPTIONS:
        message = f"survives takes a copy and one of {', '.join(DISRUPTIONS)}"
        raise ExpressionError(message)
    return survives(copy, str(disruption), reading.estate)


def _least(numbers: Any, choose: Callable[[Any], Any], empty: Any) -> Any:
    return numbers if isinstance(numbers, Unknown) else (choose(numbers) if numbers else empty)


def _age(reading: Reading, value: Any) -> Any:
    """How many days ago a day was; below 0 where it is to come."""
    if value is None or isinstance(value, Unknown):
        return value
    day = day_in(value) if isinstance(value, str) else None
    if day is None:
        raise ExpressionError(f"{kind_of(value)} is no day")
    return Unknown("today is not known") if reading.today is None else (reading.today - day).days


def _seconds(factor: int) -> Callable[[Reading, Any], Any]:
    def answer(_: Reading, value: Any) -> Any:
        if value is None or isinstance(value, Unknown):
            return value
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise ExpressionError(f"{kind_of(value)} is no number of days, hours or minutes")
        return value * factor

    return answer


def _over(question: Callable[[stream.Stream], Any]) -> Function:
    """A function over all that one collection holds."""
    return Function(answer=lambda _, values: question(stream.items_of(values)), takes="one collection", over=question)


FUNCTIONS: Mapping[str, Function] = {
    "any": _over(stream.any_of),
    "all": _over(stream.all_of),
    "len": _over(stream.count_of),
    "min": _over(lambda values: _least(stream.numbers_of(values), min, None)),
    "max": _over(lambda values: _least(stream.numbers_of(values), max, None)),
    "sum": _over(lambda values: _least(stream.numbers_of(values), sum, 0)),
    "at_least": Function(
        answer=lambda _, wanted, values: stream.at_least(wanted, stream.items_of(values)),
        takes="a number and a collection",
        least=2,
        most=2,
        over_items=True,
    ),
    "region": Function(answer=region_of, takes="one resource, relation or ARN"),
    "account": Function(answer=account_of, takes="one resource, relation or ARN"),
    "regions": Function(answer=lambda reading: reading.estate.regions, takes="nothing", least=0, most=0),
    "all_of": Function(answer=lambda reading, kind: reading.estate.all_of(kind), takes="one kind", returns_kind=True),
    "label": Function(answer=label_of, takes="one resource"),
    "survives": Function(answer=_survives, takes="a copy and a disruption", least=2, most=2),
    "critical": Function(
        answer=lambda reading, resource: is_critical(resource, reading.objectives), takes="one resource"
    ),
    "interval": Function(answer=_text(longest_gap), takes="one schedule"),
    "days": Function(answer=_seconds(86_400), takes="one number"),
    "age": Function(answer=_age, takes="one day"),
    "hours": Function(answer=_seconds(3_600), takes="one number"),
    "minutes": Function(answer=_seconds(60), takes="one number"),
    "overlap": Function(answer=_text(windows_overlap), takes="two windows", least=2, most=2),
    "matches": Function(answer=_text(globs.matches), takes="a text and a glob", least=2, most=2),
    "startswith": Function(answer=_text(str.startswith), takes="two texts", least=2, most=2),
    "lower": Function(answer=_text(str.lower), takes="one text"),
    "customer_key": Function(answer=_customer_key, takes="one key"),
    "present": Function(
        answer=lambda _, value: value.present if isinstance(value, Collection) else is_present(value), takes="one value"
    ),
    "json": Function(answer=_text(_parsed), takes="one text"),
}
