"""Names every setting of recovery that a plan makes weaker, and every part of recovery that it removes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from drlint.catalog.kind import Attribute, Block
from drlint.model.resource import Resource
from drlint.model.values import Reference, Unknown, is_present
from drlint.policy import Case, Policy
from drlint.recovery.removals import REMOVED, loss_of
from drlint.recovery.weakening import SWITCHES, Weakening, weakenings

ROUTING = ("failover", "weight", "latency_region", "health_check_id")
CONSEQUENCES = {
    "backup_retention_period": "nothing older can be restored",
    "automated_snapshot_retention_period": "nothing older can be restored",
    "snapshot_retention_limit": "nothing older can be restored",
    "retention_period": "nothing older can be restored in the other Region",
    "recovery_period_in_days": "nothing older can be restored",
    "delete_after": "nothing older can be restored",
    "backtrack_window": "it can be rewound less far",
    "multi_az": "losing one Availability Zone stops it",
    "multi_az_enabled": "losing one Availability Zone stops it",
    "automatic_failover_enabled": "somebody has to promote a replica by hand",
    "copy_action": "backups stay where their source is",
    "replica": "it survives in fewer Regions",
    "replication": "its copy is no longer kept up",
    "versioning": "overwritten and deleted objects are no longer kept",
    "lock": "recovery points can be deleted by hand",
    "changeable_for_days": "whoever may can take the lock off",
    "enable_continuous_backup": "it can only be restored to the last backup, not to a minute",
    "point_in_time_recovery": "it cannot be restored to a minute any more",
    "failover": "traffic no longer moves by itself",
    "health_check_id": "Route 53 takes its target for healthy for ever",
    "evaluate_target_health": "Route 53 takes its target for healthy for ever",
    "traffic_dial_percentage": "its Region takes less traffic",
    "schedule": "backups are further apart, and so much more is lost",
    "state": "its schedule no longer runs",
    "ttl": "clients keep the old answer for longer",
    "replicate_source_db": "it no longer follows its source",
    "replication_source_identifier": "it no longer follows its source",
    "global_cluster_identifier": "it leaves its global database",
    "cross_region_copy_rule": "snapshots stay in the Region of their source",
    "cross_region_copy": "snapshots stay in the Region of their source",
    "replication_time": "nothing bounds how far the copy lags behind",
    "noncurrent_days": "overwritten and deleted objects go sooner",
    "min_retention_days": "recovery points can be deleted sooner",
    "backup_policy_status": "it is no longer backed up automatically",
    "vpc_zone_identifier": "there are fewer Availability Zones to go to",
    "subnet_ids": "there are fewer Availability Zones to go to",
    "subnets": "there are fewer Availability Zones to go to",
    "max_size": "there is less capacity to fail over to",
    "min_size": "there is less capacity to fail over to",
    "desired_count": "there is less capacity to fail over to",
    "origin_group": "a failing origin is no longer replaced by another",
    "alarm_actions": "fewer are called when it matters",
    "actions_enabled": "nobody is called when it matters",
}


def _has_direction(declared: Attribute | Block) -> bool:
    below = isinstance(declared, Block) and any(_has_direction(each) for each in declared.attributes)
    return declared.stronger is not None or below


policy = Policy(
    title="A plan does not weaken recovery",
    severity="high",
    checklist="change-management",
    applies_to=("*",),
    on_changes=True,
    formerly=("plan-diff-weakens-dr",),
    why="""\
A scanner that reads the end state passes a retention that falls from 35 days to 7 as long as 7 is allowed, and says
nothing about the copy rule, the replica or the failover record that is no longer there. The loss is only visible in
the change. Each finding is one setting with its value before and after, so that a reviewer can say yes or no to it;
nothing has to be declared beforehand. Switches that prevent deletion have a policy of their own
(plan-disables-protection), and so has data that is destroyed (plan-destroys-stateful). What Terraform cannot know
before apply is unknown, not weaker.""",
    fix="""\
