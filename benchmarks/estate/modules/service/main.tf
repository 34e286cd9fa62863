terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.home, aws.away]
    }
  }
}

locals {
  tags = {
    Service     = var.name
    Criticality = "critical"
  }
}

module "home" {
  source = "../cell"

  providers = {
    aws = aws.home
  }

  name               = "${var.name}-home"
  healthy            = var.healthy
  port               = var.port
  role               = "PRIMARY"
  zone_id            = var.zone_id
  host               = "${var.name}.${var.domain}"
  vpc_id             = var.home_vpc_id
  subnet_ids         = var.home_subnet_ids
  cluster_arn        = var.home_cluster_arn
  topic_arn          = var.home_topic_arn
  kms_key_arn        = aws_kms_key.data.arn
  password           = var.password
  replicate_from     = null
  deployment_version = var.deployment_version
  tags               = local.tags
}

module "away" {
  source = "../cell"

  providers = {
    aws = aws.away
  }

  name               = "${var.name}-away"
  healthy            = var.healthy
  port               = var.port
  role               = "SECONDARY"
  zone_id            = var.zone_id
  host               = "${var.name}.${var.domain}"
  vpc_id             = var.away_vpc_id
  subnet_ids         = var.away_subnet_ids
  cluster_arn        = var.away_cluster_arn
  topic_arn          = var.away_topic_arn
  kms_key_arn        = aws_kms_replica_key.data.arn
  password           = null
  replicate_from     = module.home.database_arn
  deployment_version = var.deployment_version
  tags               = local.tags
}

resource "aws_kms_key" "data" {
  provider = aws.home

  description             = "Data of ${var.name}"
  multi_region            = true
  enable_key_rotation     = var.healthy
  deletion_window_in_days = var.healthy ? 30 : 7
  policy                  = var.key_policy
  tags                    = local.tags
}

resource "aws_kms_replica_key" "data" {
  provider = aws.away

  description             = "Data of ${var.name}"
  primary_key_arn         = aws_kms_key.data.arn
  deletion_window_in_days = var.healthy ? 30 : 7
  policy                  = var.key_policy
  tags                    = local.tags
}

resource "aws_db_instance_automated_backups_replication" "main" {
  provider = aws.away

  source_db_instance_arn = module.home.database_arn
  kms_key_id             = aws_kms_replica_key.data.arn
  retention_period       = var.healthy ? 35 : 1
}

resource "aws_dynamodb_table" "state" {
  provider = aws.home

  name                        = "${var.name}-state"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "id"
  deletion_protection_enabled = var.healthy
  stream_enabled              = true
  stream_view_type            = "NEW_AND_OLD_IMAGES"

  attribute {
    name = "id"
    type = "S"
  }

  point_in_time_recovery {
    enabled                 = var.healthy
    recovery_period_in_days = var.healthy ? 35 : null
  }

  server_side_encryption {
    enabled     = var.healthy
    kms_key_arn = aws_kms_key.data.arn
  }

  tags = local.tags
}

resource "aws_dynamodb_table_replica" "state" {
  provider = aws.away

  global_table_arn            = aws_dynamodb_table.state.arn
  kms_key_arn                 = aws_kms_replica_key.data.arn
  point_in_time_recovery      = var.healthy
  deletion_protection_enabled = var.healthy
  tags                        = local.tags
}

resource "aws_secretsmanager_secret" "database" {
  provider = aws.home

  name                    = "${var.name}-database"
  kms_key_id              = aws_kms_key.data.arn
  recovery_window_in_days = var.healthy ? 30 : 0

  replica {
    region     = var.away_region
    kms_key_id = aws_kms_replica_key.data.arn
  }

  tags = local.tags
}

resource "aws_ecr_repository" "images" {
  provider = aws.home

  name                 = var.name
  image_tag_mutability = var.healthy ? "IMMUTABLE" : "MUTABLE"
  tags                 = local.tags
}

resource "aws_iam_role" "replication" {
  provider = aws.home

  name               = "${var.name}-replication"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  tags               = local.tags
}

data "aws_iam_policy_document" "trust" {
  provider = aws.home

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }
  }
}

resource "aws_s3_bucket_replication_configuration" "to_away" {
  provider = aws.home
  count    = var.healthy ? 1 : 0

  bucket = module.home.bucket_id
  role   = aws_iam_role.replication.arn

  rule {
    id       = "everything"
    priority = 1
    status   = "Enabled"

    filter {}

    delete_marker_replication {
      status = "Enabled"
    }

    source_selection_criteria {
      replica_modifications {
        status = "Enabled"
      }

      sse_kms_encrypted_objects {
        status = "Enabled"
      }
    }

    destination {
      bucket        = module.away.bucket_arn
      storage_class = "STANDARD"

      encryption_configuration {
        replica_kms_key_id = aws_kms_replica_key.data.arn
      }

      replication_time {
        status = "Enabled"

        time {
          minutes = 15
        }
      }

      metrics {
        status = "Enabled"

        event_threshold {
          minutes = 15
        }
      }
    }
  }

  depends_on = [module.home, module.away]
}

resource "aws_s3_bucket_replication_configuration" "to_home" {
  provider = aws.away
  count    = var.healthy ? 1 : 0

  bucket = module.away.bucket_id
  role   = aws_iam_role.replication.arn

  rule {
    id       = "everything"
    priority = 1
    status   = "Enabled"

    filter {}

    delete_marker_replication {
      status = "Enabled"
    }

    source_selection_criteria {
      replica_modifications {
        status = "Enabled"
      }

      sse_kms_encrypted_objects {
        status = "Enabled"
      }
    }

    destination {
      bucket        = module.home.bucket_arn
      storage_class = "STANDARD"

      encryption_configuration {
        replica_kms_key_id = aws_kms_key.data.arn
      }

      replication_time {
        status = "Enabled"

        time {
          minutes = 15
        }
      }

      metrics {
        status = "Enabled"

        event_threshold {
          minutes = 15
        }
      }
    }
  }

  depends_on = [module.home, module.away]
}

resource "aws_cloudwatch_metric_alarm" "replica_lag" {
  provider = aws.away

  alarm_name          = "${var.name}-replica-lag"
  namespace           = "AWS/RDS"
  metric_name         = "ReplicaLag"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 60
  period              = 60
  evaluation_periods  = 3
  treat_missing_data  = var.healthy ? "breaching" : "missing"
  alarm_actions       = [var.away_topic_arn]
  ok_actions          = [var.away_topic_arn]

  dimensions = {
    DBInstanceIdentifier = module.away.database_identifier
  }
}

resource "aws_cloudwatch_metric_alarm" "table_latency" {
  provider = aws.home

  alarm_name          = "${var.name}-table-latency"
  namespace           = "AWS/DynamoDB"
  metric_name         = "ReplicationLatency"
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 30000
  period              = 60
  evaluation_periods  = 3
  treat_missing_data  = var.healthy ? "breaching" : "missing"
  alarm_actions       = [var.home_topic_arn]
  ok_actions          = [var.home_topic_arn]

  dimensions = {
    TableName       = aws_dynamodb_table.state.name
    ReceivingRegion = var.away_region
  }
}
