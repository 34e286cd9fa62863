"""No policy passes or fails on what a plan does not know, and none breaks on it.

In the plan of every example each value that its code sets is in turn not known until apply. What the policy then says
must fit everything the value may be: it may become unknown, but not fail where a possible value passes, nor pass where
one fails. Not to apply counts as to pass.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import pytest
from plan_json import catalog
from plan_mutations import Plan, Spot, aligned, concretes, encoded, spots, unknown
from recorded import FILES, examples

from drlint.catalog.kind import Door
from drlint.engine.examples import judged
from drlint.model.finding import Verdict
from drlint.policy.definition import Example
from drlint.policy.files import PolicyFile
from drlint.policy.load import Loaded, compile_set, loaded
from drlint.readers.plan.reader import read_plan

# (policy, kind, path): why a verdict that does not fit everything the value may be is right nonetheless.
A_NAME_IS_A_NAME = "a name whose text is not known is a name, and not the one that another resource has"
ALLOWED: Mapping[tuple[str, str, str], str] = {
    ("backup-vault-lock", "aws_backup_vault", "name"): A_NAME_IS_A_NAME,
    ("rds-final-snapshot", "aws_neptune_cluster", "final_snapshot_identifier"): A_NAME_IS_A_NAME,
    ("rds-final-snapshot", "aws_rds_cluster", "final_snapshot_identifier"): A_NAME_IS_A_NAME,
    ("replication-lag-alarm-aurora-global", "aws_rds_global_cluster", "global_cluster_identifier"): A_NAME_IS_A_NAME,
    ("replication-lag-alarm-rds", "aws_db_instance", "identifier"): A_NAME_IS_A_NAME,
}


def _verdicts(policy: Loaded, example: Example, plan: Plan, broken: list[str]) -> Mapping[str, str]:
    """What a policy says of each planned resource; adds to `broken` where it breaks."""
    read = read_plan(encoded(plan), uri="example.json", root="", catalog=catalog())
    said = judged(example, policy, read, catalog())
    found = {each.address.path: "passes" for each in read.resources} | {"estate": "passes"}
    found |= {each.resource.path: "unknown" for each in said.unknowns}
    found |= {each.resource.path: "fails" for each in said.findings}
    broken += [f"{each.resource.path}: {each.error}" for each in said.failures]
    return found


def _wrong(policy: Loaded, example: Example, plan: Plan, spot: Spot) -> list[str]:
    """What is wrong with a policy's verdicts when the value at a spot is not known."""
    wrong: list[str] = []
    said = _verdicts(policy, example, unknown(plan, spot), wrong)
    for value, made in concretes(plan, spot):
        known = _verdicts(policy, example, made, wrong)
        wrong += [
            f"{path} {verdict} although it {known[path]} with {value}"
            for path, verdict in said.items()
            if {verdict, known.get(path)} == {"passes", "fails"}
        ]
    return wrong


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.id)
def test_says_unknown_of_what_a_plan_does_not_know(file: PolicyFile) -> None:
    (policy,) = loaded(compile_set([file], "", catalog()).policies, catalog())
    found: dict[tuple[str, str, str], str] = {}
    for each in examples(file):
        if each.plan is None or Door.PLAN not in policy.doors or each.example.verdict is Verdict.UNKNOWN:
            continue
        example = msgspec.structs.replace(each.example, plan=({},))  # judged through the plan's door
        plan = aligned(msgspec.json.decode(each.plan))
        for spot in spots(plan):
            wrong = _wrong(policy, example, plan, spot)
            if wrong:
                found.setdefault((file.id, spot.kind, spot.name), f"{each.completed.key}: {wrong[0]}")
    assert {place: said for place, said in found.items() if place not in ALLOWED} == {}
    assert [place for place in ALLOWED if place[0] == file.id and place not in found] == [], "no longer needed"
