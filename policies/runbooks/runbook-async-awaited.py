"""A runbook waits for what it has begun before it builds on it."""

from __future__ import annotations

from drlint.policy import Case, Policy
from drlint.recovery.awaiting import unawaited_in
from drlint.recovery.procedures import MAIN, calls_of
from drlint.recovery.purposes import is_recovery

policy = Policy(
    title="A runbook waits for a promotion or restore before it goes on",
    severity="medium",
    checklist="runbooks-documented",
    applies_to=("runbook",),
    why="""
Promoting, failing over, restoring and scaling answer at once and go on for minutes. A step that builds on the result
without waiting sends traffic to a database that is not writable yet, or ends with "invalid state". A waiter
(`aws rds wait …`), a command that looks at the state, `wait:` or a `verification` of the step before counts as waiting,
and so does a script in between.
""",
    fix="Put the waiter after the call, or give the step a `verification` that says what has to be seen before the next.",
    controls={
        "nist-800-53": ("CP-10",),
        "iso-22301": ("8.4",),
        "soc-2": ("A1.2", "CC7.5"),
        "dora": ("11(2)",),
        "aws-well-architected": ("REL13-BP05",),
    },
    references=(
        "https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-wait.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html",
    ),
)


@policy.check
def check(case: Case) -> None:
    runbook = case.resource
    begun = [each for each in calls_of(runbook, case.estate) if each.step.part == MAIN and each.operation.asynchronous]
    if not begun or not is_recovery(runbook):
        case.skip()
        return
    for each in unawaited_in(runbook, case.estate):
        asked, need = each.asked, each.needed_by
        said = f"{asked.step.key} of {runbook['name']} calls {asked.said}, which answers before it is done"
        goes_on = f"{need.step.key if need.step is not asked.step else 'the same step'} goes on with {need.said}"
        waiter = next((name for name in asked.operation.until if name.startswith("wait ")), "")
        remedy = f"`aws {asked.call.service} {waiter}` waits" if waiter else "look at its state"
        message = f"{said}; {goes_on} without waiting until {asked.operation.seen} ({remedy})"
        case.fail(message, detail=asked.key, evidence=[asked.evidence, need.evidence])


_PROMOTE = "aws rds promote-read-replica --db-instance-identifier orders"
_DNS = "aws route53 change-resource-record-sets --hosted-zone-id $Z --change-batch $B"


def _runbook(*commands: str, more: str = "", then: str = _DNS) -> str:
    lines = "\n".join(f"      - {each}" for each in commands)
    return f"""
runbook: {{name: Regional Failover}}
steps:
  - id: 1
    action: Promote
    commands:
{lines}
    {more}
  - id: 2
    action: Move the traffic
    command: {then}
"""


policy.passes(documents=_runbook(_PROMOTE, "aws rds wait db-instance-available --db-instance-identifier orders"))
policy.passes(documents=_runbook(_PROMOTE, more="verification: its status is available"))
policy.passes(documents=_runbook(_PROMOTE, more="wait: 10 minutes"))
policy.passes(documents=_runbook(_PROMOTE, "./scripts/wait-for-database.sh"))
policy.passes(documents=_runbook(_PROMOTE, then="echo done"))
policy.fails(documents=_runbook(_PROMOTE))
policy.fails(documents=_runbook(_PROMOTE, "aws rds wait db-instance-available --db-instance-identifier carts"))
policy.fails(documents=_runbook(_PROMOTE, "aws rds wait db-instance-deleted --db-instance-identifier orders"))
policy.passes(documents=_runbook(_PROMOTE, 'aws rds wait db-instance-available --db-instance-identifier "$DB"'))
policy.fails(documents=_runbook(_PROMOTE, _DNS, more="verification: its status is available"))
