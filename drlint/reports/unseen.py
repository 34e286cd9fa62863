"""What a run could not see or tell, in sentences that the formats for other programs share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from drlint.engine.report import Report
from drlint.model.resource import Location
from drlint.reports import wording
from drlint.reports.grouping import grouped

NAMED_INSTANCES = 5  # in a message, which is often all that is shown
NOT_RUN = 12  # policies named that were not assessed for one reason
FIRST = 3  # named of more than that


class Unseen(Struct, frozen=True, kw_only=True):
    """One thing; `kind` is policy-failure, blind-spot, cannot-tell or not-assessed.

    `identity` is the fingerprint where it has one, else what it is about; `resource` and `root` are empty where it is
    about none. `accepted`: somebody waived it, as the text says.
    """

    kind: str
    text: str
    identity: str
    policy: str = ""
    root: str = ""
    resource: str = ""
    places: tuple[Location, ...] = ()
    accepted: bool = False


def unseen(report: Report) -> Iterator[Unseen]:
    """What broke, could not be seen or told, or was not run; unknowns by source block."""
    for failure in report.failures:
        yield Unseen(
            kind="policy-failure",
            text=f"{failure.policy} broke on {failure.resource}: {failure.error}",
            identity=f"{failure.policy} {failure.resource.root} {failure.resource.path}",
            policy=failure.policy,
            root=failure.resource.root,
            resource=failure.resource.path,
        )
    yield from _blind(report)
    for group in grouped(report.unknowns):
        unknown = group.first
        text = wording.sentence(f"{unknown.policy} cannot tell about {unknown.resource}: {unknown.message}")
        if group.others:
            text += f" And {wording.sentence(group.rest(NAMED_INSTANCES))}"
        yield Unseen(
            kind="cannot-tell",
            text=text,
            identity=group.fingerprint,
            policy=unknown.policy,
            root=unknown.resource.root,
            resource=unknown.resource.path,
            places=tuple(each.location for each in unknown.evidence[:1]),
        )
    for reason, ids in not_run(report).items():
        alone = ids[0] if len(ids) == 1 else ""
        text = f"{policies_named(ids)} {'was' if alone else 'were'} not assessed: {reason}"
        yield Unseen(kind="not-assessed", text=text, identity=alone or f"not assessed: {reason}", policy=alone)


def not_run(report: Report) -> dict[str, list[str]]:
    """The policies that were not assessed, by the reason: often dozens have one."""
    reasons: dict[str, list[str]] = {}
    for each in report.not_assessed:
        reasons.setdefault(each.reason, []).append(each.policy)
    return reasons


def policies_named(ids: Sequence[str]) -> str:
    """Policies in a few words: "25 policies (a, b, c …)"."""
    if len(ids) <= NOT_RUN:
        return ", ".join(ids)
    return f"{len(ids):,} policies ({', '.join(ids[:FIRST])} …)"


def _blind(report: Report) -> Iterator[Unseen]:
    """Inputs that were not read in full, and places that could not be looked at."""
    waivers = {each.spot: each.waiver for each in report.waived_spots}
    is_accepted = bool(waivers) and all(spot in waivers for spot in report.blind_spots)
    for each in wording.unread(report):
        text = f"{each.uri} was not read in full ({each.status}){': ' if each.note else ''}{each.note}"
        accepted = is_accepted and each.status == "partial"  # its blind spots are what is missing of it
        yield Unseen(kind="blind-spot", text=text, identity=each.uri, places=(Location(each.uri),), accepted=accepted)
    for spot in report.blind_spots:
        waiver = waivers.get(spot)
        text = wording.sentence(wording.blind_spot_line(spot))
        yield Unseen(
            kind="blind-spot",
            text=f"{text} Accepted by {waiver.owner} until {waiver.until}." if waiver else text,
            identity=f"{spot.what} {spot.location.uri}",
            places=(spot.location,),
            accepted=waiver is not None,
        )
