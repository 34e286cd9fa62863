"""Holds findings against a baseline: what is known is set aside, what got worse or is new is not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct, structs

from drlint.catalog.registry import Catalog
from drlint.engine.evaluate import Verdicts
from drlint.engine.gate import is_of_gate
from drlint.engine.moves import Moves
from drlint.engine.posture import NOT_TOLD, worse
from drlint.engine.report import Adopted
from drlint.estate.estate import Estate
from drlint.model.baseline import Entry
from drlint.model.finding import Finding, Posture, Severity, fingerprint
from drlint.model.values import Address
from drlint.policy.load import CompiledPolicy, Loaded
from drlint.policy.scope import PSEUDO_KINDS

_KEY = re.compile(r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]')


class Baseline(Struct, frozen=True, kw_only=True):
    """The entries of a baseline, `called` so in reports; `names` leads from every name of a policy to its id."""

    called: str
    entries: Sequence[Entry]
    names: Mapping[str, str]
    moves: Moves

    @property
    def broken(self) -> frozenset[tuple[str, Address]]:
        """What was broken, by its policy and address of now."""
        return frozenset(map(self.now, self.entries))

    def now(self, entry: Entry) -> tuple[str, Address]:
        """An entry's policy and address as they are called now."""
        stood = Address(entry.root, entry.resource)
        return self.names.get(entry.policy, entry.policy), self.moves.of(stood) if self.moves else stood


class Held(Struct, frozen=True):
    """What is left of the findings, what of them is known, and what became of the entries."""

    findings: Sequence[Finding]
    known: Sequence[Finding]
    adopted: Adopted


class Looked(Struct, frozen=True, kw_only=True):
    """What a run looked at: where it says nothing of a finding, that one is not fixed.

    `whole` says that nothing was left unread, so that what is not there is gone; `created` is what a plan creates.
    """

    policies: Sequence[Loaded]
    estate: Estate
    verdicts: Verdicts
    roots: AbstractSet[str]
    whole: bool
    created: AbstractSet[Address] = frozenset()


def held(findings: Iterable[Finding], baseline: Baseline, looked: Looked) -> Held:
    """Findings beside the entries, each of which answers for as many of them as it counts."""
    ledger = _Ledger(baseline)
    passing = unknowable(looked.policies, looked.estate.catalog)
    left: list[Finding] = []
    known: list[Finding] = []
    for each in findings:
        entry = None if each.policy in passing or each.origin else ledger.take(each)
        if entry is None:
            left.append(each if each.posture is not None else structs.replace(each, posture=Posture.NEW))
            continue
        said = _worse(entry, each)
        if said:
            # Where a plan says that it stood so before, it got worse since the baseline and not by this change.
            posture = each.posture if each.posture is Posture.UNCHANGED else Posture.WORSE
            left.append(structs.replace(each, posture=posture, was=said))
        elif _is_made_worse(each, looked.created):
            left.append(each)
        else:
            known.append(each)
    return Held(left, known, _adopted(ledger, baseline, looked, [*left, *known]))


def unknowable(policies: Iterable[Loaded | CompiledPolicy], catalog: Catalog) -> set[str]:
    """Policies whose findings no baseline knows: those on what one plan does, and those on the gate itself."""
    return {
        each.metadata.id for each in policies if each.tells_of_changes or is_of_gate(each.metadata.applies_to, catalog)
    }


def _worse(entry: Entry, finding: Finding) -> str:
    """What got worse since, in words; of most findings nothing changed at all."""
    severity = Severity[entry.severity.upper()]
    if finding.severity <= severity and finding.measured == entry.measured:
        return ""
    return worse(severity, entry.measured, finding)


def _is_made_worse(finding: Finding, created: AbstractSet[Address]) -> bool:
    """Whether the plan itself takes something away, which no earlier account of the estate can have known.

    What was kept before and is broken now is: an entry that fits it is one that nobody pruned.
    """
    if finding.posture is Posture.NEW:
        stood = finding.resource not in created and finding.kind not in PSEUDO_KINDS
        return finding.was != NOT_TOLD and (stood or finding.was != "")
    return finding.posture is Posture.WORSE


