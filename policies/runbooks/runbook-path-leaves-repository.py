"""What a runbook runs and reads lies in the repository, where it is reviewed and versioned."""

from __future__ import annotations

from drlint.model.finding import Evidence
from drlint.policy import Case, Policy
from drlint.recovery.needed_files import needed_files

policy = Policy(
    title="A runbook needs nothing that lies outside its repository",
    severity="medium",
    checklist="runbooks-documented",
    applies_to=("runbook",),
    why="""
`~/failover.sh`, `/opt/dr/change.json`, `../other-repository/x.sh` or a manifest behind a URL are there for whoever wrote
the runbook. On the night somebody else follows it, on another machine, perhaps with the host of that URL down; nobody
has reviewed what the file holds today. drlint opens none of them. Programs of the system (`/usr/bin/…`) are not meant,
nor is a file under `/tmp` that an earlier command of the runbook makes.
""",
    fix="Commit the file beside the runbook and name it from the repository's top, or make it in an earlier step.",
    controls={
        "nist-800-53": ("CP-10", "CM-3"),
        "iso-22301": ("8.4",),
        "soc-2": ("A1.2", "CC8.1"),
        "dora": ("11(2)",),
        "aws-well-architected": ("REL13-BP04",),
    },
    references=(
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_config_drift.html",
    ),
)


@policy.check
def check(case: Case) -> None:
    needed = list(needed_files(case.resource))
    if not any(command.paths for step in case.resource["steps"] for command in step.commands):
        case.skip()
    for step, path in ((each.step, each.path) for each in needed if each.path.outside):
        said = f"{step.key} of {case.resource['name']} needs the {path.role} {path.path}"
        why = "which is fetched from elsewhere" if "://" in path.path else "which lies outside the repository"
        case.fail(
            f"{said}, {why}; on another machine it may not be there, or be another",
            detail=f"{step.key}: {path.path}",
            evidence=[Evidence(said, path.location)],
        )


def _runbook(command: str) -> str:
    return f"""
runbook: {{name: Regional Failover}}
steps:
  - id: 1
    action: Move traffic
    command: |
      {command}
"""


policy.passes(documents=_runbook("./scripts/move-traffic.sh"))
policy.passes(
    documents=_runbook("echo '{}' > /tmp/dns.json && aws s3api put-bucket-policy --policy file:///tmp/dns.json")
)
policy.fails(documents=_runbook("bash ~/failover.sh"), files=[])
policy.fails(documents=_runbook("../../elsewhere/failover.sh"), files=[])
policy.fails(documents=_runbook("aws s3api put-bucket-policy --bucket b --policy file:///opt/dr/policy.json"), files=[])
policy.fails(documents=_runbook("kubectl apply -f https://raw.example.com/dr.yaml"), files=[])
