"""A made-up business: an architecture in two Regions, the runbooks that its people believe in, and mended ones."""

from __future__ import annotations

ARCHITECTURE = """
provider "aws" {
  alias  = "primary"
  region = "us-east-1"
}
provider "aws" {
  alias  = "secondary"
  region = "us-west-2"
}
variable "zone_id" { default = "Z0123QUAYSIDE" }

resource "aws_rds_global_cluster" "berths" {
  global_cluster_identifier = "global-berths"
  engine                    = "aurora-postgresql"
  storage_encrypted         = true
}
resource "aws_rds_cluster" "primary" {
  provider                  = aws.primary
  cluster_identifier        = "berths-primary"
  engine                    = aws_rds_global_cluster.berths.engine
  global_cluster_identifier = aws_rds_global_cluster.berths.id
  database_name             = "berths"
  master_username           = "harbour"
}
resource "aws_rds_cluster" "secondary" {
  provider                  = aws.secondary
  cluster_identifier        = "berths-secondary"
  engine                    = aws_rds_global_cluster.berths.engine
  global_cluster_identifier = aws_rds_global_cluster.berths.id
  depends_on                = [aws_rds_cluster.primary]
}
resource "aws_rds_cluster_instance" "primary" {
  provider           = aws.primary
  identifier         = "berths-primary-1"
  cluster_identifier = aws_rds_cluster.primary.cluster_identifier
  instance_class     = "db.r6g.large"
  engine             = "aurora-postgresql"
}
resource "aws_rds_cluster_instance" "secondary" {
  provider           = aws.secondary
  identifier         = "berths-secondary-1"
  cluster_identifier = aws_rds_cluster.secondary.cluster_identifier
  instance_class     = "db.r6g.large"
  engine             = "aurora-postgresql"
}
resource "aws_autoscaling_group" "east" {
  provider = aws.primary
  name     = "quay-east"
  min_size = 4
  max_size = 24
}
resource "aws_autoscaling_group" "west" {
  provider = aws.secondary
  name     = "quay-west"
  min_size = 1
  max_size = 24
}
resource "aws_lb" "east" {
  provider = aws.primary
  name     = "quay-east"
}
resource "aws_lb" "west" {
  provider = aws.secondary
  name     = "quay-west"
}
resource "aws_route53_record" "east" {
  zone_id        = var.zone_id
  name           = "quay.example.com"
  type           = "A"
  set_identifier = "east"
  failover_routing_policy { type = "PRIMARY" }
  alias {
    name                   = aws_lb.east.dns_name
    zone_id                = aws_lb.east.zone_id
    evaluate_target_health = true
  }
}
resource "aws_route53_record" "west" {
  zone_id        = var.zone_id
  name           = "quay.example.com"
  type           = "A"
  set_identifier = "west"
  failover_routing_policy { type = "SECONDARY" }
  alias {
    name                   = aws_lb.west.dns_name
    zone_id                = aws_lb.west.zone_id
    evaluate_target_health = true
  }
}
"""

FAILOVER = """\
runbook:
  name: "Quayside failover"
  version: "2.0"

steps:
  - id: 1
    action: "Look at the primary Region"
    commands:
      - "aws ec2 describe-availability-zone-health --region us-east-1"
      - "aws route53 get-health-check-status --health-check-id $HEALTH_CHECK"
    verification: "It is down"

  - id: 2
    action: "Tell the harbour master"
    commands:
      - "./scripts/tell-harbour.sh failover"
    verification: "She answers"

  - id: 3
    action: "Scale up the other Region"
    commands:
      - |
        aws autoscaling update-auto-scaling-group \\
          --auto-scaling-group-name quay-west \\
          --min-size 4 --max-size 20 --desired-capacity 8 \\
          --region us-west-2
    verification: "All are InService"

  - id: 4
    action: "Promote the database"
    commands:
      - |
        aws rds promote-read-replica-db-cluster \\
          --db-cluster-identifier berths-secondary \\
          --region us-west-2
    verification: "Its status is available"

  - id: 5
    action: "Change DNS"
    commands:
      - |
        aws route53 change-resource-record-sets \\
          --hosted-zone-id $ZONE \\
          --change-batch file://dns-west.json
    verification: "dig says us-west-2"

rollback:
  trigger: "us-west-2 fails, too"
  steps:
    - "Call the harbour master"
"""

