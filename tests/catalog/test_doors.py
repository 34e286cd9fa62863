"""Two doors, one room: a thing's Terraform body and AWS's answer of it become equal attributes.

Each file of `doors` describes things of one kind twice, by hand: as Terraform's values and as botocore hands over what
AWS answers. A new kind with an API side needs a file here and no new test.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import botocore.validate
import pytest
import yaml

from drlint.catalog.from_api import NOT_SHOWN, Place, arn_of, attributes_of, is_of
from drlint.catalog.kind import Attribute, Block, Door, Kind
from drlint.estate.join import join
from drlint.model.resource import Location, Resource, View
from drlint.model.values import Address, Unknown, Value, is_known
from drlint.readers.projection import project

from .botocore_shapes import call_of, item_shape, kinds, operation
from .schema import catalog, spot, types

FOLDER = Path(__file__).parent / "doors"
REGION = "eu-central-1"
PLACE = Place(account="111122223333", region=REGION)
# A bucket's lock knows one word, "Enabled", a selection's tag "STRINGEQUALS", snapshots by the clock "HOURS".
ONE_WORD = {"lock.enabled", "selection_tag.type", "schedule.create_rule.interval_unit"}


def documents(kind: Kind) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((FOLDER / f"{kind.name}.yaml").read_text(encoding="utf-8"))
    return found


CASES = [
    pytest.param(kind, document, id=f"{kind.name}: {document['says']}")
    for kind in kinds()
    for document in documents(kind)
]


def declared(kind: Kind, document: Mapping[str, Any]) -> Mapping[str, Value]:
    """The attributes that Terraform's side becomes, companions gathered in."""
    resources: list[Resource] = []
    if kind.alone:
        return {}
    for name, body in document["terraform"].items():
        attributes, where, defaulted = project(catalog()[name], body, REGION)
        view = View(attributes=attributes, location=Location("plan.json"), where=where, defaulted=defaulted)
        resources.append(Resource(address=Address(".", f"{name}.it"), kind=name, region=REGION, declared=view))
    (it,) = join(resources, catalog()).of_kind(kind.name)
    return it.view.attributes


def observed(kind: Kind, document: Mapping[str, Any]) -> Mapping[str, Value]:
    return attributes_of(kind, document["item"], document.get("details", {}), PLACE)


def is_seen_through_both(each: Attribute | Block) -> bool:
    if isinstance(each, Attribute) and each.hidden:
        return False
    return each.api is not None and {Door.PLAN, Door.LIVE} <= each.doors and not each.path.startswith("@")


def differences(entries: tuple[Attribute | Block, ...], one: Any, other: Any, name: str) -> Iterator[str]:
    """What differs between two mappings of attributes; what only AWS can know is not compared."""
    for each in filter(is_seen_through_both, entries):
        code, aws = one[each.name], other[each.name]
        if not is_known(code):
            continue
        if isinstance(each, Block) and each.many:
            pairs = zip(sorted(code, key=rank), sorted(aws, key=rank), strict=True)
        elif isinstance(each, Block):
            if (code is None) != (aws is None):
                yield f"{name}{each.name}: {code} in the code, {aws} in AWS"
            pairs = zip([code] if code else [], [aws] if aws else [], strict=False)
        else:
            if ordered(each, code) != ordered(each, aws):
                yield f"{name}{each.name}: {code} in the code, {aws} in AWS"
            continue
        for left, right in pairs:
            yield from differences(each.attributes, left, right, f"{name}{each.name}.")


def ordered(each: Attribute, value: Any) -> Any:
    return sorted(value) if each.many and isinstance(value, tuple) else value


def rank(element: Mapping[str, Any]) -> str:
    """A block's elements in an order that both doors share."""
    return str(
        [element.get(name) for name in ("id", "name", "rule_name", "region_name", "days", "date", "resource_type")]
    )


@pytest.mark.parametrize(("kind", "document"), CASES)
def test_both_doors_lead_into_one_room(kind: Kind, document: dict[str, Any]) -> None:
    code, aws = declared(kind, document), observed(kind, document)
    if kind.alone:
        assert aws == document["observed"]
        return
    told_by_aws = document.get("only_aws", [])
    compared = tuple(each for each in kind.attributes if each.name not in told_by_aws)
    assert list(differences(compared, code, aws, "")) == []
    for name in told_by_aws:
        assert code[name] is None
        assert aws[name] is not None


@pytest.mark.parametrize(("kind", "document"), CASES)
def test_what_is_described_is_of_its_kind(kind: Kind, document: dict[str, Any]) -> None:
    told = kind, document["item"], document.get("details", {}), PLACE
    assert is_of(*told) is True
    arn = arn_of(*told)
    assert arn is None or arn in observed(kind, document).values()


