"""Every kind, read by the same client code from recorded answers: moto lacks half of the calls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from botocore.exceptions import ClientError

from drlint.catalog.from_api import NOT_SHOWN, led_to
from drlint.catalog.kind import Detail, Kind
from drlint.catalog.registry import load
from drlint.model.values import Unknown
from drlint.readers.aws.accounts import Regions
from drlint.readers.aws.calls import Caller
from drlint.readers.aws.clients import Clients
from drlint.readers.aws.collecting import Wanted, collect
from drlint.readers.aws.pace import Pace
from drlint.readers.aws.plan import call_of, listed
from drlint.readers.inventory.reader import read_inventory
from drlint.readers.result import ReadResult
from tests.cli.running import drlint

REGION, ACCOUNT = "eu-central-1", "111122223333"
DOORS = Path(__file__).parents[2] / "catalog" / "doors"
CATALOG = load()
RECORDED = {
    kind.name: yaml.safe_load((DOORS / f"{kind.name}.yaml").read_text(encoding="utf-8")) for kind in listed(CATALOG)
}
OK = SimpleNamespace(status_code=200)


class Recorded:
    """Answers calls with what is recorded of each kind; what nobody recorded is an empty answer."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def answer(self, params: Mapping[str, Any], model: Any, context: Any, **_: Any) -> Any:  # noqa: ARG002 - botocore's
        said = context["asked"]
        service, operation = model.service_model.service_name, model.name
        self.asked.append(f"{service}:{operation}")
        for kind in listed(CATALOG):
            call = call_of(kind)
            is_its = (call.service, call.operation) == (service, operation) and _fits(call.fixed, said)
            if is_its and not self._is_detail(service, operation, said):
                return OK, self._list(service, operation, call.items, said)
        return OK, self._detail(service, operation, said)

    def _is_detail(self, service: str, operation: str, said: Mapping[str, Any]) -> bool:
        return any(
            detail.operation == operation and (detail.service or call_of(kind).service) == service and detail.given
            and set(detail.given) <= set(said) and not set(call_of(kind).given) & set(said)
            for kind in listed(CATALOG)
            for detail in kind.details
        )  # fmt: skip

    def _list(self, service: str, operation: str, items: str, said: Mapping[str, Any]) -> dict[str, Any]:
        found = []
        for kind, each in _documents():
            call = call_of(kind)
            if (call.service, call.operation, call.items) == (service, operation, items) and _fits(call.fixed, said):
                found.append(each["item"])
        if not items:
            return next((dict(each) for each in found), {})
        found = [each["@"] if isinstance(each, dict) and "@" in each else each for each in found]
        made: Any = found
        *outer, last = items.split(".")
        made = {last: found}
        for step in reversed(outer):
            made = {step.removesuffix("[]"): [made] if step.endswith("[]") else made}
        return dict(made)

    def _detail(self, service: str, operation: str, said: Mapping[str, Any]) -> dict[str, Any]:
        for kind, each in _documents():
            for detail in kind.details:
                if (detail.service or call_of(kind).service, detail.operation) != (service, operation):
                    continue
                if _is_about(detail, each, said):
                    answer = each.get("details", {}).get(operation, {})
                    if not answer and detail.absent:
                        raise ClientError({"Error": {"Code": detail.absent[0], "Message": ""}}, operation)
                    return dict(answer)
        return {}


def _fits(fixed: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    return all(said.get(name) == value for name, value in fixed.items())


def _documents() -> Iterator[tuple[Kind, dict[str, Any]]]:
    for kind in listed(CATALOG):
        for each in RECORDED[kind.name]:
            yield kind, each


def _is_about(detail: Detail, document: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    for name, path in detail.given.items():
        plain = path.strip("[]") if path.startswith("[") else path
        wanted = led_to(plain, document["item"], document.get("details", {}))
        found = said.get(name)
        if (found[0] if path.startswith("[") and isinstance(found, list) else found) != wanted:
            return False
    return True


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the inventory of it all is kept."""
    return tmp_path_factory.mktemp("every")


@pytest.fixture(scope="module")
def collected(folder: Path) -> tuple[ReadResult, Recorded]:
    clients, recorded = Clients(attempts=1), Recorded()

    def note(params: dict[str, Any], context: Any, **_: Any) -> None:
        context["asked"] = dict(params)

    clients.session.register("provide-client-params", note)
    clients.session.register("before-call", recorded.answer)
    keys = SimpleNamespace(get_frozen_credentials=lambda: SimpleNamespace(access_key="x", secret_key="y", token=None))  # noqa: S106 - none
    caller = Caller(account=ACCOUNT, partition="aws", credentials=keys, clients=clients, pace=Pace(10_000, 10_000))
    wanted = Wanted(callers=(caller,), regions=(Regions((REGION,)),), catalog=CATALOG, folder=folder)
    collect(wanted, lambda *_: None)
    return read_inventory(str(folder), uri="inventory", catalog=CATALOG), recorded


# What is recorded in another Region than the one that is read.
ELSEWHERE = {"aws_globalaccelerator_endpoint_group"}


@pytest.mark.parametrize("kind", listed(CATALOG), ids=lambda kind: kind.name)
def test_a_kind_is_read_from_what_is_recorded(kind: Kind, collected: tuple[ReadResult, Recorded]) -> None:
    result, _ = collected
    unseen = [each.why.reason for each in result.unseen if each.kind == kind.name]
    assert unseen == []
    found = [each for each in result.resources if each.kind == kind.name]
    assert bool(found) is (kind.name not in ELSEWHERE)
    if (
        kind.name != "aws_ebs_encryption_by_default" and kind.identity and found
    ):  # which is of a Region, and has no name
        assert any(isinstance(each[name], str) for each in found for name in kind.identity)


def test_every_call_was_made(collected: tuple[ReadResult, Recorded]) -> None:
    _, recorded = collected
    wanted = set()
    for kind in listed(CATALOG):
        call = call_of(kind)
        wanted.add(f"{call.service}:{call.operation}")
        wanted |= {f"{each.service or call.service}:{each.operation}" for each in kind.details}
    assert wanted - set(recorded.asked) == set()


def test_nothing_recorded_is_unknown_for_a_call(collected: tuple[ReadResult, Recorded]) -> None:
    result, _ = collected
    for each in result.resources:
        for name, value in each.view.attributes.items():
            if isinstance(value, Unknown):
                assert "was not called" not in value.reason, (each.address, name)


# Policies that say "unknown" of what no call shows, and why that is right.
UNKNOWABLE = {
    "dynamodb-replica-pitr-and-protection": "a replica's own Region tells it, where the table is judged as well",
    "instance-block-devices-encrypted": "an instance names its volumes; each is judged as a volume",
}


@pytest.mark.usefixtures("collected")
def test_no_policy_asks_aws_for_what_no_call_shows(folder: Path) -> None:
    """Such a policy would say "unknown" every night, of everything: it is not assessed where AWS alone is looked at."""
    report = drlint("check", folder, "-o", "json", "--no-cache").report
    assert report["findings"]
    asking = {each["policy"] for each in report["unknowns"] if NOT_SHOWN.reason in each["message"]}
    assert asking == set(UNKNOWABLE)
