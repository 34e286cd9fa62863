"""At least two people were trained on a runbook, not long ago."""

from __future__ import annotations

from datetime import date
from typing import Any

from drlint.model.periods import day_in
from drlint.model.values import Unknown
from drlint.policy import Case, Policy

policy = Policy(
    title="Several people are trained on a runbook",
    severity="medium",
    checklist="people-trained",
    applies_to=("runbook",),
    scope="any",
    why="""
The one who wrote the runbook is on a plane, or asleep two time zones away, or cut off with everybody else by the
outage. A runbook that one person can carry out has a single point of failure, and knowledge of it fades within the
year. Whoever took part in a drill that followed the runbook counts as trained on that day.
""",
    fix="""
Train somebody else, best in a drill, and write `trained:` with name and date of each.
""",
    controls={
        "nist-800-53": ("CP-3",),
        "iso-22301": ("7.2",),
        "soc-2": ("CC1.4",),
        "dora": ("13(6)",),
        "aws-well-architected": ("OPS07-BP01",),
    },
    references=(
        "https://docs.aws.amazon.com/wellarchitected/latest/operational-excellence-pillar/ops_ready_to_support_personnel_capability.html",
    ),
    parameters={"most_days": 366, "least_people": 2},
)


@policy.check
def check(case: Case) -> None:
    runbook, today = case.resource, case.today
    if today is None:
        case.unknown("today is not known")
        return
    recent: set[str] = set()
    people = [(each["name"], each["date"]) for each in runbook["trained"]]
    drills = case.links(runbook, "drills")
    doubt: Unknown | None = drills.unseen
    for drill in drills.certain:
        taking_part: Any = drill["participants"]
        if isinstance(taking_part, Unknown):
            doubt = taking_part
        else:
            people += [(each, drill["date"]) for each in taking_part]
    for name, day in people:
        made = day_in(day) if isinstance(day, str) else None
        if isinstance(day, Unknown):
            doubt = day
        elif isinstance(name, str) and made is not None and 0 <= (today - made).days <= case.parameters["most_days"]:
            recent.add(name.lower())
    least = case.parameters["least_people"]
    if len(recent) >= least:
        return
    if doubt is not None:
        case.unknown(doubt)
        return
    named = "nobody" if not recent else "1 person" if len(recent) == 1 else f"{len(recent)} people"
    undated = sum(1 for _, day in people if day is None)
    said = (
        f"runbook {runbook['name']} names {named} trained within {case.parameters['most_days']} days; it takes {least}"
    )
    case.fail(said + (f" ({undated} without a date)" if undated else ""), reads=[(runbook, "trained")])


policy.passes(
    documents="""
runbook:
  name: Failover
  trained:
    - {name: Ana, date: 2026-09-01}
    - {name: Ben, date: 2026-03-15}
""",
    as_of=date(2026, 11, 26),
)
policy.passes(
    documents="""
runbook: {name: Failover}
---
drill: {name: Autumn drill, date: 2026-10-01, type: full-failover, runbooks: [Failover], participants: [Ana, Ben]}
""",
    as_of=date(2026, 11, 26),
)
policy.fails(
    documents="""
runbook:
  name: Failover
  trained: {Ana: 2026-09-01, Ben: 2024-03-15}
""",
    as_of=date(2026, 11, 26),
)
policy.fails(
    documents="""
runbook: {name: Failover, trained: [Ana, Ben]}
""",
    as_of=date(2026, 11, 26),
)
policy.fails(
    documents="""
runbook: {name: Failover}
""",
    as_of=date(2026, 11, 26),
)
policy.unknown(
    documents="""
runbook: {name: Failover, trained: {Ana: 2026-09-01, Ben: last summer}}
""",
    as_of=date(2026, 11, 26),
)
