"""How a runbook looks at replication lag, and whether what it looks at is one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from drlint.model.procedure import Step
from drlint.recovery.procedures import Asked

SAYS_LAG: Final = re.compile(r"\b(?:lag|replication (?:delay|latency)|replica (?:delay|latency))\b", re.IGNORECASE)
_SETS_UP: Final = re.compile(r"\s*(?:enable|set up|create|configure|re-?establish|start|restore)\b", re.IGNORECASE)
_MEASURES: Final = re.compile(r"lag|latency|delay|timesince|pending|lastreplicated|behind|backlog", re.IGNORECASE)

# Operations whose answer holds no lag, and what it holds instead. RDS has the state of a replica, DynamoDB and
# ElastiCache that of a member; none has seconds. botocore 1.44.5 (2026-11-23)
NO_LAG: Final[Mapping[str, str]] = {
    "rds describe-db-clusters": "clusters with their status",
    "rds describe-db-instances": "instances with their status",
    "rds describe-global-clusters": "members with their status",
    "docdb describe-db-clusters": "clusters with their status",
    "docdb describe-global-clusters": "members with their status",
    "neptune describe-db-clusters": "clusters with their status",
    "neptune describe-global-clusters": "members with their status",
    "elasticache describe-global-replication-groups": "members with their status",
    "elasticache describe-replication-groups": "groups with their status",
    "dynamodb describe-table": "replicas with their status",
    "s3api get-bucket-replication": "the rules of a bucket",
    "s3api head-object": "the replication status of one object",
    "memorydb describe-clusters": "clusters with their status",
}

# Where the metric of a lag is: at the copy, which outlives the Region that is lost.
# https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html (2026-11-23)
AT_THE_COPY: Final = frozenset({
    "AuroraGlobalDBRPOLag", "AuroraGlobalDBReplicationLag", "AuroraGlobalDBProgressLag", "ReplicaLag",
    "AuroraBinlogReplicaLag",
})  # fmt: skip


def looks_at_lag(step: Step) -> bool:
    """Whether a step is there to look at the lag: it says so, and does not set up what could lag."""
    return SAYS_LAG.search(step.action) is not None and _SETS_UP.match(step.action) is None


def measures_lag(asked: Asked) -> bool | None:
    """Whether what a call prints is a lag; None where that cannot be told."""
    name = f"{asked.call.service} {asked.call.operation}"
    query = asked.call.literal("query")
    if query is not None and _MEASURES.search(query):
        return True  # whether the answer has that is another question
    if asked.call.service == "cloudwatch" and asked.operation.does == "check":
        metric = asked.call.literal("metric-name")
        return None if metric is None else _MEASURES.search(metric) is not None
    return False if name in NO_LAG else None


def answer_of(asked: Asked) -> str:
    """What a call that prints no lag prints instead."""
    query = asked.call.literal("query")
    metric = asked.call.literal("metric-name")
    if metric is not None:
        return f"the metric {metric[:60]}"
    if query is not None and re.fullmatch(r"[\w.\[\]*'\"?&=|,{}: @`()<>!-]{1,60}", query):
        last = re.findall(r"[A-Za-z]\w+", query)
        said = last[-1] if last else ""
        kind = "an ARN or nothing" if said.endswith(("Identifier", "Arn", "ARN")) else "no lag"
        return f"{said}, which is {kind}" if said else "something else"
    return NO_LAG.get(f"{asked.call.service} {asked.call.operation}", "something else")
