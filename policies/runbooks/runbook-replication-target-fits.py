"""What a runbook means to fail over to is made as a member of the global database."""

from __future__ import annotations

from drlint.policy import Case, Policy
from drlint.recovery.identifiers import shown
from drlint.recovery.operations.model import FAILOVER, MEMBER, SWITCHOVER
from drlint.recovery.procedures import Asked, calls_of

policy = Policy(
    title="A cluster that a runbook makes to fail over to is a member of the global database",
    severity="high",
    checklist="runbooks-documented",
    applies_to=("runbook",),
    why="""
`create-db-cluster --replication-source-identifier` makes a cluster that replicates by binary log. It is no member of a
global database, and `failover-global-cluster` refuses it as a target: the runbook finds out at the last step. A member
is made with `--global-cluster-identifier`; after a failover Aurora brings the old primary back as one by itself where it
can.
""",
    fix="""
Make the cluster with `--global-cluster-identifier` (and `--engine`) and an instance in it, or wait for Aurora to rebuild
the old primary as a secondary, and switch over to that.
""",
    controls={
        "nist-800-53": ("CP-10",),
        "iso-22301": ("8.4",),
        "soc-2": ("A1.2", "CC7.5"),
        "dora": ("11(2)",),
        "aws-well-architected": ("REL13-BP02",),
    },
    references=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-attach.html",
        "https://docs.aws.amazon.com/cli/latest/reference/rds/create-db-cluster.html",
    ),
)


@policy.check
def check(case: Case) -> None:
    runbook = case.resource
    calls = calls_of(runbook, case.estate)
    targets = {name: each for each in calls if (name := _target(each)) is not None}
    if not targets:
        case.skip()
        return
    for each in calls:
        made = each.call.literal("db-cluster-identifier")
        used = targets.get(made) if made is not None else None
        if made is None or used is None or each.call.operation != "create-db-cluster" or not _copies_by_log(each):
            continue
        said = f"{each.step.key} of {runbook['name']} makes {shown(made)} with --replication-source-identifier"
        message = f"{said}, no member of a global database, and {used.step.key} calls {used.said} with it as the target"
        case.fail(message, detail=each.key, evidence=[each.evidence, used.evidence])


def _target(asked: Asked) -> str | None:
    """The name of the cluster that is to be the writer."""
    if asked.operation.does not in {FAILOVER, SWITCHOVER}:
        return None
    for names in asked.operation.names:
        if names.role == MEMBER and (text := asked.call.literal(names.parameter)):
            return text.rpartition(":")[2]
    return None


def _copies_by_log(asked: Asked) -> bool:
    given = asked.call.parameters
    return "replication-source-identifier" in given and "global-cluster-identifier" not in given


def _runbook(how: str, target: str = "orders-new") -> str:
    return f"""
runbook: {{name: Regional Failback}}
steps:
  - id: 1
    action: Replicate back
    command: aws rds create-db-cluster --db-cluster-identifier orders-new --engine aurora-postgresql {how}
  - id: 5
    action: Make it the writer
    command: >-
      aws rds switchover-global-cluster --global-cluster-identifier orders
      --target-db-cluster-identifier {target}
"""


policy.passes(documents=_runbook("--global-cluster-identifier orders"))
policy.passes(documents=_runbook("--replication-source-identifier $SOURCE", "orders-east"))
policy.fails(documents=_runbook("--replication-source-identifier $SOURCE"))
policy.fails(
    documents=_runbook(
        "--replication-source-identifier $SOURCE", "arn:aws:rds:us-east-1:111122223333:cluster:orders-new"
    )
)
