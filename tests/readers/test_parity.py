"""What the source reader knows equals what `terraform plan` says: unknown is allowed, contradiction is not.

The plans were made by the real Terraform: those of the estates by `scripts/regenerate_fixtures.py`, those of every
example of every policy, completed to what the provider requires, by `scripts/plan_examples.py`.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from parity import contradictions, equal_pairs, said_by
from plan_json import catalog
from recorded import FILES, REPOSITORY, Recorded, examples, plan_examples, policies, side

from drlint.catalog.kind import Door
from drlint.cli.source_inputs import SourceInputs
from drlint.engine.evaluate import Settings
from drlint.engine.examples import wrong_with
from drlint.model.finding import Verdict
from drlint.policy.files import PolicyFile
from drlint.policy.load import Loaded
from drlint.readers.plan.reader import read_plan
from drlint.readers.result import ReadResult

FOLDERS = [REPOSITORY / "fixtures" / name for name in ("estates", "modules")]
ESTATES = sorted(path.parent for folder in FOLDERS for path in folder.glob("*/plan.json"))
EQUAL_AT_LEAST = 0.8
OF_POLICY = pytest.mark.parametrize("file", FILES, ids=lambda file: file.id)


def _planned(file: PolicyFile) -> list[Recorded]:
    return [each for each in examples(file) if each.plan is not None]


def _policy(file: PolicyFile) -> Loaded | None:
    return next((each for each in policies() if each.metadata.id == file.id), None)


@OF_POLICY
def test_every_example_is_on_record_as_it_is(file: PolicyFile) -> None:
    said = {each.completed.key: each.plan is not None or each.is_unplanned for each in examples(file)}
    stale = [key for key, is_there in said.items() if not is_there]
    assert stale == [], "they changed since Terraform planned them: run python scripts/plan_examples.py"


def test_what_cannot_be_planned_is_there_and_not_on_record() -> None:
    every = [each for file in FILES for each in examples(file)]
    for listed in plan_examples.unplanned():
        about = [each for each in every if plan_examples.is_about(listed, each.completed)]
        assert about, f"no example is so any more: {listed}"
        assert [each.completed.key for each in about if each.plan is not None] == [], "Terraform does plan it"


@OF_POLICY
def test_completing_an_example_changes_no_verdict(file: PolicyFile) -> None:
    policy = _policy(file)
    for each in _planned(file) if policy is not None else ():
        whole = msgspec.structs.replace(each.example, source=each.completed.text)
        assert wrong_with(whole, policy, catalog()) == "", each.completed.key


@OF_POLICY
def test_an_example_and_its_plan_do_not_contradict_each_other(file: PolicyFile) -> None:
    found = [f"{each.completed.key}: {said}" for each in _planned(file) for said in contradictions(*each.sides())]
    assert found == []


@OF_POLICY
def test_a_plan_does_not_contradict_what_its_example_says(file: PolicyFile) -> None:
    if _policy(file) is None:
        pytest.skip("a plan does not show what it reads")
    for each in _planned(file):
        _, plan = each.sides()
        said = {verdict for (policy, _), verdict in said_by(plan.verdicts).items() if policy == file.id}
        if each.example.verdict is Verdict.PASS:
            assert "fail" not in said, each.completed.key
        if each.example.verdict is Verdict.FAIL:
            assert said & {"fail", "unknown"}, each.completed.key


def test_most_pairs_of_the_examples_are_equal(capsys: pytest.CaptureFixture[str]) -> None:
    counts = [equal_pairs(*each.sides()) for file in FILES for each in _planned(file)]
    equal, every = sum(same for same, _ in counts), sum(all_ for _, all_ in counts)
    with capsys.disabled():
        print(f"\nexamples: {equal} of {every} (policy, resource) pairs are equal by source and plan")  # noqa: T201
    assert equal >= EQUAL_AT_LEAST * every


def _source_of(estate: Path) -> ReadResult:
    """The source of an estate, with the variables that its folder gives it."""
    return SourceInputs(provider_regions={}).read(str(estate), "", catalog())


@pytest.mark.parametrize("world", ["open", "closed"])
@pytest.mark.parametrize("estate", ESTATES, ids=lambda path: path.name)
def test_an_estate_and_its_plan_do_not_contradict_each_other(
    estate: Path, world: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(keep_passed=True)
    source = side(_source_of(estate), Door.SOURCE, settings, world)
    whole = read_plan((estate / "plan.json").read_bytes(), uri="plan.json", root="", catalog=catalog())
    plan = side(whole, Door.PLAN, settings, world)
    equal, every = equal_pairs(source, plan)
    with capsys.disabled():
        print(f"\n{estate.name}: {equal} of {every} (policy, resource) pairs are equal by source and plan")  # noqa: T201
    assert list(contradictions(source, plan)) == []
    # of large modules a plan alone knows less than their source: there unknown and known do not agree as often
    assert equal >= (EQUAL_AT_LEAST if estate.parent.name == "estates" else 0.6) * every
