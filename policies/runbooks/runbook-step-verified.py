"""Each step of a runbook that changes something says how one sees that it worked."""

from __future__ import annotations

import re

from drlint.model.finding import Evidence
from drlint.model.procedure import Command, Step
from drlint.policy import Case, Policy
from drlint.recovery.operations.table import operation_of
from drlint.recovery.procedures import MAIN, steps_of
from drlint.recovery.purposes import is_recovery

policy = Policy(
    title="Each step that changes something says how one sees that it worked",
    severity="low",
    checklist="runbooks-documented",
    applies_to=("runbook",),
    why="""
A command that was taken is not a change that worked. Where a step does not say what has to be seen, the next one is
begun too early, or nobody dares to begin it. Judged are steps that run something other than a look; a `verification`, a
waiter or a command that looks at the result counts, and a step that is itself a check needs none.
""",
    fix="Give the step a `verification`: what to look at, and what it shows when all is well.",
    controls={
        "nist-800-53": ("CP-10",),
        "iso-22301": ("8.4",),
        "soc-2": ("A1.2", "CC7.5"),
        "dora": ("11(2)",),
        "aws-well-architected": ("REL13-BP03",),
    },
    references=(
        "https://docs.aws.amazon.com/wellarchitected/latest/operational-excellence-pillar/ops_ready_to_support_use_runbooks.html",
    ),
)

_LOOKS = re.compile(
    r"\s*(?:verif|check|confirm|monitor|look|watch|test|smoke|validat|notify|tell|inform)", re.IGNORECASE
)
_SETS = frozenset({
    "echo", "printf", "cd", "export", "set", "source", ".", "sleep", "read", "jq", "cat", "tee", "true", "grep", "head",
    "tail", "ls", "diff", "wc", "awk", "sed", "sort", "date", "test", "[", "watch", "", "while", "exit",
})  # fmt: skip

_PROBES = frozenset({"curl", "wget", "dig", "nslookup", "host", "ping", "pg_isready", "nc", "telnet", "openssl"})
_LOOKING = _PROBES | {"psql", "mysql", "redis-cli", "mongosh", "kubectl", "oc"}


@policy.check
def check(case: Case) -> None:
    runbook = case.resource
    acting = [each for each in steps_of(runbook) if each.part == MAIN and _acts(each)]
    if not acting or not is_recovery(runbook):
        case.skip()
        return
    for step in acting:
        if not step.verification and not _looks_itself(step):
            said = f"{step.key} of {runbook['name']} changes something and does not say how one sees that it worked"
            case.fail(said, detail=step.key, evidence=[Evidence(f"{step.key}: no verification", step.location)])


def _acts(step: Step) -> bool:
    return not _LOOKS.match(step.action) and any(_changes(each) for each in step.commands)


def _changes(command: Command) -> bool:
    if command.call is not None:
        return operation_of(command.call).changes
    if command.program in {"kubectl", "oc"}:
        return not {"get", "describe", "logs", "top", "version"} & {word.text for word in command.words[:3]}
    return command.program not in _SETS and command.program not in _PROBES and not command.nested


def _looks_itself(step: Step) -> bool:
    """Whether some command after the first change looks at something: a waiter, a describe, a curl."""
    changed = False
    for each in step.commands:
        if changed and (_looks(each) or each.program in _LOOKING):
            return True
        changed = changed or _changes(each)
    return False


def _looks(command: Command) -> bool:
    return command.call is not None and not operation_of(command.call).changes


def _runbook(*commands: str, action: str = "Promote", more: str = "") -> str:
    lines = "\n".join(f"      - {each}" for each in commands)
    return f"""
runbook: {{name: Regional Failover}}
steps:
  - id: 4
    action: {action}
    commands:
{lines}
    {more}
"""


_PROMOTE = "aws rds promote-read-replica --db-instance-identifier orders"

policy.passes(documents=_runbook(_PROMOTE, more="verification: its status is available"))
policy.passes(documents=_runbook(_PROMOTE, "aws rds wait db-instance-available --db-instance-identifier orders"))
policy.passes(documents=_runbook(_PROMOTE, "curl -fsS https://orders.example.com/health"))
policy.passes(documents=_runbook(_PROMOTE, "./smoke.sh", more="verification: it prints ok"))
policy.fails(documents=_runbook(_PROMOTE))
policy.fails(documents=_runbook("./scripts/setup-replication.sh"))
