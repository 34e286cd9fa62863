"""Amazon Data Lifecycle Manager: policies that snapshot volumes on a schedule, and copy the snapshots away."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, Attribute, Block, Kind, Relation

_KEYS = ("aws_kms_key", "aws_kms_replica_key", "aws_kms_alias")


def _kept(name: str, *, counted: bool) -> Block:
    """How long something is kept: an age in DAYS, WEEKS, MONTHS or YEARS, of snapshots also a number of them."""
    age = (Attribute(name="interval", stronger="higher", holds="number"), Attribute(name="interval_unit"))
    return Block(
        name=name, attributes=(*age, Attribute(name="count", stronger="higher", holds="number")) if counted else age
    )


def _encrypted_by(by: str) -> tuple[Relation, ...]:
    return (Relation(name="encrypted_by", to=_KEYS, by=by),)


_COPY = Block(
    name="cross_region_copy_rule",
    many=True,
    stronger="more",
    attributes=(
        Attribute(name="target"),
        Attribute(name="encrypted", default=False, stronger="true"),
        Attribute(name="cmk_arn", stronger="present"),
        Attribute(name="copy_tags", default=False, stronger="true"),
        _kept("retain_rule", counted=False),
    ),
    relations=_encrypted_by("cmk_arn"),
)

_SCHEDULE = Block(
    name="schedule",
    many=True,
    terraform="policy_details.schedule",
    stronger="more",
    attributes=(
        Attribute(name="name"),
        Attribute(name="copy_tags", default=False, stronger="true"),
        Block(
            name="create_rule",
            attributes=(
                Attribute(name="interval", stronger="lower", unit="hours"),
                Attribute(name="interval_unit", default="HOURS"),
                Attribute(name="cron_expression"),
                Attribute(name="times", default=CHOSEN_BY_AWS, many=True),
                Attribute(name="location", default="CLOUD"),
            ),
        ),
        _kept("retain_rule", counted=True),
        _COPY,
        Block(
            name="share_rule",
            attributes=(Attribute(name="target_accounts", default=(), stronger="more", many=True),),
        ),
    ),
)

# Copies made when a snapshot is shared with this account (event-based policies).
_ACTION = Block(
    name="action",
    terraform="policy_details.action",
    attributes=(
        Attribute(name="name"),
        Block(
            name="cross_region_copy",
            many=True,
            stronger="more",
            attributes=(
                Attribute(name="target"),
                Attribute(
                    name="encrypted", terraform="encryption_configuration.encrypted", default=False, stronger="true"
                ),
                Attribute(name="cmk_arn", terraform="encryption_configuration.cmk_arn", stronger="present"),
                _kept("retain_rule", counted=False),
            ),
            relations=_encrypted_by("cmk_arn"),
        ),
    ),
)

POLICY = Kind(
    name="aws_dlm_lifecycle_policy",
    title="snapshot lifecycle policy",
    cloudformation="AWS::DLM::LifecyclePolicy",
    names=("arn", "id"),
    identity=("id",),
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="description"),
        Attribute(name="tags", terraform="tags_all"),
        Attribute(name="state", default="ENABLED"),
        Attribute(name="execution_role_arn"),
        Attribute(name="policy_type", terraform="policy_details.policy_type", default="EBS_SNAPSHOT_MANAGEMENT"),
        Attribute(
            name="resource_types",
            terraform="policy_details.resource_types",
            default=(),
            many=True,
        ),
        Attribute(
            name="resource_locations", terraform="policy_details.resource_locations", default=("CLOUD",), many=True
        ),
        Attribute(name="target_tags", terraform="policy_details.target_tags"),
        Attribute(name="exclude_boot_volume", terraform="policy_details.parameters.exclude_boot_volume", default=False),
        _SCHEDULE,
        _ACTION,
    ),
    relations=(
        Relation(name="role", to=("aws_iam_role",), by="execution_role_arn", inverse="snapshots_with"),
        Relation(
            name="copies_encrypted_by", to=_KEYS, by="schedule.cross_region_copy_rule.cmk_arn", inverse="encrypts"
        ),
    ),
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/dlm_lifecycle_policy "
    "(2026-11-23)",
)