@pytest.mark.parametrize(("kind", "document"), CASES)
def test_the_answers_are_such_as_aws_gives(kind: Kind, document: dict[str, Any]) -> None:
    answers = {name: (operation(kind, name).output_shape, said) for name, said in document.get("details", {}).items()}
    asked = call_of(kind).given
    item = document["item"]
    if isinstance(item, dict):
        own = getattr(item_shape(kind), "members", {})
        item = {name: value for name, value in item.items() if name not in asked or name in own}
        item = item.get("@", item)
    answers["item"] = (item_shape(kind), item)
    absent = {detail.operation for detail in kind.details if detail.absent}
    for name, (shape, said) in answers.items():
        if not said and name in absent:
            continue
        report = botocore.validate.ParamValidator().validate(said, shape)
        assert not report.has_errors(), f"{name}: {report.generate_report()}"
    assert set(document.get("details", {})) == {detail.operation for detail in kind.details}


@pytest.mark.parametrize(("kind", "document"), CASES)
def test_the_bodies_are_such_as_terraform_writes(kind: Kind, document: dict[str, Any]) -> None:
    if kind.alone:
        assert "terraform" not in document
        return
    assert kind.name in document["terraform"]
    for name, body in document["terraform"].items():
        lost = [path for path in paths(body) if spot(types()[name]["block"], path) is None]
        assert lost == [], name


def paths(body: Mapping[str, Any], above: str = "") -> Iterator[str]:
    for name, value in body.items():
        yield above + name
        for each in value if isinstance(value, list) else ():
            if isinstance(each, dict):
                yield from paths(each, f"{above}{name}.")


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
def test_every_attribute_of_both_doors_is_told_once_at_least(kind: Kind) -> None:
    """Comparing two defaults would prove nothing: somewhere each attribute has another value than its default."""
    told = {name for document in documents(kind) for name in set_names(kind.attributes, observed(kind, document), "")}
    told &= {name for document in documents(kind) for name in set_names(kind.attributes, declared(kind, document), "")}
    # What tells the kind from others says the same of all its things.
    settled = {where.path for where in kind.where if len(where.says) == 1}
    told |= {each.name for each in kind.attributes if each.api in settled}
    assert set(names_of(kind.attributes, "")) - told - ONE_WORD == set()


def names_of(entries: tuple[Attribute | Block, ...], above: str) -> Iterator[str]:
    for each in filter(is_seen_through_both, entries):
        yield above + each.name
        if isinstance(each, Block):
            yield from names_of(each.attributes, f"{above}{each.name}.")


def set_names(entries: tuple[Attribute | Block, ...], values: Any, above: str) -> Iterator[str]:
    for each in filter(is_seen_through_both, entries):
        value = values[each.name]
        if isinstance(each, Block):
            for element in value if isinstance(value, tuple) else filter(None, [value]):
                yield above + each.name
                yield from set_names(each.attributes, element, f"{above}{each.name}.")
        elif is_known(value) and (isinstance(each.default, Unknown) or value != each.default):
            yield above + each.name


def test_what_was_refused_is_unknown_and_what_is_not_there_is_none() -> None:
    bucket = catalog()["aws_s3_bucket"]
    details = documents(bucket)[0]["details"]
    refused = Unknown("AccessDenied on s3:GetBucketVersioning")
    seen = attributes_of(bucket, {"Name": "orders"}, details | {"GetBucketVersioning": refused, "GetBucketPolicy": {}})
    assert seen["versioning"] is refused
    assert seen["mfa_delete"] is refused
    assert seen["policy"] is None


def test_what_was_not_asked_is_unknown() -> None:
    seen = attributes_of(catalog()["aws_s3_bucket"], {"Name": "orders"}, {})
    for name in ("versioning", "replication", "lock", "tags"):
        assert isinstance(seen[name], Unknown), name


def test_what_no_call_shows_is_unknown() -> None:
    seen = attributes_of(catalog()["aws_db_instance"], documents(catalog()["aws_db_instance"])[0]["item"], {})
    for name in ("skip_final_snapshot", "prevent_destroy", "restore_to_point_in_time"):
        assert seen[name] is NOT_SHOWN, name


def test_a_word_that_aws_did_not_have_is_unknown() -> None:
    table = catalog()["aws_dynamodb_table"]
    details = documents(table)[0]["details"]
    new = {"Table": {"SSEDescription": {"Status": "HARDENING"}}}
    seen = attributes_of(table, "orders", details | {"DescribeTable": new})
    block = seen["server_side_encryption"]
    assert isinstance(block, Mapping)
    assert isinstance(block["enabled"], Unknown)
    assert "HARDENING" in block["enabled"].reason


def test_an_inventory_has_every_attribute_of_its_kind() -> None:
    for kind in kinds():
        for document in documents(kind):
            assert set(observed(kind, document)) == {each.name for each in kind.attributes}