Put the earlier value back. If the weaker one is meant (a workload with lower objectives, a test that ended), waive
the finding with an owner, the reason and a date, or name the attribute in `parameters.ignored` for this policy.""",
    controls={
        "nist-800-53": ("CM-3", "CM-4", "CP-9", "CP-10"),
        "iso-22301": ("8.1", "8.6"),
        "soc-2": ("A1.2", "CC8.1"),
        "dora": ("9(4)(e)", "12(2)"),
        "aws-well-architected": ("REL08-BP05", "REL09-BP01", "REL13-BP04"),
    },
    references=[
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_config_drift.html",
        "https://docs.aws.amazon.com/aws-backup/latest/devguide/creating-a-backup-plan.html",
        "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover.html",
    ],
    parameters={"ignored": []},
)


@policy.check
def check(case: Case) -> None:
    resource, change = case.resource, case.resource.change
    kind = case.catalog[resource.kind]
    directed = resource.kind in REMOVED or any(_has_direction(each) for each in kind.attributes)
    if change is None or change.before is None or "forget" in change.actions or not directed:
        case.skip()
        return
    before = change.before.attributes
    if resource.kind == "aws_route53_record" and not any(is_present(before[name]) is True for name in ROUTING):
        case.skip()
        return
    if resource.declared is None:
        _removed(case, before)
        return
    after = resource.declared
    unset = after.defaulted if change.replaces else frozenset()
    for each in weakenings(case.catalog[resource.kind], before, after.attributes, unset):
        if each.name not in SWITCHES and each.name not in case.parameters["ignored"]:
            _say(case, each)


def _say(case: Case, each: Weakening) -> None:
    resource = case.resource
    if each.doubt is not None:
        case.unknown(f"{resource.address.path}.{each.path} after the plan: {each.doubt.reason}", detail=each.path)
        return
    consequence = CONSEQUENCES.get(each.name.removeprefix("inline_"))
    said = f"{resource.address.path}: {each.path} {each.says}"
    top = each.path.partition(".")[0].partition("[")[0]
    case.fail(f"{said}; {consequence}" if consequence else said, reads=[(resource, top)], detail=each.path)


def _removed(case: Case, before: Any) -> None:
    """A resource that the plan deletes: what recovery loses with it, unless another one takes its place."""
    resource = case.resource
    loss = loss_of(resource.kind, before)
    if loss is None or _goes_with_owner(case, before) or _stands_in_owner(case, before):
        return
    successor = _successor(case, before)
    if isinstance(successor, Resource):
        return
    if isinstance(successor, Unknown):
        case.unknown(successor, detail="removed")
        return
    title = case.catalog[resource.kind].title or resource.kind
    case.fail(f"{resource.address.path} ({title}) is removed; {loss}", detail="removed")


def _goes_with_owner(case: Case, before: Any) -> bool:
    """Whether the thing it belongs to is deleted too, which is then the finding."""
    if case.resource.kind not in case.catalog.owners:
        return False
    kind, companion = case.catalog.owners[case.resource.kind]
    named = before[companion.owner]
    owners = [each for each in case.estate.deleted if each.kind == kind.name]
    return any(isinstance(named, str) and named in _names(each, kind.names) for each in owners)


def _stands_in_owner(case: Case, before: Any) -> bool:
    """Whether what stood in a resource of its own now stands in a block of its owner (a replica of that Region)."""
    if case.resource.kind not in case.catalog.owners:
        return False
    kind, companion = case.catalog.owners[case.resource.kind]
    block = companion.merges_into
    if block is None:
        return False
    owners = case.targets(case.resource, before[companion.owner], kind.name)
    elements = [element for owner in owners.certain for element in owner.view.attributes.get(block) or ()]
    regions = [element.get("region_name") for element in elements if isinstance(element, Mapping)]
    return any(isinstance(region, str) and region == case.resource.region for region in regions)


def _names(resource: Resource, names: Sequence[str]) -> set[str]:
    values = [resource.view.attributes.get(name) for name in names]
    return {value for value in values if isinstance(value, str)}


def _successor(case: Case, before: Any) -> Resource | Unknown | None:
    """A resource of the same kind and identity that the same plan creates; unknown where one may be it."""
    kind = case.catalog[case.resource.kind]
    owner = case.catalog.owners.get(kind.name)
    identity = (owner[1].owner,) if owner else kind.identity
    doubt: Unknown | None = None
    for other in case.estate.of_kind(kind.name):
        if other.change is None or "create" not in other.change.actions or other.region != case.resource.region:
            continue
        same = [_same(before.get(name), other.view.attributes.get(name)) for name in identity]
        if all(answer is True for answer in same) and same:
            return other
        if all(answer is not False for answer in same) and same:
            doubt = Unknown(
                f"{case.resource.address.path} is removed; {other.address.path}, which is created, may replace it"
            )
    return doubt


def _same(one: Any, other: Any) -> bool | None:
    if isinstance(one, Unknown | Reference) or isinstance(other, Unknown | Reference):
        return None
    return bool(one == other)


def _plan(kind: str, actions: list[str], before: Any, after: Any, name: str = "main") -> dict[str, Any]:
    return {"address": f"{kind}.{name}", "type": kind, "actions": actions, "before": before, "after": after}


ORDERS = {"identifier": "orders", "backup_retention_period": 35, "multi_az": True, "deletion_protection": True}
COPY = {
    "destination_vault_arn": "arn:aws:backup:eu-central-1:111122223333:backup-vault:copies",
    "lifecycle": [{"delete_after": 35}],
}
DAILY = {
    "rule_name": "daily",
    "schedule": "cron(0 3 * * ? *)",
    "lifecycle": [{"delete_after": 35}],
    "copy_action": [COPY],
}
PRIMARY = {
    "zone_id": "Z1",
    "name": "app.example.com",
    "type": "A",
    "set_identifier": "eu",
    "failover_routing_policy": [{"type": "PRIMARY"}],
}
VERSIONED = {"bucket": "invoices", "versioning_configuration": [{"status": "Enabled"}]}

policy.passes(plan=[_plan("aws_db_instance", ["update"], ORDERS | {"backup_retention_period": 7}, ORDERS)])
policy.passes(
    plan=[_plan("aws_backup_plan", ["update"], {"rule": [DAILY]}, {"rule": [DAILY, DAILY | {"rule_name": "weekly"}]})]
)
policy.passes(
    plan=[
        _plan("aws_s3_bucket_versioning", ["delete"], VERSIONED, None),
        _plan("aws_s3_bucket_versioning", ["create"], None, VERSIONED, "renamed"),
    ]
)
policy.fails(
    plan=[_plan("aws_db_instance", ["update"], ORDERS, ORDERS | {"backup_retention_period": 1, "multi_az": False})]
)
policy.fails(plan=[_plan("aws_backup_plan", ["update"], {"rule": [DAILY]}, {"rule": [DAILY | {"copy_action": []}]})])
policy.fails(
    plan=[
        _plan("aws_backup_plan", ["update"], {"rule": [DAILY]}, {"rule": [DAILY | {"schedule": "cron(0 3 ? * SUN *)"}]})
    ]
)
policy.fails(
    plan=[
        _plan(
            "aws_s3_bucket_versioning",
            ["update"],
            VERSIONED,
            VERSIONED | {"versioning_configuration": [{"status": "Suspended"}]},
        )
    ]
)
policy.fails(
    plan=[
        _plan(
            "aws_backup_vault_lock_configuration",
            ["delete"],
            {"backup_vault_name": "main", "min_retention_days": 30},
            None,
        )
    ]
)
policy.fails(plan=[_plan("aws_route53_record", ["delete"], PRIMARY, None)])
policy.fails(plan=[_plan("aws_db_instance", ["delete"], ORDERS | {"replicate_source_db": "orders"}, None, "replica")])
