"""AWS Backup's choices: which resources a plan takes, which types a Region takes, and which restores are rehearsed."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, Attribute, Block, Kind, Relation
from drlint.catalog.services.backup import SUPPORTED

_DOCS = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources"
_TAG = (Attribute(name="key"), Attribute(name="value"))

# How the four ways of choosing combine (drlint/recovery/selections.py has it as code): resources or tags, then all
# conditions, then minus the exclusions. https://repost.aws/knowledge-center/backup-assign-resources (2026-11-23)
SELECTION = Kind(
    name="aws_backup_selection",
    title="backup selection",
    cloudformation="AWS::Backup::BackupSelection",
    names=("id",),
    identity=("plan_id", "name"),
    attributes=(
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="name"),
        Attribute(name="plan_id"),
        Attribute(name="iam_role_arn"),
        # ARNs or patterns; none at all, and no tag either: everything that the Region has opted in.
        Attribute(name="resources", default=(), many=True, stronger="more"),
        Attribute(name="not_resources", default=(), many=True),
        Block(
            name="selection_tag",
            many=True,
            stronger="more",
            attributes=(Attribute(name="type", default="STRINGEQUALS"), *_TAG),
        ),
        Block(
            name="condition",
            many=True,
            attributes=(
                Block(name="string_equals", many=True, attributes=_TAG),
                Block(name="string_like", many=True, attributes=_TAG),
                Block(name="string_not_equals", many=True, attributes=_TAG),
                Block(name="string_not_like", many=True, attributes=_TAG),
            ),
        ),
    ),
    relations=(
        Relation(name="of_plan", to=("aws_backup_plan",), by="plan_id", inverse="selections", elsewhere=True),
        Relation(name="covers", to=tuple(SUPPORTED), by="resources", inverse="selected_by", elsewhere=True),
        Relation(name="role", to=("aws_iam_role",), by="iam_role_arn", inverse="backs_up"),
    ),
    source=f"{_DOCS}/backup_selection (2026-11-23)",
)

REGION_SETTINGS = Kind(
    name="aws_backup_region_settings",
    title="backup settings of a Region",
    names=("id",),
    attributes=(
        Attribute(name="id", default=CHOSEN_BY_AWS),
        # Resource type ("Aurora", "S3" …) to whether AWS Backup takes it where a selection names no type.
        Attribute(name="opt_in", terraform="resource_type_opt_in_preference", holds="truth"),
        Attribute(
            name="full_management",
            terraform="resource_type_management_preference",
            default=CHOSEN_BY_AWS,
            holds="truth",
        ),
    ),
    source=f"{_DOCS}/backup_region_settings (2026-11-23)",
)

RESTORE_TESTING_PLAN = Kind(
    name="aws_backup_restore_testing_plan",
    title="restore testing plan",
    cloudformation="AWS::Backup::RestoreTestingPlan",
    names=("name", "arn"),
    identity=("name",),
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="name"),
        Attribute(name="tags", terraform="tags_all"),
        Attribute(name="schedule", terraform="schedule_expression"),
        Attribute(name="schedule_timezone", terraform="schedule_expression_timezone", default="Etc/UTC"),
        Attribute(name="start_window_hours", default=24, unit="hours"),
        Attribute(name="algorithm", terraform="recovery_point_selection.algorithm"),
        Attribute(
            name="include_vaults",
            terraform="recovery_point_selection.include_vaults",
            default=(),
            many=True,
            stronger="more",
        ),
        Attribute(name="exclude_vaults", terraform="recovery_point_selection.exclude_vaults", default=(), many=True),
        Attribute(
            name="recovery_point_types",
            terraform="recovery_point_selection.recovery_point_types",
            default=(),
            many=True,
            stronger="more",
        ),
        Attribute(
            name="selection_window_days",
            terraform="recovery_point_selection.selection_window_days",
            default=30,
            unit="days",
        ),
    ),
    source=f"{_DOCS}/backup_restore_testing_plan (2026-11-23)",
)

RESTORE_TESTING_SELECTION = Kind(
    name="aws_backup_restore_testing_selection",
    title="restore testing selection",
    cloudformation="AWS::Backup::RestoreTestingSelection",
    names=("name",),
    identity=("restore_testing_plan_name", "name"),
    attributes=(
        Attribute(name="name"),
        Attribute(name="restore_testing_plan_name"),
        Attribute(name="iam_role_arn"),
        Attribute(name="protected_resource_type"),
        # ARNs, or "*" for every resource of the type that the conditions let through.
        Attribute(name="protected_resource_arns", default=(), many=True, stronger="more"),
        Block(
            name="conditions",
            terraform="protected_resource_conditions",
            attributes=(
                Block(name="string_equals", many=True, attributes=_TAG),
                Block(name="string_not_equals", many=True, attributes=_TAG),
            ),
        ),
        Attribute(name="restore_metadata_overrides"),
        # 0: the restored copy goes as soon as it is there, and nobody has looked at it.
        Attribute(name="validation_window_hours", default=0, unit="hours", stronger="higher"),
    ),
    relations=(
        Relation(
            name="of_plan",
            to=("aws_backup_restore_testing_plan",),
            by="restore_testing_plan_name",
            inverse="selections",
            elsewhere=True,
        ),
        Relation(
            name="tests", to=tuple(SUPPORTED), by="protected_resource_arns", inverse="restore_tested_by", elsewhere=True
        ),
        Relation(name="role", to=("aws_iam_role",), by="iam_role_arn", inverse="tests_restores"),
    ),
    source=f"{_DOCS}/backup_restore_testing_selection (2026-11-23)",
)
