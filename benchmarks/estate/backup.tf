# The vault module is the one of the estate that shows what good looks like.
module "vault_ireland" {
  source = "../../fixtures/estates/active-active/modules/vault"

  name            = "ireland"
  kms_key_arn     = aws_kms_key.platform.arn
  topic_arn       = aws_sns_topic.alerts.arn
  restore_role    = aws_iam_role.backup.arn
  restore_weekday = "MON"
}

module "vault_frankfurt" {
  source = "../../fixtures/estates/active-active/modules/vault"

  providers = {
    aws = aws.frankfurt
  }

  name            = "frankfurt"
  kms_key_arn     = aws_kms_replica_key.platform.arn
  topic_arn       = aws_sns_topic.alerts_frankfurt.arn
  restore_role    = aws_iam_role.backup.arn
  restore_weekday = "THU"
}

resource "aws_backup_plan" "ireland" {
  name = "critical-ireland"

  rule {
    rule_name                = "daily"
    target_vault_name        = module.vault_ireland.name
    schedule                 = "cron(0 5 * * ? *)"
    start_window             = 60
    completion_window        = 180
    enable_continuous_backup = true

    lifecycle {
      delete_after = 35
    }

    copy_action {
      destination_vault_arn = module.vault_frankfurt.arn

      lifecycle {
        delete_after = 90
      }
    }

    copy_action {
      destination_vault_arn = "arn:aws:backup:eu-west-1:999988887777:backup-vault:isolated"

      lifecycle {
        delete_after = 90
      }
    }
  }
}

resource "aws_backup_plan" "frankfurt" {
  provider = aws.frankfurt

  name = "critical-frankfurt"

  rule {
    rule_name                = "daily"
    target_vault_name        = module.vault_frankfurt.name
    schedule                 = "cron(0 5 * * ? *)"
    start_window             = 60
    completion_window        = 180
    enable_continuous_backup = true

    lifecycle {
      delete_after = 35
    }

    copy_action {
      destination_vault_arn = module.vault_ireland.arn

      lifecycle {
        delete_after = 90
      }
    }
  }
}

resource "aws_backup_selection" "ireland" {
  name         = "critical"
  plan_id      = aws_backup_plan.ireland.id
  iam_role_arn = aws_iam_role.backup.arn

  selection_tag {
    type  = "STRINGEQUALS"
    key   = "Criticality"
    value = "critical"
  }
}

resource "aws_backup_selection" "frankfurt" {
  provider = aws.frankfurt

  name         = "critical"
  plan_id      = aws_backup_plan.frankfurt.id
  iam_role_arn = aws_iam_role.backup.arn

  selection_tag {
    type  = "STRINGEQUALS"
    key   = "Criticality"
    value = "critical"
  }
}

resource "aws_iam_role" "backup" {
  name = "backup"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "backup.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "backup" {
  for_each = toset([
    "service-role/AWSBackupServiceRolePolicyForBackup",
    "service-role/AWSBackupServiceRolePolicyForRestores",
    "AWSBackupServiceRolePolicyForS3Backup",
    "AWSBackupServiceRolePolicyForS3Restore",
  ])

  role       = aws_iam_role.backup.name
  policy_arn = "arn:aws:iam::aws:policy/${each.key}"
}
