"""Holds findings against an earlier account of the same estate: what is new, worse, unchanged, fixed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct, structs

from drlint.model.finding import Finding, Measure, Posture, Severity, fingerprint
from drlint.model.values import Address
from drlint.recovery.measures import worsened

NOT_TOLD = "could not be told"  # what was before


def worse(severity: Severity, measured: Iterable[Measure], now: Finding) -> str:
    """What got worse since a finding had that severity and those values; nothing where all is as it was, or better."""
    said = worsened(measured, now.measured)
    if now.severity > severity:
        said.insert(0, f"{severity} → {now.severity}")
    return ", ".join(said)


class Before(Struct, frozen=True, kw_only=True):
    """The same policies' account of the estate before the change, `called` so in reports.

    `roots` are those that it covers, `policies` the ids that could be asked; `unknown` is what could not be told.
    `created` stands now and did not then; `moves` leads from addresses of before to those of now; `measures_at` says
    what the attributes of a finding's resource were.
    """

    called: str
    findings: Sequence[Finding]
    unknown: AbstractSet[tuple[str, Address]]
    roots: AbstractSet[str]
    policies: AbstractSet[str]
    created: AbstractSet[Address]
    moves: Mapping[Address, Address]
    measures_at: Callable[[Finding], tuple[Measure, ...]]

    @property
    def broken(self) -> frozenset[tuple[str, Address]]:
        """The policies that were broken, and on what, at its address of now."""
        return frozenset((each.policy, self.moves.get(each.resource, each.resource)) for each in self.findings)


def compared(
    now: Sequence[Finding],
    kept: AbstractSet[tuple[str, Address]],
    before: Before,
    told_of_changes: AbstractSet[str],
) -> tuple[list[Finding], list[Finding]]:
    """The findings with their posture, and those of before that are fixed.

    `kept` is what passes now, by policy and address: what no longer applies, or is not known, is not fixed.
    `told_of_changes` are policies that judge the change itself: what they find is new by its nature.
    """
    then = [_moved(each, before.moves) for each in before.findings]
    left: dict[str, list[Finding]] = defaultdict(list)
    for each in then:
        left[each.fingerprint].append(each)
    found = [_placed(each, left, before, told_of_changes) for each in now]
    return found, [each for each in then if (each.policy, each.resource) in kept]


def undecided(now: Sequence[Finding], before: Before) -> list[Finding]:
    """The unknowns with their posture: new where before the policy could tell, and did not say that it is broken."""
    open_then = before.unknown | {
        (each.policy, before.moves.get(each.resource, each.resource)) for each in before.findings
    }
    found = []
    for each in now:
        if each.resource.root in before.roots and each.policy in before.policies:
            is_old = each.resource not in before.created and (each.policy, each.resource) in open_then
            found.append(structs.replace(each, posture=Posture.UNCHANGED if is_old else Posture.NEW))
        else:
            found.append(each)
    return found


def _moved(finding: Finding, moves: Mapping[Address, Address]) -> Finding:
    address = moves.get(finding.resource)
    if address is None:
        return finding
    return structs.replace(finding, resource=address, fingerprint=fingerprint(finding.policy, address, finding.detail))


def _placed(
    finding: Finding, left: Mapping[str, list[Finding]], before: Before, told_of_changes: AbstractSet[str]
) -> Finding:
    """The finding with its posture; each of before, in `left` by fingerprint, answers for one of now at most."""
    if finding.resource.root not in before.roots:
        return finding
    if finding.policy in told_of_changes or finding.resource in before.created:
        return structs.replace(finding, posture=Posture.NEW)
    if finding.policy not in before.policies:
        return finding
    same = left.get(finding.fingerprint)
    if same:
        was = same.pop(0)
        said = worse(was.severity, was.measured, finding)
        return structs.replace(finding, posture=Posture.WORSE if said else Posture.UNCHANGED, was=said)
    if (finding.policy, finding.resource) in before.unknown:
        return structs.replace(finding, posture=Posture.NEW, was=NOT_TOLD)
    return structs.replace(
        finding, posture=Posture.NEW, was=", ".join(worsened(before.measures_at(finding), finding.measured))
    )
