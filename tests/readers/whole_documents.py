"""Recovery documents in full, each with every field that it may have."""

from __future__ import annotations

WORKLOAD = """\
workload:
  name: shop
  description: Sells things
  owner: team-shop
  tier: 1
  environment: production
  members:
    - aws_db_instance.shop
    - module: shop
      role: optional
    - tags: {app: shop}
    - arn: arn:aws:s3:::shop-files
  primary_region: eu-central-1
  recovery_regions: [eu-west-1]
  data_residency: [eu-central-1, eu-west-1]
  strategy: pilot light
  objectives:
    zone: {rto: 5m, rpo: 0}
    region: {rto: 1 hour, rpo: PT15M}
  mtpd: 8h
  wrt: 2h
  availability: "99.9"
  depends_on: [login]
  third_parties:
    - {name: Stripe, purpose: payments, contact: help@stripe.example, rto: 4h, fallback: invoices}
    - DNS company
  runbooks: [Move to Ireland, back.yaml]
  assumptions: {detection: 5m, decision: 10m, data_size_gib: "120", restore_mib_s: "80"}
  change_management: CHG-1
  budget: $$
  test_every: quarterly
  reviewed: 2026-10-01
"""

RUNBOOK = """\
runbook:
  name: Move to Ireland
  version: "2.1"
  kind: failover
  last_tested: 2026-09-01
  reviewed: 2026-09-02
  covers: [shop]
  owner: team-shop
  contacts: [on call]
  locations: [https://wiki.example/move, s3://books/move.yaml]
  lost_region: eu-central-1
  trained:
    Ada: 2026-08-01
    Bo: 2026-08-02
prerequisites:
  - The bridge is open
decision_criteria:
  anybody:
    - Frankfurt is down for 10 minutes
pre_failover_checks:
  - step: Look at the lag
    command: "aws rds describe-db-clusters --region eu-west-1"
steps:
  - id: 1
    action: Promote the cluster
    region: eu-west-1
    commands:
      - |
        # what is written twice is read twice
        aws rds failover-global-cluster \\
          --global-cluster-identifier shop \\
          --region eu-west-1
      - "aws rds wait db-cluster-available --region eu-west-1"
    verification: the writer is in Ireland
    wait: 15 minutes
  - id: 2
    action: Move the traffic
    commands:
      - aws route53 change-resource-record-sets --hosted-zone-id Z1 --change-batch file://move.json
      - >
        aws route53 get-change
        --id C1
    verification: [orders arrive, nobody complains]
rollback:
  trigger: orders are missing
  steps:
    - Stop the writers
    - action: Move back
      command: 'aws route53 list-hosted-zones'
post_failover:
  - Write down when what was done
post_failback:
  - Go home
"""

DRILL = """\
drill:
  name: Autumn drill
  date: 2026-09-01
  type: full failover
  disruption: region
  covers: [shop]
  runbooks: [Move to Ireland]
  measured:
    rto: 42m
    rpo: 30s
    time_to_detect: 4m
  outcome: partial
  participants: [Ada, Bo]
  issues:
    - {title: The zone's id was wrong, ticket: OPS-7, closed: 2026-09-10}
    - Nobody knew the password
  plan_reviewed: 2026-09-12
  evidence: s3://books/autumn
"""

TEST_PLAN = """\
test_plan:
  name: Tests of the shop
  frequency: Quarterly
  last_test: 2026-09-01
  next_test: 2026-12-01
  covers: [shop]
  owner: team-shop
test_types:
  tabletop:
    frequency: Monthly
    duration: 2 hours
    participants: [Operations]
    objectives: [Read the runbook]
  full_failover:
    frequency: Quarterly
    tests: [Move to Ireland]
metrics_to_capture:
  - Service restoration (RTO actual)
success_criteria:
  - "RTO achieved: < 1 hour"
"""

ALL = {"workload": WORKLOAD, "runbook": RUNBOOK, "drill": DRILL, "test_plan": TEST_PLAN}
