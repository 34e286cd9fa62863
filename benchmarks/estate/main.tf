locals {
  domain = "example.internal"
  key_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Account"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${var.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Sid       = "AlarmsAndBackups"
        Effect    = "Allow"
        Principal = { Service = ["cloudwatch.amazonaws.com", "backup.amazonaws.com", "events.amazonaws.com"] }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey*", "kms:CreateGrant", "kms:DescribeKey"]
        Resource  = "*"
      },
    ]
  })
}

module "network_ireland" {
  source = "./modules/network"

  name  = "ireland"
  cidr  = "10.50.0.0/16"
  zones = ["eu-west-1a", "eu-west-1b"]
}

module "network_frankfurt" {
  source = "./modules/network"

  providers = {
    aws = aws.frankfurt
  }

  name  = "frankfurt"
  cidr  = "10.51.0.0/16"
  zones = ["eu-central-1a", "eu-central-1b"]
}

module "service" {
  source   = "./modules/service"
  for_each = var.services

  providers = {
    aws.home = aws
    aws.away = aws.frankfurt
  }

  name               = each.key
  healthy            = true
  port               = each.value.port
  away_region        = var.recovery_region
  zone_id            = aws_route53_zone.main.zone_id
  domain             = local.domain
  home_vpc_id        = module.network_ireland.vpc_id
  away_vpc_id        = module.network_frankfurt.vpc_id
  home_subnet_ids    = module.network_ireland.private_subnet_ids
  away_subnet_ids    = module.network_frankfurt.private_subnet_ids
  home_cluster_arn   = module.network_ireland.cluster_arn
  away_cluster_arn   = module.network_frankfurt.cluster_arn
  home_topic_arn     = aws_sns_topic.alerts.arn
  away_topic_arn     = aws_sns_topic.alerts_frankfurt.arn
  key_policy         = local.key_policy
  password           = var.db_password
  deployment_version = "4.1.0"
}

# The same module as a team in a hurry calls it: one zone, and every protection off.
module "neglected" {
  source   = "./modules/service"
  for_each = var.neglected

  providers = {
    aws.home = aws
    aws.away = aws.frankfurt
  }

  name               = each.key
  healthy            = false
  port               = each.value.port
  away_region        = var.recovery_region
  zone_id            = aws_route53_zone.main.zone_id
  domain             = local.domain
  home_vpc_id        = module.network_ireland.vpc_id
  away_vpc_id        = module.network_frankfurt.vpc_id
  home_subnet_ids    = [module.network_ireland.private_subnet_ids[0]]
  away_subnet_ids    = [module.network_frankfurt.private_subnet_ids[0]]
  home_cluster_arn   = module.network_ireland.cluster_arn
  away_cluster_arn   = module.network_frankfurt.cluster_arn
  home_topic_arn     = aws_sns_topic.alerts.arn
  away_topic_arn     = aws_sns_topic.alerts_frankfurt.arn
  key_policy         = local.key_policy
  password           = var.db_password
  deployment_version = "4.1.0"
}

resource "aws_route53_zone" "main" {
  name = local.domain
}

resource "aws_ecr_replication_configuration" "this" {
  replication_configuration {
    rule {
      destination {
        region      = var.recovery_region
        registry_id = var.account_id
      }
    }
  }
}

resource "aws_sns_topic" "alerts" {
  name              = "alerts"
  kms_master_key_id = aws_kms_key.platform.arn
}

resource "aws_sns_topic" "alerts_frankfurt" {
  provider = aws.frankfurt

  name              = "alerts"
  kms_master_key_id = aws_kms_replica_key.platform.arn
}

resource "aws_sns_topic_subscription" "pager" {
  topic_arn              = aws_sns_topic.alerts.arn
  protocol               = "https"
  endpoint               = "https://pager.example/v2/events"
  endpoint_auto_confirms = true
}

resource "aws_sns_topic_subscription" "pager_frankfurt" {
  provider = aws.frankfurt

  topic_arn              = aws_sns_topic.alerts_frankfurt.arn
  protocol               = "https"
  endpoint               = "https://pager.example/v2/events"
  endpoint_auto_confirms = true
}

resource "aws_kms_key" "platform" {
  description             = "Alarms and backups"
  multi_region            = true
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = local.key_policy
}

resource "aws_kms_replica_key" "platform" {
  provider = aws.frankfurt

  description             = "Alarms and backups"
  primary_key_arn         = aws_kms_key.platform.arn
  deletion_window_in_days = 30
  policy                  = local.key_policy
}
