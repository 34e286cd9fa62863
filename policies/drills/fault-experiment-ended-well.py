"""Names fault injection experiments whose newest run did not end well."""

from __future__ import annotations

from drlint.model.resource import Resource
from drlint.policy import Case, Policy
from drlint.recovery.evidence import moment

policy = Policy(
    title="The newest run of each fault experiment ended well",
    severity="medium",
    checklist="procedures-tested",
    applies_to=("aws_fis_experiment",),
    doors=("live",),
    why="""\
An experiment of the Fault Injection Service rehearses a disturbance: a Zone without power, a Region without a way to the
other. One that was stopped by its alarm found what it was looking for; one that failed tested nothing. Either is forgotten
once a later run of the same template is completed.""",
    fix="""\
Read why (`aws fis get-experiment`), mend what it found or what it lacked, and run the template again.""",
    controls={
        "nist-800-53": ("CP-4",),
        "iso-22301": ("8.5",),
        "soc-2": ("A1.3",),
        "dora": ("11(6)",),
        "aws-well-architected": ("REL13-BP03",),
    },
    references=["https://docs.aws.amazon.com/fis/latest/APIReference/API_ExperimentState.html"],
)

_BADLY = {"failed": "failed, so that nothing was tested", "stopped": "was stopped before its end"}


@policy.check
def check(case: Case) -> None:
    run = case.resource
    if _is_outdone(case, run):
        case.skip()
    elif run["status"] in _BADLY:
        case.fail(
            f"the newest run of experiment {run['template']} {_BADLY[str(run['status'])]}",
            reads=[(run, "status"), (run, "created")],
        )
    elif run["status"] != "completed":
        case.unknown(f"the newest run of experiment {run['template']} is {run['status']}")


def _is_outdone(case: Case, run: Resource) -> bool:
    """Whether the template was run again later."""
    began = moment(run["created"])
    others = (each for each in case.estate.of_kind(run.kind) if each["template"] == run["template"])
    later = (moment(each["created"]) for each in others if each is not run)
    return began is not None and any(each is not None and each > began for each in later)


def _run(name: str, status: str, day: int) -> dict[str, object]:
    arn = f"arn:aws:fis:eu-west-1:111122223333:experiment/{name}"
    said = {"arn": arn, "id": name, "template": "EXT1", "status": status, "created": f"2026-11-{day:02}T04:00:00Z"}
    return {"kind": "aws_fis_experiment", "arn": arn, "attributes": said}


policy.passes(observed=[_run("1", "completed", 20)])
policy.passes(observed=[_run("1", "failed", 19), _run("2", "completed", 20)])
policy.fails(observed=[_run("1", "failed", 20)])
policy.fails(observed=[_run("1", "completed", 19), _run("2", "stopped", 20)])
policy.unknown(observed=[_run("1", "running", 20)])
