"""Waivers in drlint.yaml: what they are narrowed to, blind spots, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import drlint
from tests.cli.waiving import DAY, GATE, MULTI_AZ, ORDERS, SICK, checked, found_in, settings, waived

_TWO = (
    'provider "aws" {\n  region = "eu-west-1"\n}\n'
    'provider "aws" {\n  alias  = "dr"\n  region = "eu-central-1"\n}\n'
    'resource "aws_db_instance" "orders" {\n  multi_az = false\n  tags = { Team = "pay", Stage = "dev" }\n}\n'
    'resource "aws_db_instance" "users" {\n  provider = aws.dr\n  multi_az = false\n}\n'
)


@pytest.mark.parametrize(
    ("narrowed", "covered"),
    [
        ({}, ["orders", "users"]),
        ({"addresses": ["*.orders"]}, ["orders"]),
        ({"addresses": ["aws_db_instance.u????", "aws_vpc.*"]}, ["users"]),
        ({"tags": {"Team": "p*"}}, ["orders"]),
        ({"tags": {"Team": "p*", "Stage": "prod"}}, []),
        ({"regions": ["eu-central-1"]}, ["users"]),
        ({"regions": ["eu-central-1"], "addresses": ["*.orders"]}, []),
        ({"accounts": ["111122223333"]}, []),
        ({"arns": ["arn:aws:rds:*"]}, []),
    ],
)
def test_configuration_narrows_what_it_waives(narrowed: dict[str, Any], covered: list[str], tmp_path: Path) -> None:
    select = ["--select", MULTI_AZ, "--select", "gate"]
    outcome = checked(tmp_path, main_tf=_TWO, drlint_yaml=settings(**narrowed), select=select)
    assert [resource for _, resource in waived(outcome)] == [f"aws_db_instance.{each}" for each in covered]
    if covered:
        assert outcome.report["waived"][0]["waiver"]["location"] == {"uri": "drlint.yaml", "line": 2}
    unknown = set(narrowed) & {"accounts", "arns"}
    assert [policy for policy, _ in found_in(outcome) if policy in GATE] == (
        [] if covered or unknown else ["waiver-unused"]
    )


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"until": "never"}, "drlint.yaml:2: waivers.0: until=never is no day"),
        ({"until": "2027-13-01"}, "until=2027-13-01 is no day"),
        ({"until": None}, "it has no until"),
        ({"owner": ""}, "it has no owner"),
        ({"reason": "todo"}, "its reason says nothing"),
        ({"unitl": "2027-01-01"}, "waivers has no 'unitl'; did you mean 'until'?"),
        ({"addresses": ["**"]}, "'**' would waive everything"),
        ({"addresses": ["*.*"]}, "'*.*' would waive everything"),
        ({"regions": ["*"]}, "'*' would waive everything"),
        ({"tags": {"Team": "*"}}, "'*' would waive everything"),
        ({"addresses": [".*orders.*"]}, "looks like a regular expression"),
        ({"addresses": ["^aws_db"]}, "looks like a regular expression"),
        ({"addresses": ["aws_(db|rds)"]}, "looks like a regular expression"),
        ({"addresses": "aws_db"}, "waivers.0.addresses must be a list"),
        ({"accounts": [111122223333]}, "waivers.0.accounts.0 must be text"),
        ({"policy": "*"}, "'*' would waive everything"),
        ({"policy": "*-*"}, "'*-*' would waive everything"),
        ({"policy": "zz*"}, "no policy is called"),
        ({"policy": "rds-instance-mulit-az"}, "drlint.yaml:2: waivers: no policy is called 'rds-instance-mulit-az'"),
        ({"policy": "gate"}, "is about waivers themselves"),
        ({"policy": []}, "a waiver names a policy"),
        ({"blind_spot": "module.*"}, "a waiver names either a policy or a blind_spot"),
    ],
)
def test_what_is_wrong_in_configuration_ends_the_run(given: dict[str, Any], complaint: str, tmp_path: Path) -> None:
    outcome = checked(tmp_path, main_tf=SICK, drlint_yaml=settings(**given))
    assert outcome.code == 2
    assert complaint in outcome.err
    assert len(outcome.complaints) == 1


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("waivers:\n  - policy: [\n", "drlint.yaml:"),
        ("waivers: many\n", "drlint.yaml:1: waivers must be a list"),
        ("waivers:\n  - x\n", "drlint.yaml:2: waivers.0 must be a mapping"),
        (settings() + settings(), "drlint.yaml:3: 'waivers' stands here twice"),
        ("waivers:\n  - {policy: a, policy: b}\n", "drlint.yaml:2: 'policy' stands here twice"),
        ("waiver_terms: {high: forever}\n", "drlint.yaml:1: waiver_terms.high must be a number of days"),
        ("waiver_terms: {grave: 1}\n", "waiver_terms has no 'grave'"),
        ("<<<<<<< HEAD\nwaivers: []\n=======\n>>>>>>> other\n", "drlint.yaml:"),
    ],
)
def test_configuration_that_cannot_be_read_ends_the_run(text: str, complaint: str, tmp_path: Path) -> None:
    outcome = checked(tmp_path, main_tf=SICK, drlint_yaml=text)
    assert (outcome.code, len(outcome.complaints)) == (2, 1)
    assert complaint in outcome.err


def test_ten_thousand_waivers_of_configuration(tmp_path: Path) -> None:
    said = '{{policy: {}, addresses: ["*.{}"], owner: x, reason: of good taste, until: 2026-12-24}}'
    lines = [said.format(MULTI_AZ, name) for name in ("orders", *(f"other{number}" for number in range(9_999)))]
    outcome = checked(tmp_path, main_tf=SICK, drlint_yaml="waivers:\n" + "".join(f"  - {each}\n" for each in lines))
    assert waived(outcome) == [(MULTI_AZ, ORDERS)]
    assert len(outcome.report["waivers"]) == 10_000


class TestBlindSpots:
    _CALL = 'module "net" {\n  source = "app.terraform.io/acme/net/aws"\n}\n'

    def test_one_that_is_accepted_makes_no_run_incomplete(self, tmp_path: Path) -> None:
        assert checked(tmp_path, main_tf=self._CALL, select=["--select", MULTI_AZ]).code == 4
        said = json.dumps(
            {"blind_spot": "module.net", "owner": "net", "reason": "reviewed by hand", "until": "2026-12-24"}
        )
        outcome = checked(tmp_path, drlint_yaml=f"waivers: [{said}]\n", select=["--select", MULTI_AZ])
        assert outcome.code == 0
        (spot,) = outcome.report["blind_spots"]
        assert spot["waiver"]["owner"] == "net"

    def test_one_that_is_accepted_fails_no_build_server(self, tmp_path: Path) -> None:
        """The root that it is part of is not told as an error beside it, either."""
        said = json.dumps(
            {"blind_spot": "module.net", "owner": "net", "reason": "reviewed by hand", "until": "2026-12-24"}
        )
        checked(tmp_path, main_tf=self._CALL, drlint_yaml=f"waivers: [{said}]\n")
        out = drlint("check", tmp_path, "--no-cache", "--as-of", DAY, "--select", MULTI_AZ, "-o", "junit").out
        assert "Accepted by net" in out
        assert "<error" not in out

    @pytest.mark.parametrize(("until", "state"), [("2026-11-25", "expired"), ("2027-02-25", "overlong")])
    def test_one_that_does_not_hold_changes_nothing(self, until: str, state: str, tmp_path: Path) -> None:
        said = json.dumps({"blind_spot": "*acme/net*", "owner": "net", "reason": "reviewed by hand", "until": until})
        outcome = checked(tmp_path, main_tf=self._CALL, drlint_yaml=f"waivers: [{said}]\n")
        assert outcome.report["waivers"][0]["state"] == state
        assert outcome.code == 1
        assert "waiver" not in outcome.report["blind_spots"][0]


def test_a_waiver_of_blind_spots_that_there_are_not_is_unused(tmp_path: Path) -> None:
    said = json.dumps({"blind_spot": "module.net", "owner": "net", "reason": "reviewed by hand", "until": "2026-12-24"})
    outcome = checked(tmp_path, main_tf='resource "aws_vpc" "a" {}\n', drlint_yaml=f"waivers: [{said}]\n")
    assert found_in(outcome) == [("waiver-unused", "waiver[blind spot] on blind spots like module.net")]
