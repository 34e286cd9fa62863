"""Sets aside what configuration declares to be provided by another root."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, structs

from drlint.engine.report import Elsewhere
from drlint.model.finding import Finding
from drlint.model.globs import matches


class Sifted(Struct, frozen=True):
    """What is left after what is `provided` elsewhere was set aside, and the declarations with how often each did."""

    findings: list[Finding]
    unknowns: list[Finding]
    elsewhere: tuple[Elsewhere, ...]
    provided: Sequence[Finding] = ()


def provided_elsewhere(
    findings: Sequence[Finding], unknowns: Sequence[Finding], elsewhere: Sequence[Elsewhere]
) -> Sifted:
    """Findings and unknowns without those that another root answers for."""
    if not elsewhere:
        return Sifted(list(findings), list(unknowns), ())
    taken = [0] * len(elsewhere)
    kept: tuple[list[Finding], list[Finding]] = [], []
    provided: list[Finding] = []
    for some, left in zip((findings, unknowns), kept, strict=True):
        for each in some:
            taker = _taker(each, elsewhere)
            if taker is None:
                left.append(each)
            else:
                taken[taker] += 1
                provided.append(each)
    counted = (structs.replace(each, set_aside=number) for each, number in zip(elsewhere, taken, strict=True))
    return Sifted(*kept, tuple(counted), provided)


def recounted(
    counts: Mapping[str, Sequence[int]], elsewhere: Iterable[Elsewhere], sifted: Sifted
) -> dict[str, Sequence[int]]:
    """The counts per policy without what was set aside."""
    found = dict(counts)
    for policy in {each.policy for each in elsewhere} & counts.keys():
        failed = {each.resource for each in sifted.findings if each.policy == policy}
        unknown = {each.resource for each in sifted.unknowns if each.policy == policy} - failed
        found[policy] = [counts[policy][0], len(failed), len(unknown)]
    return found


def _taker(finding: Finding, elsewhere: Sequence[Elsewhere]) -> int | None:
    """Which declaration says that another root provides what a finding misses."""
    for position, each in enumerate(elsewhere):
        if finding.policy == each.policy and any(matches(finding.resource.path, glob) for glob in each.addresses):
            return position
    return None
