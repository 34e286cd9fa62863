"""Keep of the AWS provider's schema only what drlint reads: types and flags of some resource types."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

from terraform_setup import offline_environment, run_terraform, stop

PROVIDER = "registry.terraform.io/hashicorp/aws"
VERSION = "5.100.0"
OUTPUT = Path(__file__).parent.parent / "fixtures" / "provider-schema" / "aws-5.100.json"
FLAGS = ("required", "optional", "computed", "sensitive", "deprecated")
_WANTED = """
aws_autoscaling_group
aws_backup_logically_air_gapped_vault aws_backup_plan aws_backup_region_settings
aws_backup_restore_testing_plan aws_backup_restore_testing_selection aws_backup_selection
aws_backup_vault aws_backup_vault_lock_configuration aws_backup_vault_notifications aws_backup_vault_policy
aws_cloudfront_distribution aws_cloudwatch_metric_alarm
aws_db_cluster_snapshot aws_db_instance aws_db_instance_automated_backups_replication
aws_db_snapshot aws_db_snapshot_copy aws_db_subnet_group aws_dlm_lifecycle_policy
aws_docdb_cluster aws_docdb_cluster_instance aws_docdb_global_cluster aws_docdb_subnet_group
aws_dynamodb_table aws_dynamodb_table_replica
aws_ebs_encryption_by_default aws_ebs_snapshot aws_ebs_snapshot_copy aws_ebs_volume
aws_ecr_replication_configuration aws_ecr_repository aws_ecs_cluster aws_ecs_service aws_ecs_task_definition
aws_efs_backup_policy aws_efs_file_system aws_efs_mount_target aws_efs_replication_configuration
aws_elasticache_cluster aws_elasticache_global_replication_group aws_elasticache_replication_group
aws_globalaccelerator_accelerator aws_globalaccelerator_endpoint_group aws_globalaccelerator_listener
aws_iam_policy aws_iam_role aws_iam_role_policy aws_iam_role_policy_attachment aws_instance
aws_kms_alias aws_kms_key aws_kms_replica_key aws_lambda_function aws_launch_template
aws_lb aws_lb_listener aws_lb_target_group aws_nat_gateway
aws_neptune_cluster aws_neptune_cluster_instance aws_neptune_global_cluster
aws_rds_cluster aws_rds_cluster_instance aws_rds_global_cluster
aws_redshift_cluster aws_redshift_snapshot_copy aws_redshift_snapshot_copy_grant
aws_route53_health_check aws_route53_record aws_route53_zone aws_route aws_route_table aws_route_table_association
aws_s3_bucket aws_s3_bucket_lifecycle_configuration aws_s3_bucket_logging
aws_s3_bucket_object_lock_configuration aws_s3_bucket_policy aws_s3_bucket_public_access_block
aws_s3_bucket_replication_configuration aws_s3_bucket_server_side_encryption_configuration
aws_s3_bucket_versioning aws_secretsmanager_secret aws_sns_topic aws_sns_topic_subscription
aws_ssm_parameter aws_subnet aws_vpc
"""
RESOURCE_TYPES = sorted(_WANTED.split())


def _slim_attribute(attribute: dict[str, Any]) -> dict[str, Any]:
    """Keep the type and the true flags of one attribute."""
    kept: dict[str, Any] = {}
    if "type" in attribute:
        kept["type"] = attribute["type"]
    if "nested_type" in attribute:
        nested = attribute["nested_type"]
        kept["nested_type"] = {
            "attributes": {n: _slim_attribute(a) for n, a in sorted(nested["attributes"].items())},
            "nesting_mode": nested["nesting_mode"],
        }
    return kept | {flag: True for flag in FLAGS if attribute.get(flag)}


def _slim_block(block: dict[str, Any]) -> dict[str, Any]:
    """Keep the attributes and nested blocks of one block."""
    kept: dict[str, Any] = {
        "attributes": {n: _slim_attribute(a) for n, a in sorted(block.get("attributes", {}).items())}
    }
    nested = {
        name: {key: inner[key] for key in ("nesting_mode", "min_items", "max_items") if key in inner}
        | {"block": _slim_block(inner["block"])}
        for name, inner in sorted(block.get("block_types", {}).items())
    }
    return kept | ({"block_types": nested} if nested else {})


def slim_schema(schema: dict[str, Any]) -> str:
    """Return the slimmed schema as JSON with one resource type per line, in Terraform's own shape."""
    types = schema["provider_schemas"][PROVIDER]["resource_schemas"]
    missing = sorted(set(RESOURCE_TYPES) - set(types))
    if missing:
        stop(f"the provider schema has no {', '.join(missing)}.")
    lines = ",\n".join(
        f'"{name}":'
        + json.dumps(
            {"version": types[name]["version"], "block": _slim_block(types[name]["block"])},
            separators=(",", ":"),
        )
        for name in RESOURCE_TYPES
    )
    version = json.dumps(schema["format_version"])
    return (
        f'{{"format_version":{version},"provider_schemas":{{"{PROVIDER}":{{"resource_schemas":{{\n{lines}\n}}}}}}}}\n'
    )


def full_schema() -> dict[str, Any]:
    """Ask Terraform for the whole schema of the AWS provider."""
    with tempfile.TemporaryDirectory(prefix="drlint-schema-") as name:
        folder = Path(name)
        (folder / "main.tf").write_text(
            "terraform {\n  required_providers {\n"
            f'    aws = {{ source = "hashicorp/aws", version = "{VERSION}" }}\n  }}\n}}\n',
            encoding="utf-8",
        )
        environment = offline_environment(folder)
        run_terraform(["init", "-input=false", "-no-color"], folder, environment)
        schema: dict[str, Any] = json.loads(run_terraform(["providers", "schema", "-json"], folder, environment))
    return schema


def main() -> None:
    """Write the slimmed schema from a saved schema or from Terraform."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("schema", nargs="?", type=Path, help="output of `terraform providers schema -json`")
    given = parser.parse_args().schema
    schema = json.loads(given.read_text(encoding="utf-8")) if given else full_schema()
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(slim_schema(schema), encoding="utf-8")
    print(f"{OUTPUT.name}: {len(RESOURCE_TYPES)} resource types, {OUTPUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
