"""Where the control plane stands that an operation needs, whichever Region is called."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from drlint.model.procedure import Call
from drlint.recovery.operations.table import operation_of

_BOUNDARIES: Final = "https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries"
GLOBAL_SERVICES: Final = f"{_BOUNDARIES}/global-services.html"  # read on 2026-11-23
VIRGINIA, OREGON = "us-east-1", "us-west-2"


class Home(Struct, frozen=True):
    """The Region of a control plane, and what it is the control plane of."""

    region: str
    of: str


# Services whose changes go through one Region, whatever `--region` says. Read at the page above and those it leads to
# (2026-11-23).
_SERVICES: Final = {
    "route53": Home(VIRGINIA, "Route 53 changes"),
    "route53domains": Home(VIRGINIA, "Route 53 domain registration"),
    "iam": Home(VIRGINIA, "IAM changes"),
    "organizations": Home(VIRGINIA, "AWS Organizations"),
    "account": Home(VIRGINIA, "AWS account management"),
    "cloudfront": Home(VIRGINIA, "CloudFront changes"),
    "shield": Home(VIRGINIA, "Shield Advanced"),
    "globalaccelerator": Home(OREGON, "Global Accelerator changes"),
    "route53-recovery-control-config": Home(OREGON, "the configuration of ARC routing controls"),
    "networkmanager": Home(OREGON, "Network Manager"),
}

# Configuration of buckets is changed in us-east-1 first, wherever the bucket is.
_BUCKETS: Final = Home(VIRGINIA, "S3 bucket configuration")
_OF_BUCKETS: Final = ("create-bucket", "delete-bucket", "put-bucket-", "put-public-access-block")
_NOT_OF_BUCKETS: Final = ("create-bucket-metadata",)

# Making one of these makes DNS records by the way.
_NAMED_BY_ROUTE_53: Final = Home(VIRGINIA, "the DNS name that Route 53 has to give it")
_NAMED: Final = frozenset({
    "elbv2 create-load-balancer",
    "elb create-load-balancer",
    "apigateway create-rest-api",
    "apigateway create-domain-name",
    "apigatewayv2 create-api",
    "apigatewayv2 create-domain-name",
    "ec2 create-vpc-endpoint",
    "lambda create-function-url-config",
    "elasticache create-replication-group",
    "elasticache create-cache-cluster",
    "opensearch create-domain",
    "memorydb create-cluster",
    "neptune create-db-cluster",
    "dax create-cluster",
    "eks create-cluster",
    "servicediscovery create-private-dns-namespace",
    "servicediscovery create-public-dns-namespace",
})  # fmt: skip

_ACCESS_POINTS: Final = Home(OREGON, "the configuration of S3 Multi-Region Access Points")


def home_of(call: Call) -> Home | None:
    """Where the control plane is that a changing call needs; None: in the Region that is called, or nowhere."""
    if not operation_of(call).changes:
        return None
    known = _SERVICES.get(call.service)
    if known is not None:
        return known
    name = f"{call.service} {call.operation}"
    if name in _NAMED:
        return _NAMED_BY_ROUTE_53
    if name in {"s3 mb", "s3 rb"} or (call.service == "s3api" and _configures(call.operation)):
        return _BUCKETS
    if call.service == "s3control" and call.operation.endswith("multi-region-access-point"):
        return _ACCESS_POINTS
    if call.service == "wafv2" and call.literal("scope") == "CLOUDFRONT":
        return Home(VIRGINIA, "rules for CloudFront")
    return None


def is_global(call: Call) -> bool:
    """Whether a call goes to the same place whatever Region is set."""
    if call.service in _REGIONLESS:
        return True
    return call.service in {"s3", "s3api"} and call.operation not in {"mb", "create-bucket"}


# Global Accelerator and domain registration are left out: the CLI must be told their Region.
# https://docs.aws.amazon.com/general/latest/gr/rande.html (2026-11-23)
_REGIONLESS: Final = frozenset({
    "route53", "iam", "organizations", "account", "cloudfront", "shield", "budgets", "ce", "support", "health",
    "configure", "history", "sso", "login", "logout", "help", "sts", "pricing", "freetier", "route53-recovery-cluster",
})  # fmt: skip


def _configures(operation: str) -> bool:
    return operation.startswith(_OF_BUCKETS) and not operation.startswith(_NOT_OF_BUCKETS)
