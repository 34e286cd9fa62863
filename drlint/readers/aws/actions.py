"""The IAM action that allows an operation, as far as it is not called like it."""

from __future__ import annotations

# botocore's name of a service to IAM's:
# https://docs.aws.amazon.com/service-authorization/latest/reference/ (2026-11-26)
_PREFIXES = {
    "cloudwatch": "cloudwatch",
    "docdb": "rds",
    "efs": "elasticfilesystem",
    "elb": "elasticloadbalancing",
    "elbv2": "elasticloadbalancing",
    "neptune": "rds",
    "opensearch": "es",
    "resourcegroupstaggingapi": "tag",
    "s3control": "s3",
    "events": "events",
    "stepfunctions": "states",
    "service-quotas": "servicequotas",
    "sfn": "states",
    "logs": "logs",
    "application-autoscaling": "application-autoscaling",
}
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/list_amazons3.html (2026-11-26)
_CALLED_OTHERWISE = {
    "s3:ListBuckets": "s3:ListAllMyBuckets",
    "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
    "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
    "s3:GetBucketReplication": "s3:GetReplicationConfiguration",
    "s3:GetObjectLockConfiguration": "s3:GetBucketObjectLockConfiguration",
    "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
}


def action_of(service: str, operation: str) -> str:
    """`rds:DescribeDBInstances`; where IAM calls an operation otherwise, what IAM calls it."""
    said = f"{_PREFIXES.get(service, service)}:{operation}"
    return _CALLED_OTHERWISE.get(said, said)
