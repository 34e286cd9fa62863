"""Amazon EC2 instances and the templates they are launched from; user data is never read."""

from __future__ import annotations

from drlint.catalog.kind import CHOSEN_BY_AWS, CODE, Attribute, Block, Kind, Relation
from drlint.model.values import Unknown

_KEYS = ("aws_kms_key", "aws_kms_replica_key", "aws_kms_alias")

# A volume that nobody says anything about is as encrypted as its image's snapshot, or by force where the account
# encrypts by default in that Region: https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html
# (2026-11-23). So an omitted `encrypted` is unknown, never false.
# The provider keeps these as text, so that "" can mean that nobody set them.
_TEXT = {"true": True, "false": False}
_UNSAID = Unknown("not set, so the image and the account's default encryption of EBS in that Region decide")
_VOLUME_SOURCE = "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html (2026-11-23)"

LAUNCH_TEMPLATE = Kind(
    name="aws_launch_template",
    title="launch template",
    cloudformation="AWS::EC2::LaunchTemplate",
    names=("id", "name", "arn"),
    identity=("id",),
    serves=True,
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="name", default=CHOSEN_BY_AWS),
        Attribute(name="image_id"),
        Attribute(name="instance_type"),
        Attribute(name="latest_version", default=CHOSEN_BY_AWS, holds="number"),
        Attribute(name="default_version", default=CHOSEN_BY_AWS, holds="number"),
        Attribute(name="disable_api_termination", default=False, stronger="true"),
        Attribute(name="monitoring", terraform="monitoring.enabled", default=False),
        Attribute(name="market_type", terraform="instance_market_options.market_type"),
        Block(
            name="block_device_mappings",
            many=True,
            attributes=(
                Attribute(name="device_name"),
                Attribute(name="no_device"),
                Attribute(name="virtual_name"),
                # Terraform's type is text: "true" in a plan, true in source.
                Attribute(
                    name="encrypted", terraform="ebs.encrypted", default=_UNSAID, words=_TEXT, source=_VOLUME_SOURCE
                ),
                Attribute(name="kms_key_id", terraform="ebs.kms_key_id"),
                Attribute(name="snapshot_id", terraform="ebs.snapshot_id"),
                Attribute(
                    name="delete_on_termination",
                    terraform="ebs.delete_on_termination",
                    default=CHOSEN_BY_AWS,
                    words=_TEXT,
                ),
                Attribute(name="volume_size", terraform="ebs.volume_size", default=CHOSEN_BY_AWS, unit="GiB"),
            ),
        ),
        Attribute(name="tags", terraform="tags_all"),
    ),
    relations=(
        Relation(
            name="encrypted_by",
            to=_KEYS,
            by="block_device_mappings.kms_key_id",
            inverse="encrypts",
            elsewhere=True,
        ),
    ),
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/launch_template (2026-11-23)",
)

INSTANCE = Kind(
    name="aws_instance",
    title="instance",
    cloudformation="AWS::EC2::Instance",
    names=("id", "arn", "public_ip", "public_dns", "private_dns"),
    identity=("id",),
    serves=True,
    attributes=(
        Attribute(name="arn", default=CHOSEN_BY_AWS),
        Attribute(name="id", default=CHOSEN_BY_AWS),
        Attribute(name="public_ip", default=CHOSEN_BY_AWS),
        Attribute(name="public_dns", default=CHOSEN_BY_AWS),
        Attribute(name="private_ip", default=CHOSEN_BY_AWS),
        Attribute(name="private_dns", default=CHOSEN_BY_AWS),
        Attribute(name="ami", default=CHOSEN_BY_AWS),
        Attribute(name="instance_type", default=CHOSEN_BY_AWS),
        Attribute(name="availability_zone", default=CHOSEN_BY_AWS),
        Attribute(name="subnet_id", default=CHOSEN_BY_AWS),
        Attribute(name="monitoring", default=False),
        Attribute(name="disable_api_termination", default=False, stronger="true"),
        Attribute(name="disable_api_stop", default=False, stronger="true"),
        Attribute(name="instance_initiated_shutdown_behavior", default="stop"),
        Attribute(name="auto_recovery", terraform="maintenance_options.auto_recovery", default="default"),
        Attribute(name="launch_template_id", terraform="launch_template.id"),
        Attribute(name="launch_template_name", terraform="launch_template.name"),
        Attribute(
            name="root_volume_encrypted",
            terraform="root_block_device.encrypted",
            default=_UNSAID,
            stronger="true",
            source=_VOLUME_SOURCE,
            holds="truth",
        ),
        Attribute(name="root_volume_kms_key_id", terraform="root_block_device.kms_key_id"),
        Attribute(
            name="root_volume_delete_on_termination",
            terraform="root_block_device.delete_on_termination",
            default=True,
            stronger="false",
        ),
        Block(
            name="ebs_block_device",
            many=True,
            stronger="more",
            attributes=(
                Attribute(name="device_name"),
                Attribute(name="encrypted", default=_UNSAID, stronger="true", source=_VOLUME_SOURCE, holds="truth"),
                Attribute(name="kms_key_id"),
                Attribute(name="snapshot_id"),
                Attribute(name="delete_on_termination", default=True, stronger="false"),
                Attribute(name="volume_size", default=CHOSEN_BY_AWS, unit="GiB"),
            ),
        ),
        Attribute(name="user_data_replace_on_change", default=False, doors=CODE),
        Attribute(name="tags", terraform="tags_all"),
    ),
    relations=(
        Relation(name="in_subnet", to=("aws_subnet",), by="subnet_id", inverse="instances", elsewhere=True),
        Relation(
            name="launched_from",
            to=("aws_launch_template",),
            by="launch_template_id",
            inverse="instances",
            elsewhere=True,
        ),
        Relation(name="encrypted_by", to=_KEYS, by="root_volume_kms_key_id", inverse="encrypts", elsewhere=True),
    ),
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/instance (2026-11-23)",
)
