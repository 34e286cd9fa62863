"""The commands of a runbook give every parameter that their operation asks for."""

from __future__ import annotations

from drlint.model.procedure import Fault
from drlint.policy import Case, Policy
from drlint.policy.of_commands import tell_faults

policy = Policy(
    title="Commands of a runbook give all required parameters",
    severity="high",
    checklist="runbooks-documented",
    applies_to=("runbook",),
    why="""
A command without a parameter that its operation requires does nothing but tell so: `create-db-cluster` without
`--engine`, `change-resource-record-sets` without `--hosted-zone-id`. At night somebody then has to find the value. What
is required is AWS's own word, from botocore's service models; with `--cli-input-json` or `"$@"` nothing is asked for.
""",
    fix="""
Give the parameter, or a variable that an earlier step of the runbook sets.
""",
    controls={
        "nist-800-53": ("CP-10",),
        "iso-22301": ("8.4",),
        "soc-2": ("A1.2", "CC7.5"),
        "dora": ("11(2)",),
        "aws-well-architected": ("REL13-BP03",),
    },
    references=("https://docs.aws.amazon.com/cli/latest/reference/",),
)


@policy.check
def check(case: Case) -> None:
    tell_faults(case, {Fault.REQUIRED})


policy.passes(
    documents="""
runbook: {name: Regional Failover}
steps:
  - id: 4
    action: Promote the database
    commands:
      - aws rds failover-global-cluster --global-cluster-identifier orders --target-db-cluster-identifier $TARGET_ARN --allow-data-loss --region us-west-2
      - aws rds wait db-cluster-available --db-cluster-identifier orders-dr --region us-west-2
    verification: The cluster is available
"""
)
policy.passes(
    documents="""
runbook: {name: Regional Failover}
steps:
  - id: 4
    action: Promote the database
    commands:
      - aws rds create-db-cluster --cli-input-json file://cluster.json
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
      - aws rds create-db-cluster --db-cluster-identifier orders-new --region us-east-1
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
      - aws route53 change-resource-record-sets --change-batch file://dns.json
    verification: The cluster is available
"""
)
