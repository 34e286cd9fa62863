"""No policy passes or fails on what it cannot know, and none breaks on it.

In every example each value and each block in turn is made unknown. What a policy then says must fit everything the
value may be: it may become unknown, but not fail where a possible value passes, nor pass where one fails. Not to
apply counts as to pass.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import pytest
from mutations import Spot, all_unknown, concretes, is_required, spots, unknowns

from drlint.catalog.registry import load
from drlint.cli.policy_sets import builtin_folder
from drlint.engine.examples import judged
from drlint.model.finding import Verdict
from drlint.policy.definition import Example
from drlint.policy.files import PolicyFile, policy_files
from drlint.policy.load import Loaded, compile_set, examples_of, loaded
from drlint.policy.scope import kinds_named
from drlint.readers.hcl.reader import read_source

CATALOG = load()
FILES = tuple(policy_files(builtin_folder()))

# (policy, kind, path): why a verdict that does not fit everything the value may be is right nonetheless.
A_NAME_IS_A_NAME = "a name whose text is not known is a name, and not the one that another resource has"
ALLOWED: Mapping[tuple[str, str, str], str] = {
    ("rds-final-snapshot", "aws_db_instance", "final_snapshot_identifier"): A_NAME_IS_A_NAME,
    ("rds-final-snapshot", "aws_rds_cluster", "final_snapshot_identifier"): A_NAME_IS_A_NAME,
    ("rds-final-snapshot", "aws_neptune_cluster", "final_snapshot_identifier"): A_NAME_IS_A_NAME,
    ("backup-vault-lock", "aws_backup_vault", "name"): A_NAME_IS_A_NAME,
    ("replication-lag-alarm-aurora-global", "aws_rds_global_cluster", "global_cluster_identifier"): A_NAME_IS_A_NAME,
    ("replication-lag-alarm-rds", "aws_db_instance", "identifier"): A_NAME_IS_A_NAME,
}
# What is wrong in drlint itself, and not in a policy; to be taken out with the mistake.
OPEN: Mapping[tuple[str, str, str], str] = {}


def _policy(file: PolicyFile) -> Loaded:
    (policy,) = loaded(compile_set([file], "", CATALOG).policies, CATALOG)
    return policy


def _examples(file: PolicyFile) -> Iterator[Example]:
    yield from (each for each in examples_of(file) if each.source and each.verdict is not Verdict.UNKNOWN)


def _pool() -> Mapping[tuple[str, str], set[str]]:
    """What the examples of all policies say at each place."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for file in FILES:
        for example in _examples(file):
            for each in spots(example.source):
                if not each.is_block and "each." not in each.text:
                    found[each.kind, each.path].add(each.text)
    return found


POOL = _pool()


def _verdicts(policy: Loaded, example: Example, source: str, broken: list[str]) -> Mapping[str, str]:
    """What a policy says of each resource it judges in a text; adds to `broken` where it breaks."""
    read = read_source(source, uri="main.tf", root="", catalog=CATALOG)
    said = judged(example, policy, read, CATALOG)
    kinds = kinds_named(policy.metadata.applies_to, CATALOG)
    found = {each.address.path: "passes" for each in read.judged if each.kind in kinds}
    found.setdefault("estate", "passes")
    found |= {each.resource.path: "unknown" for each in said.unknowns}
    found |= {each.resource.path: "fails" for each in said.findings}
    for each in said.failures:
        broken.append(f"{each.resource.path}: {each.error}")
        found.pop(each.resource.path, None)
    return found


def _contradictions(known: Mapping[str, str], unknown: Mapping[str, str]) -> list[str]:
    return [
        f"{path} {said} although it {known[path]}"
        for path, said in unknown.items()
        if {said, known.get(path)} == {"passes", "fails"}
    ]


def _wrong(policy: Loaded, example: Example, spot: Spot) -> list[str]:
    """What is wrong with a policy's verdicts when the value at a spot is not known."""
    wrong: list[str] = []
    possible = {
        name: _verdicts(policy, example, source, wrong) for name, source in concretes(example.source, spot, POOL)
    }
    for way, source, may_be in unknowns(example.source, spot):
        said = _verdicts(policy, example, source, wrong)
        for name, known in possible.items():
            if not may_be or name in may_be:
                wrong += [f"{way}: {each} with {name}" for each in _contradictions(known, said)]
    return wrong


def _found(file: PolicyFile) -> Mapping[tuple[str, str, str], str]:
    policy = _policy(file)
    found: dict[tuple[str, str, str], str] = {}
    for number, example in enumerate(_examples(file), 1):
        for spot in spots(example.source):
            wrong = _wrong(policy, example, spot)
            if wrong:
                found.setdefault((file.id, spot.kind, spot.path), f"example {number}, {spot.path}: {wrong[0]}")
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.id)
def test_says_unknown_of_what_it_cannot_know(file: PolicyFile) -> None:
    found = _found(file)
    excused = {each for each in (*ALLOWED, *OPEN) if each[0] == file.id}
    assert {place: said for place, said in found.items() if place not in excused} == {}
    assert [place for place in excused if place not in found] == [], "no longer needed: take it out"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.id)
def test_breaks_on_nothing_unknown(file: PolicyFile) -> None:
    policy = _policy(file)
    broken: list[str] = []
    for example in _examples(file):
        for kind in sorted({each.kind for each in spots(example.source)}):
            _verdicts(policy, example, all_unknown(example.source, kind), broken)
    assert broken == []


def test_an_argument_is_required_as_the_provider_says() -> None:
    source = 'resource "aws_backup_plan" "daily" {\n  name = "daily"\n  rule {\n    schedule = "x"\n  }\n}\n'
    assert [(each.path, is_required(each)) for each in spots(source)] == [
        ("name", True),
        ("rule", True),
        ("rule.schedule", False),
    ]
