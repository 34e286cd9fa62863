"""Policies of AWS Resilience Hub become workloads and come back the same, and the other way round."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from botocore.model import StructureShape
from hypothesis import given, settings

from drlint.catalog import resilience_hub as words
from drlint.cli.hub_importing import _difference, _yaml
from drlint.exports.resilience_hub.parts import HubPolicy, UnsaidError
from drlint.exports.resilience_hub.v1 import resiliency_policy
from drlint.exports.resilience_hub.v2 import policy
from drlint.model.resource import Resource
from drlint.readers.documents.reader import read_document
from drlint.readers.resilience_hub.policies import Imported, policies_in
from tests.exports.hub_policies import CREATES, MODELS, V1, V2, WORKLOADS, wrong_with

MAKING = {"v1": resiliency_policy, "v2": policy}


def imported(said: Any) -> Imported:
    (found,) = policies_in(said)
    return found


def workload_of(text: str) -> Resource:
    read = read_document(text.encode(), uri="orders.yaml", root="")
    assert read.blind_spots == ()
    (found,) = read.resources
    return found


def again(said: Any, api: str) -> HubPolicy:
    """A policy as a document, and the document as a policy."""
    made = imported(said)
    text = _yaml({"workload": made.workload})
    assert made.api == api
    assert _difference(made, text) == ""
    return MAKING[api](workload_of(text))


def exported(document: str, api: str = "v2", **flags: Any) -> HubPolicy:
    workload = workload_of(document)
    return resiliency_policy(workload) if api == "v1" else policy(workload, **flags)


@given(V2)
@settings(max_examples=300, deadline=None)
def test_a_policy_of_v2_comes_back_the_same(said: dict[str, Any]) -> None:
    found = again(said, "v2")
    assert found.input == said
    assert found.left_out == ()
    assert wrong_with("v2", said) == []


@given(V1)
@settings(max_examples=300, deadline=None)
def test_a_policy_of_v1_comes_back_the_same(said: dict[str, Any]) -> None:
    found = again(said, "v1")
    assert found.input == said
    assert found.left_out == ()
    assert wrong_with("v1", said) == []


def held(workload: Resource, api: str) -> list[Any]:
    said: Any = workload["objectives"]
    return [each for each in said if each["disruption"] in words.DISRUPTIONS[api]]


_HELD = {"v1": {"tier"}, "v2": {"availability", "backup_every", "strategy"}}


@pytest.mark.parametrize("api", ["v1", "v2"])
@given(said=WORKLOADS)
@settings(max_examples=150, deadline=None)
def test_a_workload_comes_back_save_what_is_told(api: str, said: dict[str, Any]) -> None:
    before = workload_of(yaml.safe_dump({"workload": said}))
    if api == "v1" and any((each["rto"] is None) != (each["rpo"] is None) for each in held(before, api)):
        with pytest.raises(UnsaidError, match="which v1 asks for"):
            MAKING[api](before)
        return
    made = MAKING[api](before)
    assert wrong_with(api, dict(made.input)) == []
    after = workload_of(_yaml({"workload": imported(made.input).workload}))
    old, new = before.view.attributes, after.view.attributes
    told = " ".join(made.left_out)
    for name in old:
        if name == "objectives":
            assert_objectives(old[name], new[name], api, told)
        elif old[name] != new[name]:
            assert name in told.split(), f"{name} is lost and not told"
    assert not {*told.split()} & _HELD[api]


def assert_objectives(old: Any, new: Any, api: str, told: str) -> None:
    kept = {each["disruption"]: each for each in new}
    for each in old:
        name = each["disruption"]
        if name not in words.DISRUPTIONS[api]:
            assert f"the objective for {name}" in told
        elif api == "v2":
            assert kept.get(name, {"approach": each["approach"], "rto": None, "rpo": None}).items() <= each.items()
        else:
            assert (each["rto"], each["rpo"]) == (kept.get(name, each)["rto"], kept.get(name, each)["rpo"])
            lost = each["approach"] if name != "region" else None
            assert not lost or f"the approach for {name}" in told


def test_our_words_are_those_of_the_service_models() -> None:
    shapes = {api: MODELS[api].shape_for for api in MODELS}
    for name in ("MultiAzDisasterRecoveryApproach", "MultiRegionDisasterRecoveryApproach"):
        assert sorted(shapes["v2"](name).metadata["enum"]) == sorted(words.APPROACHES.values())
    assert sorted(shapes["v1"]("DisruptionType").metadata["enum"]) == sorted(words.DISRUPTIONS["v1"].values())
    assert shapes["v1"]("ResiliencyPolicyTier").metadata["enum"] == list(words.TIERS)
    assert shapes["v1"]("DataLocationConstraint").metadata["enum"] == list(words.DATA_LOCATIONS)
    assert shapes["v1"]("EntityDescription").metadata["max"] == words.LONGEST_DESCRIPTION["v1"]
    assert shapes["v2"]("LongDescription").metadata["max"] == words.LONGEST_DESCRIPTION["v2"]
    assert shapes["v2"]("KmsKeyId").metadata["max"] == words.LONGEST_KEY


@pytest.mark.parametrize(
    ("api", "shape"), [("v2", "Policy"), ("v2", "PolicySummary"), ("v1", "ResiliencyPolicy"), ("v1", ""), ("v2", "")]
)
def test_every_field_that_aws_has_is_kept_or_told(api: str, shape: str) -> None:
    model = MODELS[api].shape_for(shape) if shape else MODELS[api].operation_model(CREATES[api]).input_shape
    said = {name: _some_value(member) for name, member in model.members.items()}
    made = imported(said)
    assert {*made.input, *made.not_kept, "policyArn"} == {*model.members, "policyArn"}


def _some_value(shape: Any) -> Any:
    if isinstance(shape, StructureShape):
        return {name: _some_value(member) for name, member in shape.members.items()}
    if shape.type_name == "map":
        enum = shape.key.metadata.get("enum")
        return {name: _some_value(shape.value) for name in (enum or ["team"])}
    if shape.metadata.get("enum"):
        return shape.metadata["enum"][0]
    plain = {"integer": 60, "double": 99.9, "boolean": True}
    return plain.get(shape.type_name, "orders-1")


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        ({"policy": {"policyArn": "arn:aws:x", "name": "orders"}}, ["orders"]),
        ({"policySummaries": [{"name": "orders"}, {"name": "stock"}], "ResponseMetadata": {}}, ["orders", "stock"]),
        ({"policy": {"policyName": "orders", "tier": "Critical", "policy": {}}}, ["orders"]),
        ({"resiliencyPolicies": [{"policyName": "orders", "tier": "Critical", "policy": {}}]}, ["orders"]),
        ([{"name": "orders"}, {"policy": {"name": "stock"}}], ["orders", "stock"]),
        ({"policySummaries": []}, []),
    ],
)
def test_answers_inputs_and_lists_are_read(answer: Any, names: list[str]) -> None:
    assert [each.name for each in policies_in(answer)] == names


def test_a_target_that_says_nothing_is_left_out() -> None:
    said = {"name": "orders", "multiAz": {}, "multiRegion": {"rtoInMinutes": None}, "availabilitySlo": {}, "tags": {}}
    assert again(said, "v2").input == {"name": "orders"}


ORDERS = """
workload:
  name: orders
  tier: {tier}
  objectives:
    AZ: {{rto: {rto}, rpo: 0s}}
    Region: {{rto: 4h, rpo: 15m}}
    Application: {{rto: 1h, rpo: 5m}}
    Infrastructure: {{rto: 1m, rpo: 0s}}
    account: {{rto: 1d, rpo: 1h}}
  strategy: warm-standby
