"""What becomes of a waiver: ended, too long, malformed, unused; each is a finding of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import drlint
from tests.cli.waiving import (
    DAY,
    GATE,
    MULTI_AZ,
    ORDERS,
    RETENTION,
    SELECTED,
    SICK,
    block_with,
    checked,
    found_in,
    settings,
    waive,
    waived,
)


def test_the_last_day_counts_and_the_next_does_not(tmp_path: Path) -> None:
    text = block_with(above=waive(until=DAY))
    assert waived(checked(tmp_path, main_tf=text)) == [(MULTI_AZ, ORDERS)]
    late = drlint("check", tmp_path, "--no-cache", "--as-of", "2026-11-27", "-o", "json=-", *SELECTED)
    assert waived(late) == []
    assert (MULTI_AZ, ORDERS) in found_in(late)
    (expired,) = [each for each in late.report["findings"] if each["policy"] == "waiver-expired"]
    assert expired["message"] == (
        f"waiver[{MULTI_AZ}] on {ORDERS} ended on {DAY}, so that what it accepted counts again"
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
    text = f'# {waive(until=until)}\nresource "aws_db_instance" "orders" {{\n  multi_az = false\n  {tags}\n}}\n'
    outcome = checked(tmp_path, main_tf=text, select=["--select", MULTI_AZ, "--select", "gate"])
    assert waived(outcome) == ([(MULTI_AZ, ORDERS)] if is_waived else [])
    overlong = [("waiver-overlong", f"waiver[{MULTI_AZ}] on {ORDERS}")]
    assert [each for each in found_in(outcome) if each[0] in GATE] == ([] if is_waived else overlong)
    assert ((MULTI_AZ, ORDERS) in found_in(outcome)) is not is_waived


def test_terms_are_set_in_configuration(tmp_path: Path) -> None:
    outcome = checked(tmp_path, main_tf=block_with(above=waive()), drlint_yaml="waiver_terms: {high: 27}\n")
    assert [policy for policy, _ in found_in(outcome) if policy in GATE] == ["waiver-overlong"]
    outcome = checked(tmp_path, drlint_yaml="waiver_terms: {high: 28}\n")
    assert waived(outcome) == [(MULTI_AZ, ORDERS)]


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        (waive(until="never"), "until=never is no day"),
        (waive(owner=""), "it has no owner"),
        (waive("rds-instance-mulit-az"), "did you mean 'rds-instance-multi-az'"),
        (waive("*"), "would waive every policy"),
        (waive("??*"), "would waive every policy"),
        (waive("waiver-expired"), "is about waivers themselves"),
        (waive("gate"), "is about waivers themselves"),
    ],
)
def test_what_is_wrong_with_a_comment_is_a_finding_at_its_line(said: str, problem: str, tmp_path: Path) -> None:
    outcome = checked(tmp_path, main_tf=block_with(above=said))
    assert waived(outcome) == []
    assert (MULTI_AZ, ORDERS) in found_in(outcome)
    (found,) = [each for each in outcome.report["findings"] if each["policy"] == "waiver-malformed"]
    assert problem in found["message"]
    assert found["evidence"][0]["location"] == {"uri": "main.tf", "line": 1}
    assert outcome.code == 1


def test_a_line_more_above_changes_no_fingerprint(tmp_path: Path) -> None:
    comments = "\n".join(f"# {waive(until='never')}" for _ in range(2))
    prints = []
    for text in (f"{comments}\n{SICK}", f"# one line more\n\n{comments}\n{SICK}"):
        report = checked(tmp_path, main_tf=text).report
        prints.append([each["fingerprint"] for each in report["findings"] if each["policy"] == "waiver-malformed"])
    assert prints[0] == prints[1]
    assert len(set(prints[0])) == 2


def test_several_policies_are_told_apart(tmp_path: Path) -> None:
    said = waive(f"{MULTI_AZ}, rds-no-such, {RETENTION}")
    outcome = checked(tmp_path, main_tf=block_with(above=said))
    assert sorted(waived(outcome)) == [(RETENTION, ORDERS), (MULTI_AZ, ORDERS)]
    assert found_in(outcome) == [("waiver-malformed", f"waiver[rds-no-such] on {ORDERS}")]


class TestUnused:
    """An unused waiver is told only where all that it may speak of was judged."""

    _WELL = 'resource "aws_db_instance" "orders" {\n  multi_az = true\n  backup_retention_period = 14\n}\n'
    _FOUND = ("waiver-unused", f"waiver[{MULTI_AZ}] on {ORDERS}")

    def test_it_is_low_and_fails_the_run(self, tmp_path: Path) -> None:
        outcome = checked(tmp_path, main_tf=f"# {waive()}\n{self._WELL}")
        assert found_in(outcome) == [self._FOUND]
        assert outcome.report["findings"][0]["severity"] == "low"
        assert outcome.code == 1

    def test_not_where_its_policy_was_not_asked(self, tmp_path: Path) -> None:
        outcome = checked(
            tmp_path, main_tf=f"# {waive()}\n{self._WELL}", select=["--select", RETENTION, "--select", "gate"]
        )
        assert found_in(outcome) == []
        assert outcome.report["waivers"][0]["state"] == "not judged"

    def test_not_where_the_policy_cannot_be_told(self, tmp_path: Path) -> None:
        text = f'variable "ha" {{}}\n# {waive()}\nresource "aws_db_instance" "orders" {{\n  multi_az = var.ha\n}}\n'
        outcome = checked(tmp_path, main_tf=text, select=["--select", MULTI_AZ, "--select", "gate"])
        assert found_in(outcome) == []
        assert waived(outcome) == [(MULTI_AZ, ORDERS)]
        assert outcome.report["waived"][0]["verdict"] == "unknown"

    def test_not_where_nothing_is_made(self, tmp_path: Path) -> None:
        text = f"# {waive()}\n{self._WELL.replace('multi_az', 'count = 0' + chr(10) + '  multi_az')}"
        assert found_in(checked(tmp_path, main_tf=text)) == []

    def test_not_where_something_was_left_unread(self, tmp_path: Path) -> None:
        outcome = checked(tmp_path, main_tf=f"# {waive()}\n{self._WELL}", broken_tf="resource {")
        assert found_in(outcome) == []

    def test_not_in_a_module_that_other_roots_may_call(self, tmp_path: Path) -> None:
        call = 'module "db" {{\n  source = "../db"\n  ha = {}\n}}\n'
        module = f'variable "ha" {{}}\n# {waive()}\n{SICK.replace("= false", "= var.ha")}'
        files = {"a__main_tf": call.format("true"), "b__main_tf": call.format("false"), "db__main_tf": module}
        assert [each for each in found_in(checked(tmp_path, **files)) if each[0] in GATE] == []
        alone = drlint("check", tmp_path / "a", "--no-cache", "--as-of", DAY, "-o", "json=-", *SELECTED)
        assert [each for each in found_in(alone) if each[0] in GATE] == []
        (tmp_path / "b" / "main.tf").write_text(call.format("true"))
        whole = drlint("check", tmp_path, "--no-cache", "--as-of", DAY, "-o", "json=-", *SELECTED)
        assert ("waiver-unused", f"waiver[{MULTI_AZ}] on {ORDERS}") in found_in(whole)

    def test_not_in_a_run_of_changed_files(self, tmp_path: Path) -> None:
        checked(tmp_path, main_tf=self._WELL, drlint_yaml=settings(addresses=["*.orders"]))
        flags = ("--no-cache", "--as-of", DAY, "-o", "json=-")
        changed = drlint("check", "--changed", tmp_path / "main.tf", *flags, *SELECTED)
        assert found_in(changed) == []
        assert [policy for policy, _ in found_in(drlint("check", tmp_path, *flags, *SELECTED))] == ["waiver-unused"]


def test_under_several_configurations_what_is_wrong_with_a_waiver_is_told_once(tmp_path: Path) -> None:
    call = 'module "db" {\n  source = "../db"\n}\n'
    files = {"a__main_tf": call, "a__drlint_yaml": "{}\n", "b__main_tf": call, "b__drlint_yaml": "{}\n"}
    outcome = checked(tmp_path, db__main_tf=block_with(above=waive(), over=waive(until="2026-11-01")), **files)
    assert len(outcome.report["configurations"]) == 2
    assert [each[0] for each in found_in(outcome) if each[0] in GATE] == ["waiver-expired"]
    assert outcome.report["counts"]["policies"]["waiver-expired"]["fail"] == 1
    assert len(waived(outcome)) == 2
    held, ended = sorted(outcome.report["waivers"], key=lambda each: each["state"])[::-1]
    assert (held["state"], held["set_aside"], ended["state"], ended["speaks_of"]) == ("expires soon", 2, "expired", 0)


def test_a_baseline_does_not_take_what_is_waived_nor_what_is_wrong_with_waivers(tmp_path: Path) -> None:
    checked(tmp_path, main_tf=block_with(above=waive(), over=waive(until="never")))
    file = tmp_path / "known.json"
    made = drlint("baseline", "create", tmp_path, "--as-of", DAY, "--baseline", file, *SELECTED)
    assert made.code == 0, made.err
    outcome = checked(tmp_path, "--baseline", str(file))
    assert waived(outcome) == [(MULTI_AZ, ORDERS)]
    assert [each["policy"] for each in outcome.report["baseline"]] == [RETENTION]
    assert [policy for policy, _ in found_in(outcome)] == ["waiver-malformed"]


def test_what_cannot_be_told_is_waived_too_and_strict_minds_it_no_more(tmp_path: Path) -> None:
    text = 'variable "ha" {}\nresource "aws_db_instance" "orders" {\n  multi_az = var.ha\n}\n'
    select = ["--select", MULTI_AZ, "--select", "gate"]
    assert checked(tmp_path, "--strict", main_tf=text, select=select).code == 4
    outcome = checked(tmp_path, "--strict", main_tf=f"# {waive()}\n{text.replace(chr(10), ' ', 1)}", select=select)
    assert [each["policy"] for each in outcome.report["findings"]] == ["waiver-malformed"]
    variable, block = text.split("\n", 1)
    outcome = checked(tmp_path, "--strict", main_tf=f"{variable}\n# {waive()}\n{block}", select=select)
    assert (outcome.code, waived(outcome)) == (0, [(MULTI_AZ, ORDERS)])


def test_unknown_policies_by_the_thousand_are_told_fast(tmp_path: Path) -> None:
    blocks = (f'# {waive(f"rds-{number}")}\nresource "aws_vpc" "a{number}" {{}}\n' for number in range(1_000))
    outcome = checked(tmp_path, main_tf="".join(blocks))
    found = [each["message"] for each in outcome.report["findings"]]
    assert len(found) == 1_000
    assert sum("no policy is called" in each for each in found) == 1_000
