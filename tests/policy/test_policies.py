"""Every policy's examples come out as they say, and every policy says what a reader needs."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from drlint.catalog.registry import load
from drlint.cli.policy_sets import builtin_folder, builtin_policies
from drlint.engine.examples import ExampleFailure, failing_examples
from drlint.policy.definition import CHECKLIST
from drlint.policy.files import PolicyFile, policy_files
from drlint.policy.load import python_policy
from drlint.policy.metadata import metadata_of
from drlint.policy.scope import PSEUDO_KINDS
from drlint.policy.yaml_policy import read_policy

FILES = tuple(policy_files(builtin_folder()))
CATALOG = load()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.id)
def test_examples_come_out_as_they_say(file: PolicyFile) -> None:
    found = failing_examples([file], CATALOG, lambda: builtin_policies(CATALOG))
    wrong = [each for each in found if isinstance(each, ExampleFailure)]
    assert wrong == []


def test_there_are_enough() -> None:
    assert len(FILES) >= 50
    assert len({file.id for file in FILES}) == len(FILES)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.id)
def test_says_what_a_reader_needs(file: PolicyFile) -> None:
    metadata = metadata_of(python_policy(file)[0].said, file) if file.is_python else read_policy(file)[0]
    assert len(metadata.why) > 60
    assert metadata.fix
    assert metadata.controls
    assert [each for each in metadata.references if not each.startswith("https://")] == []
    assert metadata.references
    assert not re.search(r"\b[Ee]nsure\b|!", f"{metadata.title} {metadata.message}".replace("!=", ""))
    assert "{resource" in metadata.message or file.is_python or set(metadata.applies_to) <= PSEUDO_KINDS


@pytest.mark.parametrize("slug", CHECKLIST)
def test_each_item_of_the_checklist_has_a_policy_that_gates(slug: str) -> None:
    policies = [each.metadata for each in builtin_policies(CATALOG)]
    assert [each.id for each in policies if each.checklist == slug and each.stage == "stable"]


def _names() -> Iterator[str]:
    yield from (file.id for file in FILES)


def test_ids_are_plain() -> None:
    assert [name for name in _names() if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []
