"""The flags in a runbook's commands are written out."""

from __future__ import annotations

from drlint.model.procedure import Fault
from drlint.policy import Case, Policy
from drlint.policy.of_commands import tell_faults

policy = Policy(
    title="Flags in a runbook's commands are written out",
    severity="low",
    checklist="runbooks-documented",
    applies_to=("runbook",),
    why="""
The AWS CLI takes `--allow-data-los` for `--allow-data-loss` as long as no other flag begins that way. The day AWS adds
one, the command is ambiguous and refused, and until then nobody can search for what it does.
""",
    fix="""
Write the flag out.
""",
    controls={
        "nist-800-53": ("CP-10",),
        "iso-22301": ("8.4",),
        "soc-2": ("A1.2", "CC7.5"),
        "dora": ("11(2)",),
        "aws-well-architected": ("REL13-BP03",),
    },
    references=(
        "https://docs.python.org/3/library/argparse.html#argument-abbreviations-prefix-matching",
        "https://docs.aws.amazon.com/cli/latest/reference/",
    ),
)


@policy.check
def check(case: Case) -> None:
    tell_faults(case, {Fault.ABBREVIATED})


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
      - aws rds reboot-db-instance --db-instance-identifier orders --force-fail
    verification: The cluster is available
"""
)
