"""What both APIs of AWS Resilience Hub hold of a workload, and what neither does."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from msgspec import Struct

from drlint.catalog.resilience_hub import DISRUPTIONS, LONGEST_DESCRIPTION, MOST_TAGS, NAME, TAG_NAME, TAG_VALUE
from drlint.model.periods import spoken_seconds
from drlint.model.resource import Resource
from drlint.readers.documents.workload import DISRUPTIONS as OURS

# What is no part of a policy in either API, nor of how a policy is made; `problem` is drlint's own note.
_KEPT = frozenset({"name", "description", "objectives", "strategy", "resilience_hub", "problem"})


class HubPolicy(Struct, frozen=True):
    """The input of the call that makes a policy; `left_out` is what the workload says and the policy cannot hold."""

    name: str
    input: Mapping[str, Any]
    left_out: tuple[str, ...]


class UnsaidError(Exception):
    """A workload cannot be such a policy; `attribute` is whose line to show."""

    def __init__(self, attribute: str, reason: str) -> None:
        super().__init__(reason)
        self.attribute = attribute


def settings_of(workload: Resource) -> Mapping[str, Any]:
    """What it says under `resilience_hub`, None for what it does not."""
    said: Any = workload["resilience_hub"]
    return said or dict.fromkeys(("name", "tier", "data_location", "kms_key_id", "sharing", "tags"))


def name_of(workload: Resource) -> str:
    """The policy's name; raises UnsaidError."""
    own: Any = settings_of(workload)["name"]
    said: Any = own or workload["name"]
    if NAME.fullmatch(said):
        return str(said)
    raise UnsaidError(
        "resilience_hub" if own else "name",
        f"{said!r} is no name for a policy of Resilience Hub: 2 to 60 letters, digits, hyphens and underscores, the "
        f"first no sign; give it one there: resilience_hub: {{name: …}}",
    )


def described(workload: Resource, api: str) -> str | None:
    """Its description; raises UnsaidError where it is too long."""
    said: Any = workload["description"]
    if said is not None and len(said) > LONGEST_DESCRIPTION[api]:
        raise UnsaidError(
            "description",
            f"the description has {len(said)} characters, and a policy of {api} at most {LONGEST_DESCRIPTION[api]}; "
            "shorten it",
        )
    return None if said is None else str(said)


def tags_of(workload: Resource) -> dict[str, str] | None:
    """The policy's tags, None where there are none; raises UnsaidError."""
    said: Any = settings_of(workload)["tags"]
    for name, value in (said or {}).items():
        if not TAG_NAME.fullmatch(name) or not TAG_VALUE.fullmatch(value):
            raise UnsaidError("resilience_hub", f"the tag {name!r} is none that AWS takes; shorten it, or take it out")
    if said and len(said) > MOST_TAGS:
        raise UnsaidError("resilience_hub", f"it has {len(said)} tags, and a policy at most {MOST_TAGS}; take some out")
    return dict(said) if said else None


def objectives_of(workload: Resource, api: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The API's name of each disruption that it knows, with the objective."""
    said: Any = workload["objectives"]
    for each in said:
        name = DISRUPTIONS[api].get(each["disruption"])
        if name is not None and any(each[part] is not None for part in ("rto", "rpo", "approach")):
            yield name, each


def left_out(workload: Resource, api: str, held: Collection[str], settings: Collection[str]) -> Iterator[str]:
    """What it says beyond what a policy holds: attributes beside `held`, and of `resilience_hub` beside `settings`."""
    known = DISRUPTIONS[api]
    said: Any = workload["objectives"]
    for each in sorted((each for each in said if each["disruption"] not in known), key=_order):
        yield _objective(each)
    for name, value in workload.view.attributes.items():
        if name not in _KEPT and name not in held and value not in (None, (), ""):
            yield name
    own = settings_of(workload)
    yield from (f"resilience_hub.{name}" for name in own if own[name] not in (None, {}) and name not in settings)


def _order(objective: Mapping[str, Any]) -> int:
    return list(OURS.values()).index(objective["disruption"])


def _objective(said: Mapping[str, Any]) -> str:
    parts = [f"{name.upper()} {spoken_seconds(said[name])}" for name in ("rto", "rpo") if said[name] is not None]
    parts += [said["approach"]] if said["approach"] else []
    return f"the objective for {said['disruption']} ({', '.join(parts) or 'empty'})"
