"""A strategy is not far faster than anybody asked for."""

from __future__ import annotations

from collections.abc import Iterator

from drlint.model.periods import spoken_seconds
from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.document_lines import said_at
from drlint.recovery.rehearsed import objective_of
from drlint.recovery.strategies import BUDGETS, ORDER, cheapest_for

policy = Policy(
    title="A strategy is not far faster than its objectives ask for",
    severity="low",
    checklist="cost-versus-recovery-time",
    applies_to=("workload",),
    scope="any",
    why="""
Active-active for a workload that may be down for a day costs a second whole estate, and every change is made and
tested twice. Either the objectives are out of date, or the money would keep something else alive. A strategy one step
above what suffices is nobody's business; from two steps on (`steps`) it is named. `reach` holds, for each strategy, the
RTO and the RPO in minutes that it keeps without hurry.
""",
    fix="""
Choose the strategy that suffices, or set the objectives that the workload really needs. Where it is active-active for
other reasons (users on two continents, load), waive this with that reason.
""",
    controls={
        "nist-800-53": ("CP-2",),
        "iso-22301": ("8.2.2", "8.3.5"),
        "soc-2": ("A1.2",),
        "dora": ("11(2)",),
        "aws-well-architected": ("REL13-BP02",),
    },
    references=(
        "https://docs.aws.amazon.com/whitepapers/latest/disaster-recovery-workloads-on-aws/disaster-recovery-options-in-the-cloud.html",
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_disaster_recovery.html",
    ),
    # AWS: RPO/RTO of hours for backup and restore (24 h or less), tens of minutes for pilot light, minutes for warm
    # standby, real time for active-active (the whitepaper and REL13-BP02, read 2026-11-26)
    parameters={
        "steps": 2,
        "reach": {
            "backup-and-restore": [1440, 60],
            "pilot-light": [60, 5],
            "warm-standby": [10, 1],
            "hot-standby": [1, 0],
        },
    },
)


@policy.check
def check(case: Case) -> None:
    workload = case.resource
    strategy = workload["strategy"]
    rto, rpo = objective_of(workload, "rto"), objective_of(workload, "rpo")
    if strategy is None or rto is None:
        case.skip()
        return
    doubt = next((each for each in (strategy, rto, rpo) if isinstance(each, Unknown)), None)
    if doubt is not None or isinstance(rto, Unknown) or isinstance(rpo, Unknown):
        case.unknown("its objectives are not known" if doubt is None else doubt)
        return
    enough = cheapest_for(rto, rpo, case.parameters["reach"])
    steps = ORDER.index(strategy) - ORDER.index(enough)
    if steps < case.parameters["steps"]:
        return
    said = (
        f"workload {workload['name']} is {strategy} ({BUDGETS[strategy]}) for {' and '.join(asked(rto, rpo))}, which "
        f"{enough} ({BUDGETS[enough]}) reaches, {steps} steps below"
    )
    shown = (
        said_at(workload, "strategy", f"strategy is {strategy}"),
        said_at(workload, "objectives.region", f"objective for region, {', '.join(asked(rto, rpo))}"),
    )
    case.fail(said, evidence=shown)


def asked(rto: int, rpo: int | None) -> Iterator[str]:
    yield f"an RTO of {spoken_seconds(rto)}"
    if rpo is not None:
        yield f"an RPO of {spoken_seconds(rpo)}"


policy.passes(documents="workload: {name: orders, strategy: warm standby, objectives: {region: {rto: 30m, rpo: 1m}}}")
policy.passes(documents="workload: {name: orders, strategy: warm standby, objectives: {region: {rto: 4h, rpo: 15m}}}")
policy.passes(documents="workload: {name: orders, strategy: active-active, objectives: {region: {rto: 24h, rpo: 0}}}")
policy.passes(
    documents="workload: {name: orders, strategy: backup-and-restore, objectives: {region: {rto: 1m, rpo: 0}}}"
)
policy.fails(documents="workload: {name: orders, strategy: active-active, objectives: {region: {rto: 24h, rpo: 1h}}}")
policy.fails(documents="workload: {name: orders, strategy: hot-standby, objectives: {region: {rto: 2 days}}}")
policy.passes(
    documents="workload: {name: orders, strategy: hot-standby, objectives: {region: {rto: 4h, rpo: 15m}}}",
    parameters={"steps": 3},
)
policy.unknown(
    documents="workload: {name: orders, strategy: active-active, objectives: {region: {rto: soon, rpo: 1h}}}"
)