FAILBACK = """\
runbook:
  name: "Quayside failback"
  version: "2.0"

pre_failback_checks:
  - step: "Look at the primary Region"
    command: "aws ec2 describe-availability-zone-health --region us-east-1"

  - step: "Check the replication lag"
    command: |
      aws rds describe-db-clusters \\
        --db-cluster-identifier berths-primary \\
        --query 'DBClusters[0].ReplicationSourceIdentifier'

steps:
  - id: 1
    action: "Replicate back"
    commands:
      - |
        aws rds create-db-cluster \\
          --db-cluster-identifier berths-primary-new \\
          --replication-source-identifier $WEST_ARN \\
          --region us-east-1
    verification: "The lag is below a second"

  - id: 2
    action: "A tenth of the traffic"
    commands:
      - |
        # 10 %
        aws route53 change-resource-record-sets \\
          --change-batch file://traffic-10.json
    verification: "No errors"
    wait: "15 minutes"

  - id: 3
    action: "Half of the traffic"
    commands:
      - "# 50 %"
      - "aws route53 change-resource-record-sets --change-batch file://traffic-50.json"
    verification: "No errors"
    wait: "15 minutes"

  - id: 4
    action: "All of the traffic"
    commands:
      - "aws route53 change-resource-record-sets --change-batch file://traffic-100.json"
    verification: "No errors"

  - id: 5
    action: "Promote the primary database"
    commands:
      - |
        aws rds failover-global-cluster \\
          --global-cluster-identifier global-berths \\
          --target-db-cluster-identifier berths-primary-new
    verification: "It is the writer"

  - id: 6
    action: "Scale down"
    commands:
      - |
        aws autoscaling update-auto-scaling-group \\
          --auto-scaling-group-name quay-west \\
          --min-size 1 --max-size 3 --desired-capacity 2 \\
          --region us-west-2
    verification: "Two are left"

  - id: 7
    action: "Replicate again"
    commands:
      - "./scripts/replicate-again.sh"
"""

MENDED_FAILOVER = """\
runbook:
  name: "Quayside failover"
  version: "3.0"

steps:
  - id: 1
    action: "Look at the primary Region from outside"
    commands:
      - "curl -fsS --max-time 10 https://quay.example.com/health"
      - "aws cloudwatch describe-alarms --alarm-name-prefix quay- --region us-west-2"
    verification: "It is down"

  - id: 2
    action: "Check the replication lag"
    commands:
      - |
        aws cloudwatch get-metric-statistics --namespace AWS/RDS --metric-name AuroraGlobalDBRPOLag \\
          --dimensions Name=DBClusterIdentifier,Value=berths-secondary \\
          --start-time "$FROM" --end-time "$TO" --period 60 --statistics Maximum --region us-west-2
    verification: "It says what will be lost"

  - id: 3
    action: "Fail the database over"
    commands:
      - |
        aws rds failover-global-cluster \\
          --global-cluster-identifier global-berths \\
          --target-db-cluster-identifier arn:aws:rds:us-west-2:111122223333:cluster:berths-secondary \\
          --allow-data-loss --region us-west-2
        aws rds wait db-cluster-available --db-cluster-identifier berths-secondary --region us-west-2
    verification: "berths-secondary is the writer"

  - id: 4
    action: "Scale up the other Region"
    commands:
      - |
        aws autoscaling update-auto-scaling-group \\
          --auto-scaling-group-name quay-west \\
          --min-size 4 --max-size 20 --desired-capacity 8 \\
          --region us-west-2
    verification: "All are InService"

  - id: 5
    action: "Move the traffic by the routing control that the health check follows"
    commands:
      - |
        aws route53-recovery-cluster update-routing-control-state \\
          --routing-control-arn $CONTROL --routing-control-state Off \\
          --region us-west-2 --endpoint-url $ENDPOINT
    verification: "dig says us-west-2"

rollback:
  trigger: "us-west-2 fails, too"
  steps:
    - "Call the harbour master"
"""

MENDED_FAILBACK = """\
runbook:
  name: "Quayside failback"
  version: "3.0"

pre_failback_checks:
  - step: "Look at the primary Region"
    command: "aws ec2 describe-availability-zones --region us-east-1"

  - step: "Check the replication lag"
    command: |
      aws cloudwatch get-metric-statistics --namespace AWS/RDS --metric-name AuroraGlobalDBRPOLag \\
        --dimensions Name=DBClusterIdentifier,Value=berths-primary \\
        --start-time "$FROM" --end-time "$TO" --period 60 --statistics Maximum --region us-east-1

steps:
  - id: 1
    action: "Switch the database over to the primary Region"
    commands:
      - |
        aws rds switchover-global-cluster \\
          --global-cluster-identifier global-berths \\
          --target-db-cluster-identifier arn:aws:rds:us-east-1:111122223333:cluster:berths-primary \\
          --region us-west-2
        aws rds wait db-cluster-available --db-cluster-identifier berths-primary --region us-east-1
    verification: "berths-primary is the writer"

  - id: 2
    action: "Move the traffic back"
    commands:
      - |
        aws route53 change-resource-record-sets \\
          --hosted-zone-id Z0123QUAYSIDE \\
          --change-batch file://traffic-east.json
    verification: "No errors"
    wait: "15 minutes"

  - id: 3
    action: "Scale down"
    commands:
      - |
        aws autoscaling update-auto-scaling-group \\
          --auto-scaling-group-name quay-west \\
          --min-size 1 --max-size 24 --desired-capacity 2 \\
          --region us-west-2
    verification: "Two are left"

rollback:
  trigger: "The primary Region fails again"
  steps:
    - "Carry out Quayside failover"
"""
