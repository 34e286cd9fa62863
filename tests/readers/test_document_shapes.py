"""What stands in a document is read with its line; what is of another shape is named, and unknown."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from whole_documents import ALL, DRILL, RUNBOOK, TEST_PLAN, WORKLOAD

from drlint.model.procedure import Step
from drlint.model.resource import Resource
from drlint.model.values import Unknown
from drlint.readers.documents.reader import read_document
from drlint.readers.result import ReadResult


def read(text: str, name: str = "dr/a.yaml", **more: Any) -> ReadResult:
    return read_document(text.encode(), uri=name, root="dr", **more)


def one(text: str) -> Resource:
    found = read(text)
    assert [f"{each.location}: {each.reason}" for each in found.blind_spots] == []
    (resource,) = found.resources
    return resource


def steps(resource: Resource) -> list[Step]:
    found = resource["steps"]
    assert isinstance(found, tuple)
    return [each for each in found if isinstance(each, Step)]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize("kind", ALL)
def test_nothing_of_a_whole_document_is_beyond_us(kind: str) -> None:
    resource = one(ALL[kind])
    unread = {name for name, value in resource.view.attributes.items() if value in (None, ()) and name != "problem"}
    assert unread <= {"backup_every", "resilience_hub", "copies"}


@pytest.mark.parametrize("kind", ALL)
def test_every_attribute_has_its_own_line(kind: str) -> None:
    text = ALL[kind]
    resource = one(text)
    for name in resource.view.attributes:
        first = f"{name}:"
        if first in text and name not in {"file", "rto", "rpo"}:
            assert resource.location_of(name).line == line_of(text, first), name


def test_what_stands_within_an_attribute_has_its_line_too() -> None:
    where = one(WORKLOAD).view.where
    assert where["objectives.region.rto"].line == line_of(WORKLOAD, "region: {rto")
    assert where["third_parties.0.rto"].line == line_of(WORKLOAD, "- {name: Stripe")
    assert where["assumptions.detection"].line == line_of(WORKLOAD, "assumptions")
    assert one(DRILL).location_of("rto").line == line_of(DRILL, "rto:")
    assert one(TEST_PLAN).view.where["test_types.tabletop.frequency"].line == line_of(TEST_PLAN, "frequency: Monthly")


def test_objectives_beside_the_name_have_their_line() -> None:
    resource = one("workload:\n  name: shop\n  rpo: 5m\n  rto: 1h\n")
    assert resource.location_of("objectives").line == 4
    assert {each["rto"] for each in resource["objectives"]} == {3600}  # type: ignore[union-attr, index]


def test_commands_have_their_lines_and_columns() -> None:
    lines = RUNBOOK.splitlines()
    commands = [each for step in steps(one(RUNBOOK)) for each in step.commands]
    places = [lines[(each.location.line or 0) - 1][(each.location.column or 0) - 1 :] for each in commands]
    assert places == [
        'aws rds describe-db-clusters --region eu-west-1"',
        "aws rds failover-global-cluster \\",
        'aws rds wait db-cluster-available --region eu-west-1"',
        "aws route53 change-resource-record-sets --hosted-zone-id Z1 --change-batch file://move.json",
        "aws route53 get-change",
        "aws route53 list-hosted-zones'",
    ]
    words = [each for command in commands[:4] for each in command.words]
    assert all(
        lines[(each.location.line or 0) - 1].startswith(each.raw, (each.location.column or 0) - 1) for each in words
    )


@pytest.mark.parametrize(
    ("block", "line", "column"),
    [
        ("command: |\n      aws a b", 6, 7),
        ("command: |2\n         aws a b", 6, 10),
        ("command: |-\n\n\n      # why\n\n      aws a b\n\n", 10, 7),
        ("command: |  # why\n      x=1\n        aws a b", 7, 9),
        ("command: |\n      é() { aws a b; }", 6, 13),
        ("command: aws a b", 5, 14),
        ("command: 'aws a b'", 5, 15),
        ('command: "aws a b"', 5, 15),
        ('command:\n      "aws a b"', 6, 8),
        ('command: "echo \\"x\\"; aws a b"', 5, 15),  # unescaped, so only where it begins is known
        ("command: >\n      echo x;\n      aws a b", 6, 7),
        ("command: aws\n      a b", 5, 14),
        ("commands: [echo x, aws a b]", 5, 24),
        ("commands:\n    - aws a b", 6, 7),
        ("commands:\n    - |\n      aws a b", 7, 7),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_where_a_command_begins(block: str, line: int, column: int, ends: str) -> None:
    text = f"runbook: Move\nsteps:\n  - id: 1\n    action: x\n    {block}\n"
    commands = [each for step in steps(one(text.replace("\n", ends))) for each in step.commands]
    location = next(each.location for each in commands if each.program == "aws")
    assert (location.line, location.column) == (line, column)


FIELDS = [
    (kind, name)
    for kind, text in ALL.items()
    for said in [yaml.load(text, yaml.BaseLoader)]  # noqa: S506 - texts alone
    for name in dict.fromkeys([*said[kind], *(each for each in said if each != kind)])
]
WRONG: tuple[Any, ...] = (
    [],
    {},
    [[]],
    [["a"]],
    [{}],
    {"a": []},
    {"a": {"b": "c"}},
    [{"a": {"b": []}}],
    None,
    "",
    "\u202e::",
)


@pytest.mark.parametrize(("kind", "name"), FIELDS)
@pytest.mark.parametrize("wrong", WRONG, ids=repr)
def test_a_field_of_another_shape_leaves_the_rest(kind: str, name: str, wrong: Any) -> None:
    said = yaml.load(ALL[kind], yaml.BaseLoader)  # noqa: S506 - texts alone
    (said[kind] if name in said[kind] else said)[name] = wrong
    found = read(yaml.safe_dump(said, sort_keys=False))
    (resource,) = found.resources
    whole = one(ALL[kind]).view.attributes
    also = {
        "objectives": "strategy",
        "strategy": "objectives",
        "copies": "locations",
        "kind_given": "kind",
        "parts": name,
        "rto": "measured",
        "rpo": "measured",
        "rollback_trigger": "rollback",
    }
    for each, value in resource.view.attributes.items():
        if each not in {name, "file", "steps", "decision_criteria"} and also.get(each) != name:
            assert isinstance(value, Unknown) is False, each
            assert value == whole[each], each
    attribute = resource.view.attributes.get(name)
    if isinstance(attribute, Unknown):
        assert found.blind_spots
        assert attribute.reason.startswith("dr/a.yaml:")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("workload:\n  name: a\n  objectives: 5\n", "objectives"),
        ("workload:\n  name: a\n  objectives: {regoin: {rto: 5m}}\n", "objectives"),
        ("workload:\n  name: a\n  members: [{adress: a}]\n", "members"),
        ("workload:\n  name: a\n  members: [[a]]\n", "members"),
        ("workload:\n  name: a\n  third_parties: [[a]]\n", "third_parties"),
        ("workload:\n  name: a\n  onwer: b\n", "owner"),
        ("workload:\n  name: a\n  recovery_regions: [eu-west-1, Paris]\n", "recovery_regions"),
        ("workload:\n  name: a\n  runbooks: [a.yaml, ../../b.yaml]\n", "runbooks"),
        ("runbook: a\nsteps: {a: b}\n", "steps"),
        ("runbook: a\nlast_testd: 2026-01-01\n", "last_tested"),
        ("runbook: a\nlocations: [https://a.example, file:///b]\n", "locations"),
        ("runbook: a\ntrained: [[a]]\n", "trained"),
        ("drill: {date: 2026-01-01, participants: [[a], b]}\n", "participants"),
        ("test_plan: {name: a, frequency: often}\n", "frequency"),
    ],
)
def test_what_could_not_be_read_is_unknown_and_not_absent(text: str, name: str) -> None:
    found = read(text)
    (resource,) = found.resources
    assert isinstance(resource[name], Unknown)
    assert found.blind_spots


def test_a_step_of_which_something_is_wrong_is_a_step() -> None:
    found = read("runbook: a\nsteps:\n  - b\n  - [c]\n  - {id: 1, action: d, wait: soon, verification: {e: {}}}\n")
    (resource,) = found.resources
    assert [(each.id, each.action, bool(each.verification)) for each in steps(resource)] == [
        ("1", "b", False),
        ("2", "", False),
        ("1 again at 3", "d", True),
    ]
    assert [each.location.line for each in found.blind_spots] == [4, 5, 5]


class Listed:
    """The files of a repository."""

    def __init__(self, *paths: str) -> None:
        self._paths = paths

    def has(self, path: str) -> bool:
        return path in self._paths


@pytest.mark.parametrize(
    ("said", "there", "meant"),
    [
        ("back.yaml", ("docs/dr/back.yaml",), "docs/dr/back.yaml"),
        ("docs/dr/back.yaml", ("docs/dr/back.yaml",), "docs/dr/back.yaml"),
        ("./back.md", ("docs/dr/back.md",), "docs/dr/back.md"),
        ("../back.yaml", ("docs/back.yaml",), "docs/back.yaml"),
        ("back.md#steps", ("docs/dr/back.md",), "docs/dr/back.md"),
        ("runbooks/back.yaml", ("runbooks/back.yaml",), "runbooks/back.yaml"),
        ("runbooks/back.yaml", ("docs/dr/runbooks/back.yaml", "runbooks/back.yaml"), "docs/dr/runbooks/back.yaml"),
        ("gone.yaml", (), "docs/dr/gone.yaml"),
        ("back.yaml", None, "docs/dr/back.yaml"),
        ("docs/x/back.yaml", None, "docs/x/back.yaml"),
        ("Back to Frankfurt", (), "Back to Frankfurt"),
        ("https://wiki.example/back.md", (), "https://wiki.example/back.md"),
    ],
)
def test_a_runbook_is_named_from_the_folder_or_from_the_top(
    said: str, there: tuple[str, ...] | None, meant: str
) -> None:
    text = f"workload:\n  name: a\n  runbooks: ['{said}']\n"
    files = None if there is None else Listed(*there)
    (resource,) = read(text, "docs/dr/shop.yaml", files=files).resources
    assert resource["runbooks"] == (meant,)
