"""The recorded plans of policies' examples, beside the source that they were made from."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
import plan_examples
from example_roots import Candidate
from hcl_completion import completed
from msgspec import Struct
from parity import Side
from plan_json import catalog

from drlint.catalog.kind import Door
from drlint.engine.evaluate import Settings, evaluate
from drlint.engine.examples import documents_beside
from drlint.estate.join import join
from drlint.policy.definition import Example
from drlint.policy.files import PolicyFile, policy_files
from drlint.policy.load import Loaded, compile_set, examples_of, loaded
from drlint.readers.hcl.reader import read_source
from drlint.readers.plan.reader import read_plan
from drlint.readers.result import ReadResult
from drlint.recovery.objectives import Objectives

REPOSITORY = Path(__file__).parents[2]
FILES = tuple(policy_files(REPOSITORY / "policies"))


class Recorded(Struct, frozen=True):
    """An example, its completed text, and the plan that Terraform made of that; None where there is none on record."""

    example: Example
    completed: Candidate
    plan: bytes | None

    @property
    def is_unplanned(self) -> bool:
        """Whether it is known that Terraform cannot plan it."""
        return plan_examples.reason_unplanned(self.completed) is not None

    def source_read(self) -> ReadResult:
        return read_source(self.completed.text, uri="example.tf", root="", catalog=catalog())

    def plan_read(self) -> ReadResult:
        assert self.plan is not None
        return read_plan(self.plan, uri="example.json", root="", catalog=catalog())

    def sides(self) -> tuple[Side, Side]:
        """Source and plan, joined in the example's world and judged by every policy."""
        settings = Settings(
            parameters={self.completed.policy: self.example.parameters},
            objectives=msgspec.convert(dict(self.example.objectives), Objectives),
            keep_passed=True,
            today=self.example.as_of,
        )
        source, plan = self.source_read(), self.plan_read()
        if self.example.documents:
            source, plan = documents_beside(source, self.example), documents_beside(plan, self.example)
        world = self.example.world
        return side(source, Door.SOURCE, settings, world), side(plan, Door.PLAN, settings, world)


@cache
def _plans() -> dict[str, bytes]:
    return {digest: msgspec.json.encode(plan) for digest, plan in plan_examples.recorded().items()}


@cache
def examples(file: PolicyFile) -> tuple[Recorded, ...]:
    """The examples of a policy that are Terraform source."""
    return tuple(_examples(file))


def _examples(file: PolicyFile) -> Iterator[Recorded]:
    for position, example in enumerate(examples_of(file), 1):
        if example.source:
            candidate = Candidate(file.id, position, completed(example.source))
            yield Recorded(example, candidate, _plans().get(plan_examples.digest_of(candidate.text, catalog())))


@cache
def policies() -> tuple[Loaded, ...]:
    """The policies that can be judged by both doors: what only one of them shows cannot differ."""
    every = loaded(compile_set(FILES, "", catalog()).policies, catalog())
    return tuple(each for each in every if {Door.PLAN, Door.SOURCE} <= each.doors)


def side(read: ReadResult, door: Door, settings: Settings, world: str) -> Side:
    """What was read through a door, joined and judged."""
    assert [
        each for each in read.blind_spots if not each.location.uri.startswith("dr/")
    ] == []  # of documents some are meant
    estate = join(read.resources, catalog(), world=world, regions=read.regions)
    verdicts = evaluate(policies(), estate, msgspec.structs.replace(settings, doors=frozenset({door, Door.DOCUMENT})))
    assert verdicts.failures == []
    return Side(estate, verdicts)
