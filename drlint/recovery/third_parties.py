"""Whom a workload depends on outside of AWS, and what is said of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from drlint.estate.estate import Estate
from drlint.model.resource import Resource
from drlint.model.values import Unknown
from drlint.recovery.workloads import WORKLOAD

# What people write where they have nothing to say.
_NOTHING = frozenset(
    {"", "-", "?", "n/a", "na", "no", "no one", "nobody", "none", "not yet", "tba", "tbc", "tbd", "todo"}
)
_WORD = re.compile(r"[a-z0-9]+")


def parties_of(workload: Resource) -> Iterator[Mapping[str, Any]]:
    """The third parties that a workload declares, as far as its list can be read."""
    said: Any = workload["third_parties"]
    if not isinstance(said, Unknown):
        yield from said


def name_of(party: Mapping[str, Any]) -> str:
    """What a third party is called, or where it has no name, its provider."""
    found = next((each for each in (party["name"], party["provider"]) if isinstance(each, str)), None)
    return found or "without a name"


def says(text: Any) -> bool | Unknown:
    """Whether somebody wrote something that helps."""
    if text is None or isinstance(text, Unknown):
        return False if text is None else text
    return str(text).strip().lower().rstrip(".") not in _NOTHING


def declared(names: Iterable[str], estate: Estate) -> bool | Unknown:
    """Whether a workload in view declares a third party under one of these names."""
    wanted = {"".join(_WORD.findall(each.lower())) for each in names}
    doubt: Unknown | None = None
    workloads = estate.of_kind(WORKLOAD)
    for workload in workloads:
        said: Any = workload["third_parties"]
        doubt = said if isinstance(said, Unknown) else doubt
        for each in parties_of(workload):
            for text in (each["name"], each["provider"]):
                doubt = text if isinstance(text, Unknown) else doubt
                if isinstance(text, str) and wanted & _ways_to_say(text):
                    return True
    if not workloads:
        return Unknown("no workload document is in view; drlint new workload begins one")
    return False if doubt is None else doubt


def _ways_to_say(text: str) -> set[str]:
    """A name whole, and each of its words: "Datadog EU" and "DataDog/datadog" both are datadog."""
    words = _WORD.findall(text.lower())
    return {*words, "".join(words)}
