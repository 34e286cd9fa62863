"""The operations that a runbook calls take the flags that it gives."""

from __future__ import annotations

from datetime import date

from drlint.model.procedure import Fault
from drlint.policy import Case, Policy
from drlint.policy.of_commands import tell_faults

policy = Policy(
    title="Every flag in a runbook's commands exists",
    severity="high",
    checklist="runbooks-documented",
    applies_to=("runbook",),
    why="""
The AWS CLI refuses a command with a flag that it does not know, whatever else is right about it. Flags are held
against an index that was made from botocore's service models and comes with drlint; `$FLAGS` and placeholders are left
alone. Once the index is older than nine months a flag that it does not know is unknown and not wrong.
""",
    fix="""
Write the flag as `aws SERVICE OPERATION help` does; the message names the nearest one.
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
    tell_faults(case, {Fault.FLAG}, dated=True)


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
      - aws rds failover-global-cluster --global-cluster-id orders-x --target-cluster $ARN
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
      - aws rds reboot-db-instance --db-instance-identifier orders --with-speed
    verification: The cluster is available
""",
    as_of=date(2031, 1, 1),
)
