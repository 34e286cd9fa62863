"""The Markdown report: read as GitHub reads it."""

from __future__ import annotations

import io
import re
from itertools import pairwise

import msgspec
from hypothesis import given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from drlint.engine.report import Report
from drlint.model.finding import Severity
from drlint.reports import markdown
from drlint.reports.options import Options

from . import samples
from .test_escape import ANYTHING

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def written(report: Report, options: Options | None = None) -> str:
    out = io.StringIO()
    markdown.write(report, out, options or Options())
    return out.getvalue()


def leaves(tokens: list[Token]) -> list[Token]:
    return [leaf for token in tokens for leaf in token.children or []]


def headings(tokens: list[Token]) -> list[str]:
    return [after.content for token, after in pairwise(tokens) if token.type == "heading_open"]


def row(text: str, title: str) -> list[str]:
    line = next(line for line in text.splitlines() if line.startswith(f"| {title} |"))
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def hold(report: Report) -> None:
    """Nothing in the report opened what only we may open."""
    text = written(report, Options(full=True, show_passed=True))
    tokens = PARSER.parse(text)
    for title in headings(tokens)[1:]:
        assert re.fullmatch(
            r"(Scorecard|Findings|Critical|High|Medium|Low|What could not be seen|Policies that broke|Blind spots"
            r"|Unknown|Not assessed|Waived|In the baseline|Declared elsewhere|Passed|Inputs)( \([\d,]+\))?",
            title,
        ), title
    kinds = {leaf.type for leaf in leaves(tokens)}
    assert kinds <= {"text", "text_special", "code_inline", "softbreak", "hardbreak", "strong_open", "strong_close"}
    assert {token.type for token in tokens} <= {
        *("paragraph_open", "paragraph_close", "inline", "heading_open", "heading_close"),
        *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
        *("table_open", "table_close", "thead_open", "thead_close", "tbody_open", "tbody_close"),
        *("tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close"),
    }
    assert text.count("<") == sum(leaf.content.count("<") for leaf in leaves(tokens) if leaf.type == "code_inline")
    shown = "\n".join(leaf.content for leaf in leaves(tokens) if leaf.type.startswith("text"))
    assert not re.search(r"[@#]\w|\bgh-\d|www\.|://", shown, re.IGNORECASE)
    cells = sum(token.type == "td_open" for token in tokens)
    assert cells == 14 * 6 + 5 * len(report.inputs)


def test_hostile_names_open_nothing() -> None:
    hold(samples.hostile())


@settings(max_examples=60, deadline=None)
@given(ANYTHING, ANYTHING)
def test_any_names_open_nothing(one: str, other: str) -> None:
    hold(samples.hostile((one, other)))


def test_the_verdict_comes_first() -> None:
    lines = written(samples.ORDINARY).splitlines()
    assert lines[0] == "# Disaster recovery: infra/live"
    assert lines[2] == "**3 will hurt · 31 should fix · 2 cannot tell · 41 pass**"


def test_the_scorecard_has_all_14_items_and_a_plain_word_each() -> None:
    text = written(samples.ORDINARY)
    assert row(text, "Critical data replicated across Regions") == ["**will hurt**", "2", "1", "0", "1"]
    assert row(text, "Backups automated and verified") == ["**should fix**", "30", "30", "0", "1"]
    assert row(text, "Backups and copies encrypted") == ["cannot tell", "3", "0", "2", "1"]
    assert row(text, "Procedures tested regularly") == ["not assessed", "-", "-", "-", "0 of 1"]
    assert row(text, "Third parties covered") == ["not assessed", "-", "-", "-", "-"]
    assert row(written(samples.HEALTHY), "Strategy matches RTO and RPO") == ["holds", "41", "0", "0", "1"]


def test_a_finding_shows_its_evidence_and_fix() -> None:
    text = written(samples.ORDINARY)
    assert (
        "  - `modules/db/main.tf:14` no aws_db_instance_automated_backups_replication names it\n"
        "  - `dr/orders.yaml:9` its objective allows 15 minutes of loss\n"
        "  - Fix: Add an `aws_db_instance_automated_backups_replication` in the recovery Region.\n"
    ) in text


def test_instances_of_one_block_are_one_entry() -> None:
    assert (
        written(samples.ORDINARY).count("keeps no old versions; a wrong delete is final") == 2
    )  # one is in the baseline
    assert "and 29 more instances of this block" in written(samples.ORDINARY)


def test_severities_below_the_wanted_one_are_counted_not_listed() -> None:
    text = written(samples.ORDINARY, Options(min_severity=Severity.HIGH))
    assert "### Medium" not in text
    assert "31 below high counted above and not listed" in text


def test_a_severity_that_is_not_the_policys_own_says_why() -> None:
    own = samples.finding("rds-instance-multi-az", "aws_x.a", "fails", ("no", "main.tf", 1))
    softer = samples.finding(
        "rds-instance-multi-az", "aws_x.b", "fails", ("no", "main.tf", 2), severity=Severity.MEDIUM
    )
    softer = msgspec.structs.replace(softer, severity_because="high, one step less in environment @dev")
    text = written(samples.report((own, softer), (), (samples.policy("rds-instance-multi-az"),)))
    assert "Severity, where a finding does not say why: the policy says so.\n" in text
    assert text.count("the policy says so") == 1
    assert (
        "`aws_x.b` · `rds-instance-multi-az` · payments · medium: high, one step less in environment @\u200bdev\n"
    ) in text
