"""What is said where it is not known whether a resource is made holds, whether it is or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import msgspec
import pytest
from parity import said_by
from plan_json import catalog
from recorded import FILES, Recorded, examples

from drlint.catalog.kind import Door
from drlint.engine.evaluate import Settings, evaluate
from drlint.estate.join import join
from drlint.policy.files import PolicyFile
from drlint.policy.load import Loaded, compile_set, loaded
from drlint.readers.hcl.reader import read_source
from drlint.recovery.objectives import Objectives

RESOURCE = re.compile(r'^resource\s+"(\w+)"\s+"([\w-]+)"\s*\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}', re.MULTILINE)
REPEATED = re.compile(r"\b(?:count|for_each)\s*=")

# Where the resource is not made, an argument that Terraform requires is null, so that there is no plan.
REQUIRED = {
    "s3-replication-cross-region",
    "s3-replication-kms-replica-key",
    "cloudfront-failover-origins-different-region",
}


def counted(text: str, count: str) -> Iterator[tuple[str, str]]:
    """For each resource of a text its address, and the text with a count on it."""
    for found in RESOURCE.finditer(text):
        kind, name, body = found.groups()
        if REPEATED.search(body) is None:
            block = f'resource "{kind}" "{name}" {{\n  count = {count}\n{body}}}'
            whole = text[: found.start()] + block + text[found.end() :]
            named = re.compile(rf'(?<![\w."]){kind}\.{re.escape(name)}((?:\.\w+)+)')
            yield f"{kind}.{name}", named.sub(rf"one({kind}.{name}[*]\1)", whole)


def verdicts(text: str, each: Recorded, policy: Loaded) -> dict[str, str]:
    """What a policy says of each resource in an example's world."""
    read = read_source(text, uri="example.tf", root="", catalog=catalog())
    estate = join(read.resources, catalog(), world=each.example.world, regions=read.regions)
    settings = Settings(
        parameters={each.completed.policy: each.example.parameters},
        objectives=msgspec.convert(dict(each.example.objectives), Objectives),
        keep_passed=True,
        doors=frozenset({Door.SOURCE}),
    )
    found = evaluate([policy], estate, settings)
    assert found.failures == []
    return {path.removesuffix("[0]"): said for (_, path), said in said_by(found).items()}


@cache
def _policies() -> dict[str, Loaded]:
    return {each.metadata.id: each for each in loaded(compile_set(FILES, "", catalog()).policies, catalog())}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.id)
def test_what_is_said_of_what_may_be_made_holds(file: PolicyFile) -> None:
    policy = _policies()[file.id]
    wrong = []
    for each in examples(file):
        text = each.example.source
        made, missing = dict(counted(text, "1")), dict(counted(text, "0"))
        for address, open_text in counted(f'variable "drlint_open" {{}}\n{text}', "var.drlint_open"):
            said = verdicts(open_text, each, policy)
            truths = [verdicts(made[address], each, policy)]
            if file.id not in REQUIRED:
                truths.append({address: said.get(address, "pass")} | verdicts(missing[address], each, policy))
            for path, verdict in said.items():
                others = {truth.get(path, "pass") for truth in truths}
                if verdict != "unknown" and others - {verdict, "unknown"}:
                    wrong.append(f"{each.completed.key}: {path} is {verdict} where {address} may be made, {others}")
    assert wrong == []
