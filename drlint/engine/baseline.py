"""Holds findings against a baseline: what is known is set aside, what got worse or is new is not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct, structs

from drlint.engine.evaluate import Verdicts
from drlint.engine.moves import Moves
from drlint.engine.posture import NOT_TOLD, Earlier, worse
from drlint.engine.report import Adopted
from drlint.estate.estate import Estate
from drlint.model.baseline import Entry
from drlint.model.finding import Finding, Posture, Severity, fingerprint
from drlint.model.values import Address
from drlint.policy.load import Loaded
from drlint.policy.scope import PSEUDO_KINDS

_KEY = re.compile(r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]')


class Baseline(Struct, frozen=True, kw_only=True):
    """The entries of a baseline, `called` so in reports; `names` leads from every name of a policy to its id."""

    called: str
    entries: Sequence[Entry]
    names: Mapping[str, str]
    moves: Moves


class Held(Struct, frozen=True):
    """What is left of the findings, what of them is known, and what became of the entries."""

    findings: Sequence[Finding]
    known: Sequence[Finding]
    adopted: Adopted


class Looked(Struct, frozen=True, kw_only=True):
    """What a run looked at: where it says nothing of a finding, that one is not fixed.

    `whole` says that nothing was left unread, so that what is not there is gone.
    """

    policies: Sequence[Loaded]
    estate: Estate
    verdicts: Verdicts
    roots: AbstractSet[str]
    whole: bool


def held(findings: Iterable[Finding], baseline: Baseline, looked: Looked) -> Held:
    """Findings beside the entries, each of which answers for as many of them as it counts."""
    ledger = _Ledger(baseline)
    told_of_changes = {each.metadata.id for each in looked.policies if each.tells_of_changes}
    left: list[Finding] = []
    known: list[Finding] = []
    for each in findings:
        entry = None if each.policy in told_of_changes or each.origin else ledger.take(each)
        if entry is None:
            left.append(each if each.posture is not None else structs.replace(each, posture=Posture.NEW))
            continue
        said = worse(_earlier(entry), each)
        if said:
            left.append(structs.replace(each, posture=Posture.WORSE, was=said))
        elif _is_made_worse(each):
            left.append(each)
        else:
            known.append(each)
    return Held(left, known, _adopted(ledger, baseline, looked, [*left, *known]))


def _earlier(entry: Entry) -> Earlier:
    return Earlier(
        policy=entry.policy,
        resource=Address(entry.root, entry.resource),
        severity=Severity[entry.severity.upper()],
        detail=entry.detail,
        measured=entry.measured,
    )


def _is_made_worse(finding: Finding) -> bool:
    """Whether the plan itself takes something away, which no earlier account of the estate can have known."""
    return finding.posture is Posture.WORSE or (finding.posture is Posture.NEW and finding.was not in {"", NOT_TOLD})


class _Slot(Struct):
    """An entry, and how many findings it can still answer for."""

    entry: Entry
    left: int


class _Ledger:
    """The entries by the fingerprint that their findings have now."""

    def __init__(self, baseline: Baseline) -> None:
        self.slots = [_Slot(each, each.count) for each in baseline.entries]
        self._known: dict[str, list[_Slot]] = {}
        placed = _placed(baseline)
        for slot in self.slots:
            self._known.setdefault(placed(slot.entry), []).append(slot)

    def take(self, finding: Finding) -> Entry | None:
        """An entry that answers for a finding, one that it is no worse than where there is one."""
        slots = self._known.get(finding.fingerprint)
        if slots is None:
            return None
        open_still = [each for each in slots if each.left]
        if not open_still:
            return None
        slot = open_still[0]
        if len(open_still) > 1:
            slot = next((each for each in open_still if not worse(_earlier(each.entry), finding)), slot)
        slot.left -= 1
        return slot.entry


def _placed(baseline: Baseline) -> Callable[[Entry], str]:
    """Answers an entry's fingerprint of now: its resource may have moved, its policy may have another name."""

    def of(entry: Entry) -> str:
        policy = baseline.names.get(entry.policy, entry.policy)
        if policy == entry.policy and not baseline.moves:
            return entry.fingerprint
        stood = Address(entry.root, entry.resource)
        stands = baseline.moves.of(stood) if baseline.moves else stood
        return (
            entry.fingerprint
            if (policy, stands) == (entry.policy, stood)
            else fingerprint(policy, stands, entry.detail)
        )

    return of


def _adopted(ledger: _Ledger, baseline: Baseline, looked: Looked, told: Iterable[Finding]) -> Adopted:
    """What became of the entries that no finding was held against."""
    left = [slot for slot in ledger.slots if slot.left]
    found: dict[str, list[Entry]] = {"fixed": [], "stale": [], "aside": [], "unjudged": []}
    if left:
        fate = _Fate(baseline, looked, told)
        for slot in left:
            for what, number in fate(slot.entry, slot.left):
                is_whole = number == slot.entry.count
                found[what].append(slot.entry if is_whole else structs.replace(slot.entry, count=number))
    return Adopted(baseline.called, **{what: tuple(some) for what, some in found.items()})


class _Fate:
    """Answers what became of an entry that no finding was held against."""

    def __init__(self, baseline: Baseline, looked: Looked, told: Iterable[Finding]) -> None:
        verdicts, estate = looked.verdicts, looked.estate
        self._baseline = baseline
        self._looked = looked
        self._placed = _placed(baseline)
        not_assessed = {each.policy for each in verdicts.not_assessed}
        self._assessed = {each.metadata.id for each in looked.policies} - not_assessed
        self._open = {(each.policy, each.resource) for each in verdicts.unknowns}
        self._open |= {(each.policy, each.resource) for each in verdicts.failures}
        self._aside = Counter(each.fingerprint for each in verdicts.findings)
        self._aside.subtract(each.fingerprint for each in told)
        self._pseudo = {*PSEUDO_KINDS, *estate.regions}
        broad = (each for each in (*verdicts.findings, *verdicts.unknowns) if each.resource.path in self._pseudo)
        self._broad = {(each.policy, each.resource.path) for each in broad}
        self._unsure = {_block(each.address) for each in estate.resources if each.unsure is not None}

    def __call__(self, entry: Entry, number: int) -> Iterable[tuple[str, int]]:
        """What became of so many of it: fixed, stale, set aside otherwise, not judged."""
        policy = self._baseline.names.get(entry.policy)
        if policy is None:
            return [("stale", number)]
        aside = min(max(self._aside[self._placed(entry)], 0), number)
        self._aside[self._placed(entry)] -= aside
        rest = number - aside
        what = (
            "fixed"
            if self._is_fixed(policy, self._baseline.moves.of(Address(entry.root, entry.resource)))
            else "unjudged"
        )
        return [(name, some) for name, some in (("aside", aside), (what, rest)) if some]

    def _is_fixed(self, policy: str, address: Address) -> bool:
        if policy not in self._assessed or address.root not in self._looked.roots:
            return False
        if (policy, address) in self._open or (policy, address.path) in self._broad:
            return False
        if self._looked.estate.at(address) is not None or address.path in self._pseudo:
            return True
        return self._looked.whole and _block(address) not in self._unsure


def _block(address: Address) -> Address:
    """The address without instance keys: where it is not told how many there are, none is told apart."""
    return Address(address.root, _KEY.sub("", address.path))
