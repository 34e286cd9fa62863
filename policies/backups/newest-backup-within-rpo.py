"""Holds the age of the newest backup in AWS against the recovery point objective."""

from __future__ import annotations

from drlint.policy import Case, Policy
from drlint.recovery.evidence import seconds_between, spoken, strictest

policy = Policy(
    title="The newest backup is no older than the objective allows",
    severity="high",
    checklist="backups-automated-and-verified",
    applies_to=("aws_backup_protected_resource",),
    doors=("live",),
    parameters={"hours": 26},
    why="""\
A plan, a selection and a schedule are promises. What counts on the night is when AWS Backup last finished one, and it
tells that for everything it protects. Where no objective is known, a day and two hours are asked for, in which a daily
backup finishes.""",
    fix="Look at the failed jobs of the resource, run a backup now (`aws backup start-backup-job`), and mend its cause.",
    controls={
        "nist-800-53": ("CP-9",),
        "iso-22301": ("8.3.5",),
        "soc-2": ("A1.2",),
        "dora": ("12(2)",),
        "aws-well-architected": ("REL09-BP03", "REL13-BP01"),
    },
    references=["https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListProtectedResources.html"],
)


@policy.check
def check(case: Case) -> None:
    resource = case.resource
    sources = case.links(resource, "of")
    source = sources.certain[0] if sources.certain else resource
    seen = resource.view.as_of
    age = None if seen is None else seconds_between(resource["last_backup_time"], seen)
    if age is None:
        case.unknown(f"when {resource['resource_arn']} was last backed up is not known")
        return
    asked = strictest("rpo", source, case.estate, case.objectives)
    limit = case.parameters["hours"] * 3600 if not isinstance(asked, int) else max(asked, 3600)
    said = "the objective allows" if isinstance(asked, int) else "a daily backup allows"
    case.require(
        age <= limit,
        f"the newest backup of {source.label} is {spoken(age)} old, where {said} {spoken(limit)}",
        reads=[(resource, "last_backup_time")],
    )


def _orders(time: str) -> dict[str, object]:
    arn = "arn:aws:rds:eu-west-1:111122223333:db:orders"
    return {
        "kind": "aws_backup_protected_resource",
        "arn": arn,
        "attributes": {"resource_arn": arn, "resource_type": "RDS", "last_backup_time": time},
    }


policy.passes(observed=[_orders("2026-11-25T04:00:00Z")])
policy.passes(observed=[_orders("2026-11-25T23:30:00Z")], objectives={"rpo_minutes": 60})
policy.fails(observed=[_orders("2026-11-20T04:00:00Z")])
policy.fails(observed=[_orders("2026-11-25T04:00:00Z")], objectives={"rpo_minutes": 240})
policy.unknown(observed=[_orders("")])
