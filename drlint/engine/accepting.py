"""Makes waivers of the comments in source: each policy that one names stands for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec import structs

from drlint.engine.waivers import Accepted
from drlint.model.resource import Location
from drlint.model.waiver import BrokenWaiver, Place, Waiver, Written
from drlint.policy.selection import Naming


def accepted_in(
    written: Iterable[Written], naming: Naming, is_seen: Callable[[Sequence[Place]], bool]
) -> tuple[list[Accepted], list[BrokenWaiver]]:
    """What comments accept, and those that are broken; `is_seen` says whether all that places speak of was given."""
    accepted: list[Accepted] = []
    broken: list[BrokenWaiver] = []
    for each in _together(written):
        comment = each.comment
        if comment.problem or comment.until is None:
            broken.append(_broken(each, ", ".join(comment.words), comment.problem))
            continue
        seen = bool(each.places) and is_seen(each.places)
        for word in comment.words:
            ids = naming.ids(word)
            if isinstance(ids, str):
                broken.append(_broken(each, word, ids))
                continue
            waiver = Waiver(
                policy=word,
                owner=comment.owner,
                reason=comment.reason,
                until=comment.until,
                location=comment.location,
                ticket=comment.ticket,
                on=each.on,
            )
            accepted.append(Accepted(waiver=waiver, policies=ids, places=each.places, seen_whole=seen))
    return accepted, broken


def _together(written: Iterable[Written]) -> list[Written]:
    """Each comment once, with what it stands on in all roots."""
    places: dict[Location, dict[Place, None]] = {}
    first: dict[Location, Written] = {}
    for each in written:
        first.setdefault(each.comment.location, each)
        places.setdefault(each.comment.location, {}).update(dict.fromkeys(each.places))
    return [structs.replace(each, places=tuple(places[location])) for location, each in first.items()]


def _broken(written: Written, policy: str, problem: str) -> BrokenWaiver:
    comment = written.comment
    return BrokenWaiver(
        policy=policy,
        problem=problem,
        location=comment.location,
        on=written.on,
        owner=comment.owner,
        ticket=comment.ticket,
    )
