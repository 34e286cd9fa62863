"""No policy passes or fails on what of a document cannot be read, and none breaks on it.

In every example with documents each value in turn is made unknown. What a policy then says must fit the example's own
value: what passed may not fail, and what failed may not pass. Not to apply counts as to pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from msgspec import structs

from drlint.catalog.registry import load
from drlint.cli.policy_sets import builtin_folder
from drlint.engine.examples import judged, world_of
from drlint.model.finding import Verdict
from drlint.model.resource import Resource
from drlint.model.values import Unknown
from drlint.policy.definition import Example
from drlint.policy.files import PolicyFile, policy_files
from drlint.policy.load import Loaded, compile_set, examples_of, loaded
from drlint.readers.result import ReadResult

CATALOG = load()
FILES = tuple(policy_files(builtin_folder()))
UNREAD = Unknown("it cannot be read")
# What the reader always knows, or has as a list of what it could read.
ALWAYS = frozenset({"name", "file", "kind_given", "parts", "steps", "members", "copies", "measured", "resilience_hub"})
NESTED = ("objectives", "trained", "issues", "third_parties", "test_types")

# What is wrong in drlint itself; to be taken out with the mistake.
OPEN: Mapping[tuple[str, str], str] = {
    ("runbook-covers-stateful-members", "kind"): "a runbook of a kind that cannot be read counts as none",
    ("runbook-covers-stateful-members", "covers"): "a runbook of which it cannot be read covers nothing",
    ("tested-topology-unchanged", "covers"): "as above",
    ("change-touches-recovery-documents", "covers"): "as above",
    ("runbook-lag-check-measures-lag", "primary_region"): "the Region that is lost comes from elsewhere then",
    ("runbook-region-explicit", "prerequisites"): "what cannot be read sets no Region",
}


def _examples(file: PolicyFile) -> Iterator[Example]:
    wanted = {Verdict.PASS, Verdict.FAIL}
    yield from (each for each in examples_of(file) if each.documents and each.verdict in wanted)


def _changed(resource: Resource, name: str, value: Any) -> Resource:
    assert resource.declared is not None
    view = structs.replace(resource.declared, attributes={**resource.declared.attributes, name: value})
    return structs.replace(resource, declared=view)


def _spots(resource: Resource) -> Iterator[tuple[str, Resource]]:
    """The resource with each of its values unknown in turn."""
    for name, value in resource.view.attributes.items():
        if name in NESTED and isinstance(value, tuple):
            for at, each in enumerate(value):
                for key in each:
                    if each[key] is not None and key not in {"disruption", "name", "title", "type"}:
                        made = (*value[:at], {**each, key: UNREAD}, *value[at + 1 :])
                        yield f"{name}.{at}.{key}", _changed(resource, name, made)
        elif name not in ALWAYS and name not in NESTED and value not in (None, ()):
            yield name, _changed(resource, name, UNREAD)


def _verdict(policy: Loaded, example: Example, read: ReadResult) -> str:
    said = judged(example, policy, read, CATALOG)
    if said.failures:
        return f"breaks: {said.failures[0].error}"
    return "fails" if said.findings else "unknown" if said.unknowns else "passes"


def _wrong(policy: Loaded, example: Example) -> Iterator[str]:
    read = world_of(example, CATALOG)
    never = {Verdict.PASS: "fails", Verdict.FAIL: "passes"}[example.verdict]
    for at, resource in enumerate(read.resources):
        if not CATALOG[resource.kind].of_documents:
            continue
        for name, made in _spots(resource):
            resources = (*read.resources[:at], made, *read.resources[at + 1 :])
            if (policy.metadata.id, name) in OPEN:
                continue
            said = _verdict(policy, example, structs.replace(read, resources=resources))
            if said == never or said.startswith("breaks"):
                yield f"{resource.address.path}.{name}: {said} where the example says {example.verdict}"


def _found(file: PolicyFile) -> Mapping[str, list[str]]:
    (policy,) = loaded(compile_set([file], "", CATALOG).policies, CATALOG)
    found = {f"example {number}": list(_wrong(policy, each)) for number, each in enumerate(_examples(file), 1)}
    return {name: wrong for name, wrong in found.items() if wrong}


@pytest.mark.parametrize("file", [each for each in FILES if any(_examples(each))], ids=lambda file: file.id)
def test_says_unknown_of_what_cannot_be_read(file: PolicyFile) -> None:
    assert _found(file) == {}
