"""What SARIF tells beside results: what broke, could not be seen, could not be told, or was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from drlint.engine.report import Report
from drlint.model.resource import Location
from drlint.reports.escape import clean
from drlint.reports.sarif_places import Places
from drlint.reports.unseen import unseen
from drlint.reports.wording import sentence

# Ids and names of what is told as a notification; results are for failures alone, because GitHub opens an alert for
# every result whatever its kind.
NOTIFICATIONS = (
    ("policy-failure", "PolicyFailure", "A policy broke while judging a resource."),
    ("blind-spot", "BlindSpot", "A place could not be looked at."),
    ("cannot-tell", "CannotTell", "A policy could not tell, because a value is not known."),
    ("not-assessed", "NotAssessed", "A policy was not run, because no input shows what it reads."),
    ("limits-reached", "LimitsReached", "Something was left out to keep within the limits of code scanning."),
)
_LEVELS = {"policy-failure": "error", "blind-spot": "warning", "cannot-tell": "note", "not-assessed": "note"}
_NOTIFICATION = {identity: index for index, (identity, _, _) in enumerate(NOTIFICATIONS)}


def descriptors() -> list[dict[str, Any]]:
    """The kinds of notifications, the same for every run."""
    return [
        {"id": identity, "name": name, "shortDescription": said, "fullDescription": said, "help": said}
        for identity, name, text in NOTIFICATIONS
        for said in ({"text": text},)
    ]


class Notifications:
    """Makes a run's notifications; `index` holds its rules."""

    def __init__(self, index: Mapping[str, int], places: Places) -> None:
        self._index = index
        self._places = places

    def of(self, report: Report) -> Iterator[dict[str, Any]]:
        """What broke, could not be seen or told, or was not run."""
        for each in unseen(report):
            level = "note" if each.accepted else _LEVELS[each.kind]
            yield self.one(each.kind, level, each.text, each.places, policy=each.policy)

    def one(
        self, identity: str, level: str, text: str, places: Sequence[Location] = (), policy: str = ""
    ) -> dict[str, Any]:
        """One notification, at its places where they are in the repository."""
        said: dict[str, Any] = {
            "descriptor": {"id": identity, "index": _NOTIFICATION[identity]},
            "level": level,
            "message": {"text": plain(sentence(text))},
        }
        if policy in self._index:
            said["associatedRule"] = {"id": policy, "index": self._index[policy]}
        located = [{"physicalLocation": self._places.line(each)} for each in places if self._places.holds(each)]
        if located:
            said["locations"] = located
        return said


def plain(text: str) -> str:
    """A message without links: "](" would make one (section 3.11.6 of the standard)."""
    return clean(text).replace("](", "] (")
