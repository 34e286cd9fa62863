"""How an answer of AWS's becomes attributes, with kinds made up for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from drlint.catalog.from_api import Place, arn_of, attributes_of, is_of
from drlint.catalog.kind import Attribute, Block, Detail, Kind, Where
from drlint.model.values import Unknown, Value

PLACE = Place(account="111122223333", region="eu-central-1")
REFUSED = Unknown("AccessDenied on aws:Look")


def seen(api: str, answer: Mapping[str, Any], details: Mapping[str, Any] | None = None, **more: Any) -> Value:
    kind = Kind(name="aws_thing", attributes=(Attribute(name="it", api=api, **more),))
    return attributes_of(kind, answer, details or {}, PLACE)["it"]


@pytest.mark.parametrize(
    ("api", "answer", "value"),
    [
        ("A[#]", {"A": ["x", "y"]}, 2),
        ("A[#]", {"A": []}, 0),
        ("A[#]", {}, None),
        ("A[0].B[#-1]", {"A": [{"B": ["x", "y", "z"]}]}, 2),
        ("A[#-1]", {"A": []}, 0),
        ("A[Key=x.y].Value", {"A": [{"Key": "x", "Value": "1"}, {"Key": "x.y", "Value": "2"}]}, "2"),
        ("A[Key=x.y].Value", {"A": [{"Key": "x", "Value": "1"}]}, None),
        ("A[1].B.C", {"A": [{}, {"B": {"C": "z"}}]}, "z"),
        ("A|B", {"A": "x", "B": "y"}, "x"),
        ("A|B", {"B": "y"}, "y"),
        ("A|B", {}, None),
        ("arn:{partition}:x:{region}:{account}:thing/{Id}", {"Id": 7}, "arn:aws:x:eu-central-1:111122223333:thing/7"),
        ("arn:{partition}:x:::thing/{Id}", {}, None),
        ("{Endpoint.Address}:{Endpoint.Port}", {"Endpoint": {"Address": "a.example", "Port": 1}}, "a.example:1"),
    ],
)
def test_paths(api: str, answer: Mapping[str, Any], value: Value) -> None:
    assert seen(api, answer) == value


def test_text_is_what_the_attribute_holds() -> None:
    assert seen("A", {"A": "true"}, default=False) is True
    assert seen("A", {"A": "3.5"}, unit="seconds") == 3.5
    assert seen("A", {"A": "60"}, holds="number") == 60
    assert seen("A", {"A": "60"}) == "60"


def test_a_hole_goes_into_a_detail_and_is_unknown_where_that_was_refused() -> None:
    assert seen("{Look:A}/{B}", {"B": "y"}, {"Look": {"A": "x"}}) == "x/y"
    assert seen("{Look:A}/{B}", {"B": "y"}, {"Look": REFUSED}) is REFUSED


def test_a_place_that_nobody_told_is_unknown() -> None:
    kind = Kind(name="aws_thing", arn="arn:{partition}:x:{region}:{account}:{Id}", attributes=())
    assert isinstance(arn_of(kind, {"Id": "7"}, {}), Unknown)
    assert arn_of(kind, {"Id": "7"}, {}, PLACE) == "arn:aws:x:eu-central-1:111122223333:7"


def test_what_is_cut_keeps_what_does_not_fit() -> None:
    cut = r"/hostedzone/(.+)"
    assert seen("Id", {"Id": "/hostedzone/Z1"}, cut=cut) == "Z1"
    assert seen("Id", {"Id": "Z1"}, cut=cut) == "Z1"


def test_what_is_hidden_is_none_or_unknown() -> None:
    assert seen("Date", {}, hidden="only when") is None
    hidden = seen("Date", {"Date": "2026-01-01"}, hidden="only when")
    assert isinstance(hidden, Unknown)
    assert hidden.reason == "only when"


def test_a_block_is_shown_by_a_fact_beside_it() -> None:
    block = Block(name="lock", api="", shown_by="Locked", attributes=(Attribute(name="days", api="Days"),))
    kind = Kind(name="aws_thing", attributes=(block,))
    assert attributes_of(kind, {"Locked": True, "Days": 7}, {})["lock"] == {"days": 7}
    assert attributes_of(kind, {"Locked": False}, {})["lock"] is None


def test_a_whole_answer_that_is_empty_is_no_block() -> None:
    block = Block(name="policy", api="Look:", attributes=(Attribute(name="text", api="Text"),))
    kind = Kind(name="aws_thing", details=(Detail(operation="Look", given={"Id": "Id"}),), attributes=(block,))
    assert attributes_of(kind, {}, {"Look": {}})["policy"] is None
    assert attributes_of(kind, {}, {"Look": {"Text": "x"}})["policy"] == {"text": "x"}
    assert attributes_of(kind, {}, {"Look": REFUSED})["policy"] is REFUSED


def test_an_answer_about_another_thing_is_empty() -> None:
    copies = Detail(operation="Look", given={"Id": "Id"}, mine={"Copies[0].From": "Id"})
    to = Attribute(name="to", api="Look:Copies[0].To")
    kind = Kind(name="aws_thing", details=(copies,), attributes=(to,))
    told = {"Look": {"Copies": [{"From": "a", "To": "b"}]}}
    assert attributes_of(kind, {"Id": "a"}, told)["to"] == "b"
    assert attributes_of(kind, {"Id": "b"}, told)["to"] is None
    assert attributes_of(kind, {"Id": "a"}, {"Look": REFUSED})["to"] is REFUSED


def of(where: Where, answer: Mapping[str, Any], details: Mapping[str, Any] | None = None) -> bool | Unknown:
    kind = Kind(name="aws_thing", arn="Arn", where=(where,), attributes=())
    return is_of(kind, answer, details or {}, PLACE)


def test_kinds_of_one_list_are_told_apart() -> None:
    ours = Where(path="Engine", says=("docdb",))
    assert of(ours, {"Engine": "docdb"}) is True
    assert of(ours, {"Engine": "mysql"}) is False
    assert of(ours, {}) is False
    others = Where(path="Engine", but=("docdb", "neptune"))
    assert of(others, {"Engine": "an engine of tomorrow"}) is True
    assert of(others, {"Engine": "neptune"}) is False
    assert of(Where(path="Cluster", says=(None,)), {"Cluster": ""}) is True
    assert of(Where(path="Cluster", but=(None,)), {}) is False


def test_a_refused_detail_leaves_open_what_a_thing_is() -> None:
    replica = Where(path="Look:Type", says=("REPLICA",))
    assert of(replica, {}, {"Look": {"Type": "REPLICA"}}) is True
    assert of(replica, {}, {"Look": {}}) is False
    assert of(replica, {}, {"Look": REFUSED}) is REFUSED


def test_a_thing_of_another_region_than_its_source() -> None:
    copied = Where(path="Source", abroad=True)
    here, there = "arn:aws:rds:eu-central-1:1:db:a", "arn:aws:rds:eu-west-1:1:db:a"
    assert of(copied, {"Arn": here, "Source": there}) is True
    assert of(copied, {"Arn": here, "Source": here}) is False
    assert of(copied, {"Arn": here}) is False
