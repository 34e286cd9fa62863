"""A made-up shop in two Regions with all kinds of stores, and runbooks in which nothing is wrong."""

from __future__ import annotations

ARCHITECTURE = """
provider "aws" { region = "eu-west-1" }
provider "aws" {
  alias = "dr"
  region = "eu-central-1"
}
resource "aws_db_instance" "main" {
  identifier = "shop-main"
  engine = "postgres"
}
resource "aws_db_instance" "replica" {
  provider = aws.dr
  identifier = "shop-replica"
  replicate_source_db = aws_db_instance.main.arn
}
resource "aws_efs_file_system" "files" { creation_token = "files" }
resource "aws_efs_replication_configuration" "files" {
  source_file_system_id = aws_efs_file_system.files.id
  destination { region = "eu-central-1" }
}
resource "aws_dynamodb_table" "carts" {
  name = "carts"
  hash_key = "id"
  attribute {
    name = "id"
    type = "S"
  }
  replica { region_name = "eu-central-1" }
}
resource "aws_secretsmanager_secret" "db" {
  name = "shop/db"
  replica { region = "eu-central-1" }
}
resource "aws_elasticache_global_replication_group" "s" {
  global_replication_group_id_suffix = "sessions"
  primary_replication_group_id = aws_elasticache_replication_group.a.id
}
resource "aws_elasticache_replication_group" "a" {
  replication_group_id = "sessions-a"
  description = "x"
}
resource "aws_elasticache_replication_group" "b" {
  provider = aws.dr
  replication_group_id = "sessions-b"
  description = "x"
  global_replication_group_id = aws_elasticache_global_replication_group.s.global_replication_group_id
}
resource "aws_ecs_service" "web" {
  provider = aws.dr
  name = "web"
  cluster = "shop"
  desired_count = 1
}
resource "aws_s3_bucket" "assets" { bucket = "shop-assets" }
resource "aws_s3_bucket" "assets_dr" {
  provider = aws.dr
  bucket = "shop-assets-dr"
}
resource "aws_s3_bucket_replication_configuration" "a" {
  bucket = aws_s3_bucket.assets.id
  role = "r"
  rule {
    status = "Enabled"
    destination { bucket = aws_s3_bucket.assets_dr.arn }
  }
}
"""

WORKLOAD = """\
workload:
  name: shop
  owner: shop
  tier: 1
  primary_region: eu-west-1
  recovery_regions: [eu-central-1]
  members: [{address: "*"}]
  runbooks: [Shop failover, Shop failback]
"""

FAILOVER = """\
runbook: {name: Shop failover, covers: [shop]}
prerequisites: [export AWS_REGION=eu-central-1]
steps:
  - id: 1
    action: Fence writes on the old side, if it answers
    command: >-
      aws ec2 revoke-security-group-ingress --group-id sg-0abc --protocol tcp --port 5432
      --source-group sg-0def --region eu-west-1
    verification: or it does not answer at all
  - id: 2
    action: Check replication lag
    command: >-
      aws cloudwatch get-metric-statistics --namespace AWS/RDS --metric-name ReplicaLag --period 60 --statistics Maximum
      --dimensions Name=DBInstanceIdentifier,Value=shop-replica --start-time $A --end-time $B
    verification: below a minute
  - id: 3
    action: Promote the database
    commands:
      - aws rds promote-read-replica --db-instance-identifier shop-replica
      - aws rds wait db-instance-available --db-instance-identifier shop-replica
    verification: it takes writes
  - id: 4
    action: Promote the cache
    commands:
      - >-
        aws elasticache failover-global-replication-group --global-replication-group-id $G
        --primary-region eu-central-1 --primary-replication-group-id sessions-b
    verification: sessions-b is primary
  - id: 5
    action: Make the files writable
    commands:
      - aws efs delete-replication-configuration --source-file-system-id $FS
    verification: a file can be written
  - id: 6
    action: Promote the secret
    command: aws secretsmanager stop-replication-to-replica --secret-id shop/db --region eu-central-1
    verification: it can be rotated
  - id: 7
    action: Scale the shop
    commands:
      - aws ecs update-service --cluster shop --service web --desired-count 6
      - aws ecs wait services-stable --cluster shop --services web
    verification: six tasks
  - id: 8
    action: Look at it
    command: curl -fsS https://dr.example.com/health
  - id: 9
    action: Move the traffic
    command: >-
      aws globalaccelerator update-endpoint-group --endpoint-group-arn $EG --traffic-dial-percentage 100
      --region us-west-2
    verification: orders come in
rollback: {trigger: x, steps: [Call the owner]}
"""

FAILBACK = """\
runbook: {name: Shop failback, covers: [shop]}
steps:
  - id: 1
    action: Make a replica in the old Region
    commands:
      - >-
        aws rds create-db-instance-read-replica --db-instance-identifier shop-back --region eu-west-1
        --source-db-instance-identifier arn:aws:rds:eu-central-1:111122223333:db:shop-replica
      - aws rds wait db-instance-available --db-instance-identifier shop-back --region eu-west-1
    verification: it follows
  - id: 2
    action: Promote it
    commands:
      - aws rds promote-read-replica --db-instance-identifier shop-back --region eu-west-1
      - aws rds wait db-instance-available --db-instance-identifier shop-back --region eu-west-1
    verification: it takes writes
  - id: 3
    action: Move the traffic
    command: >-
      aws globalaccelerator update-endpoint-group --endpoint-group-arn $EG --traffic-dial-percentage 100
      --region us-west-2
    verification: orders come in
rollback: {trigger: x, steps: [Carry out Shop failover]}
"""
