"""A Markdown report fits where it is put: it gets shorter in steps, and is whole in each of them."""

from __future__ import annotations

import io

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drlint.engine.report import Report
from drlint.model.finding import Posture, Severity
from drlint.reports import markdown, wording
from drlint.reports.markdown_detail import STEPS
from drlint.reports.options import Options

from . import samples
from .rendered import page
from .test_escape import ANYTHING

TEXTS = ("message", "was", "severity_because", "owner", "origin")


def written(report: Report, max_bytes: int, *, full: bool = False) -> str:
    out = io.StringIO()
    markdown.write(report, out, Options(max_bytes=max_bytes, full=full))
    return out.getvalue()


def fits(report: Report, max_bytes: int) -> str:
    """The report, which fits and is whole: no table, fence, list or `<details>` is cut."""
    text = written(report, max_bytes)
    assert len(text) <= len(text.encode()) <= max_bytes
    page(text)
    return text


def step_of(text: str) -> int:
    return max(number for number, step in enumerate(STEPS) if step.said in text)


LARGE = samples.large(2_000)
MIXED = msgspec.structs.replace(
    LARGE,
    compared=("what stood before the plan",),
    findings=tuple(
        msgspec.structs.replace(
            each, posture=(Posture.NEW, *[Posture.UNCHANGED] * 9)[number % 10], severity=Severity(1 + number % 4)
        )
        for number, each in enumerate(LARGE.findings)
    ),
    fixed=LARGE.findings[:500],
)


@pytest.mark.parametrize("report", [LARGE, MIXED, samples.hostile(), samples.hostile(samples.NASTY * 10)])
def test_the_less_room_the_shorter(report: Report) -> None:
    assert step_of(written(report, 10_000_000)) == 0
    steps = [step_of(fits(report, room)) for room in (60_000, 20_000, 8_000, 4_000, 2_000)]
    assert steps == sorted(steps)
    assert steps[-1] > 3


def test_what_is_left_out_is_said_and_how_to_get_it() -> None:
    text = fits(LARGE, 60_000)
    assert "Shortened to fit 60,000 bytes: of each policy the worst 50 are listed, low and" in text
    assert "- 617 more of `rds-automated-backups-replicated`\n" in text
    assert "Shortened" not in written(LARGE, 0)
    assert "Shortened" not in written(LARGE, 60_000, full=True)
    assert len(written(LARGE, 60_000, full=True)) > 500_000


def test_the_verdict_and_the_counts_are_never_left_out() -> None:
    for room in (60_000, 8_000, 2_000):
        text = fits(MIXED, room)
        assert f"**{wording.tally(MIXED)}**" in text
    assert "| 600 | critical | A database's backups exist in a second Region |" in fits(MIXED, 2_500)


def test_little_room_still_has_the_counts_where_much_is_unknown() -> None:
    """Of what could not be seen the number is enough, before the counts of findings are given up."""
    unknowns = [
        msgspec.structs.replace(each, policy=f"policy-{number % 10}")
        for number, each in enumerate(LARGE.findings[:300])
    ]
    blind = msgspec.structs.replace(LARGE, unknowns=tuple(unknowns))
    assert "| Findings | Worst | Policy |" in fits(blind, 2_500)


def test_what_is_new_is_told_before_what_is_not() -> None:
    text = fits(MIXED, 60_000)
    assert text.index("## New (200)") < text.index("## Fixed (500)") < text.index("## Unchanged (1,800)")
    unchanged = text[text.index("## Unchanged") :]
    assert "aws_db_instance" not in unchanged
    assert "\n- 600 × `" in unchanged


def test_every_list_gets_shorter() -> None:
    one = samples.ORDINARY
    many = msgspec.structs.replace(
        one,
        unknowns=samples.hostile(tuple(f"x{number}" for number in range(3_000))).unknowns,
        blind_spots=one.blind_spots * 3_000,
        failures=one.failures * 3_000,
        not_assessed=one.not_assessed * 3_000,
        waived=one.waived * 3_000,
        baseline=one.baseline * 3_000,
        elsewhere=one.elsewhere * 3_000,
        notes=("something was odd",) * 3_000,
        inputs=one.inputs * 3_000,
    )
    text = fits(many, 60_000)
    for told in ("3,000", "2,950 more\n", "Waived: 3,000.", "In the baseline: 6,000.", "2,950 more notes."):
        assert told in text, told
    fits(many, 5_000)
    fits(many, 2_000)


@pytest.mark.parametrize(
    "text", ["a" * 2_000_000, "`" * 2_000_000, "<" * 2_000_000, "💥" * 2_000_000, "a|b\n" * 500_000]
)
def test_one_long_text_is_shortened_by_itself(text: str) -> None:
    one = msgspec.structs.replace(samples.ORDINARY.findings[0], **dict.fromkeys(TEXTS, text))
    report = msgspec.structs.replace(
        samples.report((one,), (one,), (samples.policy(one.policy),)), notes=(text,), root=text, compared=(text,)
    )
    for room in (60_000, 2_000):
        shown = fits(report, room)
        assert "module.db.aws_db_instance.orders" in shown or room < 60_000


def test_many_policies_fit() -> None:
    one = samples.ORDINARY.findings[0]
    findings = tuple(msgspec.structs.replace(one, policy=f"own-policy-{number}") for number in range(5_000))
    text = fits(samples.report(findings), 60_000)
    assert "4,940 other policies" in text


@settings(max_examples=40, deadline=None)
@given(ANYTHING, ANYTHING, st.sampled_from([2_000, 3_000, 6_000, 12_000, 30_000]))
def test_any_names_in_any_room(one: str, other: str, room: int) -> None:
    fits(samples.hostile((one, other) * 30), room)
