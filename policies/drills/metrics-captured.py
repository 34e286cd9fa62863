"""The metrics of a test plan were recorded by a drill."""

from __future__ import annotations

from collections.abc import Sequence

from drlint.model.resource import Resource
from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.criteria import missing_metrics
from drlint.recovery.rehearsed import drills_for

policy = Policy(
    title="What a test plan wants measured was measured",
    severity="low",
    checklist="procedures-tested",
    applies_to=("test_plan",),
    scope="any",
    why="""
Metrics that are listed and never recorded show where a drill stops early: the time to detect and the time to decide
are the longest parts of a real outage, and the first to be left out when the failover is planned for ten o'clock.
""",
    fix="""
Record each of them in the next drill under `measured:` (`time_to_detect: 2m`), or take it out of the plan.
""",
    controls={
        "nist-800-53": ("CP-4",),
        "iso-22301": ("8.5",),
        "soc-2": ("A1.3",),
        "dora": ("11(6)",),
        "aws-well-architected": ("REL13-BP03",),
    },
    references=(
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_dr_tested.html",
    ),
)


@policy.check
def check(case: Case) -> None:
    plan = case.resource
    wanted = plan["metrics_to_capture"]
    if isinstance(wanted, Unknown):
        case.unknown(wanted)
        return
    if not wanted:
        case.skip()
        return
    drills = drills_for(plan, case.estate)
    missing = missing_metrics(wanted, [name for each in drills for name in _recorded(each)])
    if missing:
        named = "; ".join(each[:60] for each in missing[:6]) + ("; …" if len(missing) > 6 else "")  # noqa: PLR2004
        none = "no drill is in view that recorded" if not drills else "no drill in view recorded"
        said = f"test plan {plan['name']} wants {len(wanted)} metrics, and {none} {_number(missing, wanted)}: {named}"
        case.fail(said, reads=[(plan, "metrics_to_capture")])


def _number(missing: Sequence[str], wanted: Sequence[str]) -> str:
    return "any of them" if len(missing) == len(wanted) else f"{len(missing)} of them"


def _recorded(drill: Resource) -> list[str]:
    named = drill["measured"]
    own = [] if isinstance(named, Unknown) else list(named)
    return own + [each for each in ("rto", "rpo") if drill[each] is not None]


policy.passes(
    documents="""
test_plan: {name: Quarterly DR test}
metrics_to_capture: ["Time to detect failure", "Data loss (RPO actual)", "Service restoration (RTO actual)"]
---
drill: {name: Autumn drill, date: 2026-10-01, type: full-failover, measured: {rto: 25m, rpo: 40s, time_to_detect: 2m}}
""",
)
policy.fails(
    documents="""
test_plan: {name: Quarterly DR test}
metrics_to_capture: ["Time to detect failure", "Error rate during failover"]
---
drill: {name: Autumn drill, date: 2026-10-01, type: full-failover, measured: {rto: 25m, rpo: 40s, detection: 2m}}
""",
)
policy.unknown(
    documents="""
test_plan: {name: Quarterly DR test}
metrics_to_capture: {a: {b: c}}
""",
)
