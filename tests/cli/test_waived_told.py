"""How reports tell of what is waived."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.cli.running import drlint
from tests.cli.waiving import DAY, MULTI_AZ, ORDERS, SELECTED, SICK, block_with, checked, found_in, waive, waived


def test_no_waivers_sets_nothing_aside_and_lists_them(tmp_path: Path) -> None:
    outcome = checked(tmp_path, "--no-waivers", main_tf=block_with(above=waive()))
    assert waived(outcome) == []
    assert (MULTI_AZ, ORDERS) in found_in(outcome)
    (waiver,) = outcome.report["waivers"]
    assert (waiver["set_aside"], waiver["speaks_of"]) == (0, 1)


def test_the_text_says_how_many_and_which_end_soon(tmp_path: Path) -> None:
    checked(tmp_path, main_tf=block_with(above=waive()))
    out = drlint("check", tmp_path, "--no-cache", "--as-of", DAY, *SELECTED).out
    assert f"1 waived: {MULTI_AZ}; 1 waiver expires within 30 days." in out


def test_a_waiver_that_ends_is_not_recalled_as_if_it_held(tmp_path: Path) -> None:
    checked(tmp_path, main_tf=SICK + f"# {waive()}\n" + SICK.replace("orders", "users"))
    select = ("--select", MULTI_AZ, "-o", "json=-")
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
    text = f"# {waive(**said)}\n{SICK}# drlint: {_HOSTILE}\n"
    checked(tmp_path, main_tf=text)
    out = drlint("check", tmp_path, "--no-cache", "--as-of", DAY, "-o", form, *SELECTED).out
    assert "\x1b" not in out
    assert not re.search(r"^\s*(::error::all|##\[)", out, re.MULTILINE)
    if form in {"markdown", "junit"}:
        assert "<script>" not in out
    if form == "csv":
        cells = [cell for row in csv.reader(io.StringIO(out)) for cell in row]
        assert [each for each in cells if each.startswith(("=", "<script>=", "\x1b"))] == []
        assert any("script" in each for each in cells)


def test_sarif_has_what_is_waived_only_where_that_is_asked_for(tmp_path: Path) -> None:
    text = block_with(above=waive(ticket="OPS-12"))
    flags = ("check", tmp_path, "--no-cache", "--as-of", DAY, "-o", "sarif=-", "--select", MULTI_AZ)
    checked(tmp_path, main_tf=text)
    assert json.loads(drlint(*flags).out)["runs"][0]["results"] == []
    (result,) = json.loads(drlint(*flags, "--sarif-suppressed", "include").out)["runs"][0]["results"]
    assert result["ruleId"] == MULTI_AZ
    assert result["suppressions"] == [
        {
            "kind": "inSource",
            "status": "accepted",
            "justification": "moves to Aurora in December (payments, until 2026-12-24, OPS-12)",
        }
    ]
