"""The scripts and files that a runbook's commands name are in the repository."""

from __future__ import annotations

from drlint.model.finding import Evidence
from drlint.policy import Case, Policy
from drlint.recovery.needed_files import needed_files

policy = Policy(
    title="The scripts and files that a runbook names exist",
    severity="high",
    checklist="runbooks-documented",
    applies_to=("runbook",),
    why="""
A step that runs `./scripts/smoke-test.sh`, or sends `file://dns-failover.json`, is as good as that file. Where it was
never written, was renamed or lies on one person's machine, the step stops on the night, and somebody writes it anew
under pressure. Paths are looked for from the repository's top and from the runbook's folder; what an earlier command of
the runbook makes (`cat > change.json`, `curl -o`) is not asked for. Of the `aws` command only `file://` and `fileb://`
are looked at, of other programs scripts, `-f`, `-chdir` and the like; a path with a variable in it is left alone.
""",
    fix="""
Commit the file, or write the path as it is from the repository's top or from the runbook's folder. A file that the
runbook makes itself is made in a step before the one that needs it.
""",
    controls={
        "nist-800-53": ("CP-10",),
        "iso-22301": ("8.4",),
        "soc-2": ("A1.2", "CC7.5"),
        "dora": ("11(2)",),
        "aws-well-architected": ("REL13-BP05",),
    },
    references=(
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_auto_recovery.html",
        "https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-parameters-file.html",
    ),
)


@policy.check
def check(case: Case) -> None:
    runbook = case.resource
    needed = [each for each in needed_files(runbook) if not each.path.outside]
    if not any(command.paths for step in runbook["steps"] for command in step.commands):
        case.skip()
    for each in needed:
        step, path = each.step, each.path
        said = f"{step.key} of {runbook['name']} needs the {path.role} {path.path}"
        detail, evidence = f"{step.key}: {path.path}", [Evidence(said, path.location)]
        if path.exists is None:
            moved = each.command.folder is None
            why = f"{step.key} goes to a folder that is not known" if moved else "nobody looked"
            case.unknown(f"whether {path.path} is there is not known: {why}", detail=detail, evidence=evidence)
        elif not path.exists and each.doubt:
            case.unknown(f"{said}, which is not in the repository; {each.doubt}", detail=detail, evidence=evidence)
        elif not path.exists:
            missing = "which is not there (looked for from the repository's top and from the runbook's folder)"
            case.fail(f"{said}, {missing}", detail=detail, evidence=evidence)


RUNBOOK = """
runbook:
  name: Regional Failover
steps:
  - id: 2
    action: Notify stakeholders
    commands: ["./scripts/notify.sh failover-initiated"]
  - id: 5
    action: Update DNS
    commands:
      - |
        aws route53 change-resource-record-sets \\
          --hosted-zone-id $ZONE_ID --change-batch file://dns-failover.json
"""
MADE = """
runbook:
  name: Regional Failover
steps:
  - id: 1
    action: Update DNS
    commands:
      - |
        cat > dns.json <<EOF
        {"Changes": []}
        EOF
        aws route53 change-resource-record-sets --hosted-zone-id Z1 --change-batch file://dns.json
"""

policy.passes(documents=RUNBOOK, files=["scripts/notify.sh", "dr/dns-failover.json"])
policy.passes(documents=MADE, files=[])
policy.fails(documents=RUNBOOK, files=["scripts/notify.sh"])
policy.fails(documents=RUNBOOK, files=["notify.sh", "dns-failover.json"])
policy.unknown(documents=RUNBOOK)
policy.unknown(
    documents="""
runbook: {name: Restore}
steps:
  - {id: 1, action: Look, command: node_modules/.bin/look}
""",
    files=[],
)
policy.unknown(
    documents="""
runbook: {name: Restore}
steps:
  - {id: 1, action: Fetch the tools, commands: ["git clone git@example.com:ops/tools.git", "./tools-2/restore.sh"]}
""",
    files=[],
)
