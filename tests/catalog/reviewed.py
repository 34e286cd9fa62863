"""What the guards let pass, each looked at by a person, with the reason."""

from __future__ import annotations

NOT_IN_VERSION_5 = {
    "aws_dynamodb_table.replica.deletion_protection_enabled": "the block has it from version 6 on",
    "aws_dynamodb_table_replica.region_name": "the Region it stands in, which the join fills in",
    "aws_dynamodb_table_replica.propagate_tags": "a split replica has tags of its own, so it never propagates",
}

# Blocks without a limit in the schema, of which AWS or the provider takes one.
ONE_ALTHOUGH_REPEATED = {
    "aws_backup_restore_testing_plan.recovery_point_selection": "one, by the provider's validation",
    "aws_ecr_repository.encryption_configuration": "one structure in the API",
    "aws_s3_bucket.tag": "one, by the provider's validation",
    "aws_s3_bucket.and": "one, by the provider's validation",
    "aws_s3_bucket.expiration": "one, by the provider's validation",
    "aws_s3_bucket.noncurrent_version_expiration": "one, by the provider's validation",
    "aws_s3_bucket.abort_incomplete_multipart_upload": "one, by the provider's validation",
}

ONE_BLOCK_ALTHOUGH_REPEATED = {
    "aws_backup_restore_testing_selection.conditions": "one structure in the API",
    "aws_s3_bucket.encryption": "S3 takes one rule",
    "aws_s3_bucket.lifecycle.filter": "one, by the provider's validation",
}

_KEY = "no customer's key is named: AWS's own key of that service"
_TEMPLATE = "the other of id and name says which template; none where neither is set"
_PREFIX = "nobody asked for a prefix"
_SIZE = "no limit"

NONE_THOUGH_COMPUTED = {
    "aws_autoscaling_group.availability_zones": "the subnets decide, which policies read through subnets_in",
    "aws_autoscaling_group.load_balancers": "none is attached here",
    "aws_autoscaling_group.target_group_arns": "none is attached here",
    "aws_autoscaling_group.vpc_zone_identifier": "zones are named instead",
    "aws_autoscaling_group.launch_template_id": _TEMPLATE,
    "aws_autoscaling_group.launch_template_name": _TEMPLATE,
    "aws_autoscaling_group.mixed_launch_template_id": _TEMPLATE,
    "aws_backup_restore_testing_selection.restore_metadata_overrides": "AWS infers all of the metadata",
    "aws_backup_vault.kms_key_arn": _KEY,
    "aws_db_instance.kms_key_id": _KEY,
    "aws_db_instance.master_user_secret_kms_key_id": _KEY,
    "aws_db_instance.snapshot_identifier": "not restored from a snapshot",
    "aws_db_instance_automated_backups_replication.kms_key_id": "no key of the receiving Region is named",
    "aws_docdb_cluster.kms_key_id": _KEY,
    "aws_docdb_global_cluster.source_db_cluster_identifier": "made without a source",
    "aws_dynamodb_table.replica.kms_key_arn": _KEY,
    "aws_dynamodb_table.server_side_encryption.kms_key_arn": _KEY,
    "aws_dynamodb_table.stream_view_type": "no stream",
    "aws_ebs_volume.kms_key_id": "no key is named: the account's default key for EBS in that Region",
    "aws_ebs_volume.snapshot_id": "made empty",
    "aws_ecr_repository.kms_key": _KEY,
    "aws_efs_file_system.availability_zone_name": "Regional: in several zones",
    "aws_efs_file_system.kms_key_id": _KEY,
    "aws_efs_file_system.replication.file_system_id": "AWS makes a new file system, which is none of those in view",
    "aws_elasticache_cluster.replication_group_id": "stands alone",
    "aws_elasticache_replication_group.at_rest_encryption_enabled": "the engine decides, which policies read beside it",
    "aws_elasticache_replication_group.global_replication_group_id": "a member of none",
    "aws_elasticache_replication_group.replicas_per_node_group": "num_cache_clusters says how many nodes there are",
    "aws_iam_policy.name_prefix": _PREFIX,
    "aws_iam_role.name_prefix": _PREFIX,
    "aws_iam_role_policy.name_prefix": _PREFIX,
    "aws_instance.ebs_block_device.kms_key_id": "no key is named: the account's default key for EBS in that Region",
    "aws_instance.ebs_block_device.snapshot_id": "made empty",
    "aws_instance.launch_template_id": _TEMPLATE,
    "aws_instance.launch_template_name": _TEMPLATE,
    "aws_instance.root_volume_kms_key_id": "no key is named: the account's default key for EBS in that Region",
    "aws_kms_alias.name_prefix": _PREFIX,
    "aws_kms_key.rotation_period_in_days": "365 where rotation is on, none where it is off",
    "aws_lb_target_group.health_check_path": "nobody chose a path; '/' is asked, which proves little",
    "aws_neptune_cluster.kms_key_arn": _KEY,
    "aws_neptune_global_cluster.source_db_cluster_identifier": "made without a source",
    "aws_rds_cluster.kms_key_id": _KEY,
    "aws_rds_cluster.master_user_secret_kms_key_id": _KEY,
    "aws_rds_global_cluster.source_db_cluster_identifier": "made without a source",
    "aws_redshift_cluster.kms_key_id": _KEY,
    "aws_redshift_snapshot_copy_grant.kms_key_id": _KEY,
    "aws_s3_bucket.bucket_prefix": _PREFIX,
    "aws_s3_bucket.inline_policy": "no policy stands in the bucket's own block",
    "aws_s3_bucket.lifecycle.expiration_days": "current versions do not expire by age",
    "aws_s3_bucket.lifecycle.filter.and_larger_than": _SIZE,
    "aws_s3_bucket.lifecycle.filter.and_prefix": "every prefix",
    "aws_s3_bucket.lifecycle.filter.and_smaller_than": _SIZE,
    "aws_s3_bucket.lifecycle.filter.larger_than": _SIZE,
    "aws_s3_bucket.lifecycle.filter.prefix": "every prefix",
    "aws_s3_bucket.lifecycle.filter.smaller_than": _SIZE,
    "aws_s3_bucket.lifecycle.newer_noncurrent_versions": "none is kept beyond its days",
    "aws_s3_bucket.lifecycle.prefix": "every prefix",
    "aws_s3_bucket.lifecycle.transition.days": "a date says when",
    "aws_secretsmanager_secret.name_prefix": _PREFIX,
    "aws_secretsmanager_secret.policy": "no policy of its own",
    "aws_secretsmanager_secret.replica.kms_key_id": _KEY,
    "aws_sns_topic.name_prefix": _PREFIX,
    "aws_ssm_parameter.key_id": _KEY,
}

