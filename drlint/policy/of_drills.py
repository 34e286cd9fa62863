"""What the policies on measured RTO and RPO share: a drill's figure beside the objective of what it covers."""

from __future__ import annotations

from drlint.model.periods import spoken_seconds
from drlint.model.resource import Resource
from drlint.model.values import Unknown
from drlint.policy.definition import Case
from drlint.recovery.rehearsed import LOSS, disruption_of, is_newest, objective_of
from drlint.recovery.workloads import workloads_of


def hold_against_objectives(case: Case, metric: str) -> None:
    """Fail where a drill measured more than the objective of a workload that it covers; `metric` is rto or rpo."""
    drill = case.resource
    if drill[metric] is None:
        case.skip()
        return
    covered = workloads_of(drill, case.estate)
    judged = covered.unseen is not None and not covered.named
    if covered.unseen is not None and judged:
        case.unknown(covered.unseen)
    for workload in covered.certain:
        disruption = disruption_of(drill, workload)
        if disruption is None or not is_newest(drill, workload, disruption, metric, case.estate):
            continue
        asked = objective_of(workload, metric, disruption)
        if asked is None:
            continue
        judged = True
        _judge(case, metric, asked, workload, disruption)
    if not judged:
        case.skip()


def _judge(case: Case, metric: str, asked: int | Unknown, workload: Resource, disruption: str) -> None:
    drill = case.resource
    measured, name = drill[metric], str(workload["name"])
    doubt = next((each for each in (measured, asked) if isinstance(each, Unknown)), None)
    if doubt is not None or not isinstance(measured, int) or not isinstance(asked, int):
        case.unknown("a duration is not known" if doubt is None else doubt, detail=name)
    elif measured > asked:
        said = (
            f"drill {drill['name']} measured an {metric.upper()} of {spoken_seconds(measured)} for workload {name}; "
            f"its objective for {LOSS[disruption]} is {spoken_seconds(asked)}"
        )
        case.fail(said, reads=[(drill, metric), (workload, "objectives")], detail=name)