class _Slot(Struct):
    """An entry, and how many findings it can still answer for."""

    entry: Entry
    left: int

    @property
    def rest(self) -> Entry:
        """As much of it as no finding was held against."""
        return self.entry if self.left == self.entry.count else structs.replace(self.entry, count=self.left)


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
        slots = self._known.get(finding.fingerprint, ())
        if len(slots) > 1:
            slots = [each for each in slots if each.left]
            slots = [each for each in slots if not _worse(each.entry, finding)] or slots
        for slot in slots[:1]:
            if slot.left:
                slot.left -= 1
                return slot.entry
        return None


def _placed(baseline: Baseline) -> Callable[[Entry], str]:
    """Answers an entry's fingerprint of now: its resource may have moved, its policy may have another name."""

    def of(entry: Entry) -> str:
        if not baseline.moves and baseline.names.get(entry.policy, entry.policy) == entry.policy:
            return entry.fingerprint
        policy, stands = baseline.now(entry)
        is_same = (policy, stands) == (entry.policy, Address(entry.root, entry.resource))
        return entry.fingerprint if is_same else fingerprint(policy, stands, entry.detail)

    return of


def _adopted(ledger: _Ledger, baseline: Baseline, looked: Looked, told: Iterable[Finding]) -> Adopted:
    """What became of the entries that no finding was held against."""
    left = [each.rest for each in ledger.slots if each.left]
    if not left:
        return Adopted(baseline.called)
    fate = _Fate(baseline, looked, told)
    found: dict[str, list[Entry]] = {"fixed": [], "gone": [], "stale": [], "aside": [], "unjudged": []}
    for each in left:
        set_aside = fate.set_aside(each)
        if set_aside:
            found["aside"].append(structs.replace(each, count=set_aside))
        if set_aside < each.count:
            rest = each if not set_aside else structs.replace(each, count=each.count - set_aside)
            found[fate.of(each)].append(rest)
    return Adopted(baseline.called, **{what: tuple(some) for what, some in found.items()})


class _Fate:
    """Answers what became of an entry that no finding was held against."""

    def __init__(self, baseline: Baseline, looked: Looked, told: Iterable[Finding]) -> None:
        verdicts, estate = looked.verdicts, looked.estate
        self._names = baseline.names
        self._looked = looked
        self._baseline = baseline
        self._placed = _placed(baseline)
        not_assessed = {each.policy for each in verdicts.not_assessed}
        self._assessed = {each.metadata.id for each in looked.policies} - not_assessed
        self._applying = verdicts.kept | {(each.policy, each.resource) for each in verdicts.findings}
        self._open = {(each.policy, each.resource) for each in verdicts.unknowns}
        self._open |= {(each.policy, each.resource) for each in verdicts.failures}
        self._aside = Counter(each.fingerprint for each in verdicts.findings)
        self._aside.subtract(each.fingerprint for each in told)
        self._has_aside = any(number > 0 for number in self._aside.values())
        self._pseudo = {*PSEUDO_KINDS, *estate.regions}
        broad = (each for each in (*verdicts.findings, *verdicts.unknowns) if each.resource.path in self._pseudo)
        self._broad = {(each.policy, each.resource.path) for each in broad}
        self._unsure = {_block(each.address) for each in estate.resources if each.unsure is not None}

    def set_aside(self, entry: Entry) -> int:
        """For how many of it a waiver or another root answers now."""
        if not self._has_aside or entry.policy not in self._names:
            return 0
        known = self._placed(entry)
        number = min(max(self._aside[known], 0), entry.count)
        self._aside[known] -= number
        return number

    def of(self, entry: Entry) -> str:
        """What became of it otherwise: stale, fixed, gone, unjudged."""
        if entry.policy not in self._names:
            return "stale"
        policy, address = self._baseline.now(entry)
        if policy not in self._assessed or entry.root not in self._looked.roots:
            return "unjudged"
        if not self._is_none(policy, address):
            return "unjudged"
        return "fixed" if (policy, address) in self._applying else "gone"

    def _is_none(self, policy: str, address: Address) -> bool:
        """Whether it is no finding any more, and that can be told."""
        if (policy, address) in self._open or (policy, address.path) in self._broad:
            return False
        if self._looked.estate.at(address) is not None or address.path in self._pseudo:
            return True
        return self._looked.whole and _block(address) not in self._unsure


def _block(address: Address) -> Address:
    """The address without instance keys: where it is not told how many there are, none is told apart."""
    return Address(address.root, _KEY.sub("", address.path))
