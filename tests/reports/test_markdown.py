"""The Markdown report: read as GitHub reads it."""

from __future__ import annotations

import io
from datetime import date

import msgspec
import pytest
from hypothesis import given, settings

from drlint.engine.report import Report
from drlint.model.finding import Posture, Severity, Stage
from drlint.model.waiver import WaiverState
from drlint.reports import markdown
from drlint.reports.options import Options

from . import samples
from .rendered import MARKER, page
from .test_escape import ANYTHING


def written(report: Report, options: Options | None = None) -> str:
    out = io.StringIO()
    markdown.write(report, out, options or Options())
    return out.getvalue()


def row(text: str, title: str) -> list[str]:
    line = next(line for line in text.splitlines() if line.startswith(f"| {title} |"))
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def hold(report: Report) -> None:
    """Nothing in the report opened what only we may open."""
    found = page(written(report, Options(full=True, show_passed=True)))
    cells = sum(tag == "td" for tag, _ in found.elements)
    assert cells == 14 * 6 + 5 * len(report.inputs) + 8 * len(report.workloads)


def test_hostile_names_open_nothing() -> None:
    hold(samples.hostile())


@settings(max_examples=60, deadline=None)
@given(ANYTHING, ANYTHING)
def test_any_names_open_nothing(one: str, other: str) -> None:
    hold(samples.hostile((one, other)))


def test_the_verdict_comes_first() -> None:
    lines = written(samples.ORDINARY).splitlines()
    assert lines[0] == "<!-- drlint:comment:infra/live -->"
    assert lines[1] == "# Disaster recovery: infra/live"
    assert lines[3] == "**3 will hurt · 31 should fix · 2 cannot tell · 41 pass**"


def test_the_scorecard_has_all_14_items_and_a_plain_word_each() -> None:
    text = written(samples.ORDINARY)
    assert row(text, "Critical data replicated across Regions") == ["**will hurt**", "2", "1", "0", "1"]
    assert row(text, "Backups automated and verified") == ["**should fix**", "30", "30", "0", "1"]
    assert row(text, "Backups and copies encrypted") == ["cannot tell", "3", "0", "2", "1"]
    why = "not assessed: no input is a drill record"
    assert row(text, "Procedures tested regularly") == [why, "-", "-", "-", "0 of 1"]
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


def test_what_changed_comes_first_with_both_numbers_and_what_is_fixed_is_praised() -> None:
    text = written(samples.changed())
    assert page(text).headings[1:] == [
        *("New (1)", "High (1)", "Worse (1)", "High (1)", "Fixed (1)", "Not comparable (1)", "High (1)"),
        *("Unchanged (1)", "High (1)", "Scorecard", "Inputs"),
    ]
    assert "- **it stops. Before: backup_retention_period: 35 → 1 day.**  \n  `aws_db_instance.worse`" in text
    assert "1 finding fixed: `s3-bucket-versioning` on `aws_s3_bucket.mended`.\n" in text
    assert "Beside what stood before the plan: 1 new · 1 worse · 1 unchanged · 1 not comparable · 1 fixed.\n" in text
    unchanged = text[text.index("## Unchanged") : text.index("## Scorecard")]
    assert unchanged.index("<details>") < unchanged.index("aws_db_instance.unchanged") < unchanged.index("</details>")


def test_where_nothing_got_worse_that_is_said() -> None:
    report = samples.changed()
    old = tuple(each for each in report.findings if each.posture is Posture.UNCHANGED)
    unchanged = msgspec.structs.replace(report, findings=old)
    assert "Nothing is new, nothing is worse.\n" in written(unchanged)
    assert "Nothing is new" not in written(report)


def test_what_a_baseline_knew_and_is_gone_is_fixed_as_well() -> None:
    report = msgspec.structs.replace(samples.changed(), adopted=(samples.adopted("aws_db_instance.old"),))
    assert "2 findings fixed: `s3-bucket-versioning` on `aws_s3_bucket.mended`, `aws_db_instance.old` on " in written(
        report
    )