"""


def test_the_names_of_v1_are_understood_in_documents() -> None:
    made = exported(ORDERS.format(tier="CoreServices", rto="90s"), "v1")
    assert made.input["tier"] == "CoreServices"
    assert made.input["policy"]["AZ"] == {"rtoInSecs": 90, "rpoInSecs": 0}
    assert set(made.input["policy"]) == {"Software", "Hardware", "AZ", "Region"}
    assert made.left_out == ("strategy", "the objective for account (RTO 1 day, RPO 1 hour)")


def test_v2_holds_whole_minutes_and_no_number_is_changed_unasked() -> None:
    text = ORDERS.format(tier="2", rto="90s")
    with pytest.raises(UnsaidError, match="the RTO for zone is 1 minute 30 seconds, and v2 holds whole minutes"):
        exported(text)
    made = exported(text, round_down=True)
    assert made.input["multiAz"] == {"rtoInMinutes": 1, "rpoInMinutes": 0}
    assert made.left_out[0] == "30 seconds of the RTO for zone (1 minute 30 seconds, written as 1m)"


def test_v2_tells_what_it_has_no_place_for() -> None:
    made = exported(ORDERS.format(tier="2", rto="5m"))
    assert made.input["multiRegion"]["disasterRecoveryApproach"] == "WARM_STANDBY"
    assert made.left_out == (
        "the objective for software (RTO 1 hour, RPO 5 minutes)",
        "the objective for hardware (RTO 1 minute, RPO 0 seconds)",
        "the objective for account (RTO 1 day, RPO 1 hour)",
        "tier",
    )


@pytest.mark.parametrize(
    ("document", "api", "said"),
    [
        ("workload: {name: Orders API}", "v2", "'Orders API' is no name for a policy"),
        ("workload: {name: ../../etc/cron}", "v2", "is no name for a policy"),
        ("workload: {name: orders, availability: 101}", "v2", "at most 100 percent"),
        ("workload: {name: orders, objectives: {zone: {rto: 5m}}}", "v1", "has no RPO, which v1 asks for"),
        ("workload: {name: orders, objectives: {zone: {rto: 999999999d, rpo: 1m}}}", "v1", "v1 holds at most"),
        ("workload: {name: orders, objectives: {zone: {rto: 9999999999999m}}}", "v2", None),
        ("workload: {name: orders, tier: 4, resilience_hub: {tier: Critical}}", "v1", "say it once"),
        (f"workload: {{name: orders, description: {'x' * 501}}}", "v1", "501 characters"),
        ("workload: {name: orders, resilience_hub: {tags: {'a\"b': c}}}", "v2", "is none that AWS takes"),
    ],
)
def test_what_a_policy_cannot_be_is_refused(document: str, api: str, said: str | None) -> None:
    if said is None:
        assert read_document(document.encode(), uri="orders.yaml", root="").blind_spots
        return
    with pytest.raises(UnsaidError, match=said):
        exported(document, api)


def test_a_name_of_its_own_goes_before_the_workloads() -> None:
    assert exported("workload: {name: Orders API, resilience_hub: {name: orders-api}}").name == "orders-api"


@pytest.mark.parametrize("tier", [each for each in words.TIERS if words.TIERS[each]])
def test_a_tier_of_v1_is_a_tier_in_documents(tier: str) -> None:
    assert workload_of(f"workload: {{name: orders, tier: {tier}}}")["tier"] == words.TIERS[tier]


def test_one_disruption_under_two_names_is_refused() -> None:
    read = read_document(b"workload: {name: a, objectives: {AZ: {rto: 1m}, zone: {rto: 2m}}}", uri="a.yaml", root="")
    assert [spot.reason for spot in read.blind_spots] == ["zone is the disruption zone, which is said as AZ, too"]
