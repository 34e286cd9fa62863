"""What the API side of every kind keeps to, checked against botocore's own description of AWS's answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import botocore.validate
import pytest

from drlint.catalog.kind import Attribute, Block, Door, Kind

from . import reviewed
from .botocore_shapes import Answered, answered, call_of, found_at, item_shape, kinds, model, operation, shape_at
from .schema import catalog, entries

KINDS = kinds()
ANSWERED = [each for kind in KINDS for each in answered(kind)]
each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
# The shapes of the API that hold what Terraform holds in such a type.
_FITTING = {
    "bool": {"boolean"},
    "number": {"integer", "long", "float", "double"},
    "string": {"string", "timestamp"},
    "block": {"structure", "list"},
}


def is_asked_with(each: Answered) -> bool:
    """Whether it is a parameter of the listing call, which the caller lays beside the answer."""
    return each.declared.api in call_of(each.kind).given


def found(each: Answered) -> object:
    if is_asked_with(each):
        call = call_of(each.kind)
        return operation(each.kind, call.operation).input_shape.members[each.declared.api]
    return found_at(each.kind, each.start, each.path)


def test_every_kind_of_aws_has_an_api_side() -> None:
    of_aws = {kind.name for kind in catalog().kinds.values() if kind.of_aws} - set(catalog().owners)
    assert of_aws - {kind.name for kind in KINDS} == set(reviewed.NOT_LISTED)


def test_an_api_path_belongs_to_a_listed_kind() -> None:
    stray = [
        each.label
        for each in entries()
        if each.declared.api is not None and each.kind.listed_by is None and each.kind.name not in catalog().owners
    ]
    assert stray == []


def are_such(parameters: Mapping[str, object], shape: Any) -> bool:
    """Whether a call may send these, whatever else it needs."""
    checked = botocore.validate.ParamValidator()
    return all(
        name in shape.members and not checked.validate({"it": value}, it_shape(shape.members[name])).has_errors()
        for name, value in parameters.items()
    )


def it_shape(shape: Any) -> Any:
    return SimpleNamespace(
        type_name="structure",
        members={"it": shape},
        required_members=[],
        metadata={},
        is_tagged_union=False,
        is_document_type=False,
    )


@each_kind
def test_the_listing_call_exists_and_lists(kind: Kind) -> None:
    call = call_of(kind)
    shape = operation(kind, call.operation).input_shape
    assert item_shape(kind) is not None
    for parameter, attribute in call.given.items():
        assert call.each is not None
        assert parameter in shape.members
        assert catalog()[call.each].find(attribute) is not None
    assert are_such(call.fixed, shape)
    assert set(shape.required_members if shape else ()) <= {*call.given, *call.fixed}


@each_kind
def test_details_are_asked_with_what_they_need(kind: Kind) -> None:
    for detail in kind.details:
        shape = operation(kind, detail.operation).input_shape
        sent = {*detail.given, *detail.fixed, *(["Filters"] if detail.filters else [])}
        assert set(shape.required_members) <= sent <= set(shape.members), detail.operation
        assert are_such(detail.fixed, shape)
        for source in (*detail.given.values(), *detail.filters.values()):
            path = source.strip("[]") if source.startswith("[") else source
            if path not in call_of(kind).given:
                assert found_at(kind, item_shape(kind), path) is not None, f"{detail.operation}: {source}"
        for its, own in detail.mine.items():
            assert shape_at(operation(kind, detail.operation).output_shape, its) is not None, its
            assert shape_at(item_shape(kind), own) is not None, own


@each_kind
def test_what_tells_kinds_apart_stands_in_the_answer(kind: Kind) -> None:
    for where in kind.where:
        shape = found_at(kind, item_shape(kind), where.path)
        assert shape is not None, where.path
        assert where.says or where.but or where.abroad or where.here
        words = {word for word in (*where.says, *where.but) if isinstance(word, str)}
        assert words <= set(getattr(shape, "enum", ()) or words)


def test_kinds_of_one_call_tell_themselves_apart() -> None:
    """Each but one of them has to say which of the things are its own."""
    shared: dict[str, list[str]] = {}
    for kind in KINDS:
        shared.setdefault(repr(call_of(kind)), []).append(kind.name)
    for names in shared.values():
        undivided = [name for name in names if not catalog()[name].where]
        assert len(names) == 1 or set(undivided) <= set(reviewed.SHOWN_TWICE), names


@each_kind
def test_absent_lists_error_codes(kind: Kind) -> None:
    for detail in kind.details:
        service = model(detail.service or call_of(kind).service)
        declared = {shape.name for shape in operation(kind, detail.operation).error_shapes}
        for code in detail.absent:
            assert code.strip()
            assert code == code.strip()
            if declared and service.service_name != "s3":
                assert any(code.startswith(name.removesuffix("Exception")) for name in declared), code


@each_kind
def test_every_detail_is_read(kind: Kind) -> None:
    paths = [each.api for each in kind.attributes if each.api]
    paths += [source.strip("[") for detail in kind.details for source in detail.given.values()]
    paths += [where.path for where in kind.where]
    read = {name for path in paths for name in re.findall(r"(\w+):", path)}
    assert {detail.operation for detail in kind.details} <= read


@each_kind
def test_the_arn_and_the_region_stand_where_the_kind_says(kind: Kind) -> None:
    if kind.arn is not None:
        assert found_at(kind, item_shape(kind), kind.arn) is not None
    if kind.region_by is not None:
        declared = kind.find(kind.region_by)
        path = declared.api if isinstance(declared, Attribute) else kind.region_by
        assert path
        assert shape_at(item_shape(kind), path) is not None


@pytest.mark.parametrize("each", ANSWERED, ids=lambda each: each.label)
def test_an_api_path_exists(each: Answered) -> None:
    assert found(each) is not None, each.declared.api


@pytest.mark.parametrize("each", ANSWERED, ids=lambda each: each.label)
def test_an_answer_is_of_terraforms_type(each: Answered) -> None:
    places = (entry.spot for entry in entries() if entry.kind is each.kind and entry.name == each.name)
    spot = next(places, None)
    shape = found(each)
    if spot is None or (isinstance(each.declared, Attribute) and (each.declared.words or each.declared.hidden)):
        return
    many = isinstance(each.declared, Attribute) and each.declared.many
    if many:
        is_listed = re.search(r"\[[\]*!]", each.declared.api or "")
        assert getattr(shape, "type_name", "") == "list" or is_listed or each.label in reviewed.LISTED_WITH_COMMAS
    elif isinstance(spot.type, list):
        assert getattr(shape, "type_name", "") in {"map", "list"}
    else:
        # Services that list their settings by name write every value as text.
        by_name = re.search(r"=|:Attributes\.", each.declared.api or "")
        chosen = {"string"} if by_name else set()
        assert getattr(shape, "type_name", "") in _FITTING[spot.type] | chosen


def test_words_are_all_that_aws_can_say() -> None:
    for each in ANSWERED:
        if isinstance(each.declared, Attribute) and each.declared.words:
            words = set(getattr(found(each), "enum", ()))
            assert set(each.declared.words) == words or (not words and each.label in reviewed.WORDS_OF_NO_LIST)


def test_a_block_of_one_is_not_read_from_several() -> None:
    wrong = {
        each.label
        for each in ANSWERED
        if isinstance(each.declared, Block) and each.declared.many != (getattr(found(each), "type_name", "") == "list")
    }
    assert wrong == set(reviewed.ONE_TO_ONE_SIDE)


def test_what_is_seen_live_says_where() -> None:
    """An attribute that no call shows is Unknown in an inventory, never its default: it must not claim to be seen."""
    silent = {
        each.label
        for each in entries()
        if each.kind in KINDS
        and "." not in each.name
        and each.declared.api is None
        and Door.LIVE in each.declared.doors
        and not each.label.startswith(tuple(reviewed.LIVE_WITHOUT_PATH))
    }
    assert silent == set()
