"""The copies of a runbook in the repository say the same."""

from __future__ import annotations

from drlint.model.values import Unknown
from drlint.policy import Case, Policy

policy = Policy(
    title="The copies of a runbook say the same",
    severity="medium",
    checklist="runbooks-in-several-places",
    applies_to=("runbook",),
    scope="any",
    why="""
A copy that was not changed with its original is worse than none: it is complete, it is signed off, and step 4 names a
cluster that is gone. Which of the two somebody opens on the night is chance. Copies in the repository are compared by
a hash of their text.
""",
    fix="""
Copy the runbook again, best by a job that does so on every change, or take the stale copy out of `locations:`.
""",
    controls={
        "nist-800-53": ("CP-2", "CP-10"),
        "iso-22301": ("8.4",),
        "soc-2": ("CC7.5",),
        "dora": ("11(2)",),
        "aws-well-architected": ("OPS07-BP03",),
    },
    references=(
        "https://docs.aws.amazon.com/wellarchitected/latest/operational-excellence-pillar/ops_ready_to_support_use_runbooks.html",
    ),
)


@policy.check
def check(case: Case) -> None:
    runbook = case.resource
    if not runbook["copies"]:
        case.skip()
        return
    for each in runbook["copies"]:
        where = str(each["location"])[:120]
        doubt = next((value for value in (each["exists"], each["same"]) if isinstance(value, Unknown)), None)
        if each["exists"] is False:
            case.fail(
                f"runbook {runbook['name']} says that a copy is at {where}, and there is none",
                reads=[(runbook, "locations")],
                detail=where,
            )
        elif doubt is not None:
            case.unknown(f"{where}: {doubt.reason}", detail=where)
        elif not each["same"]:
            said = f"the copy of runbook {runbook['name']} at {where} says something else than the runbook"
            case.fail(said, reads=[(runbook, "locations")], detail=where)


policy.passes(
    documents="""
runbook: {name: Failover, locations: [dr/example-2.yaml, example-1.yaml]}
---
runbook: {name: Failover, locations: [dr/example-2.yaml, example-1.yaml]}
""",
    files=[],
)
policy.fails(
    documents="""
runbook: {name: Failover, version: "2", locations: [dr/example-2.yaml]}
---
runbook: {name: Failover, version: "1", locations: [dr/example-2.yaml]}
""",
    files=[],
)
policy.fails(
    documents="""
runbook: {name: Failover, locations: [copies/failover.yaml]}
""",
    files=[],
)
policy.unknown(
    documents="""
runbook: {name: Failover, locations: [copies/failover.yaml]}
""",
)
