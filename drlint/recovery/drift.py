"""Where AWS has less recovery than its code declares: settings of both views, by the catalog's `stronger`."""

from __future__ import annotations

from collections.abc import Iterator

from drlint.catalog.kind import Kind
from drlint.model.resource import Resource
from drlint.recovery.weakening import SWITCHES, Weakening, weakenings

# Whatever decides how far back and how exactly data can be restored; all else decides whether and where.
BACKUPS = frozenset(
    {
        "backup_retention_period",
        "automated_snapshot_retention_period",
        "snapshot_retention_limit",
        "retention_period",
        "recovery_period_in_days",
        "point_in_time_recovery",
        "backtrack_window",
        "delete_after",
        "enable_continuous_backup",
        "schedule",
        "schedule_expression",
        "copy_action",
        "rule",
        "versioning",
        "lock",
        "min_retention_days",
        "changeable_for_days",
        "backup_policy_status",
        "interval",
        "count",
        "noncurrent_days",
    }
)


def is_laid_together(resource: Resource) -> bool:
    """Whether both what code declares and what AWS has are known of it."""
    return resource.declared is not None and resource.observed is not None and resource.observed.as_of is not None


def drifts(resource: Resource, kind: Kind) -> Iterator[Weakening]:
    """Each setting that is weaker in AWS than in the code; nothing that no code sets."""
    declared, observed = resource.declared, resource.observed
    if declared is None or observed is None:
        return
    own = {name: value for name, value in declared.attributes.items() if name not in declared.defaulted}
    for each in weakenings(kind, own, observed.attributes):
        if each.path.partition(".")[0].partition("[")[0] in own:
            yield each


def family_of(each: Weakening) -> str:
    """What a drift takes away: protection, backups or availability."""
    if each.name in SWITCHES:
        return "protection"
    top = each.path.partition(".")[0].partition("[")[0]
    return "backups" if each.name in BACKUPS or top in BACKUPS else "availability"
