"""Dozens of policies that were not assessed for one reason are one line in every format for people, and all in JSON."""

from __future__ import annotations

import io
import json

import msgspec
import pytest

from drlint.engine.report import PolicySummary
from drlint.model.finding import NotAssessed
from drlint.reports import csv_, github, gitlab, json_, junit, markdown, sarif, text
from drlint.reports.options import Options

from . import samples

REASON = "no recovery document was given; drlint new begins one"
IDS = [f"runbook-{number:02}" for number in range(50)]


def _policy(identity: str) -> PolicySummary:
    drill = samples.policy("drill-recent", why_not=REASON)
    return msgspec.structs.replace(drill, id=identity, checklist="people-trained")


REPORT = samples.report(
    policies=tuple(map(_policy, IDS)),
    not_assessed=(*(NotAssessed(each, REASON) for each in IDS), NotAssessed("state-kept", "only source shows it")),
)


@pytest.mark.parametrize("form", [text, markdown, sarif, github, gitlab, junit, csv_], ids=lambda form: form.NAME)
def test_one_reason_is_one_line(form: object) -> None:
    out = io.StringIO()
    form.write(REPORT, out, Options())  # type: ignore[attr-defined]
    said = " ".join(out.getvalue().split())
    assert "50 policies (" in said
    assert sum(each in said for each in IDS) == (len(IDS) if form is sarif else 3)  # the rules of SARIF are all there
    assert "state-kept" in said


def test_json_has_them_all() -> None:
    out = io.StringIO()
    json_.write(REPORT, out, Options())
    assert len(json.loads(out.getvalue())["not_assessed"]) == len(IDS) + 1


def test_the_scorecard_says_why_and_shows_no_zero() -> None:
    out = io.StringIO()
    markdown.write(REPORT, out, Options())
    line = next(line for line in out.getvalue().splitlines() if line.startswith("| Several people trained |"))
    assert line == ("| Several people trained | not assessed: no recovery document was given | - | - | - | 0 of 50 |")


def test_an_item_of_which_little_was_asked_does_not_simply_hold() -> None:
    asked = msgspec.structs.replace(samples.policy("s3-bucket-versioning", passed=2), checklist="people-trained")
    silent = msgspec.structs.replace(asked, passed=0)
    assert _status(asked) == "holds, as far as assessed | 2 | 0 | 0 | 1 of 51"
    assert _status(silent) == "not assessed: no recovery document was given | - | - | - | 1 of 51"


def _status(*more: PolicySummary) -> str:
    out = io.StringIO()
    markdown.write(msgspec.structs.replace(REPORT, policies=(*REPORT.policies, *more)), out, Options())
    head = "| Several people trained | "
    line = next(line for line in out.getvalue().splitlines() if line.startswith(head))
    return line.removeprefix(head).removesuffix(" |")
