"""Holds the newest restore of each resource in AWS: that it succeeded, and that it took no longer than the objective."""

from __future__ import annotations

from drlint.model.resource import Resource
from drlint.policy import Case, Policy
from drlint.recovery.evidence import moment, seconds_between, spoken, strictest

_DONE, _BAD = {"COMPLETED"}, {"FAILED", "ABORTED"}

policy = Policy(
    title="The newest restore of a backup succeeded, in the time that the objective allows",
    severity="high",
    checklist="procedures-tested",
    applies_to=("aws_backup_restore_job",),
    doors=("live",),
    why="""\
A backup is as good as its last restore. AWS Backup keeps each restore job with its times, those of restore testing
plans as well: what really happened is better evidence than any estimate. The restore alone is a part of a recovery, so
one that takes longer than the whole objective breaks it for certain, and a shorter one proves only itself.""",
    fix="""\
Read the job's message (`aws backup describe-restore-job`). For a restore that takes too long: keep a standby, restore
less (a cluster volume, fewer partitions), or agree on another objective.""",
    controls={
        "nist-800-53": ("CP-4", "CP-10"),
        "iso-22301": ("8.5",),
        "soc-2": ("A1.3",),
        "dora": ("11(6)", "12(2)"),
        "aws-well-architected": ("REL09-BP04", "REL13-BP03"),
    },
    references=["https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListRestoreJobs.html"],
)


@policy.check
def check(case: Case) -> None:
    job = case.resource
    if job["status"] not in _DONE | _BAD or _is_overtaken(case):
        case.skip()
        return
    sources = case.links(job, "of")
    source = sources.certain[0] if sources.certain else job
    if job["status"] in _BAD or job["validation_status"] in {"FAILED", "TIMED_OUT"}:
        what = "was restored, and its validation failed" if job["status"] in _DONE else "could not be restored"
        case.fail(f"{_name(source, job)} {what} on {str(job['created'])[:10]}", reads=[(job, "status")])
        return
    took = seconds_between(job["created"], job["completed"])
    if took is None:
        case.unknown(f"how long the restore of {_name(source, job)} took is not known")
        return
    limit = strictest("rto", source, case.estate, case.objectives)
    if not isinstance(limit, int):
        return
    case.require(
        took <= limit,
        f"restoring {_name(source, job)} took {spoken(took)} on {str(job['created'])[:10]}, where all of its recovery "
        f"has {spoken(limit)}",
        reads=[(job, "completed")],
    )


def _name(source: Resource, job: Resource) -> str:
    return str(job["source_arn"]) if source is job else source.label


def _is_overtaken(case: Case) -> bool:
    """Whether there is a later restore of the same thing that came to an end."""
    own = moment(case.resource["created"])
    others = (
        moment(each["created"])
        for each in case.estate.of_kind(case.resource.kind)
        if each is not case.resource
        and each["source_arn"] == case.resource["source_arn"]
        and each["status"] in _DONE | _BAD
    )
    return own is not None and any(each is not None and each > own for each in others)


def _job(number: int, status: str, created: str, completed: str, **said: str) -> dict[str, object]:
    attributes = {
        "id": str(number),
        "status": status,
        "source_arn": "arn:aws:rds:eu-west-1:111122223333:db:orders",
        "created": created,
        "completed": completed,
        **said,
    }
    arn = f"arn:aws:backup:eu-west-1:111122223333:restore-job:{number}"
    return {"kind": "aws_backup_restore_job", "arn": arn, "attributes": attributes}


QUICK = _job(2, "COMPLETED", "2026-11-22T04:00:00Z", "2026-11-22T04:40:00Z", validation_status="SUCCESSFUL")
FAILED = _job(1, "FAILED", "2026-11-15T04:00:00Z", "2026-11-15T04:10:00Z")

policy.passes(observed=[QUICK, FAILED], objectives={"rto_minutes": 60})
policy.fails(observed=[FAILED])
policy.fails(observed=[QUICK], objectives={"rto_minutes": 30})
policy.fails(
    observed=[_job(3, "COMPLETED", "2026-11-22T04:00:00Z", "2026-11-22T04:40:00Z", validation_status="FAILED")]
)
policy.unknown(observed=[_job(4, "COMPLETED", "2026-11-22T04:00:00Z", "")])
