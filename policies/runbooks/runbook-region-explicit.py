"""A runbook's commands say which Region they go to."""

from __future__ import annotations

from drlint.policy import Case, Policy
from drlint.recovery.control_planes import is_global
from drlint.recovery.procedures import calls_of, region_of, says_region
from drlint.recovery.purposes import is_recovery

policy = Policy(
    title="A runbook's commands say their Region",
    severity="medium",
    checklist="runbooks-documented",
    applies_to=("runbook",),
    why="""
Without `--region` a command goes to the default of whichever laptop it is pasted on, and for most people that is the
Region that has just been lost. The command then hangs, or changes the wrong side. It counts as said where the command
has `--region` or `--profile`, where its text sets AWS_REGION or AWS_DEFAULT_REGION, where its step has `region:`, where
the runbook's prerequisites speak of one of these, and where it calls `aws configure`. Global services (Route 53, IAM,
CloudFront …) need none. Documents that speak of no failover and no restore are not judged.
""",
    fix="Give `--region`, or `region:` on the step, or begin the runbook with `export AWS_REGION=…`.",
    controls={
        "nist-800-53": ("CP-10",),
        "iso-22301": ("8.4",),
        "soc-2": ("A1.2", "CC7.5"),
        "dora": ("11(2)",),
        "aws-well-architected": ("REL13-BP05",),
    },
    references=("https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html",),
)

_EACH = 4  # commands that are told one by one


@policy.check
def check(case: Case) -> None:
    runbook = case.resource
    calls = [each for each in calls_of(runbook, case.estate) if not is_global(each.call)]
    if not calls or not is_recovery(runbook):
        case.skip()
        return
    missing = [] if says_region(runbook) else [each for each in calls if region_of(each) is None]
    if len(missing) > _EACH:
        said = f"{len(missing)} of {len(calls)} commands of {runbook['name']} go to whatever Region the laptop at hand"
        steps = ", ".join(dict.fromkeys(each.step.key for each in missing[:_EACH]))
        message = f"{said} defaults to ({steps} …)"
        case.fail(message, detail="several", evidence=[each.evidence for each in missing])
        return
    for each in missing:
        here = f"{each.step.key} of {runbook['name']}"
        said = f"{here} calls {each.said} in whatever Region the laptop at hand defaults to"
        case.fail(said, detail=each.key, evidence=[each.evidence])


def _runbook(command: str, more: str = "") -> str:
    return f"""
runbook: {{name: Regional Failover}}
{more}
steps:
  - id: 2
    action: Scale
    commands:
      - {command}
"""


_SCALE = "aws autoscaling set-desired-capacity --auto-scaling-group-name web --desired-capacity 4"

policy.passes(documents=_runbook(f"{_SCALE} --region us-west-2"))
policy.passes(documents=_runbook(f"{_SCALE} --region $REGION"))
policy.passes(documents=_runbook(f"AWS_REGION=us-west-2 {_SCALE}"))
policy.passes(documents=_runbook(f"{_SCALE}\n    region: us-west-2"))
policy.passes(documents=_runbook(_SCALE, "prerequisites: [AWS_REGION is set to the recovery Region]"))
policy.passes(documents=_runbook(f"aws configure set region us-west-2\n      - {_SCALE}"))
policy.fails(documents=_runbook(_SCALE))
policy.fails(documents=_runbook(f"AWS_PAGER= {_SCALE}"))
policy.fails(documents=_runbook("\n      - ".join([_SCALE] * 6)))
