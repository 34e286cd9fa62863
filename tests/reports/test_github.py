"""Annotations: commands that GitHub's runner obeys, and none of anybody else's."""

from __future__ import annotations

import io
import re

import msgspec
from hypothesis import given, settings

from drlint.engine.report import Report
from drlint.model.finding import Evidence, Severity
from drlint.model.resource import Location
from drlint.reports import github
from drlint.reports.options import Options

from . import samples
from .test_escape import ANYTHING

# How the runner takes a line apart (actions/runner, ActionCommand.TryParseV2): the name, properties up to the next
# "::", the message; "," parts properties and "=" a property's name from its value.
COMMAND = re.compile(r"::(error|warning|notice) ([^\n]*?)::([^\n]*)")
PROPERTY = re.compile(r"(file|line|col|endLine|title)=([^,:\r\n]*)")


def written(report: Report, options: Options | None = None) -> str:
    out = io.StringIO()
    github.write(report, out, options or Options())
    return out.getvalue()


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    found = []
    for line in text.splitlines():
        taken = COMMAND.fullmatch(line)
        assert taken, line
        properties = [PROPERTY.fullmatch(each) for each in taken[2].split(",")]
        assert all(properties), line
        found.append((taken[1], {each[1]: _plain(each[2]) for each in properties if each}, _plain(taken[3])))
    return found


def _plain(text: str) -> str:
    for escaped, meant in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(escaped, meant)
    return text


def test_a_finding_is_on_its_line() -> None:
    level, properties, said = commands(written(samples.ORDINARY))[0]
    fix = "Add an `aws_db_instance_automated_backups_replication` in the recovery Region."
    title = "critical: rds-automated-backups-replicated"
    assert (level, properties) == ("error", {"file": "modules/db/main.tf", "line": "14", "title": title})
    assert said == f"{samples.ORDINARY.findings[0].message}. {fix}"


def test_a_level_says_how_much_it_hurts_and_what_gates() -> None:
    found = {properties["title"]: level for level, properties, _ in commands(written(samples.ORDINARY))}
    assert found["critical: rds-automated-backups-replicated"] == "error"
    assert found["medium: s3-bucket-versioning"] == "warning"
    assert found["low: route53-record-ttl"] == "notice"
    preview = samples.finding("rds-instance-multi-az", "aws_x.a", "it stops", ("no", "main.tf", 3))
    preview = msgspec.structs.replace(preview, gates=False)
    assert commands(written(samples.report((preview,))))[0][0] == "notice"


def test_only_what_github_shows_and_how_much_more_there_is() -> None:
    found = commands(written(samples.large(300)))
    levels = [level for level, _, _ in found]
    assert [levels.count(level) for level in ("error", "warning", "notice")] == [10, 10, 1]
    level, properties, said = found[-1]
    assert (level, properties) == ("notice", {"title": "drlint"})
    assert said == (
        "200 will hurt · 100 should fix · 0 cannot tell · 0 pass; "
        "190 errors, 90 warnings more than GitHub shows of one step; the other reports list them."
    )


def test_a_long_block_is_marked_whole_and_a_short_one_where_it_begins() -> None:
    one = samples.finding("rds-instance-multi-az", "aws_x.a", "it stops", ("no", "main.tf", 3))
    long = msgspec.structs.replace(one, evidence=(Evidence("no", Location("main.tf", 3, 5, 9)),))
    short = msgspec.structs.replace(one, evidence=(Evidence("no", Location("main.tf", 3, 5, 3)),))
    places = [properties for _, properties, _ in commands(written(samples.report((long, short))))[:2]]
    assert [{**each, "title": ""} for each in places] == [
        {"file": "main.tf", "line": "3", "endLine": "9", "title": ""},
        {"file": "main.tf", "line": "3", "col": "5", "title": ""},
    ]


def test_what_lies_outside_the_repository_has_no_file() -> None:
    for uri in ("../modules/db/main.tf", "/home/me/main.tf", ".terraform/modules/db/main.tf", "arn:aws:rds:x"):
        one = samples.finding("rds-instance-multi-az", "aws_x.a", "it stops", ("no", uri, 3))
        _, properties, said = commands(written(samples.report((one,))))[0]
        assert set(properties) == {"title"}
        assert "/home/me" not in said
        assert f"{uri.rsplit('/', 1)[-1]}:3" in said


def test_instances_of_a_block_take_one_place() -> None:
    (said,) = [said for _, _, said in commands(written(samples.ORDINARY)) if "keeps no old versions" in said]
    assert "And 29 more instances of this block: " in said


def test_severities_below_the_wanted_one_are_counted() -> None:
    said = commands(written(samples.ORDINARY, Options(min_severity=Severity.HIGH)))[-1][2]
    assert "31 below high counted above and not listed" in said


def test_what_is_new_or_worse_comes_first() -> None:
    found = commands(written(samples.changed()))
    assert [properties["title"].split(":")[0] for _, properties, _ in found] == [
        *("high, new", "high, worse", "high", "high, unchanged", "drlint")
    ]
    assert found[1][2].startswith("it stops. Before: backup_retention_period: 35 → 1 day. (aws_db_instance.worse)")
    assert "Beside what stood before the plan: 1 new · 1 worse · 1 unchanged" in found[-1][2]


def test_what_gates_no_run_is_no_error() -> None:
    found = commands(written(samples.changed(), Options(only_new=True)))
    assert [level for level, _, _ in found] == ["error", "error", "notice", "notice", "notice"]


def test_a_blind_spot_that_somebody_accepts_is_a_notice() -> None:
    found = {properties["title"]: level for level, properties, _ in commands(written(samples.ORDINARY))}
    assert found["not seen: an input"] == "warning"
    accepted = samples.with_accepted_spots(samples.ORDINARY)
    found = {properties["title"]: level for level, properties, _ in commands(written(accepted))}
    assert found["not seen: an input"] == "notice"


def test_hostile_names_command_nothing() -> None:
    assert len(commands(written(samples.hostile()))) <= 30


@settings(max_examples=60, deadline=None)
@given(ANYTHING, ANYTHING)
def test_any_names_command_nothing(one: str, other: str) -> None:
    for _, properties, said in commands(written(samples.hostile((one, other)))):
        assert not re.search(r"##(\[|vso\[)", said, re.IGNORECASE)
        assert set(properties) <= {"file", "line", "col", "endLine", "title"}
        assert said.isprintable()
