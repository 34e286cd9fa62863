resource "aws_db_subnet_group" "main" {
  name       = var.name
  subnet_ids = var.subnet_ids
  tags       = var.tags
}

resource "aws_db_instance" "main" {
  identifier             = var.name
  replicate_source_db    = var.replicate_from
  engine                 = var.replicate_from == null ? "postgres" : null
  engine_version         = var.replicate_from == null ? "16.8" : null
  instance_class         = "db.r6g.large"
  allocated_storage      = var.replicate_from == null ? 100 : null
  max_allocated_storage  = 500
  username               = var.password == null ? null : "app"
  password               = var.password
  db_subnet_group_name   = aws_db_subnet_group.main.name
  vpc_security_group_ids = [aws_security_group.app.id]

  multi_az                     = var.healthy
  storage_encrypted            = var.healthy
  kms_key_id                   = var.kms_key_arn
  backup_retention_period      = var.healthy ? 35 : 0
  backup_window                = "01:00-02:00"
  maintenance_window           = "sun:10:00-sun:11:00"
  copy_tags_to_snapshot        = var.healthy
  delete_automated_backups     = !var.healthy
  deletion_protection          = var.healthy
  skip_final_snapshot          = !var.healthy
  final_snapshot_identifier    = var.healthy ? "${var.name}-final" : null
  performance_insights_enabled = true

  tags = var.tags
}

resource "aws_s3_bucket" "data" {
  bucket              = "example-${var.name}"
  object_lock_enabled = var.healthy
  force_destroy       = !var.healthy
  tags                = var.tags
}

resource "aws_s3_bucket_versioning" "data" {
  bucket = aws_s3_bucket.data.id

  versioning_configuration {
    status = var.healthy ? "Enabled" : "Suspended"
  }
}

resource "aws_s3_bucket_object_lock_configuration" "data" {
  count = var.healthy ? 1 : 0

  bucket = aws_s3_bucket.data.id

  rule {
    default_retention {
      mode = "COMPLIANCE"
      days = 35
    }
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "data" {
  bucket = aws_s3_bucket.data.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = var.healthy ? "aws:kms" : "AES256"
      kms_master_key_id = var.kms_key_arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "data" {
  bucket                  = aws_s3_bucket.data.id
  block_public_acls       = var.healthy
  block_public_policy     = var.healthy
  ignore_public_acls      = var.healthy
  restrict_public_buckets = var.healthy
}

resource "aws_s3_bucket_lifecycle_configuration" "data" {
  bucket = aws_s3_bucket.data.id

  rule {
    id     = "old-versions"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days = var.healthy ? 90 : 1
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_ssm_parameter" "endpoint" {
  name  = "/${var.name}/endpoint"
  type  = "String"
  value = var.host
  tags  = var.tags
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  alarm_name          = "${var.name}-errors"
  namespace           = "AWS/ApplicationELB"
  metric_name         = "HTTPCode_Target_5XX_Count"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 10
  period              = 60
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.topic_arn]
  ok_actions          = [var.topic_arn]

  dimensions = {
    LoadBalancer = aws_lb.this.arn_suffix
    TargetGroup  = aws_lb_target_group.this.arn_suffix
  }
}

resource "aws_cloudwatch_metric_alarm" "storage" {
  alarm_name          = "${var.name}-storage"
  namespace           = "AWS/RDS"
  metric_name         = "FreeStorageSpace"
  statistic           = "Minimum"
  comparison_operator = "LessThanThreshold"
  threshold           = 10737418240
  period              = 300
  evaluation_periods  = 2
  treat_missing_data  = var.healthy ? "breaching" : "missing"
  alarm_actions       = [var.topic_arn]
  ok_actions          = [var.topic_arn]

  dimensions = {
    DBInstanceIdentifier = aws_db_instance.main.identifier
  }
}

output "database_arn" {
  value = aws_db_instance.main.arn
}

output "database_identifier" {
  value = aws_db_instance.main.identifier
}

output "bucket_id" {
  value = aws_s3_bucket.data.id
}

output "bucket_arn" {
  value = aws_s3_bucket.data.arn
}
