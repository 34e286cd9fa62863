"""The report for a terminal, as a tired engineer sees it."""

from __future__ import annotations

import io
import re
from typing import ClassVar

import pytest

from drlint.engine.report import Report
from drlint.model.finding import Severity
from drlint.reports import text
from drlint.reports.options import Options

from . import samples


class Screen(io.StringIO):
    """A terminal."""

    encoding: ClassVar[str] = "utf-8"  # type: ignore[misc]

    def isatty(self) -> bool:
        return True


def written(report: Report, out: io.StringIO | None = None, **options: object) -> str:
    out = out or io.StringIO()
    text.write(report, out, Options(**{"width": 100} | options))  # type: ignore[arg-type]
    return out.getvalue()


def test_the_verdict_comes_first_and_the_worst_next() -> None:
    lines = written(samples.ORDINARY).splitlines()
    assert lines[0] == "3 will hurt · 31 should fix · 2 cannot tell · 41 pass"
    labels = re.findall(r"^[A-Z]{3,}\b", "\n".join(lines), re.MULTILINE)
    assert labels == ["CRITICAL", "HIGH", "HIGH", "MEDIUM", "LOW"]


def test_a_finding_is_a_sentence_a_place_and_a_fix() -> None:
    assert (
        'MEDIUM    aws_s3_bucket.tenant["t00"] keeps no old versions; a wrong delete is final.\n'
        "          infra/live/buckets.tf:3 · s3-bucket-versioning · platform\n"
        '          and 29 more instances of this block: aws_s3_bucket.tenant["t01"],\n'
        '          aws_s3_bucket.tenant["t02"], aws_s3_bucket.tenant["t03"] + 26 more\n'
        '          fix: Add `aws_s3_bucket_versioning` with `status = "Enabled"`.\n'
    ) in written(samples.ORDINARY)


def test_twenty_are_listed_and_the_rest_counted() -> None:
    many = samples.large(50)
    short = written(many)
    assert len(re.findall(r"^[A-Z]{3,} ", short, re.MULTILINE)) == 20
    assert "30 more findings: --full lists them all" in short
    whole = written(many, full=True)
    assert len(re.findall(r"^[A-Z]{3,} ", whole, re.MULTILINE)) == 50
    assert "--full" not in whole


def test_what_to_run_next_names_the_worst_policy() -> None:
    assert "drlint explain rds-automated-backups-replicated" in written(samples.ORDINARY)
    assert "Next" not in written(samples.HEALTHY)


def test_a_run_without_findings_is_short() -> None:
    assert written(samples.HEALTHY).splitlines()[0] == "0 will hurt · 0 should fix · 0 cannot tell · 53 pass"
    assert len(written(samples.HEALTHY).splitlines()) < 5
    assert "No resource of a kind that drlint knows." in written(samples.EMPTY)


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_lines_keep_to_the_width_unless_one_word_is_longer(width: int) -> None:
    for line in written(samples.ORDINARY, width=width).splitlines():
        assert len(line) <= width or len(line.split()) <= 2


def test_the_width_comes_from_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert written(samples.ORDINARY, width=None) == written(samples.ORDINARY, width=60)
    monkeypatch.setenv("COLUMNS", "wide")
    assert written(samples.ORDINARY, width=None) == written(samples.ORDINARY, width=100)


def test_a_terminal_gets_colour_and_the_same_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    painted = written(samples.ORDINARY, Screen(), width=90)
    assert "\x1b[" in painted
    bare = re.sub(r"\x1b\[[0-9;]*m", "", painted)
    plain = written(samples.ORDINARY, width=90)
    assert [line.rstrip() for line in bare.splitlines()] == plain.splitlines()


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in written(samples.ORDINARY, Screen(), width=90)


def test_severities_below_the_wanted_one_are_counted_not_listed() -> None:
    shown = written(samples.ORDINARY, min_severity=Severity.CRITICAL)
    assert "HIGH" not in shown
    assert "33 below critical counted above and not listed" in shown


def test_why_it_is_so_severe_is_told_in_full() -> None:
    assert "          high: the policy says so\n" in written(samples.ORDINARY, full=True)
    assert "the policy says so" not in written(samples.ORDINARY)