# Terraform keeps these numbers as text, so that "not set" differs from zero.
NUMBER_IN_TEXT = {"aws_lb_target_group.deregistration_delay": "seconds"}

STRONGER_OF_ANOTHER_TYPE = {
    "aws_backup_vault.lock.changeable_for_days": "set at all it means compliance mode, whatever the number",
    "aws_elasticache_replication_group.at_rest_encryption_enabled": 'Terraform keeps it as text, "true" or "false"',
}

# Kinds that relations go to and nobody has described yet: the link is then "not in view".
UNCATALOGUED = {
    "aws_db_subnet_group": "which zones it spans is told by subnets, not read yet",
    "aws_docdb_subnet_group": "which zones it spans is told by subnets, not read yet",
}

# Seen live although no path says where: plainly not set there, or put there by the caller.
LIVE_WITHOUT_PATH = {
    "aws_s3_bucket.inline_": "the old form of what AWS shows under the plain name",
}

# Attributes that hold something else than the provider's type says.
HELD_OTHERWISE = {
    "aws_lb_target_group.deregistration_delay": "the provider's text is a number of seconds",
}

_SWITCH = "one of redshift's, which lists no values; found in its documentation"

# Words for what botocore lists no values of.
WORDS_OF_NO_LIST = {
    "aws_sns_topic_subscription.pending_confirmation": "SNS writes its attributes as text",
    "aws_launch_template.block_device_mappings.encrypted": "true or false to AWS, text to Terraform",
    "aws_launch_template.block_device_mappings.delete_on_termination": "true or false to AWS, text to Terraform",
    "aws_elasticache_replication_group.at_rest_encryption_enabled": "true or false to AWS, text to Terraform",
    "aws_redshift_cluster.availability_zone_relocation_enabled": _SWITCH,
    "aws_redshift_cluster.multi_az": _SWITCH,
}

# Kinds that share a listing call and take everything of it: one thing of AWS's is several to Terraform.
SHOWN_TWICE = {
    "aws_redshift_cluster": "aws_redshift_snapshot_copy is a part of it",
}

# A list to one side, and one structure to the other.
ONE_TO_ONE_SIDE = {
    "aws_backup_selection.condition": "one structure to AWS, a set of blocks to Terraform",
    "aws_s3_bucket.encryption": "S3 takes one rule",
}

# Several to Terraform, one text with commas between them to AWS.
LISTED_WITH_COMMAS = {"aws_autoscaling_group.vpc_zone_identifier"}

# Kinds that no call lists. This only shrinks.
NOT_LISTED = {
    "aws_iam_role_policy": "a role tells its own policies, in one call for all roles",
    "aws_iam_role_policy_attachment": "a role tells what is attached to it, in one call for all roles",
}
