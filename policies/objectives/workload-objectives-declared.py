"""A workload says how long it may be down and how much data it may lose."""

from __future__ import annotations

from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.rehearsed import CRITICAL, LOSS, objective_of

policy = Policy(
    title="A workload declares its objectives",
    severity="high",
    checklist="objectives-defined",
    applies_to=("workload",),
    scope="any",
    why="""
Without numbers there is nothing to verify: every backup is enough and every outage short enough, until the night. The
loss of a Region is the least that a workload has to have a number for; of tiers 1 and 2 also lost data (a bad
deployment, ransomware) and the loss of the account, which happen more often than that of a Region and from which
replicas do not help.
""",
    fix="""
Write `objectives:` with `rto` and `rpo` for `region`, and for tiers 1 and 2 for `software` and `account`. What is
accepted as lost is an objective, too: `rpo: 7d`.
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
    tier = workload["tier"]
    wanted = ["region", *(("software", "account") if isinstance(tier, int | float) and tier <= CRITICAL else ())]
    missing: list[str] = []
    doubt: Unknown | None = None
    for disruption in wanted:
        for measure in ("rto", "rpo"):
            found = objective_of(workload, measure, disruption)
            if found is None:
                missing.append(f"{measure.upper()} for {LOSS[disruption]}")
            elif isinstance(found, Unknown):
                doubt = found
    if missing:
        said = f"workload {workload['name']} declares no {_listed(missing)}"
        because = f"; tier {int(tier)} needs them" if len(wanted) > 1 and isinstance(tier, int | float) else ""
        case.fail(said + because, reads=[(workload, "objectives"), (workload, "tier")])
    elif doubt is not None or isinstance(tier, Unknown):
        case.unknown(doubt if doubt is not None else tier)


def _listed(missing: list[str]) -> str:
    """What is missing, RTO and RPO of one disruption together."""
    pairs: dict[str, list[str]] = {}
    for each in missing:
        measure, _, loss = each.partition(" for ")
        pairs.setdefault(loss, []).append(measure)
    return ", no ".join(f"{' and '.join(measures)} for {loss}" for loss, measures in pairs.items())


policy.passes(
    documents="""
workload: {name: wiki, tier: 3, objectives: {region: {rto: 3d, rpo: 1d}}}
""",
)
policy.passes(
    documents="""
workload: {name: orders, tier: 1, rto: 1h, rpo: 5m}
""",
)
policy.fails(
    documents="""
workload: {name: orders, tier: 1}
""",
)
policy.fails(
    documents="""
workload: {name: orders, tier: 1, objectives: {region: {rto: 1h, rpo: 5m}}}
""",
)
policy.fails(
    documents="""
workload: {name: wiki, tier: 3, objectives: {region: {rto: 3d}}}
""",
)
policy.unknown(
    documents="""
workload: {name: wiki, tier: 3, objectives: {region: {rto: some days, rpo: 1d}}}
""",
)
policy.unknown(
    documents="""
workload: {name: orders, tier: gold, objectives: {region: {rto: 1h, rpo: 5m}}}
""",
)
