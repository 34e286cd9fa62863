"""What a runbook's --query asks for is in the answer of its operation."""

from __future__ import annotations

from drlint.model.procedure import Fault
from drlint.policy import Case, Policy
from drlint.policy.of_commands import tell_faults

policy = Policy(
    title="A --query in a runbook asks for what the answer has",
    severity="medium",
    checklist="runbooks-documented",
    applies_to=("runbook",),
    why="""
A `--query` that names what the answer does not have prints `None` and exits with 0: `DBClusters[0].ReplicationLag` looks
like a lag of nothing. The JMESPath is held against the shape of the operation's answer in botocore's service models; a
query that is no JMESPath at all ends the command.
""",
    fix="""
Ask for what the answer has; the message names the nearest part of it.
""",
    controls={
        "nist-800-53": ("CP-10",),
        "iso-22301": ("8.4",),
        "soc-2": ("A1.2", "CC7.5"),
        "dora": ("11(2)",),
        "aws-well-architected": ("REL13-BP03",),
    },
    references=(
        "https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-filter.html",
        "https://docs.aws.amazon.com/cli/latest/reference/",
    ),
)


@policy.check
def check(case: Case) -> None:
    tell_faults(case, {Fault.QUERY})


policy.passes(
    documents="""
runbook: {name: Regional Failover}
steps:
  - id: 4
    action: Promote the database
    commands:
      - aws rds describe-db-clusters --db-cluster-identifier orders --query 'DBClusters[0].Status'
    verification: The cluster is available
"""
)
policy.fails(
    documents="""
runbook: {name: Regional Failover}
steps:
  - id: 4
    action: Promote the database
    commands:
      - aws rds describe-db-clusters --db-cluster-identifier orders --query 'DBClusters[0].ReplicationLag'
    verification: The cluster is available
"""
)
policy.fails(
    documents="""
runbook: {name: Regional Failover}
steps:
  - id: 4
    action: Promote the database
    commands:
      - aws rds describe-db-clusters --query 'DBClusters[0'
    verification: The cluster is available
"""
)
