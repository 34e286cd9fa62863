"""Waivers in source and in drlint.yaml: what is accepted, by whom, until when, and what becomes of it."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Outcome, change, drlint, plan, written

_DAY = "2026-11-26"
_MULTI_AZ = "rds-instance-multi-az"
_DAYS = "rds-instance-backup-retention"
_GATE = ("waiver-expired", "waiver-malformed", "waiver-overlong", "waiver-unused")
_SELECTED = [word for each in (_MULTI_AZ, _DAYS, "gate") for word in ("--select", each)]


def _waive(policy: str = _MULTI_AZ, until: str = "2026-12-24", **more: str) -> str:
    said = {"until": until, "owner": "payments", "reason": '"moves to Aurora in December"', **more}
    return f"drlint: waive[{policy}] " + " ".join(f"{name}={value}" for name, value in said.items() if value)


def _checked(folder: Path, *flags: str, select: list[str] = _SELECTED, **files: str) -> Outcome:
    """What a check of a folder with these files (`main_tf`, `drlint_yaml` …) says."""
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_tf", ".tf").replace("_yaml", ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / ".git").mkdir(exist_ok=True)
    return drlint("check", folder, "--no-cache", "--as-of", _DAY, "-o", "json=-", *select, *flags)


def _waived(outcome: Outcome) -> list[tuple[str, str]]:
    return [(each["policy"], each["resource"]) for each in outcome.report["waived"]]


def _found(outcome: Outcome) -> list[tuple[str, str]]:
    return [(each["policy"], each["resource"]) for each in outcome.report["findings"]]


_ORDERS = "aws_db_instance.orders"
_SICK = 'resource "aws_db_instance" "orders" {\n  multi_az = false\n  backup_retention_period = 1\n}\n'


def _with(**comments: str) -> str:
    """A sick database with comments above it, on its header, inside, above and behind its second argument."""
    place = {name: f"# {text}" for name, text in comments.items()}
    lines = [
        place.get("above", ""),
        f'resource "aws_db_instance" "orders" {{ {place.get("header", "")}',
        place.get("inside", ""),
        "  multi_az = false",
        place.get("over", ""),
        f"  backup_retention_period = 1 {place.get('behind', '')}",
        "}",
    ]
    return "\n".join(each for each in lines if each) + "\n"


@pytest.mark.parametrize("place", ["above", "header", "inside"])
def test_on_a_block_it_covers_what_the_policy_says_of_it(place: str, tmp_path: Path) -> None:
    outcome = _checked(tmp_path, main_tf=_with(**{place: _waive(ticket="OPS-12")}))
    assert _waived(outcome) == [(_MULTI_AZ, _ORDERS)]
    assert _found(outcome) == [(_DAYS, _ORDERS)]
    waiver = outcome.report["waived"][0]["waiver"]
    assert waiver["owner"] == "payments"
    assert waiver["reason"] == "moves to Aurora in December"
    assert (waiver["until"], waiver["ticket"]) == ("2026-12-24", "OPS-12")


@pytest.mark.parametrize("place", ["over", "behind"])
def test_on_an_argument_it_covers_what_was_read_there(place: str, tmp_path: Path) -> None:
    outcome = _checked(tmp_path, main_tf=_with(**{place: _waive(f"{_MULTI_AZ}, {_DAYS}")}))
    assert _waived(outcome) == [(_DAYS, _ORDERS)]
    unused = f"waiver[{_MULTI_AZ}] on aws_db_instance.orders.backup_retention_period"
    assert _found(outcome) == [(_MULTI_AZ, _ORDERS), ("waiver-unused", unused)]
    assert outcome.code == 1


@pytest.mark.parametrize(
    "word", [_MULTI_AZ, "availability", "strategy-matches-objectives", "rds-*-multi-az", "  rds-instance-multi-az  "]
)
def test_policies_go_by_the_words_of_select(word: str, tmp_path: Path) -> None:
    outcome = _checked(tmp_path, "--ignore", "waiver-unused", main_tf=_with(above=_waive(word)))
    assert _waived(outcome) == [(_MULTI_AZ, _ORDERS)]


def test_two_slashes_do_as_well_and_several_lines_may_stand_above(tmp_path: Path) -> None:
    text = f"// {_waive()}\n# why this database is small\n# {_waive(_DAYS)}\n{_SICK}"
    outcome = _checked(tmp_path, main_tf=text)
    assert sorted(_waived(outcome)) == [(_DAYS, _ORDERS), (_MULTI_AZ, _ORDERS)]
    assert outcome.code == 0


def test_on_a_module_call_it_covers_all_that_the_module_makes(tmp_path: Path) -> None:
    outcome = _checked(
        tmp_path,
        main_tf=f'# {_waive()}\nmodule "a" {{\n  source = "./outer"\n}}\nmodule "b" {{\n  source = "./outer"\n}}\n',
        outer__main_tf='module "inner" {\n  source = "../inner"\n  count = 2\n}\n',
        inner__main_tf=_SICK,
    )
    covered = [f"module.a.module.inner[{number}].{_ORDERS}" for number in (0, 1)]
    assert _waived(outcome) == [(_MULTI_AZ, each) for each in covered]
    left = [resource for policy, resource in _found(outcome) if policy == _MULTI_AZ]
    assert left == [f"module.b.module.inner[{number}].{_ORDERS}" for number in (0, 1)]


def test_inside_a_module_it_covers_every_call(tmp_path: Path) -> None:
    calls = "".join(f'module "{name}" {{\n  source = "./db"\n}}\n' for name in "ab")
    outcome = _checked(tmp_path, main_tf=calls, db__main_tf=_with(above=_waive()))
    assert _waived(outcome) == [(_MULTI_AZ, f"module.{name}.{_ORDERS}") for name in "ab"]


def test_the_companion_of_a_bucket_is_a_place_too(tmp_path: Path) -> None:
    text = (
        'resource "aws_s3_bucket" "data" {}\n'
        f"# {_waive('s3-versioning')}\n"
        'resource "aws_s3_bucket_versioning" "data" {\n'
        "  bucket = aws_s3_bucket.data.id\n"
        '  versioning_configuration {\n    status = "Suspended"\n  }\n'
        "}\n"
    )
    outcome = _checked(tmp_path, main_tf=text, select=["--select", "s3-versioning", "--select", "gate"])
    assert _waived(outcome) == [("s3-versioning", "aws_s3_bucket.data")]


def test_text_is_no_comment(tmp_path: Path) -> None:
    hidden = [
        f'  identifier = "# {_waive(reason="because")}"',
        f"  tags = {{\n    a = <<-EOT\n      # {_waive()}\n    EOT\n  }}",
        f'  name = "${{replace("x", "# {_waive(reason="because")}", "")}}"',
        f"  /*\n  # {_waive()}\n  */",
    ]
    text = 'resource "aws_db_instance" "orders" {\n' + "\n".join(hidden) + "\n  multi_az = false\n}\n"
    outcome = _checked(tmp_path, main_tf=text)
    assert _waived(outcome) == []
    assert [policy for policy, _ in _found(outcome) if policy in _GATE] == []
    assert (_MULTI_AZ, _ORDERS) in _found(outcome)


def test_the_last_day_counts_and_the_next_does_not(tmp_path: Path) -> None:
    text = _with(above=_waive(until=_DAY))
    assert _waived(_checked(tmp_path, main_tf=text)) == [(_MULTI_AZ, _ORDERS)]
    late = drlint("check", tmp_path, "--no-cache", "--as-of", "2026-11-27", "-o", "json=-", *_SELECTED)
    assert _waived(late) == []
    assert (_MULTI_AZ, _ORDERS) in _found(late)
    (expired,) = [each for each in late.report["findings"] if each["policy"] == "waiver-expired"]
    assert expired["message"] == (
        f"waiver[{_MULTI_AZ}] on {_ORDERS} ended on {_DAY}, so that what it accepted counts again"
    )
    assert (expired["owner"], expired["evidence"][0]["location"]) == ("payments", {"uri": "main.tf", "line": 1})


@pytest.mark.parametrize(
    ("until", "tags", "is_waived"),
    [
        ("2027-02-24", "", True),  # 90 days for what is high
        ("2027-02-25", "", False),
        ("2027-05-25", 'tags = { Environment = "dev" }', True),  # 180 for medium
        ("2027-05-26", 'tags = { Environment = "dev" }', False),
    ],
)
def test_the_term_depends_on_the_severity(until: str, tags: str, is_waived: bool, tmp_path: Path) -> None:  # noqa: FBT001
    text = f'# {_waive(until=until)}\nresource "aws_db_instance" "orders" {{\n  multi_az = false\n  {tags}\n}}\n'
    outcome = _checked(tmp_path, main_tf=text, select=["--select", _MULTI_AZ, "--select", "gate"])
    assert _waived(outcome) == ([(_MULTI_AZ, _ORDERS)] if is_waived else [])
    overlong = [("waiver-overlong", f"waiver[{_MULTI_AZ}] on {_ORDERS}")]
    assert [each for each in _found(outcome) if each[0] in _GATE] == ([] if is_waived else overlong)
    assert ((_MULTI_AZ, _ORDERS) in _found(outcome)) is not is_waived


def test_terms_are_set_in_configuration(tmp_path: Path) -> None:
    outcome = _checked(tmp_path, main_tf=_with(above=_waive()), drlint_yaml="waiver_terms: {high: 27}\n")
    assert [policy for policy, _ in _found(outcome) if policy in _GATE] == ["waiver-overlong"]
    outcome = _checked(tmp_path, drlint_yaml="waiver_terms: {high: 28}\n")
    assert _waived(outcome) == [(_MULTI_AZ, _ORDERS)]


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        (_waive(until="never"), "until=never is no day"),
        (_waive(owner=""), "it has no owner"),
        (_waive("rds-instance-mulit-az"), "did you mean 'rds-instance-multi-az'"),
        (_waive("*"), "would waive every policy"),
        (_waive("??*"), "would waive every policy"),
        (_waive("waiver-expired"), "is about waivers themselves"),
        (_waive("gate"), "is about waivers themselves"),
    ],
)
def test_what_is_wrong_with_a_comment_is_a_finding_at_its_line(said: str, problem: str, tmp_path: Path) -> None:
    outcome = _checked(tmp_path, main_tf=_with(above=said))
    assert _waived(outcome) == []
    assert (_MULTI_AZ, _ORDERS) in _found(outcome)
    (found,) = [each for each in outcome.report["findings"] if each["policy"] == "waiver-malformed"]
    assert problem in found["message"]
    assert found["evidence"][0]["location"] == {"uri": "main.tf", "line": 1}
    assert outcome.code == 1


def test_a_line_more_above_changes_no_fingerprint(tmp_path: Path) -> None:
    comments = "\n".join(f"# {_waive(until='never')}" for _ in range(2))
    prints = []
    for text in (f"{comments}\n{_SICK}", f"# one line more\n\n{comments}\n{_SICK}"):
        report = _checked(tmp_path, main_tf=text).report
        prints.append([each["fingerprint"] for each in report["findings"] if each["policy"] == "waiver-malformed"])
    assert prints[0] == prints[1]
    assert len(set(prints[0])) == 2


def test_several_policies_are_told_apart(tmp_path: Path) -> None:
    said = _waive(f"{_MULTI_AZ}, rds-no-such, {_DAYS}")
    outcome = _checked(tmp_path, main_tf=_with(above=said))
    assert sorted(_waived(outcome)) == [(_DAYS, _ORDERS), (_MULTI_AZ, _ORDERS)]
    assert _found(outcome) == [("waiver-malformed", f"waiver[rds-no-such] on {_ORDERS}")]


class TestUnused:
    """An unused waiver is told only where all that it may speak of was judged."""

    _WELL = 'resource "aws_db_instance" "orders" {\n  multi_az = true\n  backup_retention_period = 14\n}\n'
    _FOUND = ("waiver-unused", f"waiver[{_MULTI_AZ}] on {_ORDERS}")

    def test_it_is_low_and_fails_the_run(self, tmp_path: Path) -> None:
        outcome = _checked(tmp_path, main_tf=f"# {_waive()}\n{self._WELL}")
        assert _found(outcome) == [self._FOUND]
        assert outcome.report["findings"][0]["severity"] == "low"
        assert outcome.code == 1

    def test_not_where_its_policy_was_not_asked(self, tmp_path: Path) -> None:
        outcome = _checked(
            tmp_path, main_tf=f"# {_waive()}\n{self._WELL}", select=["--select", _DAYS, "--select", "gate"]
        )
        assert _found(outcome) == []
        assert outcome.report["waivers"][0]["state"] == "not judged"

    def test_not_where_the_policy_cannot_be_told(self, tmp_path: Path) -> None:
        text = f'variable "ha" {{}}\n# {_waive()}\nresource "aws_db_instance" "orders" {{\n  multi_az = var.ha\n}}\n'
        outcome = _checked(tmp_path, main_tf=text, select=["--select", _MULTI_AZ, "--select", "gate"])
        assert _found(outcome) == []
        assert _waived(outcome) == [(_MULTI_AZ, _ORDERS)]
        assert outcome.report["waived"][0]["verdict"] == "unknown"

    def test_not_where_nothing_is_made(self, tmp_path: Path) -> None:
        text = f"# {_waive()}\n{self._WELL.replace('multi_az', 'count = 0' + chr(10) + '  multi_az')}"
        assert _found(_checked(tmp_path, main_tf=text)) == []

    def test_not_where_something_was_left_unread(self, tmp_path: Path) -> None:
        outcome = _checked(tmp_path, main_tf=f"# {_waive()}\n{self._WELL}", broken_tf="resource {")
        assert _found(outcome) == []

    def test_not_in_a_module_that_other_roots_may_call(self, tmp_path: Path) -> None:
        call = 'module "db" {{\n  source = "../db"\n  ha = {}\n}}\n'
        module = f'variable "ha" {{}}\n# {_waive()}\n{_SICK.replace("= false", "= var.ha")}'
        files = {"a__main_tf": call.format("true"), "b__main_tf": call.format("false"), "db__main_tf": module}
        assert [each for each in _found(_checked(tmp_path, **files)) if each[0] in _GATE] == []
        alone = drlint("check", tmp_path / "a", "--no-cache", "--as-of", _DAY, "-o", "json=-", *_SELECTED)
        assert [each for each in _found(alone) if each[0] in _GATE] == []
        (tmp_path / "b" / "main.tf").write_text(call.format("true"))
        whole = drlint("check", tmp_path, "--no-cache", "--as-of", _DAY, "-o", "json=-", *_SELECTED)
        assert ("waiver-unused", f"waiver[{_MULTI_AZ}] on {_ORDERS}") in _found(whole)

    def test_not_in_a_run_of_changed_files(self, tmp_path: Path) -> None:
        _checked(tmp_path, main_tf=self._WELL, drlint_yaml=_settings(addresses=["*.orders"]))
        flags = ("--no-cache", "--as-of", _DAY, "-o", "json=-")
        changed = drlint("check", "--changed", tmp_path / "main.tf", *flags, *_SELECTED)
        assert _found(changed) == []
        assert [policy for policy, _ in _found(drlint("check", tmp_path, *flags, *_SELECTED))] == ["waiver-unused"]


def _settings(policy: str = _MULTI_AZ, **more: Any) -> str:
    said = {"policy": policy, "until": "2026-12-24", "owner": "payments", "reason": "moves to Aurora in December"}
    return f"waivers:\n  - {json.dumps({**said, **more})}\n"


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
    select = ["--select", _MULTI_AZ, "--select", "gate"]
    outcome = _checked(tmp_path, main_tf=_TWO, drlint_yaml=_settings(**narrowed), select=select)
    assert [resource for _, resource in _waived(outcome)] == [f"aws_db_instance.{each}" for each in covered]
    if covered:
        assert outcome.report["waived"][0]["waiver"]["location"] == {"uri": "drlint.yaml", "line": 2}
    unknown = set(narrowed) & {"accounts", "arns"}
    assert [policy for policy, _ in _found(outcome) if policy in _GATE] == (
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
    outcome = _checked(tmp_path, main_tf=_SICK, drlint_yaml=_settings(**given))
    assert outcome.code == 2
    assert complaint in outcome.err
    assert len(outcome.complaints) == 1


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("waivers:\n  - policy: [\n", "drlint.yaml:"),
        ("waivers: many\n", "drlint.yaml:1: waivers must be a list"),
        ("waivers:\n  - x\n", "drlint.yaml:2: waivers.0 must be a mapping"),
        (_settings() + _settings(), "drlint.yaml:3: 'waivers' stands here twice"),
        ("waivers:\n  - {policy: a, policy: b}\n", "drlint.yaml:2: 'policy' stands here twice"),
        ("waiver_terms: {high: forever}\n", "drlint.yaml:1: waiver_terms.high must be a number of days"),
        ("waiver_terms: {grave: 1}\n", "waiver_terms has no 'grave'"),
        ("<<<<<<< HEAD\nwaivers: []\n=======\n>>>>>>> other\n", "drlint.yaml:"),
    ],
)
def test_configuration_that_cannot_be_read_ends_the_run(text: str, complaint: str, tmp_path: Path) -> None:
    outcome = _checked(tmp_path, main_tf=_SICK, drlint_yaml=text)
    assert (outcome.code, len(outcome.complaints)) == (2, 1)
    assert complaint in outcome.err


def test_ten_thousand_waivers_of_configuration(tmp_path: Path) -> None:
    said = '{{policy: {}, addresses: ["*.{}"], owner: x, reason: of good taste, until: 2026-12-24}}'
    lines = [said.format(_MULTI_AZ, name) for name in ("orders", *(f"other{number}" for number in range(9_999)))]
    outcome = _checked(tmp_path, main_tf=_SICK, drlint_yaml="waivers:\n" + "".join(f"  - {each}\n" for each in lines))
    assert _waived(outcome) == [(_MULTI_AZ, _ORDERS)]
    assert len(outcome.report["waivers"]) == 10_000


class TestBlindSpots:
    _CALL = 'module "net" {\n  source = "app.terraform.io/acme/net/aws"\n}\n'

    def test_one_that_is_accepted_makes_no_run_incomplete(self, tmp_path: Path) -> None:
        assert _checked(tmp_path, main_tf=self._CALL, select=["--select", _MULTI_AZ]).code == 4
        said = json.dumps(
            {"blind_spot": "module.net", "owner": "net", "reason": "reviewed by hand", "until": "2026-12-24"}
        )
        outcome = _checked(tmp_path, drlint_yaml=f"waivers: [{said}]\n", select=["--select", _MULTI_AZ])
        assert outcome.code == 0
        (spot,) = outcome.report["blind_spots"]
        assert spot["waiver"]["owner"] == "net"

    @pytest.mark.parametrize(("until", "state"), [("2026-11-25", "expired"), ("2027-02-25", "overlong")])
    def test_one_that_does_not_hold_changes_nothing(self, until: str, state: str, tmp_path: Path) -> None:
        said = json.dumps({"blind_spot": "*acme/net*", "owner": "net", "reason": "reviewed by hand", "until": until})
        outcome = _checked(tmp_path, main_tf=self._CALL, drlint_yaml=f"waivers: [{said}]\n")
        assert outcome.report["waivers"][0]["state"] == state
        assert outcome.code == 1
        assert "waiver" not in outcome.report["blind_spots"][0]


def test_no_waivers_sets_nothing_aside_and_lists_them(tmp_path: Path) -> None:
    outcome = _checked(tmp_path, "--no-waivers", main_tf=_with(above=_waive()))
    assert _waived(outcome) == []
    assert (_MULTI_AZ, _ORDERS) in _found(outcome)
    (waiver,) = outcome.report["waivers"]
    assert (waiver["set_aside"], waiver["speaks_of"]) == (0, 1)


def test_the_text_says_how_many_and_which_end_soon(tmp_path: Path) -> None:
    _checked(tmp_path, main_tf=_with(above=_waive()))
    out = drlint("check", tmp_path, "--no-cache", "--as-of", _DAY, *_SELECTED).out
    assert f"1 waived: {_MULTI_AZ}; 1 waiver expires within 30 days." in out


def test_a_waiver_that_ends_is_not_recalled_as_if_it_held(tmp_path: Path) -> None:
    _checked(tmp_path, main_tf=_SICK + f"# {_waive()}\n" + _SICK.replace("orders", "users"))
    select = ("--select", _MULTI_AZ, "-o", "json=-")
    counts = [
        drlint("check", tmp_path, "--as-of", day, *select).report["counts"]["waived"]
        for day in ("2026-12-24", "2026-12-25", "2026-12-24")
    ]
    assert counts == [1, 0, 1]


_HOSTILE = (
    "<script>alert(1)</script> | `a` [x](javascript:1) ::error::all passed ##[command] \x1b[31m =1+1 "
    "<!-- drlint --> {% raw %}"
)


@pytest.mark.parametrize("form", ["text", "markdown", "sarif", "json", "github", "gitlab", "junit", "csv"])
def test_hostile_reasons_do_no_harm_in_any_format(form: str, tmp_path: Path) -> None:
    said = {"until": "2026-12-24", "owner": f'"{_HOSTILE}"', "ticket": f'"{_HOSTILE}"', "reason": f'"{_HOSTILE}"'}
    text = f"# {_waive(**said)}\n{_SICK}# drlint: {_HOSTILE}\n"
    _checked(tmp_path, main_tf=text)
    out = drlint("check", tmp_path, "--no-cache", "--as-of", _DAY, "-o", form, *_SELECTED).out
    assert "\x1b" not in out
    assert not re.search(r"^\s*(::error::all|##\[)", out, re.MULTILINE)
    if form in {"markdown", "junit"}:
        assert "<script>" not in out
    if form == "csv":
        cells = [cell for row in csv.reader(io.StringIO(out)) for cell in row]
        assert [each for each in cells if each.startswith(("=", "<script>=", "\x1b"))] == []
        assert any("script" in each for each in cells)


def test_waivers_in_installed_modules_are_not_the_users(tmp_path: Path) -> None:
    installed = {"Modules": [{"Key": "db", "Source": "acme/db/aws", "Dir": ".terraform/modules/db"}]}
    (tmp_path / ".terraform" / "modules" / "db").mkdir(parents=True)
    (tmp_path / ".terraform" / "modules" / "modules.json").write_text(json.dumps(installed))
    (tmp_path / ".terraform" / "modules" / "db" / "main.tf").write_text(_with(above=_waive()))
    call = 'module "db" {\n  source = "acme/db/aws"\n}\n'
    outcome = _checked(tmp_path, main_tf=call)
    assert _waived(outcome) == []
    note = "waivers in installed modules do not count: .terraform/modules/db/main.tf:1"
    assert note in outcome.report["notes"]
    outcome = _checked(tmp_path, main_tf=f"# {_waive()}\n{call}")
    assert _waived(outcome) == [(_MULTI_AZ, f"module.db.{_ORDERS}")]


def test_a_plan_has_the_waivers_of_the_code_beside_it(tmp_path: Path) -> None:
    _checked(tmp_path, main_tf=_with(above=_waive(), behind=_waive(_DAYS)))
    written(tmp_path / "plan.json", plan(change(after={"multi_az": False, "backup_retention_period": 1})))
    outcome = drlint("check", tmp_path / "plan.json", "--as-of", _DAY, "-o", "json=-", *_SELECTED)
    assert sorted(_waived(outcome)) == [(_DAYS, _ORDERS), (_MULTI_AZ, _ORDERS)]
    assert outcome.code == 0
    (tmp_path / "main.tf").unlink()
    assert _waived(drlint("check", tmp_path / "plan.json", "--as-of", _DAY, "-o", "json=-", *_SELECTED)) == []


def test_json_source_has_no_comments_and_is_waived_in_configuration(tmp_path: Path) -> None:
    block = {"//": _waive(), "multi_az": False, "backup_retention_period": 14}
    (tmp_path / "main.tf.json").write_text(json.dumps({"resource": {"aws_db_instance": {"orders": block}}}))
    assert _waived(_checked(tmp_path)) == []
    assert _waived(_checked(tmp_path, drlint_yaml=_settings())) == [(_MULTI_AZ, _ORDERS)]


def test_a_baseline_does_not_take_what_is_waived_nor_what_is_wrong_with_waivers(tmp_path: Path) -> None:
    _checked(tmp_path, main_tf=_with(above=_waive(), over=_waive(until="never")))
    file = tmp_path / "known.json"
    made = drlint("baseline", "create", tmp_path, "--as-of", _DAY, "--baseline", file, *_SELECTED)
    assert made.code == 0, made.err
    outcome = _checked(tmp_path, "--baseline", str(file))
    assert _waived(outcome) == [(_MULTI_AZ, _ORDERS)]
    assert [each["policy"] for each in outcome.report["baseline"]] == [_DAYS]
    assert [policy for policy, _ in _found(outcome)] == ["waiver-malformed"]


def test_under_several_configurations_what_is_wrong_with_a_waiver_is_told_once(tmp_path: Path) -> None:
    call = 'module "db" {\n  source = "../db"\n}\n'
    files = {"a__main_tf": call, "a__drlint_yaml": "{}\n", "b__main_tf": call, "b__drlint_yaml": "{}\n"}
    outcome = _checked(tmp_path, db__main_tf=_with(above=_waive(), over=_waive(until="2026-11-01")), **files)
    assert len(outcome.report["configurations"]) == 2
    assert [each[0] for each in _found(outcome) if each[0] in _GATE] == ["waiver-expired"]
    assert outcome.report["counts"]["policies"]["waiver-expired"]["fail"] == 1
    assert len(_waived(outcome)) == 2
    held, ended = sorted(outcome.report["waivers"], key=lambda each: each["state"])[::-1]
    assert (held["state"], held["set_aside"], ended["state"], ended["speaks_of"]) == ("expires soon", 2, "expired", 0)


def test_sarif_has_what_is_waived_only_where_that_is_asked_for(tmp_path: Path) -> None:
    text = _with(above=_waive(ticket="OPS-12"))
    flags = ("check", tmp_path, "--no-cache", "--as-of", _DAY, "-o", "sarif=-", "--select", _MULTI_AZ)
    _checked(tmp_path, main_tf=text)
    assert json.loads(drlint(*flags).out)["runs"][0]["results"] == []
    (result,) = json.loads(drlint(*flags, "--sarif-suppressed", "include").out)["runs"][0]["results"]
    assert result["ruleId"] == _MULTI_AZ
    assert result["suppressions"] == [
        {
            "kind": "inSource",
            "status": "accepted",
            "justification": "moves to Aurora in December (payments, until 2026-12-24, OPS-12)",
        }
    ]
