"""Alarms on replication lag, in the Region of the replica."""

from __future__ import annotations

from collections.abc import Sequence

from drlint.cli.repairs import Repair, Target
from drlint.cli.scaffolds.beside import provider_of, repeated, under
from drlint.cli.scaffolds.building import Building
from drlint.edits.blocks import NewBlock
from drlint.edits.changes import RefusedError
from drlint.model.resource import Resource

REPLICA = "replication-lag-alarm-rds"
GLOBAL = "replication-lag-alarm-aurora-global"
POLICIES = (REPLICA, GLOBAL)
_METRICS = {"AuroraGlobalDBReplicationLag", "AuroraGlobalDBRPOLag"}
_SECONDS = 300
_MILLISECONDS = 60_000


def repair(building: Building, target: Target) -> Repair:
    """An alarm for a read replica, or for each secondary cluster of a global database; raises RefusedError."""
    return _replica(building, target) if target.policy == REPLICA else _global(building, target)


def _replica(building: Building, target: Target) -> Repair:
    target.require_whole()
    _require_none(building, target.resource, {"ReplicaLag"})
    rpo = building.judged.settings.objectives.rpo_minutes
    seconds = _SECONDS if rpo is None else min(_SECONDS, rpo * 60)
    name, path = _alarm(building, target, "ReplicaLag", ("DBInstanceIdentifier", "identifier"), seconds)
    return target.repair(name, (path,))


def _global(building: Building, target: Target) -> Repair:
    secondaries = _secondaries(building, target.resource)
    for each in secondaries:
        _require_none(building, each, _METRICS)
    rpo = building.judged.settings.objectives.rpo_minutes
    milliseconds = _MILLISECONDS if rpo is None else min(_MILLISECONDS, rpo * 60_000)
    made = []
    for each in secondaries:
        watched = Target(building.given.root(each.address.root), each, target.findings, ())
        dimension = ("DBClusterIdentifier", "cluster_identifier")
        made.append(_alarm(building, watched, "AuroraGlobalDBReplicationLag", dimension, milliseconds))
    return target.repair(", ".join(name for name, _ in made), tuple(dict.fromkeys(path for _, path in made)))


def _secondaries(building: Building, database: Resource) -> Sequence[Resource]:
    """The clusters that follow, one for each block."""
    estate = building.judged.estate
    members = estate.links(database, "members").certain
    primaries = estate.links(database, "created_from").certain or tuple(
        each for each in members if "master_username" not in each.view.defaulted
    )
    if len(primaries) != 1:
        raise RefusedError("which of its clusters is the primary cannot be told")
    found = {each.location_of(): each for each in members if each is not primaries[0]}
    if not found or primaries[0].location_of() in found:
        raise RefusedError("its secondary clusters are not declared by blocks of their own here")
    return list(found.values())


def _require_none(building: Building, watched: Resource, metrics: set[str]) -> None:
    for alarm in building.judged.estate.links(watched, "alarms"):
        name = alarm["metric_name"]
        if isinstance(name, str) and name in metrics:
            raise RefusedError(f"{alarm.label} watches its lag already, but not as it should; mend that")


def _alarm(
    building: Building, watched: Target, metric: str, dimension: tuple[str, str], threshold: int
) -> tuple[str, str]:
    """An alarm beside the block that it watches, under the same provider; its name and its file."""
    original, block = watched.block(building.desk)
    beside = building.beside(watched.root, watched.path(watched.place))
    provider = provider_of(block)
    repeating, name = repeated(original, block)
    topic, blocks = beside.topic(provider)
    own = beside.free_name("aws_cloudwatch_metric_alarm", f"{block.labels[1]}_lag")
    arguments = {
        **repeating,
        **under(provider),
        "alarm_name": f'"${{{name}.{dimension[1]}}}-lag"',
        "alarm_description": '"Replication falls behind: what has not arrived is lost when the replica takes over."',
        "namespace": '"AWS/RDS"',
        "metric_name": f'"{metric}"',
        "dimensions": f"{{ {dimension[0]} = {name}.{dimension[1]} }}",
        "statistic": '"Maximum"',
        "period": "60",
        "evaluation_periods": "5",
        "comparison_operator": '"GreaterThanThreshold"',
        "threshold": str(threshold),
        "treat_missing_data": '"breaching"',  # lag is always sent: silence means that replication is gone
        "alarm_actions": f"[aws_sns_topic.{topic}.arn]",
    }
    beside.add((*blocks, NewBlock(type="resource", labels=("aws_cloudwatch_metric_alarm", own), arguments=arguments)))
    return f"aws_cloudwatch_metric_alarm.{own}", beside.path
