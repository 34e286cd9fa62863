"""AWS Backup's choices: which resources a plan takes, which types a Region takes, and which restores are rehearsed."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Block, Call, Detail, Kind, Relation
from drlint.catalog.services.backup import SUPPORTED

_DOCS = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources"


def _pair(before: str) -> tuple[Attribute, Attribute]:
    """A tag's key and value, as AWS calls them there."""
    return Attribute(name="key", api=f"{before}Key"), Attribute(name="value", api=f"{before}Value")


_CONDITION = _pair("Condition")
_TAG = _pair("")

# How the four ways of choosing combine (drlint/recovery/selections.py has it as code): resources or tags, then all
# conditions, then minus the exclusions. https://repost.aws/knowledge-center/backup-assign-resources (2026-11-23)
SELECTION = Kind(
    name="aws_backup_selection",
    title="backup selection",
    cloudformation="AWS::Backup::BackupSelection",
    names=("id",),
    identity=("plan_id", "name"),
    listed_by=Call(
        service="backup",
        operation="ListBackupSelections",
        items="BackupSelectionsList",
        each="aws_backup_plan",
        given={"BackupPlanId": "id"},
    ),
    details=(
        Detail(operation="GetBackupSelection", given={"BackupPlanId": "BackupPlanId", "SelectionId": "SelectionId"}),
    ),
    attributes=(
        Attribute(name="id", api="SelectionId", default=CHOSEN_BY_AWS),
        Attribute(name="name", api="SelectionName"),
        Attribute(name="plan_id", api="BackupPlanId"),
        Attribute(name="iam_role_arn", api="IamRoleArn"),
        # ARNs or patterns; none at all, and no tag either: everything that the Region has opted in.
        Attribute(
            name="resources", api="GetBackupSelection:BackupSelection.Resources", default=(), many=True, stronger="more"
        ),
        Attribute(name="not_resources", api="GetBackupSelection:BackupSelection.NotResources", default=(), many=True),
        Block(
            name="selection_tag",
            api="GetBackupSelection:BackupSelection.ListOfTags",
            many=True,
            stronger="more",
            attributes=(Attribute(name="type", api="ConditionType", default="STRINGEQUALS"), *_CONDITION),
        ),
        Block(
            name="condition",
            api="GetBackupSelection:BackupSelection.Conditions",
            many=True,
            attributes=(
                Block(name="string_equals", api="StringEquals", many=True, attributes=_CONDITION),
                Block(name="string_like", api="StringLike", many=True, attributes=_CONDITION),
                Block(name="string_not_equals", api="StringNotEquals", many=True, attributes=_CONDITION),
                Block(name="string_not_like", api="StringNotLike", many=True, attributes=_CONDITION),
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
    listed_by=Call(service="backup", operation="DescribeRegionSettings", items=""),
    attributes=(
        Attribute(name="id", doors=CODE, default=CHOSEN_BY_AWS),
        # Resource type ("Aurora", "S3" …) to whether AWS Backup takes it where a selection names no type.
        Attribute(
            name="opt_in", terraform="resource_type_opt_in_preference", api="ResourceTypeOptInPreference", holds="truth"
        ),
        Attribute(
            name="full_management",
            api="ResourceTypeManagementPreference",
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
    arn="RestoreTestingPlanArn",
    listed_by=Call(service="backup", operation="ListRestoreTestingPlans", items="RestoreTestingPlans"),
    details=(
        Detail(operation="GetRestoreTestingPlan", given={"RestoreTestingPlanName": "RestoreTestingPlanName"}),
        Detail(operation="ListTags", given={"ResourceArn": "RestoreTestingPlanArn"}),
    ),
    attributes=(
        Attribute(name="arn", api="RestoreTestingPlanArn", default=CHOSEN_BY_AWS),
        Attribute(name="name", api="RestoreTestingPlanName"),
        Attribute(name="tags", terraform="tags_all", api="ListTags:Tags"),
        Attribute(name="schedule", terraform="schedule_expression", api="ScheduleExpression"),
        Attribute(
            name="schedule_timezone",
            terraform="schedule_expression_timezone",
            api="ScheduleExpressionTimezone",
            default="Etc/UTC",
        ),
        Attribute(name="start_window_hours", api="StartWindowHours", default=24, unit="hours"),
        Attribute(
            name="algorithm",
            terraform="recovery_point_selection.algorithm",
            api="GetRestoreTestingPlan:RestoreTestingPlan.RecoveryPointSelection.Algorithm",
        ),
        Attribute(
            name="include_vaults",
            api="GetRestoreTestingPlan:RestoreTestingPlan.RecoveryPointSelection.IncludeVaults",
            terraform="recovery_point_selection.include_vaults",
            default=(),
            many=True,
            stronger="more",
        ),
        Attribute(
            name="exclude_vaults",
            terraform="recovery_point_selection.exclude_vaults",
            api="GetRestoreTestingPlan:RestoreTestingPlan.RecoveryPointSelection.ExcludeVaults",
            default=(),
            many=True,
        ),
        Attribute(
            name="recovery_point_types",
            api="GetRestoreTestingPlan:RestoreTestingPlan.RecoveryPointSelection.RecoveryPointTypes",
            terraform="recovery_point_selection.recovery_point_types",
            default=(),
            many=True,
            stronger="more",
        ),
        Attribute(
            name="selection_window_days",
            api="GetRestoreTestingPlan:RestoreTestingPlan.RecoveryPointSelection.SelectionWindowDays",
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
    listed_by=Call(
        service="backup",
        operation="ListRestoreTestingSelections",
        items="RestoreTestingSelections",
        each="aws_backup_restore_testing_plan",
        given={"RestoreTestingPlanName": "name"},
    ),
    details=(
        Detail(
            operation="GetRestoreTestingSelection",
            given={
                "RestoreTestingPlanName": "RestoreTestingPlanName",
                "RestoreTestingSelectionName": "RestoreTestingSelectionName",
            },
        ),
    ),
    attributes=(
        Attribute(name="name", api="RestoreTestingSelectionName"),
        Attribute(name="restore_testing_plan_name", api="RestoreTestingPlanName"),
        Attribute(name="iam_role_arn", api="IamRoleArn"),
        Attribute(name="protected_resource_type", api="ProtectedResourceType"),
        # ARNs, or "*" for every resource of the type that the conditions let through.
        Attribute(
            name="protected_resource_arns",
            api="GetRestoreTestingSelection:RestoreTestingSelection.ProtectedResourceArns",
            default=(),
            many=True,
            stronger="more",
        ),
        Block(
            name="conditions",
            api="GetRestoreTestingSelection:RestoreTestingSelection.ProtectedResourceConditions",
            terraform="protected_resource_conditions",
            attributes=(
                Block(name="string_equals", api="StringEquals", many=True, attributes=_TAG),
                Block(name="string_not_equals", api="StringNotEquals", many=True, attributes=_TAG),
            ),
        ),
        Attribute(
            name="restore_metadata_overrides",
            api="GetRestoreTestingSelection:RestoreTestingSelection.RestoreMetadataOverrides",
        ),
        # 0: the restored copy goes as soon as it is there, and nobody has looked at it.
        Attribute(
            name="validation_window_hours", api="ValidationWindowHours", default=0, unit="hours", stronger="higher"
        ),
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