def test_waivers_that_end_soon_are_told_the_first_to_end_first() -> None:
    waiver = samples.ORDINARY.waived[0].waiver
    days = (date(2027, 2, 10), date(2027, 1, 15), date(2027, 1, 16), date(2027, 9, 1))
    uses = tuple(samples.expiring(msgspec.structs.replace(waiver, until=until)) for until in days)
    uses = (*uses[:3], msgspec.structs.replace(uses[3], state=WaiverState.ACTIVE))
    text = written(msgspec.structs.replace(samples.ORDINARY, waivers=uses, today=samples.TODAY))
    soon = text[text.index("## Waivers that end within 30 days (3)") : text.index("## Waived (1)")]
    assert [line.split(" · ")[3] for line in soon.splitlines() if line.startswith("- ")] == [
        *("until 2027-01-15, in 0 days", "until 2027-01-16, in 1 day", "until 2027-02-10, in 26 days")
    ]
    page(text)
    assert "Waivers that end" not in written(samples.ORDINARY)


@pytest.mark.parametrize("by", ["owner", "workload", "policy", "account"])
def test_findings_stand_under_the_headings_that_were_asked_for(by: str) -> None:
    text = written(samples.ORDINARY, Options(group_by=by))
    found = page(text)
    assert not {"Critical (1)", "High (2)"} & set(found.headings)
    if by == "owner":
        assert [each for each in found.headings if ": " in each][1:] == [
            *("Owner payments: 2 findings (1 critical, 1 high)", "Owner unowned: 1 finding (1 high)"),
            *("Owner platform: 30 findings (30 medium)", "Owner edge: 1 finding (1 low)"),
        ]
    assert "`rds-automated-backups-replicated` · payments · critical\n" in text


def test_hostile_headings_are_text() -> None:
    for room in (0, 60_000, 5_000):
        page(written(samples.hostile(), Options(group_by="owner", max_bytes=room)))


def test_policies_that_are_only_observed_are_told_apart() -> None:
    one = samples.ORDINARY.findings[0]
    observed = msgspec.structs.replace(one, gates=False, stage=Stage.OBSERVE, stage_because="observed until 2027-02-01")
    text = written(samples.report((one, observed), (), (samples.policy(one.policy),)))
    assert page(text).headings[1:] == [
        "Findings (1)",
        "Critical (1)",
        "Only observed (1)",
        "Critical (1)",
        "Scorecard",
        "Inputs",
    ]
    apart = text[text.index("## Only observed") :]
    assert apart.index("<details>") < apart.index("observed until 2027-02-01") < apart.index("</details>")


def test_what_nobody_owns_is_counted() -> None:
    assert "- 1 finding has no owner.\n" in written(samples.ORDINARY)
    assert "no owner" not in written(samples.HEALTHY)


def test_a_name_forges_no_marker() -> None:
    names = ("<!-- drlint:comment:infra/live -->", "drlint:\u200bcomment:x", "DRLINT:COMMENT:infra/live", "-->", "--!>")
    found = page(written(samples.hostile(names), Options(full=True, comment_id=" --> # all policies passed\n<b>")))
    assert found.comments == ["drlint:comment:%20%2D-%3E%20%23%20all%20policies%20passed%0A%3Cb%3E"]


@given(ANYTHING, ANYTHING)
def test_comments_of_different_names_are_different(one: str, other: str) -> None:
    def marker(name: str) -> str:
        return markdown.marker(samples.HEALTHY, Options(comment_id=name))

    assert MARKER.fullmatch(marker(one).removeprefix("<!-- ").removesuffix(" -->"))
    plain = [each.encode("utf-8", "replace") for each in (one or "infra/live", other or "infra/live")]
    assert (marker(one) == marker(other)) == (plain[0] == plain[1])
