"""The commands of a runbook are text that a shell takes."""

from __future__ import annotations

from drlint.model.finding import Evidence
from drlint.model.procedure import Fault
from drlint.policy import Case, Policy

policy = Policy(
    title="A shell takes the commands of a runbook as they are written",
    severity="high",
    checklist="runbooks-documented",
    applies_to=("runbook",),
    why="""
A quote that is never closed, an `if` without its `fi` or a line that ends in `&&` is refused by the shell, or swallows
the commands after it, and nobody notices in a document. Characters that no screen shows (zero-width, or such as turn
the direction of text) make a command that was copied another one than was read. Sentences for people between commands
are left alone. Nothing of the text is run.
""",
    fix="Mend the command at the line that is named, and paste it into `bash -n` to see that it is taken.",
    controls={
        "nist-800-53": ("CP-10",),
        "iso-22301": ("8.4",),
        "soc-2": ("A1.2", "CC7.5"),
        "dora": ("11(2)",),
        "aws-well-architected": ("REL13-BP03",),
    },
    references=("https://www.gnu.org/software/bash/manual/html_node/Shell-Syntax.html",),
)


@policy.check
def check(case: Case) -> None:
    runbook = case.resource
    if not any(each.commands or each.problems for each in runbook["steps"]):
        case.skip()
    for step in runbook["steps"]:
        wrong = [each for each in step.problems if each.fault is Fault.SYNTAX]
        for position, problem in enumerate(wrong, 1):
            said = f"{step.key} of {runbook['name']}: {problem.message}"
            detail = f"{step.key}: text {position}"
            case.fail(said, detail=detail, evidence=[Evidence(problem.message, problem.location)])


policy.passes(
    documents="""
runbook: {name: Regional Failover}
steps:
  - id: 1
    action: Promote
    commands:
      - Don't start before the incident commander says so
      - |
        # the cluster in the recovery Region
        if ! aws rds describe-db-clusters --db-cluster-identifier "$CLUSTER"; then
          exit 1
        fi
"""
)
policy.fails(
    documents="""
runbook: {name: Regional Failover}
steps:
  - id: 1
    action: Look
    commands:
      - |
        aws rds describe-db-clusters --query 'DBClusters[0].Status
"""
)
policy.fails(
    documents="""
runbook: {name: Regional Failover}
steps:
  - {id: 1, action: Promote, command: "aws rds describe-global-clusters &&"}
"""
)
