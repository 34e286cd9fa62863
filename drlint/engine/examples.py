"""Runs the examples of policies: each judges its resources as it says, or the policy is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct, structs

from drlint.catalog.kind import Door
from drlint.catalog.registry import Catalog
from drlint.engine.accepting import accepted_in
from drlint.engine.evaluate import Settings, Verdicts, evaluate
from drlint.engine.gate import Gate, gate_judged, is_of_gate
from drlint.engine.waivers import Waivers, set_aside
from drlint.estate.estate import Estate
from drlint.estate.join import join
from drlint.model.errors import DrlintError
from drlint.model.finding import BlindSpot, Verdict
from drlint.model.gate_change import Effect, GateChange
from drlint.model.resource import Location, Resource, View
from drlint.model.values import Address, frozen
from drlint.model.waiver import TERMS
from drlint.policy.definition import Example
from drlint.policy.files import PolicyFile
from drlint.policy.load import CompiledPolicy, Loaded, compile_set, examples_of, loaded
from drlint.policy.selection import Naming
from drlint.readers.hcl.reader import read_source
from drlint.readers.plan.reader import read_plan
from drlint.readers.projection import project
from drlint.readers.result import ReadResult
from drlint.recovery.objectives import Objectives
from drlint.recovery.workloads import with_documents

_SEEN = datetime(2026, 11, 26, tzinfo=UTC)  # when what an example observes was seen
Others: TypeAlias = "Callable[[], Sequence[CompiledPolicy]]"


class ExampleFailure(Struct, frozen=True):
    """An example that does not come out as it says."""

    policy: str
    position: int
    reason: str


def failing_examples(
    files: Iterable[PolicyFile], catalog: Catalog, others: Others = tuple
) -> Iterator[ExampleFailure | int]:
    """Every example that is wrong; for each policy first the number of its examples.

    `others` gives the policies that examples of policies on waivers may waive; few ask for them.
    """
    for file in files:
        try:
            (policy,) = loaded(compile_set([file], "", catalog).policies, catalog)
            examples = examples_of(file)
        except DrlintError as error:
            yield ExampleFailure(file.id, 0, str(error))
            continue
        yield len(examples)
        verdicts = {each.verdict for each in examples}
        for wanted in (Verdict.PASS, Verdict.FAIL):
            if wanted not in verdicts:
                yield ExampleFailure(policy.metadata.id, 0, f"it has no example that says {wanted}")
        for position, example in enumerate(examples, 1):
            reason = wrong_with(example, policy, catalog, others)
            if reason:
                yield ExampleFailure(policy.metadata.id, position, reason)


def wrong_with(example: Example, policy: Loaded, catalog: Catalog, others: Others = tuple) -> str:
    """Why an example does not come out as it says; empty where it does."""
    read = world_of(example, catalog)
    unread = [each for each in read.blind_spots if not (_is_call(each, policy) or _is_meant(each, example))]
    if unread:
        return f"{unread[0].what} cannot be read: {unread[0].reason}"
    verdicts = judged(example, policy, read, catalog, others)
    if verdicts.failures:
        return f"the policy broke: {verdicts.failures[0].error}"
    if verdicts.not_assessed:
        return f"it is not assessed: {verdicts.not_assessed[0].reason}"
    counted = f"{len(verdicts.passed)} pass, {len(verdicts.findings)} fail, {len(verdicts.unknowns)} unknown"
    holds = {
        Verdict.PASS: verdicts.passed and not verdicts.findings and not verdicts.unknowns,
        Verdict.FAIL: bool(verdicts.findings),
        Verdict.UNKNOWN: verdicts.unknowns and not verdicts.findings,
    }[example.verdict]
    said = [each.message for each in (*verdicts.findings, *verdicts.unknowns)][:2]
    return "" if holds else f"should say {example.verdict}, but: {counted} {said or ''}"


def _is_call(spot: BlindSpot, policy: Loaded) -> bool:
    """Whether it is a module call that the policy judges: an example lies in no folder, so its modules are not read."""
    return "terraform_module_call" in policy.metadata.applies_to and spot.what.startswith("module.")


def _is_meant(spot: BlindSpot, example: Example) -> bool:
    """Whether it is the malformed value of a document that makes an example unknown."""
    return example.verdict is Verdict.UNKNOWN and bool(spot.location) and spot.location.uri.startswith("dr/example-")


def judged(example: Example, policy: Loaded, read: ReadResult, catalog: Catalog, others: Others = tuple) -> Verdicts:
    """What the policy says of an example."""
    estate = join(read.judged, catalog, world=example.world, regions=read.regions)
    settings = Settings(
        parameters={policy.metadata.id: example.parameters},
        objectives=with_documents(msgspec.convert(dict(example.objectives), Objectives), estate),
        doors=_doors(example),
        keep_passed=True,
        today=example.as_of,
    )
    if example.gate:
        change = GateChange(
            location=Location("drlint.yaml", 1), **{**example.gate, "effect": Effect(example.gate["effect"])}
        )
        gate = Gate(policies=[policy], catalog=catalog, settings=settings, changes=[change])
        return gate_judged(gate, (), (), date.max)
    if is_of_gate(policy.metadata.applies_to, catalog):
        return _of_waivers(
            example.as_of or date.max,
            read,
            estate,
            others(),
            Gate(policies=[policy], catalog=catalog, settings=settings),
        )
    return evaluate([policy], estate, settings)


def _of_waivers(day: date, read: ReadResult, estate: Estate, others: Sequence[CompiledPolicy], gate: Gate) -> Verdicts:
    """What a policy on waivers says of those in an example, after they were held against what they waive."""
    accepted, broken = accepted_in(read.waivers, Naming([each.metadata for each in others]), lambda _: True)
    waived = {policy for each in accepted for policy in each.policies}
    found = evaluate(
        loaded([each for each in others if each.metadata.id in waived], gate.catalog), estate, gate.settings
    )
    waivers = Waivers(accepted=tuple(accepted), broken=tuple(broken), terms=TERMS, today=day)
    aside = set_aside(found.findings, found.unknowns, read.blind_spots, waivers, estate, waived)
    return gate_judged(gate, aside.uses, waivers.broken, day)


def _doors(example: Example) -> frozenset[Door]:
    found = {Door.PLAN} if example.plan else {Door.SOURCE} if example.source or not example.documents else set()
    found |= {Door.LIVE} if example.observed else set()
    return frozenset(found | {Door.DOCUMENT} if example.documents else found)


def world_of(example: Example, catalog: Catalog) -> ReadResult:
    if example.plan:
        read = read_plan(_plan_json(example.plan), uri="example.json", root="", catalog=catalog)
    else:
        read = read_source(example.source, uri="example.tf", root="", catalog=catalog)
    if example.observed:
        seen = tuple(_observed(each, catalog) for each in example.observed)
        read = structs.replace(read, resources=(*read.resources, *seen), kind="inventory")
    return documents_beside(read, example) if example.documents else read


def documents_beside(read: ReadResult, example: Example) -> ReadResult:
    """What was read, and the documents of an example, each as a file of its own."""
    from drlint.readers.documents.files_named import Listed, with_files  # noqa: PLC0415 - as below
    from drlint.readers.documents.reader import read_document  # noqa: PLC0415 - few examples have documents

    texts = [each for each in re.split(r"^---[ \t]*\n", example.documents, flags=re.MULTILINE) if each.strip()]
    found = [
        read_document(each.encode(), uri=f"dr/example-{number}.yaml", root="dr") for number, each in enumerate(texts, 1)
    ]
    named = {f"dr/example-{number}.yaml": each.strip() for number, each in enumerate(texts, 1)}
    if example.files is not None:
        found = [with_files(each, Listed(example.files, named), "dr") for each in found]
    return structs.replace(
        read,
        resources=(*read.resources, *(each for some in found for each in some.resources)),
        blind_spots=(*read.blind_spots, *(each for some in found for each in some.blind_spots)),
    )


def _observed(said: Mapping[str, Any], catalog: Catalog) -> Resource:
    """A thing as an inventory would show it."""
    arn, region = str(said["arn"]), said.get("region", "eu-west-1")
    kind, given = catalog[said["kind"]], said.get("attributes", {})
    attributes, _, unset = project(kind, {"arn": arn, **given}, region)
    # What Terraform writes in a resource of its own, AWS shows as a part of the thing.
    parts = {each.name: frozen(given[each.name]) for each in kind.attributes if ":" in each.path and each.name in given}
    view = View(attributes={**attributes, **parts}, location=Location(arn), defaulted=unset, as_of=_SEEN)
    root = f"111122223333/{region or 'global'}"
    return Resource(address=Address(root, arn), kind=said["kind"], account="111122223333", region=region, observed=view)


def _plan_json(changes: Iterable[Mapping[str, Any]]) -> bytes:
    """A plan file of a few changes, as Terraform would write it."""
    listed = []
    for each in changes:
        change = {
            "actions": each["actions"],
            "before": each.get("before"),
            "after": each.get("after"),
            "after_unknown": {},
        }
        change |= {"replace_paths": each["replace_paths"]} if "replace_paths" in each else {}
        name = str(each["address"]).rpartition(".")[2].partition("[")[0]
        listed.append(
            {"address": each["address"], "mode": "managed", "type": each["type"], "name": name, "change": change}
        )
    document = {
        "format_version": "1.2",
        "resource_changes": listed,
        "configuration": {
            "provider_config": {"aws": {"name": "aws", "expressions": {"region": {"constant_value": "eu-west-1"}}}},
            "root_module": {
                "resources": [
                    {"type": each["type"], "name": each["name"], "mode": "managed", "provider_config_key": "aws"}
                    for each in listed
                ]
            },
        },
    }
    return msgspec.json.encode(document)
