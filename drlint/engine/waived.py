"""Brings the account of waivers into a report: what they set aside, and what is wrong with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct, structs

from drlint.engine.evaluate import Verdicts
from drlint.engine.gate import WAIVER, Gate, gate_judged
from drlint.engine.order import in_order
from drlint.engine.report import PolicySummary, Report, Waived
from drlint.engine.waivers import SetAside, Waivers
from drlint.model.finding import Finding
from drlint.model.values import Address
from drlint.model.waiver import BrokenWaiver, WaiverState, WaiverUse


class Accepting(Struct, frozen=True, kw_only=True):
    """What waivers leave, with what policies say of the waivers themselves; and what is to be told of them."""

    findings: Sequence[Finding]
    unknowns: Sequence[Finding]
    waived: tuple[Waived, ...] = ()
    aside: SetAside | None = None
    broken: tuple[BrokenWaiver, ...] = ()
    said: Verdicts | None = None


def accepting(aside: SetAside, waivers: Waivers, gate: Gate | None) -> Accepting:
    """What is left after the waivers, judged themselves by the gate's policies."""
    said = Verdicts([], [], [], [], [], {})
    if gate is not None:
        said = gate_judged(gate, aside.uses, waivers.broken, waivers.today)
    return Accepting(
        findings=(*aside.findings, *said.findings),
        unknowns=(*aside.unknowns, *said.unknowns),
        waived=aside.waived,
        aside=aside,
        broken=waivers.broken,
        said=said,
    )


def told_in(report: Report, accepted: Accepting) -> Report:
    """The report with the account of the waivers."""
    aside, said = accepted.aside, accepted.said
    if aside is None or said is None or not (aside.uses or accepted.broken or said.counts):
        return report
    return structs.replace(
        report,
        passed=in_order((*report.passed, *said.passed)) if said.passed else report.passed,
        failures=(*report.failures, *said.failures),
        policies=tuple(_recounted(report.policies, aside, said.counts)),
        waivers=aside.uses,
        broken_waivers=accepted.broken,
        waived_spots=aside.spots,
    )


def each_once(reports: Sequence[Report]) -> list[Report]:
    """The reports, each finding on a waiver in the first that has it: several may call the module it stands in."""
    met: dict[str, int] = {}
    made = []
    for at, report in enumerate(reports):
        of_gate = [each for each in report.findings if each.kind == WAIVER]
        again = {id(each) for each in of_gate if met.setdefault(each.fingerprint, at) != at}
        if again:
            fewer = Counter(each.policy for each in of_gate if id(each) in again)
            policies = (structs.replace(each, failed=each.failed - fewer[each.id]) for each in report.policies)
            findings = tuple(each for each in report.findings if id(each) not in again)
            report = structs.replace(report, findings=findings, policies=tuple(policies))  # noqa: PLW2901
        made.append(report)
    return made


def uses_together(reports: Iterable[Report]) -> Iterator[WaiverUse]:
    """The waivers of several reports, each once: one in a module may be met under several configurations."""
    found: dict[tuple[str, int | None, str], list[WaiverUse]] = {}
    for report in reports:
        for each in report.waivers:
            found.setdefault(each.waiver.identity, []).append(each)
    for some in found.values():
        told = min(some, key=lambda each: _TELLING.index(each.state))
        yield structs.replace(told, used=sum(each.used for each in some), matched=sum(each.matched for each in some))


# Of what a waiver is under several configurations, what says most.
_TELLING = (
    WaiverState.EXPIRED,
    WaiverState.OVERLONG,
    WaiverState.EXPIRING,
    WaiverState.ACTIVE,
    WaiverState.UNUSED,
    WaiverState.UNJUDGED,
)


def _recounted(
    policies: Iterable[PolicySummary], aside: SetAside, of_gate: Mapping[str, Sequence[int]]
) -> Iterable[PolicySummary]:
    """The policies with the counts of what is left."""
    changed = {each.finding.policy for each in aside.waived}
    failed, unknown = _resources(aside.findings, changed), _resources(aside.unknowns, changed)
    for each in policies:
        if each.id in of_gate:
            passed, fails, unknowns = of_gate[each.id]
            yield structs.replace(each, passed=passed, failed=fails, unknown=unknowns)
        elif each.id in changed:
            fails = len(failed[each.id])
            yield structs.replace(each, failed=fails, unknown=len(unknown[each.id] - failed[each.id]))
        else:
            yield each


def _resources(findings: Iterable[Finding], policies: AbstractSet[str]) -> Mapping[str, AbstractSet[Address]]:
    """The resources that findings are about, by policy."""
    found: dict[str, set[Address]] = {each: set() for each in policies}
    for each in findings if policies else ():
        if each.policy in policies:
            found[each.policy].add(each.resource)
    return found
