"""The services that a runbook calls have the operations that it asks for."""

from __future__ import annotations

from datetime import date

from drlint.model.procedure import Fault
from drlint.policy import Case, Policy
from drlint.policy.of_commands import tell_faults

policy = Policy(
    title="Every operation that a runbook calls exists",
    severity="high",
    checklist="runbooks-documented",
    applies_to=("runbook",),
    why="""
`aws ec2 describe-availability-zone-status` and `aws secretsmanager promote-secret` read well and do not exist: the step
stops on the night, after the decision was taken. Operations, waiters (`aws rds wait …`) and the CLI's own commands
(`aws s3 sync`, `aws eks update-kubeconfig`) are held against an index that was made from botocore's service models and
comes with drlint; nothing is run. Once the index is older than nine months, what it does not know is unknown.
""",
    fix="""
Call the operation that there is; the message names the nearest one.
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
    tell_faults(case, {Fault.OPERATION}, dated=True)


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
policy.fails(
    documents="""
runbook: {name: Regional Failover}
steps:
  - id: 4
    action: Promote the database
    commands:
      - aws ec2 describe-availability-zone-status --region us-east-1
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
      - aws secretsmanager promote-secret --secret-id orders
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
      - aws rds wait db-cluster-promoted --db-cluster-identifier orders-dr
    verification: The cluster is available
"""
)
policy.unknown(
    documents="""
runbook: {name: Regional Failover}
steps:
  - id: 4
    action: Promote the database
    commands:
      - aws ec2 describe-availability-zone-status --region us-east-1
    verification: The cluster is available
""",
    as_of=date(2031, 1, 1),
)
