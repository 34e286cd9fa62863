"""Whether what a runbook promotes can be promoted that way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec import Struct

from drlint.estate.estate import Estate
from drlint.model.resource import Resource
from drlint.model.values import Unknown, as_unknown, is_known, is_present
from drlint.recovery.identifiers import Named, named_as, shown
from drlint.recovery.operations.model import MEMBER, SUBJECT
from drlint.recovery.primary_region import writer_of
from drlint.recovery.procedures import Asked, calls_of
from drlint.recovery.purposes import is_for_region_loss

_CLUSTERS: Final = ("aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster")
_MEMBERS: Final = ("aws_rds_cluster_instance", "aws_docdb_cluster_instance", "aws_neptune_cluster_instance")


class Misfit(Struct, frozen=True):
    """Why an operation does not do what is meant, said of the step, and the resource that says so."""

    said: str
    resource: Resource
    words: str
    attribute: str | None = None


Answer = Misfit | Unknown | None


class Promotion(Struct, frozen=True):
    """A call that promotes, in its runbook."""

    asked: Asked
    runbook: Resource
    estate: Estate


def is_judged(promotion: Promotion) -> bool:
    """Whether it promotes something that is in view."""
    return promotion.asked.call.operation in _ASKED and _subject(promotion) is not None


def misfit_of(promotion: Promotion) -> Answer:
    """Why what a call promotes cannot be promoted that way; None where nothing speaks against it."""
    named = _subject(promotion)
    if named is None or named.one is None:
        return None
    return _ASKED[promotion.asked.call.operation](promotion, named, named.one)


def _subject(promotion: Promotion) -> Named | None:
    for role in (SUBJECT, MEMBER):
        found = named_as(promotion.asked, role, promotion.estate)
        if found is not None and found.one is not None:
            return found
    return None


def _replica_cluster(promotion: Promotion, named: Named, cluster: Resource) -> Answer:
    operation, name = promotion.asked.call.operation, shown(named.text)
    if cluster.kind not in _CLUSTERS:
        return None
    member = is_member(cluster, promotion.estate)
    if member is True:
        said = f"promotes {name} with {operation}, which does not work on a member of a global database"
        remedy = "failover-global-cluster --allow-data-loss does it, and remove-from-global-cluster by hand"
        words = "is a member of a global database"
        return Misfit(f"{said}; {remedy}", cluster, words, "global_cluster_identifier")
    source = is_present(cluster.view.attributes.get("replication_source_identifier"))
    if member is False and source is False:
        said = f"promotes {name} with {operation}, but {cluster.label} is a replica of nothing"
        return Misfit(said, cluster, "has no replication_source_identifier")
    if isinstance(member, Unknown) and source is not True:
        return member
    return source if isinstance(source, Unknown) else None


def _replica(promotion: Promotion, named: Named, instance: Resource) -> Answer:
    operation, name = promotion.asked.call.operation, shown(named.text)
    if instance.kind in _MEMBERS:
        said = f"promotes {name} with {operation}, which does not work on an instance of a cluster"
        return Misfit(f"{said}; the cluster has to be promoted", instance, "is an instance of a cluster")
    if instance.kind != "aws_db_instance":
        return None
    source = is_present(instance["replicate_source_db"])
    if source is False:
        said = f"promotes {name} with {operation}, but {instance.label} is a replica of nothing"
        return Misfit(said, instance, "has no replicate_source_db")
    return source if isinstance(source, Unknown) else None


def _oracle(promotion: Promotion, named: Named, instance: Resource) -> Answer:
    if instance.kind != "aws_db_instance":
        return None
    engine = _engine_of(instance, promotion.estate)
    if isinstance(engine, Unknown):
        return engine
    if "oracle" in engine:
        return None
    said = f"switches {shown(named.text)} over with switchover-read-replica, which works with Oracle alone"
    return Misfit(f"{said}, and {instance.label} runs {engine}", instance, f"runs {engine}", "engine")


def _engine_of(instance: Resource, estate: Estate) -> str | Unknown:
    """The engine of an instance, which a replica has from its source."""
    for each in (instance, *estate.links(instance, "replicates").certain):
        engine = each.view.attributes.get("engine")
        if isinstance(engine, str):
            return engine
    return as_unknown(instance["engine"])


def _in_region(promotion: Promotion, named: Named, cluster: Resource) -> Answer:
    """Failing over inside a secondary moves nothing: the writer of a global database stands elsewhere."""
    if cluster.kind not in _CLUSTERS or not is_for_region_loss(promotion.runbook):
        return None
    for whole in promotion.estate.links(cluster, "member_of").certain:
        writer = writer_of(whole, promotion.estate)
        if writer is not None and writer is not cluster:
            said = (
                f"fails {shown(named.text)} over with failover-db-cluster, which only moves readers of its own Region"
            )
            remedy = f"{writer.label} stays the writer; failover-global-cluster --allow-data-loss moves it"
            return Misfit(f"{said}: {remedy}", cluster, f"is a secondary of {whole.label}", "global_cluster_identifier")
    return None


def _target(promotion: Promotion, named: Named, cluster: Resource) -> Answer:
    if cluster.kind not in _CLUSTERS:
        return None
    operation, name = promotion.asked.call.operation, shown(named.text)
    member = is_member(cluster, promotion.estate)
    if member is False:
        said = f"makes {name} the writer with {operation}, but {cluster.label} is in no global database"
        return Misfit(said, cluster, "has no global_cluster_identifier")
    if isinstance(member, Unknown):
        return member
    if not is_for_region_loss(promotion.runbook) or operation != "failover-global-cluster":
        return None
    for whole in promotion.estate.links(cluster, "member_of").certain:
        if writer_of(whole, promotion.estate) is cluster:
            said = f"fails over to {name}, which is the writer already"
            return Misfit(said, cluster, f"writes for {whole.label}")
    return _headless(promotion, name, cluster)


def _headless(promotion: Promotion, name: str, cluster: Resource) -> Answer:
    """A secondary without an instance cannot take over until one is added, here or in an earlier step."""
    estate = promotion.estate
    links = estate.links(cluster, "instances")
    if links.items or cluster.observed is not None or not estate.world.closed:
        return None
    if links.unseen is not None:
        return links.unseen
    for each in calls_of(promotion.runbook, estate):
        added = each.call.literal("db-cluster-identifier") or "$"
        if each.call.operation == "create-db-instance" and (added == "$" or shown(added) == name):
            return None
    said = f"fails over to {name}, but {cluster.label} has no instance"
    remedy = "it cannot take over until one is added, which takes minutes and capacity of that day"
    return Misfit(f"{said}; {remedy}", cluster, "has no instance")


def _datastore(promotion: Promotion, named: Named, group: Resource) -> Answer:
    """Of a global datastore a member is made the primary one, and the Region that is given is the member's."""
    if group.kind != "aws_elasticache_replication_group":
        return None
    name, region = shown(named.text), promotion.asked.call.literal("primary-region")
    if region is not None and isinstance(group.region, str) and region != group.region:
        said = f"makes {name} the primary of its datastore in {region}, but {group.label} stands in {group.region}"
        return Misfit(said, group, f"stands in {group.region}")
    if promotion.estate.links(group, "leads").certain:
        return None
    member = is_present(group["global_replication_group_id"])
    if member is False:
        said = f"makes {name} the primary of a global datastore, but {group.label} is in none"
        return Misfit(said, group, "has no global_replication_group_id")
    return member if isinstance(member, Unknown) else None


def is_member(cluster: Resource, estate: Estate) -> bool | Unknown:
    """Whether a cluster is part of a global database, by its own word or as what one was created from."""
    if estate.links(cluster, "source_of_global").certain:
        return True
    value = cluster["global_cluster_identifier"]
    if is_known(value):
        return bool(value)
    return is_present(value)


_ASKED: Final[dict[str, Callable[[Promotion, Named, Resource], Answer]]] = {
    "promote-read-replica-db-cluster": _replica_cluster,
    "promote-read-replica": _replica,
    "switchover-read-replica": _oracle,
    "failover-db-cluster": _in_region,
    "failover-global-cluster": _target,
    "switchover-global-cluster": _target,
    "failover-global-replication-group": _datastore,
}
