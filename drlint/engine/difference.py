"""Holds what two runs said against each other: what is new, worse, fixed, and what is merely seen no more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct, structs

from drlint.engine.order import worst_first
from drlint.engine.posture import NOT_TOLD, worse
from drlint.engine.report import Report
from drlint.model.finding import Finding, Posture, fingerprint
from drlint.model.told import Told
from drlint.model.values import Address


class Unseen(Struct, frozen=True):
    """A finding of before of which the later run says nothing, and why."""

    finding: Finding
    why: str


class Difference(Struct, frozen=True, kw_only=True):
    """What changed from one run to another, each part worst first.

    `unasked` are findings on what the earlier run was not asked about, so that nobody knows whether they are new;
    `accepted` are findings of before that a waiver or a baseline sets aside now; `came` and `went` are unknowns.
    """

    before: str
    after: str
    new: tuple[Finding, ...]
    worse: tuple[Finding, ...]
    unchanged: int
    unasked: tuple[Finding, ...]
    fixed: tuple[Finding, ...]
    accepted: tuple[Finding, ...]
    unseen: tuple[Unseen, ...]
    came: tuple[Finding, ...]
    went: tuple[Finding, ...]
    notes: tuple[str, ...] = ()


def told_by(report: Report, called: str) -> Told:
    """What a run said."""
    return Told(
        called=called,
        findings=report.findings,
        aside=(*(each.finding for each in report.waived), *report.baseline, *report.provided),
        unknowns=report.unknowns,
        roots=frozenset(root for each in report.ruled for root in each.roots),
        policies=frozenset(each.id for each in report.policies if each.not_assessed is None),
        broken=frozenset((each.policy, each.resource) for each in report.failures),
        whole=not report.blind_spots,
    )


def placed(told: Told, names: Mapping[str, str], place: Callable[[Address], Address]) -> Told:
    """The same by the names that policies have now, each resource at its place of now."""

    def now(finding: Finding) -> Finding:
        policy, address = names.get(finding.policy, finding.policy), place(finding.resource)
        if (policy, address) == (finding.policy, finding.resource):
            return finding
        if finding.fingerprint != fingerprint(finding.policy, finding.resource, finding.detail):
            return finding  # a report of before 1.2 does not say what else it is made of
        known = fingerprint(policy, address, finding.detail)
        return structs.replace(finding, policy=policy, resource=address, fingerprint=known)

    return structs.replace(
        told,
        findings=tuple(map(now, told.findings)),
        aside=tuple(map(now, told.aside)),
        unknowns=tuple(map(now, told.unknowns)),
        roots=frozenset(place(Address(each, "")).root for each in told.roots),
        policies=frozenset(names.get(each, each) for each in told.policies),
        broken=frozenset((names.get(policy, policy), place(address)) for policy, address in told.broken),
    )


def difference(before: Told, after: Told) -> Difference:
    """What changed; findings are known again by their fingerprints, one to one."""
    ledger = _Ledger(before)
    new: list[Finding] = []
    worsened: list[Finding] = []
    unasked: list[Finding] = []
    for each in after.findings:
        was = ledger.take(each)
        said = "" if was is None else worse(was.severity, was.measured, each)
        if said:
            worsened.append(structs.replace(each, posture=Posture.WORSE, was=said))
        elif was is None and (each.policy not in before.policies or each.severity in before.hidden):
            unasked.append(each)
        elif was is None:
            told = NOT_TOLD if (each.policy, each.resource) in ledger.unknown else ""
            new.append(structs.replace(each, posture=Posture.NEW, was=told))
    accepted = [was for each in after.aside if (was := ledger.take(each)) is not None and id(was) in ledger.open]
    unseen, fixed = _parted(ledger.left, after)
    known, now = ({each.fingerprint for each in told.unknowns} for told in (before, after))
    return Difference(
        before=before.called,
        after=after.called,
        new=worst_first(new),
        worse=worst_first(worsened),
        unchanged=len(after.findings) - len(new) - len(worsened) - len(unasked),
        unasked=worst_first(unasked),
        fixed=worst_first(fixed),
        accepted=worst_first(accepted),
        unseen=tuple(unseen),
        came=worst_first(each for each in after.unknowns if each.fingerprint not in known),
        went=worst_first(each for each in before.unknowns if each.fingerprint not in now),
        notes=(*before.notes, *after.notes),
    )


class _Ledger:
    """Findings of before, each of which answers for one of now at most; those that were set aside come last."""

    def __init__(self, before: Told) -> None:
        self._left: dict[str, list[Finding]] = {}
        self.open = {id(each) for each in before.findings}
        self.unknown = {(each.policy, each.resource) for each in before.unknowns}
        for each in (*before.findings, *before.aside):
            self._left.setdefault(each.fingerprint, []).append(each)

    def take(self, finding: Finding) -> Finding | None:
        left = self._left.get(finding.fingerprint)
        return left.pop(0) if left else None

    @property
    def left(self) -> Sequence[Finding]:
        return worst_first(each for some in self._left.values() for each in some)


def _parted(left: Iterable[Finding], after: Told) -> tuple[list[Unseen], list[Finding]]:
    """What the later run says nothing of, and what is fixed or gone."""
    unknown = {(each.policy, each.resource) for each in after.unknowns}
    unseen: list[Unseen] = []
    fixed: list[Finding] = []
    for each in left:
        why = _why_unseen(each, after, unknown)
        if why:
            unseen.append(Unseen(each, why))
        else:
            fixed.append(each)
    return unseen, fixed


def _why_unseen(finding: Finding, after: Told, unknown: AbstractSet[tuple[str, Address]]) -> str:
    if finding.fingerprint in after.resolved:
        return ""
    asked = (finding.policy, finding.resource)
    if finding.resource.root not in after.roots:
        return "its root was not judged"
    if finding.policy not in after.policies:
        return "the policy was not asked"
    if asked in unknown:
        return "it is not known now"
    if asked in after.broken:
        return "the policy broke"
    if finding.severity in after.hidden:
        return "findings of its severity are not listed"
    return "" if after.whole else "not all could be read"
