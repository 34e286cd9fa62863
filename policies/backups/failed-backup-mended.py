"""Names failed backup and copy jobs after which nothing has succeeded."""

from __future__ import annotations

from drlint.policy import Case, Policy
from drlint.recovery.evidence import moment, seconds_between, spoken

policy = Policy(
    title="A backup or copy job that failed was followed by one that succeeded",
    severity="high",
    checklist="backups-automated-and-verified",
    applies_to=("aws_backup_failed_job", "aws_backup_failed_copy_job"),
    doors=("live",),
    parameters={"days": 7},
    why="""\
Backups fail quietly: a key that was deleted, a role that lost a permission, a database that is being changed during its
window. A failed copy leaves the recovery Region without the newest data while every plan looks right. Only the last
days count, and a failed backup is forgotten once a later one succeeded.""",
    fix="Read the job's message (`aws backup describe-backup-job`, `describe-copy-job`), mend its cause, run it again.",
    controls={
        "nist-800-53": ("CP-9",),
        "iso-22301": ("8.3.5",),
        "soc-2": ("A1.2",),
        "dora": ("12(2)",),
        "aws-well-architected": ("REL09-BP03", "REL09-BP04"),
    },
    references=["https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupJobs.html"],
)


@policy.check
def check(case: Case) -> None:
    job = case.resource
    seen, failed = job.view.as_of, moment(job["created"])
    age = None if seen is None else seconds_between(job["created"], seen)
    if age is None or failed is None:
        case.unknown(f"when job {job['id']} failed is not known")
        return
    if age > case.parameters["days"] * 86400:
        case.skip()
        return
    is_backup = job.kind == "aws_backup_failed_job"
    last = [moment(each["last_backup_time"]) for each in _protected(case) if is_backup]
    if any(each is not None and each > failed for each in last):
        return
    what = "backup" if is_backup else "copy"
    case.fail(
        f"a {what} of {job['resource_arn']} failed {spoken(age)} ago ({job['category'] or 'no category'}), "
        f"and none is known to have succeeded since",
        reads=[(job, "created")],
    )


def _protected(case: Case) -> list[object]:
    every = case.estate.of_kind("aws_backup_protected_resource")
    return [each for each in every if each["resource_arn"] == case.resource["resource_arn"]]


ARN = "arn:aws:rds:eu-west-1:111122223333:db:orders"


def _job(created: str, kind: str = "aws_backup_failed_job") -> dict[str, object]:
    said = {"id": "1", "resource_arn": ARN, "created": created, "category": "AccessDenied"}
    return {"kind": kind, "arn": "arn:aws:backup:eu-west-1:111122223333:job:1", "attributes": said}


def _backed_up(time: str) -> dict[str, object]:
    said = {"resource_arn": ARN, "last_backup_time": time}
    return {"kind": "aws_backup_protected_resource", "arn": ARN, "attributes": said}


policy.passes(observed=[_job("2026-11-24T04:00:00Z"), _backed_up("2026-11-25T04:00:00Z")])
policy.fails(observed=[_job("2026-11-25T04:00:00Z"), _backed_up("2026-11-24T04:00:00Z")])
policy.fails(observed=[_job("2026-11-25T04:00:00Z", "aws_backup_failed_copy_job"), _backed_up("2026-11-25T05:00:00Z")])
policy.unknown(observed=[_job("")])
