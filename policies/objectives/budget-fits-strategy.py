"""What recovery may cost and how it is meant to work go together."""

from __future__ import annotations

from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.document_lines import said_at
from drlint.recovery.strategies import BUDGETS

policy = Policy(
    title="The budget of a workload fits its strategy",
    severity="medium",
    checklist="cost-versus-recovery-time",
    applies_to=("workload",),
    scope="any",
    why="""
A strategy is a promise that somebody pays for every month: $ for backups to restore from, $$ for a pilot light, $$$
for a warm standby, $$$$ for a hot standby or active-active. A class below that of the strategy says that the strategy
will not stand, or stands already as less than its name; a class above it, that a faster recovery is paid for than is
meant.
""",
    fix="""
Make `budget:` and `strategy:` agree: find the money, declare what is paid for and set objectives that it reaches, or
choose the strategy that the budget allows.
""",
    controls={
        "nist-800-53": ("CP-2",),
        "iso-22301": ("8.3.5",),
        "soc-2": ("A1.2",),
        "dora": ("11(2)",),
        "aws-well-architected": ("REL13-BP02",),
    },
    references=(
        "https://docs.aws.amazon.com/whitepapers/latest/disaster-recovery-workloads-on-aws/disaster-recovery-options-in-the-cloud.html",
    ),
)


@policy.check
def check(case: Case) -> None:
    workload = case.resource
    budget, strategy = workload["budget"], workload["strategy"]
    if budget is None or strategy is None:
        case.skip()
        return
    doubt = next((each for each in (budget, strategy) if isinstance(each, Unknown)), None)
    if doubt is not None:
        case.unknown(doubt)
        return
    asked = BUDGETS[strategy]
    if budget == asked:
        return
    if len(budget) < len(asked):
        said = f"is {budget}, and {strategy} is {asked}: the strategy costs more than there is"
    else:
        said = f"is {budget}, and {strategy} is {asked}: a faster strategy is paid for than is meant"
    shown = (
        said_at(workload, "budget", f"budget is {budget}"),
        said_at(workload, "strategy", f"strategy is {strategy}"),
    )
    case.fail(f"the budget of workload {workload['name']} {said}", evidence=shown)


policy.passes(documents="workload: {name: orders, budget: $$, strategy: pilot light}")
policy.passes(documents="workload: {name: orders, budget: $$$$, strategy: hot-standby}")
policy.fails(documents="workload: {name: orders, budget: $, strategy: active-active}")
policy.fails(documents="workload: {name: orders, budget: very high, strategy: backup-and-restore}")
policy.unknown(documents="workload: {name: orders, budget: $$, strategy: prayers}")
policy.unknown(documents="workload: {name: orders, budget: 20000 EUR, strategy: pilot light}")
