"""Amazon Data Lifecycle Manager: policies that snapshot volumes on a schedule, and copy the snapshots away."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, Attribute, Block, Call, Detail, Kind, Relation

_KEYS = ("aws_kms_key", "aws_kms_replica_key", "aws_kms_alias")


def _kept(name: str, *, counted: bool) -> Block:
    """How long something is kept: an age in DAYS, WEEKS, MONTHS or YEARS, of snapshots also a number of them."""
    age = (
        Attribute(name="interval", api="Interval", stronger="higher", holds="number"),
        Attribute(name="interval_unit", api="IntervalUnit"),
    )
    number = (Attribute(name="count", api="Count", stronger="higher", holds="number"),) if counted else ()
    return Block(name=name, api="RetainRule", attributes=(*age, *number))


def _encrypted_by(by: str) -> tuple[Relation, ...]:
    return (Relation(name="encrypted_by", to=_KEYS, by=by),)


_COPY = Block(
    name="cross_region_copy_rule",
    api="CrossRegionCopyRules",
    many=True,
    stronger="more",
    attributes=(
        Attribute(name="target", api="Target|TargetRegion"),
        Attribute(name="encrypted", api="Encrypted", default=False, stronger="true"),
        Attribute(name="cmk_arn", api="CmkArn", stronger="present"),
        Attribute(name="copy_tags", api="CopyTags", default=False, stronger="true"),
        _kept("retain_rule", counted=False),
    ),
    relations=_encrypted_by("cmk_arn"),
)

_SCHEDULE = Block(
    name="schedule",
    api="GetLifecyclePolicy:Policy.PolicyDetails.Schedules",
    many=True,
    terraform="policy_details.schedule",
    stronger="more",
    attributes=(
        Attribute(name="name", api="Name"),
        Attribute(name="copy_tags", api="CopyTags", default=False, stronger="true"),
        Block(
            name="create_rule",
            api="CreateRule",
            attributes=(
                Attribute(name="interval", api="Interval", stronger="lower", unit="hours"),
                Attribute(name="interval_unit", api="IntervalUnit", default="HOURS"),
                Attribute(name="cron_expression", api="CronExpression"),
                Attribute(name="times", api="Times", default=CHOSEN_BY_AWS, many=True),
                Attribute(name="location", api="Location", default="CLOUD"),
            ),
        ),
        _kept("retain_rule", counted=True),
        _COPY,
        Block(
            name="share_rule",
            api="ShareRules[0]",
            attributes=(
                Attribute(name="target_accounts", api="TargetAccounts", default=(), stronger="more", many=True),
            ),
        ),
    ),
)

# Copies made when a snapshot is shared with this account (event-based policies).
_ACTION = Block(
    name="action",
    api="GetLifecyclePolicy:Policy.PolicyDetails.Actions[0]",
    terraform="policy_details.action",
    attributes=(
        Attribute(name="name", api="Name"),
        Block(
            name="cross_region_copy",
            api="CrossRegionCopy",
            many=True,
            stronger="more",
            attributes=(
                Attribute(name="target", api="Target"),
                Attribute(
                    name="encrypted",
                    terraform="encryption_configuration.encrypted",
                    api="EncryptionConfiguration.Encrypted",
                    default=False,
                    stronger="true",
                ),
                Attribute(
                    name="cmk_arn",
                    terraform="encryption_configuration.cmk_arn",
                    api="EncryptionConfiguration.CmkArn",
                    stronger="present",
                ),
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
    arn="GetLifecyclePolicy:Policy.PolicyArn",
    listed_by=Call(service="dlm", operation="GetLifecyclePolicies", items="Policies"),
    details=(Detail(operation="GetLifecyclePolicy", given={"PolicyId": "PolicyId"}),),
    attributes=(
        Attribute(name="arn", api="GetLifecyclePolicy:Policy.PolicyArn", default=CHOSEN_BY_AWS),
        Attribute(name="id", api="PolicyId", default=CHOSEN_BY_AWS),
        Attribute(name="description", api="Description"),
        Attribute(name="tags", terraform="tags_all", api="Tags"),
        Attribute(name="state", api="State", default="ENABLED"),
        Attribute(name="execution_role_arn", api="GetLifecyclePolicy:Policy.ExecutionRoleArn"),
        Attribute(
            name="policy_type",
            terraform="policy_details.policy_type",
            api="GetLifecyclePolicy:Policy.PolicyDetails.PolicyType",
            default="EBS_SNAPSHOT_MANAGEMENT",
        ),
        Attribute(
            name="resource_types",
            api="GetLifecyclePolicy:Policy.PolicyDetails.ResourceTypes",
            terraform="policy_details.resource_types",
            default=(),
            many=True,
        ),
        Attribute(
            name="resource_locations",
            terraform="policy_details.resource_locations",
            api="GetLifecyclePolicy:Policy.PolicyDetails.ResourceLocations",
            default=("CLOUD",),
            many=True,
        ),
        Attribute(
            name="target_tags",
            terraform="policy_details.target_tags",
            api="GetLifecyclePolicy:Policy.PolicyDetails.TargetTags",
        ),
        Attribute(
            name="exclude_boot_volume",
            terraform="policy_details.parameters.exclude_boot_volume",
            api="GetLifecyclePolicy:Policy.PolicyDetails.Parameters.ExcludeBootVolume",
            default=False,
        ),
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
