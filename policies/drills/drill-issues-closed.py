"""What a drill found wrong is mended before the next."""

from __future__ import annotations

from datetime import date

from drlint.model.periods import day_in
from drlint.model.values import Unknown
from drlint.policy import Case, Policy

policy = Policy(
    title="What a drill found wrong is mended",
    severity="medium",
    checklist="plan-reviewed-after-tests",
    applies_to=("drill",),
    scope="any",
    why="""
A drill pays by what it finds. An issue that is still open a month later will be found again, by the next drill or by
the night, and the record shows that it was known.
""",
    fix="""
Mend what is open and write `closed:` with the day, or write why it is accepted.
""",
    controls={
        "nist-800-53": ("CP-2", "CP-4"),
        "iso-22301": ("8.6",),
        "soc-2": ("A1.3",),
        "dora": ("11(6)",),
        "aws-well-architected": ("REL13-BP03",),
    },
    references=(
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_dr_tested.html",
    ),
    parameters={"most_days": 31},
)


@policy.check
def check(case: Case) -> None:
    drill, today = case.resource, case.today
    doubt = next((each["closed"] for each in drill["issues"] if isinstance(each["closed"], Unknown)), None)
    still = [each for each in drill["issues"] if each["closed"] is None]
    if not drill["issues"]:
        case.skip()
        return
    if not still:
        if doubt is not None:
            case.unknown(doubt)
        return
    day = day_in(drill["date"]) if isinstance(drill["date"], str) else None
    if day is None or today is None:
        case.unknown("when the drill was is not known, nor how long its issues are open")
        return
    age = (today - day).days
    titles = ", ".join(str(each["title"] or each["ticket"] or "without a title")[:60] for each in still[:3])
    more = f" and {len(still) - 3} more" if len(still) > 3 else ""  # noqa: PLR2004 - three name what it is about
    noun = "issue" if len(still) == 1 else "issues"
    said = f"drill {drill['name']} left {len(still)} {noun} open, {age} days ago: {titles}{more}"
    case.require(age <= case.parameters["most_days"], said, reads=[(drill, "issues"), (drill, "date")])


policy.passes(
    documents="""
drill:
  name: Autumn drill
  date: 2026-08-01
  issues:
    - {title: DNS record had a TTL of an hour, ticket: OPS-17, closed: 2026-08-09}
""",
    as_of=date(2026, 11, 26),
)
policy.passes(
    documents="""
drill: {name: Autumn drill, date: 2026-11-20, issues: [DNS record had a TTL of an hour]}
""",
    as_of=date(2026, 11, 26),
)
policy.fails(
    documents="""
drill:
  name: Autumn drill
  date: 2026-08-01
  issues:
    - {title: DNS record had a TTL of an hour, ticket: OPS-17}
    - {title: Nobody had the key, closed: 2026-08-09}
""",
    as_of=date(2026, 11, 26),
)
policy.unknown(
    documents="""
drill: {name: Autumn drill, date: August, issues: [DNS record had a TTL of an hour]}
""",
    as_of=date(2026, 11, 26),
)
policy.unknown(
    documents="""
drill: {name: Autumn drill, date: 2026-08-01, issues: [{title: slow DNS, closed: soon}]}
""",
    as_of=date(2026, 11, 26),
)
