"""A failover or failback says how to go back where it goes wrong."""

from __future__ import annotations

from drlint.model.finding import Evidence
from drlint.policy import Case, Policy
from drlint.recovery.procedures import MAIN, steps_of
from drlint.recovery.purposes import is_recovery

policy = Policy(
    title="A failover and a failback say what to do where they go wrong",
    severity="medium",
    checklist="runbooks-documented",
    applies_to=("runbook",),
    why="""
Half-way through, a failover or a failback can turn out to be wrong: the other side fails as well, data does not fit, the
load is more than it takes. Whoever is on call then needs to know what brings the former state back, until when that is
possible, and who decides. That cannot be made up at four in the morning. A runbook for a
restore is not judged, nor one that speaks of no failover at all.
""",
    fix="Give the runbook a `rollback` with a `trigger` and `steps`, and say until which step it can be gone back.",
    controls={
        "nist-800-53": ("CP-10",),
        "iso-22301": ("8.4",),
        "soc-2": ("A1.2", "CC7.5"),
        "dora": ("11(2)",),
        "aws-well-architected": ("REL13-BP02",),
    },
    references=(
        "https://docs.aws.amazon.com/whitepapers/latest/disaster-recovery-workloads-on-aws/testing-disaster-recovery.html",
        "https://docs.aws.amazon.com/wellarchitected/latest/operational-excellence-pillar/ops_ready_to_support_use_runbooks.html",
    ),
)


@policy.check
def check(case: Case) -> None:
    runbook = case.resource
    if (
        runbook["kind"] == "restore"
        or not is_recovery(runbook)
        or not any(each.part == MAIN for each in steps_of(runbook))
    ):
        case.skip()
        return
    if "rollback" not in runbook["parts"]:
        said = f"{runbook['name']}, a {runbook['kind']}, has no rollback: nothing says what to do where it goes wrong"
        case.fail(said, evidence=[Evidence("runbook: no rollback", runbook.location_of())])


_STEPS = """
steps:
  - {id: 1, action: Promote, verification: its status is available}
"""

policy.passes(
    documents=f"""
runbook: {{name: Regional Failback}}
{_STEPS}
rollback:
  trigger: the primary Region fails again
  steps: [Move the traffic back]
"""
)
policy.fails(documents=f"runbook: {{name: Regional Failback}}\n{_STEPS}")
policy.fails(documents=f"runbook: {{name: Regional Failover}}\n{_STEPS}")
