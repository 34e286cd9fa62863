"""The AWS CLI has the services that a runbook calls."""

from __future__ import annotations

from datetime import date

from drlint.model.procedure import Fault
from drlint.policy import Case, Policy
from drlint.policy.of_commands import tell_faults

policy = Policy(
    title="The AWS CLI has every service that a runbook calls",
    severity="high",
    checklist="runbooks-documented",
    applies_to=("runbook",),
    why="""
A service that the AWS CLI does not have (`aws aurora …`, `aws route-53 …`) ends the step with a usage text, and
whoever is on call begins to search for the command. Every `aws` command is held against an index of the CLI that was
made from botocore's service models and comes with drlint; nothing is run. Once the index is older than nine months a
service that it does not know is unknown and not wrong.
""",
    fix="""
Write the service as `aws help` lists it; the message names the nearest one.
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
    tell_faults(case, {Fault.SERVICE}, dated=True)


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
      - aws aurora failover-global-cluster --global-cluster-identifier orders
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
      - aws aurora failover-global-cluster --global-cluster-identifier orders
    verification: The cluster is available
""",
    as_of=date(2031, 1, 1),
)
