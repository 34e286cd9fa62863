"""Holds the quotas of a recovery Region against what the other Regions use."""

from __future__ import annotations

from collections.abc import Iterator

from drlint.model.resource import Resource
from drlint.model.values import Unknown, first_of
from drlint.policy import Case, Policy

STANDARD = tuple("acdhimrtz")  # the families that one quota counts together, by the first letter of the type

policy = Policy(
    title="The recovery Region's quotas hold what the primary Region runs",
    severity="high",
    checklist="strategy-matches-objectives",
    applies_to=("aws_rds_quota", "aws_ec2_quota"),
    doors=("live",),
    why="""\
Quotas belong to an account and a Region, and what was raised over the years in one Region stands at AWS's defaults in the
other: 40 databases, and in a young account a handful of vCPUs. A request on the night is answered in hours or days. Only
what is certain is named: a quota that would be too small even if nothing else stood in the recovery Region.""",
    fix="""\
Ask for the same quotas in the recovery Region, today: `aws service-quotas request-service-quota-increase`. Quota request
templates of AWS Organizations do it for new accounts.""",
    controls={
        "nist-800-53": ("CP-2(2)", "CP-7"),
        "iso-22301": ("8.3.5",),
        "soc-2": ("A1.1", "A1.2"),
        "dora": ("11(5)", "12(4)"),
        "aws-well-architected": ("REL13-BP02",),
    },
    references=[
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_manage_service_limits_aware_quotas_and_constraints.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html",
        "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-on-demand-instances.html",
    ],
)

# By the quota's code: the kinds that count against it. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html
COUNTED = {
    "L-7B6409FD": (
        "aws_db_instance",
        "aws_rds_cluster_instance",
        "aws_docdb_cluster_instance",
        "aws_neptune_cluster_instance",
    ),
    "L-952B80B8": ("aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster"),
    "L-1216C47A": ("aws_instance",),
}


@policy.check
def check(case: Case) -> None:
    quota, recovery = case.resource, case.objectives.recovery_regions
    code, value = quota["code"], quota["value"]
    if quota.region not in recovery or code not in COUNTED:
        case.skip()
        return
    if not isinstance(value, int | float):
        case.unknown(f"how much {quota.label} is, is not known")
        return
    used, doubt = _used(case, str(code))
    worst = max(used, key=lambda region: used[region], default="")
    if worst and used[worst] > value:
        case.fail(
            f"{quota['name']} in {quota.region}: at most {value:,.0f}, and {worst} uses {used[worst]:,}: not all of it "
            "can be brought up there",
            reads=[(quota, "value")],
        )
    elif doubt is not None:
        case.unknown(doubt)


def _used(case: Case, code: str) -> tuple[dict[str, int], Unknown | None]:
    """How much of it each other Region of the account uses, and why that may not be all."""
    found: dict[str, int] = {}
    doubt: Unknown | None = None
    for kind in COUNTED[code]:
        every = case.estate.all_of(kind)
        doubt = first_of(doubt, every.unseen, every.more)
        for each, number in _counted(case, every.certain):
            if isinstance(number, Unknown):
                doubt = first_of(doubt, number)
            else:
                found[str(each.region)] = found.get(str(each.region), 0) + number
    return found, doubt


def _counted(case: Case, every: tuple[Resource, ...]) -> Iterator[tuple[Resource, int | Unknown]]:
    quota = case.resource
    for each in every:
        if each.account == quota.account and isinstance(each.region, str) and each.region != quota.region:
            yield each, _vcpus(each) if each.kind == "aws_instance" else 1


def _vcpus(instance: Resource) -> int | Unknown:
    """The vCPUs of an instance that run and count; 0 where they do not."""
    family, state = instance["instance_type"], instance["state"]
    cores, threads = instance["cpu_cores"], instance["threads_per_core"]
    if not isinstance(family, str) or not family.startswith(STANDARD) or state not in {"running", "pending"}:
        return 0
    if isinstance(cores, int) and isinstance(threads, int):
        return cores * threads
    return Unknown(f"how many vCPUs {instance.label} has is not known")


RECOVERY = {"recovery_regions": ["eu-west-1"]}


def _quota(code: str, value: object, service: str = "rds", region: str = "eu-west-1") -> dict[str, object]:
    arn = f"arn:aws:servicequotas:{region}:111122223333:{service}/{code}"
    said = {"arn": arn, "code": code, "name": "DB instances", "value": value}
    return {"kind": f"aws_{service}_quota", "arn": arn, "region": region, "attributes": said}


def _database(name: str, region: str = "eu-central-1") -> dict[str, object]:
    arn = f"arn:aws:rds:{region}:111122223333:db:{name}"
    return {"kind": "aws_db_instance", "arn": arn, "region": region, "attributes": {"identifier": name}}


def _instance(name: str, cores: object, kind: str = "m5.4xlarge", state: str = "running") -> dict[str, object]:
    arn = f"arn:aws:ec2:eu-central-1:111122223333:instance/{name}"
    said = {"id": name, "instance_type": kind, "state": state, "cpu_cores": cores, "threads_per_core": 2}
    return {"kind": "aws_instance", "arn": arn, "region": "eu-central-1", "attributes": said}


_DB, _CPU = "L-7B6409FD", "L-1216C47A"
policy.passes(observed=[_quota(_DB, 2.0), _database("a"), _database("b")], objectives=RECOVERY)
policy.fails(observed=[_quota(_DB, 2.0), _database("a"), _database("b"), _database("c")], objectives=RECOVERY)
policy.fails(observed=[_quota(_CPU, 16.0, "ec2"), _instance("i-1", 8), _instance("i-2", 8)], objectives=RECOVERY)
policy.passes(
    observed=[_quota(_CPU, 16.0, "ec2"), _instance("i-1", 8), _instance("i-2", 8, state="stopped")], objectives=RECOVERY
)
policy.unknown(
    observed=[_quota(_CPU, 16.0, "ec2"), _instance("i-1", Unknown("CpuOptions is not told"))], objectives=RECOVERY
)
