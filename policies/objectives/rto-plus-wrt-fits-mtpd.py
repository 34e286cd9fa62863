"""Recovery and catching up fit into the longest outage that the business bears."""

from __future__ import annotations

from drlint.model.periods import spoken_seconds
from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.rehearsed import LOSS, objective_of

policy = Policy(
    title="RTO and work recovery fit into the tolerable outage",
    severity="high",
    checklist="objectives-defined",
    applies_to=("workload",),
    scope="any",
    why="""
Systems that are back are not the business that is back: orders are entered again, queues are worked off, data is
reconciled. RTO plus that work (WRT) is how long the business stands still; past the maximum tolerable period of
disruption (MTPD) it does not come back.
""",
    fix="""
Shorten the RTO or the work after it, or ask the business again what it can bear.
""",
    controls={
        "nist-800-53": ("CP-2",),
        "iso-22301": ("8.2.2",),
        "soc-2": ("CC7.5",),
        "dora": ("12(6)",),
        "aws-well-architected": ("REL13-BP01",),
    },
    references=(
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_objective_defined_recovery.html",
    ),
)


@policy.check
def check(case: Case) -> None:
    workload = case.resource
    bearable, work = workload["mtpd"], workload["wrt"]
    if bearable is None:
        case.skip()
        return
    doubt = next((each for each in (bearable, work) if isinstance(each, Unknown)), None)
    if doubt is not None:
        case.unknown(doubt)
        return
    found = {disruption: objective_of(workload, "rto", disruption) for disruption in LOSS}
    known = {disruption: rto for disruption, rto in found.items() if isinstance(rto, int)}
    worst = max(known, key=lambda each: known[each], default=None)
    if worst is not None and known[worst] + (work or 0) > bearable:
        together = f", {spoken_seconds(known[worst] + work)} together" if work else ""
        after = f" and {spoken_seconds(work)} to catch up" if work else ""
        said = (
            f"workload {workload['name']} may take {spoken_seconds(known[worst])} to recover from {LOSS[worst]}{after}"
            f"{together}; the business bears {spoken_seconds(bearable)} (MTPD)"
        )
        case.fail(said, reads=[(workload, each) for each in ("mtpd", "objectives", "wrt")])
        return
    doubt = next((each for each in found.values() if isinstance(each, Unknown)), None)
    if doubt is not None:
        case.unknown(doubt)


policy.passes(
    documents="""
workload: {name: orders, rto: 1h, rpo: 5m, mtpd: 4h, wrt: 2h}
""",
)
policy.fails(
    documents="""
workload: {name: orders, rto: 4h, rpo: 5m, mtpd: 4h, wrt: 2h}
""",
)
policy.fails(
    documents="""
workload: {name: orders, mtpd: 4h, objectives: {zone: {rto: 5m}, region: {rto: 8h}}}
""",
)
policy.unknown(
    documents="""
workload: {name: orders, rto: 1h, rpo: 5m, mtpd: a day or so}
""",
)
policy.unknown(
    documents="""
workload: {name: orders, mtpd: 4h, objectives: {region: {rto: soon}}}
""",
)
