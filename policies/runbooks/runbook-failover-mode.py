"""A failover of a global database does not wait for the Region that is lost, and a failback loses no data."""

from __future__ import annotations

from drlint.policy import Case, Policy
from drlint.recovery.procedures import MAIN, Asked, calls_of
from drlint.recovery.purposes import is_for_region_loss

policy = Policy(
    title="A global database is failed over when a Region is lost, and switched over on the way back",
    severity="high",
    checklist="runbooks-documented",
    applies_to=("runbook",),
    why="""
Aurora, DocumentDB and Neptune have two ways to move the writer of a global database. A *switchover* waits until both
sides hold the same and loses nothing; it needs the primary to be well. A *failover* takes what the secondary has and
loses the rest. `failover-global-cluster` without `--allow-data-loss` is a switchover, so that in a runbook for the loss
of a Region it waits for the Region that is gone. On the way back both sides are well, and only a switchover keeps what
was written meanwhile.
""",
    fix="""
When a Region is lost: `failover-global-cluster --allow-data-loss` with the ARN of the secondary, called in its Region.
On the way back, or where it is planned: `switchover-global-cluster`, called in the Region of the writer.
""",
    controls={
        "nist-800-53": ("CP-10",),
        "iso-22301": ("8.4",),
        "soc-2": ("A1.2", "CC7.5"),
        "dora": ("11(2)",),
        "aws-well-architected": ("REL13-BP02",),
    },
    references=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_FailoverGlobalCluster.html",
        "https://docs.aws.amazon.com/documentdb/latest/developerguide/global-clusters-disaster-recovery.html",
    ),
)

FAILOVER, SWITCHOVER, LOSS = "failover-global-cluster", "switchover-global-cluster", "allow-data-loss"


@policy.check
def check(case: Case) -> None:
    runbook = case.resource
    calls = [each for each in calls_of(runbook, case.estate) if each.call.operation in {FAILOVER, SWITCHOVER}]
    if not calls or runbook["kind"] == "restore":
        case.skip()
        return
    has_failover = any(_loses(each) for each in calls)
    for each in calls:
        said = ""
        if runbook["kind"] == "failback":
            said = _on_the_way_back(each)
        elif each.step.part == MAIN and is_for_region_loss(runbook) and not _loses(each) and not has_failover:
            said = _when_lost(each)
        if said:
            here = f"{each.step.key} of {runbook['name']}"
            case.fail(f"{here} {said}", detail=each.key, evidence=[each.evidence])


def _loses(asked: Asked) -> bool:
    """Whether it gives up what has not been copied yet; flags that are in a variable may say so."""
    return asked.call.operation == FAILOVER and (LOSS in asked.call.parameters or _has_loose_words(asked))


def _has_loose_words(asked: Asked) -> bool:
    before = ""
    for word in asked.command.words:
        if word.text is None and not (before.startswith("--") and "=" not in before):
            return True
        before = word.text or ""
    return False


def _when_lost(asked: Asked) -> str:
    if asked.call.operation == SWITCHOVER:
        return f"calls {SWITCHOVER}, which waits for the Region that is lost; {FAILOVER} --{LOSS} does not"
    return f"calls {FAILOVER} without --{LOSS}: that is a switchover, which waits for the Region that is lost"


def _on_the_way_back(asked: Asked) -> str:
    if asked.call.operation == SWITCHOVER:
        return ""
    if LOSS in asked.call.parameters:
        return f"calls {FAILOVER} --{LOSS} on the way back and gives up what was not copied yet; {SWITCHOVER} loses nothing"
    return f"calls {FAILOVER} on the way back, where {SWITCHOVER} is meant: both sides are well, and it loses nothing"


def _runbook(name: str, *operations: str) -> str:
    more = "--global-cluster-identifier orders --target-db-cluster-identifier $TARGET_ARN"
    lines = "\n".join(f"      - aws rds {each} {more}" for each in operations)
    return f"""
runbook: {{name: {name}}}
steps:
  - id: 4
    action: Promote
    commands:
{lines}
"""


policy.passes(documents=_runbook("Regional Failover", f"{FAILOVER} --{LOSS}"))
policy.passes(documents=_runbook("Regional Failover", SWITCHOVER, f"{FAILOVER} --{LOSS}"))
policy.passes(documents=_runbook("Regional Failover", f"{FAILOVER} $MODE"))
policy.passes(documents=_runbook("Planned failover", SWITCHOVER))
policy.passes(documents=_runbook("Regional Failback", SWITCHOVER))
policy.fails(documents=_runbook("Regional Failover", FAILOVER))
policy.fails(documents=_runbook("Regional Failover", SWITCHOVER))
policy.fails(documents=_runbook("Regional Failback", FAILOVER))
policy.fails(documents=_runbook("Regional Failback", f"{FAILOVER} --{LOSS}"))
