"""The larger configurations: their plans are read whole, and the mistakes that their READMEs name are found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drlint.cli.checking import check

MODULES = Path(__file__).parents[2] / "fixtures" / "modules"

MISTAKES = {
    "vpc": [
        ("lb-multi-az", 'module.balancer["partners"].aws_lb.this'),
        ("lb-deletion-protection", 'module.balancer["partners"].aws_lb.this'),
        ("ecs-service-desired-count", 'module.service["reports"].aws_ecs_service.this'),
        ("instance-block-devices-encrypted", 'module.fleet["web"].aws_launch_template.this'),
        ("route53-failover-ttl", 'aws_route53_record.booking["primary"]'),
        ("health-check-depth", 'aws_route53_health_check.booking["recovery"]'),
        ("alarm-target-exists", 'aws_cloudwatch_metric_alarm.in_service["web"]'),
        ("alarm-has-actions", "aws_cloudwatch_metric_alarm.nat_errors[0]"),
    ],
    "rds": [
        ("rds-instance-multi-az", 'module.database["archive"].aws_db_instance.this'),
        ("rds-instance-backup-retention", 'module.database["archive"].aws_db_instance.this'),
        ("backup-window-vs-maintenance-window", 'module.database["archive"].aws_db_instance.this'),
        ("backup-selection-actually-matches", 'module.database["archive"].aws_db_instance.this'),
        ("rds-instance-encrypted", 'module.database["scratch"].aws_db_instance.this'),
        ("rds-replica-own-backups", 'module.replica["invoices"].aws_db_instance.this'),
        (
            "rds-replicated-backup-retention-parity",
            'aws_db_instance_automated_backups_replication.this["invoices"]',
        ),
        ("aurora-global-deletion-protection", 'aws_rds_global_cluster.this["accounts"]'),
        ("replication-lag-alarm-aurora-global", 'aws_rds_global_cluster.this["accounts"]'),
        ("aurora-cluster-multi-az", 'module.cluster["sessions"].aws_rds_cluster.this'),
        ("rds-cross-region-copy-exists", 'module.cluster["search"].aws_rds_cluster.this'),
        ("backup-copy-action-in-iac", 'module.vault[0].aws_backup_plan.this["hourly"]'),
    ],
    "s3": [
        ("s3-replication-covers-whole-bucket", 'module.bucket["derivatives"].aws_s3_bucket.this'),
        ("s3-replication-kms-replica-key", 'module.bucket["derivatives"].aws_s3_bucket.this'),
        ("s3-versioning", 'module.bucket["uploads"].aws_s3_bucket.this'),
        ("s3-ecr-force-destroy", 'module.bucket["website"].aws_s3_bucket.this'),
        ("s3-versioning", "aws_s3_bucket.logs[0]"),
        ("dynamodb-pitr", 'module.table["sessions"].aws_dynamodb_table.this'),
        ("dynamodb-replica-pitr-and-protection", 'module.table["jobs"].aws_dynamodb_table.this'),
        ("efs-replication", "module.scratch.aws_efs_file_system.this"),
        ("secrets-replicated", 'module.secret["search"].aws_secretsmanager_secret.this'),
        ("ecr-replication-to-dr", 'module.registry.aws_ecr_repository.this["folio/tools"]'),
        ("backup-vault-lock", "aws_backup_vault.here"),
    ],
}


@pytest.mark.parametrize("name", sorted(MISTAKES))
def test_the_mistakes_of_a_configuration_are_found(name: str, tmp_path: Path) -> None:
    out = tmp_path / "report.json"
    code = check([str(MODULES / name / "plan.json")], outputs=(f"json={out}",), bare=True)
    report = json.loads(out.read_text(encoding="utf-8"))
    assert code == 1
    said = {(each["policy"], each["resource"]) for each in report["findings"]}
    assert [each for each in MISTAKES[name] if each not in said] == []
