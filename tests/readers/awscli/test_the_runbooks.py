"""Commands of two runbooks that teams copy from each other: what is wrong with them by themselves."""

from __future__ import annotations

import pytest
from lines import problems

from drlint.model.procedure import Fault

ZONES = "aws ec2 has no operation describe-availability-zone-status; did you mean 'describe-availability-zones'?"
NO_ZONE = "aws route53 change-resource-record-sets needs --hosted-zone-id"

FAILOVER = {
    "aws ec2 describe-availability-zone-status --region us-east-1": [(Fault.OPERATION, ZONES)],
    "aws route53 get-health-check-status --health-check-id $HEALTH_CHECK": [],
    "aws autoscaling update-auto-scaling-group --auto-scaling-group-name standby-asg --min-size 4 --max-size 20"
    " --desired-capacity 8 --region us-west-2": [],
    "aws rds promote-read-replica-db-cluster --db-cluster-identifier orders-secondary --region us-west-2": [],
    "aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch file://to-standby.json": [],
}
FAILBACK = {
    "aws ec2 describe-availability-zone-status --region us-east-1 --output table": [(Fault.OPERATION, ZONES)],
    "aws rds describe-db-clusters --db-cluster-identifier orders-primary"
    " --query 'DBClusters[0].ReplicationSourceIdentifier'": [],
    "aws rds create-db-cluster --db-cluster-identifier orders-primary-new --replication-source-identifier $STANDBY_ARN"
    " --region us-east-1": [(Fault.REQUIRED, "aws rds create-db-cluster needs --engine")],
    "aws route53 change-resource-record-sets --change-batch file://share-10.json": [(Fault.REQUIRED, NO_ZONE)],
    "aws route53 change-resource-record-sets --change-batch file://share-50.json": [(Fault.REQUIRED, NO_ZONE)],
    "aws route53 change-resource-record-sets --change-batch file://share-100.json": [(Fault.REQUIRED, NO_ZONE)],
    "aws rds failover-global-cluster --global-cluster-identifier orders --target-db-cluster-identifier"
    " orders-primary-new": [],
    "aws autoscaling update-auto-scaling-group --auto-scaling-group-name standby-asg --min-size 1 --max-size 3"
    " --desired-capacity 2 --region us-west-2": [],
}


@pytest.mark.parametrize(("line", "expected"), [*FAILOVER.items(), *FAILBACK.items()])
def test_a_command_of_the_runbooks(line: str, expected: list[tuple[Fault, str]]) -> None:
    assert problems(line) == expected
