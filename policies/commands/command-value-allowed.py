"""The values in a runbook's commands are ones that their operations take."""

from __future__ import annotations

from drlint.model.procedure import Fault
from drlint.policy import Case, Policy
from drlint.policy.of_commands import tell_faults

policy = Policy(
    title="Values in a runbook's commands are ones that AWS takes",
    severity="high",
    checklist="runbooks-documented",
    applies_to=("runbook",),
    why="""
A number where a word is expected, a choice that is none, JSON that does not have the shape of its parameter, a word too
many, two flags that exclude each other: the CLI or the service refuses the command. Literal values are held against
the types, choices and shapes of botocore's service models; variables, placeholders and `file://` are left alone.
""",
    fix="""
Write the value as `aws SERVICE OPERATION help` describes it.
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
    tell_faults(case, {Fault.VALUE, Fault.SHAPE, Fault.ARGUMENT, Fault.CONFLICT})


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
      - aws autoscaling set-desired-capacity --auto-scaling-group-name web --desired-capacity many
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
      - aws backup start-restore-job --recovery-point-arn $ARN --metadata '[1, 2]'
    verification: The cluster is available
"""
)
