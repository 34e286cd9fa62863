"""Puts the steps of a failover, and those of the way back, in their order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from drlint.cli.beginnings.facts import Facts, identity, is_copy
from drlint.cli.beginnings.steps import Begun, arn_of, capacity_steps, data_steps
from drlint.model.resource import Resource

# Where the control plane of Route 53 is:
# https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html (2026-11-23)
_DNS_HOME = "us-east-1"
_MOST_NAMES = 5


def failover(facts: Facts) -> dict[str, Any]:
    """What a failover runbook is filled with: confirm, fence, data, compute, verify, traffic."""
    lost = facts.primary or "<lost-region>"
    steps = [
        Begun(
            action=f"Make sure, from outside {lost}, that it is {lost} that fails, and open the incident",
            commands=tuple(_lag(facts, facts.target)),
            verification="Whoever decides has decided; the incident has a number and a channel",
        ),
        Begun(
            action=f"Keep {lost} from writing: what it still accepts from now on is lost",
            verification=f"Nothing writes in {lost}, or it does not answer at all",
        ),
        *data_steps(facts),
        *capacity_steps(facts, facts.target, facts.primary),
        Begun(
            action=f"Go through what users do, in {facts.target}, before they come",
            verification="Reading and writing works from the outermost load balancer to the database",
        ),
        _traffic(facts, facts.target, lost),
    ]
    return {"facts": facts, "lost": lost, "steps": steps, "back": _undone(facts)}


def failback(facts: Facts) -> dict[str, Any]:
    """What a failback runbook is filled with: data first, then compute, then traffic."""
    home = facts.primary or "<primary-region>"
    checks = [
        Begun(action=f"{home} has been well for a day", verification="Its status page and our own checks agree"),
        Begun(
            action="See how far the databases are apart (replication lag)",
            commands=tuple(_lag(facts, home)),
            verification="Below one second for ten minutes",
        ),
    ]
    steps = [
        *_data_home(facts, home),
        *capacity_steps(facts, home, facts.target),
        Begun(action=f"Go through what users do, in {home}", verification="Reading and writing works"),
        _traffic(facts, home, facts.target),
    ]
    return {"facts": facts, "home": home, "checks": checks, "steps": steps, "back": list(_again(facts))}


def _lag(facts: Facts, region: str) -> Iterator[str]:
    """How far copies in a Region are behind, asked of CloudWatch there."""
    metrics = (("aws_rds_cluster", "AuroraGlobalDBReplicationLag"), ("aws_db_instance", "ReplicaLag"))
    for kind, metric in metrics:
        for each in facts.of_kind(kind, region):
            is_global = kind == "aws_rds_cluster" and facts.links(each, "member_of")
            if is_global or (kind == "aws_db_instance" and facts.estate is not None and is_copy(each, facts.estate)):
                dimension = "DBClusterIdentifier" if kind == "aws_rds_cluster" else "DBInstanceIdentifier"
                name = identity(each, "cluster_identifier" if kind == "aws_rds_cluster" else "identifier", "id")
                yield (
                    f"aws cloudwatch get-metric-statistics --namespace AWS/RDS --metric-name {metric} \\\n"
                    f"  --dimensions Name={dimension},Value={name} \\\n"
                    f'  --start-time "$FROM" --end-time "$NOW" --period 60 --statistics Maximum \\\n'
                    f"  --region {region}"
                )


def _traffic(facts: Facts, to: str, away: str) -> Begun:
    """Users led to a Region: by failover records on their own, else by hand."""
    names = {identity(each, "name") for each in facts.of_kind("aws_route53_record") if each["failover"] is not None}
    known = sorted(each for each in names if not each.startswith("<"))[:_MOST_NAMES]
    if names:
        return Begun(
            action=f"Let Route 53 lead users to {to}: its failover records follow their health checks",
            commands=tuple(f"dig +short {each}" for each in known),
            verification=f"The names lead to {to}, and users arrive",
            wait="5 minutes",
        )
    if away == _DNS_HOME:
        return Begun(
            action=f"Lead users to {to} without changing records: Route 53 is changed in {_DNS_HOME}, which is lost",
            verification=f"The names lead to {to}, and users arrive",
        )
    return Begun(
        action=f"Lead users to {to}: point the records of what users call to it",
        verification=f"The names lead to {to}, and users arrive",
        wait="5 minutes",
    )


def _undone(facts: Facts) -> list[Begun]:
    """How a failover is broken off before users were led away."""
    return [
        Begun(
            action=f"Before users are led to {facts.target}: leave them where they are, and say so in the incident",
            verification="Nobody works on the failover any more, and everybody knows",
        ),
        Begun(
            action="After the data was promoted: go on, and return by the failback runbook",
            verification="Whoever decides has decided",
        ),
    ]


def _data_home(facts: Facts, home: str) -> Iterator[Begun]:
    """Every store of data brought back."""
    for group in facts.groups:
        for cluster in facts.links(group, "members"):
            if cluster.region == home:
                yield _switched(group, cluster, home, facts.target)
    for replica in facts.of_kind("aws_db_instance"):
        if facts.estate is not None and is_copy(replica, facts.estate) and isinstance(replica.region, str):
            yield from _copied_home(replica, facts, home)
    yield Begun(
        action=f"Bring home to {home} what was restored or written in {facts.target} meanwhile, store by store",
        verification=f"The newest record of each store is in {home}",
    )


def _switched(group: Resource, cluster: Resource, home: str, from_region: str) -> Begun:
    """The writer of a global database moved without loss."""
    name = identity(cluster, "cluster_identifier", "id")
    return Begun(
        action=f"Make {name} in {home} the writer again, without losing a row",
        commands=(
            (
                f"aws rds switchover-global-cluster \\\n"
                f"  --global-cluster-identifier {identity(group, 'global_cluster_identifier', 'id')} \\\n"
                f'  --target-db-cluster-identifier "{arn_of(cluster, home, "rds", f"cluster:{name}")}" \\\n'
                f"  --region {from_region}"
            ),
            f"aws rds wait db-cluster-available --db-cluster-identifier {name} --region {home}",
        ),
        verification=f"{name} takes a write",
        wait="5 minutes",
    )


def _copied_home(replica: Resource, facts: Facts, home: str) -> Iterator[Begun]:
    """A database copied back by a replica of its own, which is promoted when it has caught up."""
    name, region = identity(replica, "identifier", "id"), str(replica.region)
    back = f"{name}-home" if not name.startswith("<") else "<new-name>"
    source = arn_of(replica, region, "rds", f"db:{name}")
    yield Begun(
        action=f"Make a replica of {name} in {home}",
        commands=(
            (
                f"aws rds create-db-instance-read-replica --db-instance-identifier {back} \\\n"
                f'  --source-db-instance-identifier "{source}" --region {home}'
            ),
            f"aws rds wait db-instance-available --db-instance-identifier {back} --region {home}",
        ),
        verification="It is available, and ReplicaLag is below one second for ten minutes",
        wait="1 hour",
    )
    yield Begun(action=f"Keep {facts.target} from writing", verification=f"Nothing writes in {facts.target}")
    yield Begun(
        action=f"Promote {back} in {home}",
        commands=(
            f"aws rds promote-read-replica --db-instance-identifier {back} --region {home}",
            f"aws rds wait db-instance-available --db-instance-identifier {back} --region {home}",
        ),
        verification=f"{back} takes a write",
        wait="10 minutes",
    )


def _again(facts: Facts) -> Iterator[Begun]:
    """How the way back is undone."""
    for group in facts.groups:
        for cluster in facts.links(group, "members"):
            if cluster.region == facts.target:
                yield _switched(group, cluster, facts.target, facts.primary)
    yield Begun(
        action=f"Lead users back to {facts.target}, where everything still runs",
        verification=f"Users work in {facts.target}",
    )
