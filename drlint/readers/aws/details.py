"""Asks what the list does not tell of a thing: the further operations of its kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from drlint.catalog.from_api import Place, led_to
from drlint.catalog.kind import Detail, Kind
from drlint.model.values import Unknown
from drlint.readers.aws.calls import Caller
from drlint.readers.aws.failures import Failure, RefusedError
from drlint.readers.aws.plan import call_of

Said: TypeAlias = "dict[str, Any]"


def details_of(kind: Kind, item: Any, caller: Caller, place: Place) -> tuple[Said, list[Failure]]:
    """The answer of each operation, Unknown where it was refused, and why it was."""
    said: Said = {}
    refused: list[Failure] = []
    for detail in kind.details:
        parameters = _parameters(detail, item, said, place)
        if parameters is None or isinstance(parameters, Unknown):
            said[detail.operation] = {} if parameters is None else parameters
            continue
        try:
            said[detail.operation] = _whole(
                caller.pages(detail.service or call_of(kind).service, place.region, detail.operation, parameters)
            )
        except RefusedError as error:
            failure = error.failure
            if failure.code in detail.absent:
                said[detail.operation] = {}
                continue
            said[detail.operation] = Unknown(f"{failure.action}: {failure.reason}")
            refused.append(failure)
    return said, refused


def _whole(pages: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """One answer of several pages."""
    made: dict[str, Any] = {}
    for page in pages:
        for name, value in page.items():
            known = made.get(name)
            if isinstance(known, list) and isinstance(value, list):
                made[name] = [*known, *value]
            elif isinstance(known, dict) and isinstance(value, dict):
                made[name] = {**known, **value}
            else:
                made[name] = value
    made.pop("ResponseMetadata", None)
    return made


def _parameters(detail: Detail, item: Any, said: Said, place: Place) -> dict[str, Any] | Unknown | None:
    """What to ask with; None where there is nothing to ask about, Unknown where what leads there was refused."""
    made = dict(detail.fixed)
    filters = []
    for name, path in detail.given.items():
        found = led_to(path.strip("[]") if path.startswith("[") else path, item, said, place)
        if found is None or isinstance(found, Unknown):
            return found
        made[name] = list(found) if isinstance(found, tuple) else [found] if path.startswith("[") else found
    for name, path in detail.filters.items():
        found = led_to(path, item, said, place)
        if found is None or isinstance(found, Unknown):
            return found
        filters.append({"Name": name, "Values": [str(found)]})
    if filters:
        made["Filters"] = filters
    return made
