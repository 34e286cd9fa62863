"""Amazon EC2 instances and the templates they are launched from; user data is never read."""

from __future__ import annotations

from drlint.catalog.kind import (
    CHOSEN_BY_AWS,
    CODE,
    LIVE_ONLY,
    Attribute,
    Block,
    Call,
    Detail,
    Kind,
    Relation,
    Where,
)
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
    arn="arn:{partition}:ec2:{region}:{account}:launch-template/{LaunchTemplateId}",
    listed_by=Call(service="ec2", operation="DescribeLaunchTemplates", items="LaunchTemplates"),
    details=(
        Detail(
            operation="DescribeLaunchTemplateVersions",
            given={"LaunchTemplateId": "LaunchTemplateId"},
            fixed={"Versions": ["$Latest"]},
        ),
    ),
    attributes=(
        Attribute(
            name="arn",
            api="arn:{partition}:ec2:{region}:{account}:launch-template/{LaunchTemplateId}",
            default=CHOSEN_BY_AWS,
        ),
        Attribute(name="id", api="LaunchTemplateId", default=CHOSEN_BY_AWS),
        Attribute(name="name", api="LaunchTemplateName", default=CHOSEN_BY_AWS),
        Attribute(
            name="image_id", api="DescribeLaunchTemplateVersions:LaunchTemplateVersions[0].LaunchTemplateData.ImageId"
        ),
        Attribute(
            name="instance_type",
            api="DescribeLaunchTemplateVersions:LaunchTemplateVersions[0].LaunchTemplateData.InstanceType",
        ),
        Attribute(name="latest_version", api="LatestVersionNumber", default=CHOSEN_BY_AWS, holds="number"),
        Attribute(name="default_version", api="DefaultVersionNumber", default=CHOSEN_BY_AWS, holds="number"),
        Attribute(
            name="disable_api_termination",
            api="DescribeLaunchTemplateVersions:LaunchTemplateVersions[0].LaunchTemplateData.DisableApiTermination",
            default=False,
            stronger="true",
        ),
        Attribute(
            name="monitoring",
            api="DescribeLaunchTemplateVersions:LaunchTemplateVersions[0].LaunchTemplateData.Monitoring.Enabled",
            terraform="monitoring.enabled",
            default=False,
        ),
        Attribute(
            name="market_type",
            api="DescribeLaunchTemplateVersions:LaunchTemplateVersions[0].LaunchTemplateData.InstanceMarketOptions.MarketType",
            terraform="instance_market_options.market_type",
        ),
        Block(
            name="block_device_mappings",
            api="DescribeLaunchTemplateVersions:LaunchTemplateVersions[0].LaunchTemplateData.BlockDeviceMappings",
            many=True,
            attributes=(
                Attribute(name="device_name", api="DeviceName"),
                Attribute(name="no_device", api="NoDevice"),
                Attribute(name="virtual_name", api="VirtualName"),
                # Terraform's type is text: "true" in a plan, true in source.
                Attribute(
                    name="encrypted",
                    api="Ebs.Encrypted",
                    terraform="ebs.encrypted",
                    default=_UNSAID,
                    words=_TEXT,
                    source=_VOLUME_SOURCE,
                ),
                Attribute(name="kms_key_id", api="Ebs.KmsKeyId", terraform="ebs.kms_key_id"),
                Attribute(name="snapshot_id", api="Ebs.SnapshotId", terraform="ebs.snapshot_id"),
                Attribute(
                    name="delete_on_termination",
                    api="Ebs.DeleteOnTermination",
                    terraform="ebs.delete_on_termination",
                    default=CHOSEN_BY_AWS,
                    words=_TEXT,
                ),
                Attribute(
                    name="volume_size",
                    api="Ebs.VolumeSize",
                    terraform="ebs.volume_size",
                    default=CHOSEN_BY_AWS,
                    unit="GiB",
                ),
            ),
        ),
        Attribute(name="tags", api="Tags", terraform="tags_all"),
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
    arn="arn:{partition}:ec2:{region}:{account}:instance/{InstanceId}",
    listed_by=Call(service="ec2", operation="DescribeInstances", items="Reservations[].Instances"),
    where=(Where(path="State.Name", but=("shutting-down", "terminated")),),
    details=(
        Detail(
            operation="DescribeInstanceAttribute",
            given={"InstanceId": "InstanceId"},
            fixed={"Attribute": "disableApiTermination"},
        ),
    ),
    attributes=(
        Attribute(
            name="arn", api="arn:{partition}:ec2:{region}:{account}:instance/{InstanceId}", default=CHOSEN_BY_AWS
        ),
        Attribute(name="id", api="InstanceId", default=CHOSEN_BY_AWS),
        Attribute(name="public_ip", api="PublicIpAddress", default=CHOSEN_BY_AWS),
        Attribute(name="public_dns", api="PublicDnsName", default=CHOSEN_BY_AWS),
        Attribute(name="private_ip", api="PrivateIpAddress", default=CHOSEN_BY_AWS),
        Attribute(name="private_dns", api="PrivateDnsName", default=CHOSEN_BY_AWS),
        Attribute(name="ami", api="ImageId", default=CHOSEN_BY_AWS),
        Attribute(name="instance_type", api="InstanceType", default=CHOSEN_BY_AWS),
        # Their product is what counts against the quota, of instances that run.
        Attribute(name="cpu_cores", api="CpuOptions.CoreCount", doors=LIVE_ONLY, holds="number"),
        Attribute(name="threads_per_core", api="CpuOptions.ThreadsPerCore", doors=LIVE_ONLY, holds="number"),
        Attribute(name="state", api="State.Name", doors=LIVE_ONLY),
        Attribute(name="availability_zone", api="Placement.AvailabilityZone", default=CHOSEN_BY_AWS),
        Attribute(name="subnet_id", api="SubnetId", default=CHOSEN_BY_AWS),
        Attribute(
            name="monitoring",
            api="Monitoring.State",
            words={"enabled": True, "pending": True, "disabled": False, "disabling": False},
            default=False,
        ),
        Attribute(
            name="disable_api_termination",
            api="DescribeInstanceAttribute:DisableApiTermination.Value",
            default=False,
            stronger="true",
        ),
        # DescribeInstanceAttribute tells one attribute a call: the one above is worth it.
        Attribute(name="disable_api_stop", doors=CODE, default=False, stronger="true"),
        Attribute(name="instance_initiated_shutdown_behavior", doors=CODE, default="stop"),
        Attribute(
            name="auto_recovery",
            api="MaintenanceOptions.AutoRecovery",
            terraform="maintenance_options.auto_recovery",
            default="default",
        ),
        Attribute(name="launch_template_id", doors=CODE, terraform="launch_template.id"),
        Attribute(name="launch_template_name", doors=CODE, terraform="launch_template.name"),
        # In an account each volume speaks for itself: aws_ebs_volume.
        Attribute(
            name="root_volume_encrypted",
            doors=CODE,
            terraform="root_block_device.encrypted",
            default=_UNSAID,
            stronger="true",
            source=_VOLUME_SOURCE,
            holds="truth",
        ),
        Attribute(name="root_volume_kms_key_id", doors=CODE, terraform="root_block_device.kms_key_id"),
        Attribute(
            name="root_volume_delete_on_termination",
            doors=CODE,
            terraform="root_block_device.delete_on_termination",
            default=True,
            stronger="false",
        ),
        Block(
            name="ebs_block_device",
            doors=CODE,
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
        Attribute(name="tags", api="Tags", terraform="tags_all"),
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
