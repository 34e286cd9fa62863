"""Many accounts: by list, by organization, by unit and tag; what cannot be read in one stops no other."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from urllib.parse import parse_qs

import boto3
import pytest

from tests.cli.running import drlint

from .collected import found, read
from .moto import ACCOUNT, Answer, Proxy, Request

OTHER = "111122223333"
ONE = ("--regions", "eu-west-1", "-q")


def asked_for(request: Request, name: str) -> str:
    return parse_qs(request.body.decode()).get(name, [""])[0]


def collected(folder: Path, *flags: str) -> tuple[int, str]:
    outcome = drlint("collect", "-o", folder, *ONE, *flags)
    return outcome.code, outcome.err


def test_two_accounts_by_a_role(aws: Proxy, tmp_path: Path) -> None:
    taken: list[tuple[str, str]] = []

    def rule(request: Request) -> Answer | None:
        if request.operation == "AssumeRole":
            taken.append((asked_for(request, "RoleArn"), asked_for(request, "ExternalId")))
            policy = json.loads(asked_for(request, "Policy"))
            assert policy["Statement"][0]["Effect"] == "Allow"
        return None

    aws.rule = rule
    code, _ = collected(tmp_path / "inv", "--accounts", f"{ACCOUNT},{OTHER}", "--external-id", "dr")
    assert code == 4  # moto does not answer all
    assert taken == [(f"arn:aws:iam::{OTHER}:role/drlint-audit", "dr")]
    result = read(tmp_path / "inv")
    assert {each.account for each in found(result, "aws_db_instance").values()} == {ACCOUNT}
    manifest = json.loads((tmp_path / "inv" / "drlint-inventory.json").read_text())
    assert [each["account"] for each in manifest["accounts"]] == [OTHER, ACCOUNT]


def test_a_role_that_cannot_be_taken_on_stops_no_other_account(aws: Proxy, tmp_path: Path) -> None:
    denied = b"<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>"
    aws.rule = lambda request: Answer(403, denied) if request.operation == "AssumeRole" else None
    code, said = collected(tmp_path / "inv", "--accounts", OTHER, "--accounts", ACCOUNT)
    assert code == 4
    assert f"{OTHER}: arn:aws:iam::{OTHER}:role/drlint-audit: access denied" in said
    result = read(tmp_path / "inv")
    assert len(found(result, "aws_db_instance")) == 2
    assert any(each.what == f"aws://{OTHER}/global/sts:AssumeRole" for each in result.blind_spots)
    assert any(each.account == OTHER and each.kind == "aws_db_instance" for each in result.unseen)
    assert not any("sts:AssumeRole" in each for each in result.notes)
    assert result.coverage is not None
    assert result.coverage.percent < 60


def test_a_role_that_leads_elsewhere_is_refused(aws: Proxy, tmp_path: Path) -> None:
    def rule(request: Request) -> Answer | None:
        if request.operation != "GetCallerIdentity" or request.scope[1] != "sts":
            return None
        here = b"<Account>999999999999</Account><Arn>arn:aws:sts::999999999999:assumed-role/x/y</Arn><UserId>x</UserId>"
        first = "x-amz-security-token" not in {name.lower() for name in request.headers}
        body = b"<GetCallerIdentityResponse><GetCallerIdentityResult>" + here
        return None if first else Answer(200, body + b"</GetCallerIdentityResult></GetCallerIdentityResponse>")

    aws.rule = rule
    code, said = collected(tmp_path / "inv", "--accounts", OTHER)
    assert code == 4
    assert "led into account 999999999999" in said
    assert not found(read(tmp_path / "inv"), "aws_db_instance")


def test_an_account_given_twice_is_read_once(aws: Proxy, tmp_path: Path) -> None:
    listed = tmp_path / "accounts.txt"
    listed.write_text(f"# ours\n{ACCOUNT} production\n- '{ACCOUNT}'\n")
    outcome = drlint("collect", "-o", tmp_path / "inv", *ONE, "--accounts", str(listed))
    assert f"account {ACCOUNT} is given twice" in outcome.err
    manifest = json.loads((tmp_path / "inv" / "drlint-inventory.json").read_text())
    assert [each["account"] for each in manifest["accounts"]] == [ACCOUNT]
    assert aws.asked


@pytest.fixture
def organization(aws: Proxy) -> dict[str, str]:
    client = boto3.client("organizations", region_name="us-east-1")
    with contextlib.suppress(client.exceptions.AlreadyInOrganizationException):
        client.create_organization(FeatureSet="ALL")
    (root,) = client.list_roots()["Roots"]
    unit = client.create_organizational_unit(ParentId=root["Id"], Name=f"workloads-{aws.port}")["OrganizationalUnit"]
    inner = client.create_organizational_unit(ParentId=unit["Id"], Name="shop")["OrganizationalUnit"]
    made = {"unit": unit["Id"]}
    for name, place in (("shop", inner["Id"]), ("web", unit["Id"])):
        account = client.create_account(Email=f"{name}{aws.port}@example.com", AccountName=name)["CreateAccountStatus"]
        client.move_account(AccountId=account["AccountId"], SourceParentId=root["Id"], DestinationParentId=place)
        made[name] = account["AccountId"]
    client.tag_resource(ResourceId=made["shop"], Tags=[{"Key": "tier", "Value": "1"}])
    return made


def accounts_in(folder: Path) -> set[str]:
    manifest = json.loads((folder / "drlint-inventory.json").read_text())
    return {each["account"] for each in manifest["accounts"]}


def test_the_accounts_of_a_unit_and_of_units_in_it(aws: Proxy, tmp_path: Path, organization: dict[str, str]) -> None:
    drlint("collect", "-o", tmp_path / "inv", *ONE, "--organization", "--ou", organization["unit"])
    assert accounts_in(tmp_path / "inv") == {organization["shop"], organization["web"]}
    flags = ("--ou", organization["unit"], "--account-tag", "tier=1")
    drlint("collect", "-o", tmp_path / "tagged", *ONE, "--organization", *flags)
    assert accounts_in(tmp_path / "tagged") == {organization["shop"]}
    assert aws.asked


@pytest.mark.usefixtures("organization")
def test_an_organization_that_may_not_be_listed(aws: Proxy, tmp_path: Path) -> None:
    body = b'{"__type": "AccessDeniedException"}'
    aws.rule = lambda request: (
        Answer(400, body, "application/x-amz-json-1.1") if request.operation == "ListAccounts" else None
    )
    outcome = drlint("collect", "-o", tmp_path / "inv", *ONE, "--organization")
    assert outcome.code == 2
    assert "organizations:ListAccounts: access denied" in outcome.err
    assert not (tmp_path / "inv").exists()


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--accounts", "12345"), "is neither an account id of 12 digits nor a file"),
        (("--ou", "ou-1"), "give --organization"),
        (("--account-tag", "a=b"), "give --organization"),
        (("--organization", "--account-tag", "tier"), "is not written as key=value"),
    ],
)
def test_what_names_no_account_is_refused(aws: Proxy, tmp_path: Path, flags: tuple[str, ...], said: str) -> None:
    outcome = drlint("collect", "-o", tmp_path / "inv", *ONE, *flags)
    assert outcome.code == 2
    assert said in outcome.err
    assert not (tmp_path / "inv").exists()
    assert aws.port


def test_a_wrong_external_id(aws: Proxy, tmp_path: Path) -> None:
    denied = b"<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>"
    aws.rule = lambda request: (
        Answer(403, denied)
        if request.operation == "AssumeRole" and asked_for(request, "ExternalId") != "right"
        else None
    )
    role = f"arn:aws:iam::{OTHER}:role/reader"
    outcome = drlint("collect", "-o", tmp_path / "inv", *ONE, "--role-arn", role, "--external-id", "wrong")
    assert outcome.code == 2
    assert "cannot be taken on" in outcome.err
    assert drlint("collect", "-o", tmp_path / "inv", *ONE, "--role-arn", role, "--external-id", "right").code == 4
