"""What a policy's fix looks like in each report: sentences as sentences, HCL line by line."""

from __future__ import annotations

import io
import json
import re
import textwrap

import msgspec
import pytest
from markdown_it import MarkdownIt

from drlint.catalog.registry import load
from drlint.cli.policy_sets import builtin_policies
from drlint.engine.report import PolicySummary, Report
from drlint.reports import formats, remedy
from drlint.reports.options import Options

from . import samples

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
FIXES = {policy.metadata.id: policy.metadata.fix for policy in builtin_policies(load())}
LEADS_IN = textwrap.dedent(
    """\
    Set `health_check_id = aws_x.a.id`, or:

        alias {
          name = aws_lb.a.dns_name   # the recovery Region's

          zone = "{"
        }
    and, elsewhere, a `provider
    = aws.dr` of its own.

    It takes an hour. Nothing
    stops."""
)
LONG = "rule {\n" + "".join(f"  name_{index} = {index}\n" for index in range(9)) + "}"


def written(form: str, report: Report, *, full: bool = False) -> str:
    out = io.StringIO()
    formats.named(form).write(report, out, Options(full=full, width=100))
    return out.getvalue()


def reported(fix: str, findings: int = 1) -> Report:
    identity = "rds-instance-multi-az"
    policy: PolicySummary = msgspec.structs.replace(samples.policy(identity, failed=findings), fix=fix)
    found = tuple(
        msgspec.structs.replace(
            samples.finding(identity, f"aws_x.a{index}", "fails", ("no", "main.tf", index)), fix=fix
        )
        for index in range(1, findings + 1)
    )
    return samples.report(found, (), (policy,))


def shown_fix(text: str) -> list[str]:
    """The lines of a text report from "fix:" to the empty line after it."""
    lines = text.splitlines()
    start = next(index for index, line in enumerate(lines) if line.strip().startswith("fix:"))
    return lines[start : lines.index("", start)]


def fences(markdown: str) -> list[str]:
    return [token.content for token in PARSER.parse(markdown) if token.type == "fence"]


def test_a_fix_is_prose_and_hcl_in_its_order() -> None:
    first, hcl, then, last = remedy.parts(LEADS_IN)
    assert [part.is_hcl for part in (first, hcl, then, last)] == [False, True, False, False]
    assert hcl.lines[0] == "alias {"
    assert hcl.lines[1:] == ("  name = aws_lb.a.dns_name   # the recovery Region's", "", '  zone = "{"', "}")
    assert then.joined == "and, elsewhere, a `provider = aws.dr` of its own."
    assert last.joined == "It takes an hour. Nothing stops."


def test_indentation_that_stripping_took_from_the_first_line_is_taken_from_the_rest() -> None:
    (part,) = remedy.parts("alias {\n      name = 1\n    }")
    assert part.lines == ("alias {", "  name = 1", "}")


@pytest.mark.parametrize(
    ("fix", "short"),
    [
        ("Set `multi_az = true`. AWS adds the standby.", "Set `multi_az = true`."),
        ("Set `a. B = 1`, e.g. `2`, in\nboth. Then wait.", "Set `a. B = 1`, e.g. `2`, in both."),
        ("If it is meant: take a backup. To be sure:\n\n    a = 1", "If it is meant: take a backup."),
        ("Declare one of them:\n\n    a = 1", ""),
        ("Give it zones\n\n    a = 1", ""),
        ("a = 1", ""),
        ('resource "x" "y" {\n  a = 1\n}', ""),
        ("", ""),
    ],
)
def test_the_first_sentence_where_it_stands_alone(fix: str, short: str) -> None:
    assert remedy.in_short(fix) == short


def test_text_shows_six_lines_of_hcl_and_counts_the_rest() -> None:
    assert shown_fix(written("text", reported(LONG))) == [
        "          fix:",
        "            rule {",
        *(f"              name_{index} = {index}" for index in range(5)),
        "            … 5 more lines: --full",
    ]
    assert [line[12:] for line in shown_fix(written("text", reported(LONG), full=True))[1:]] == LONG.splitlines()


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_what_is_long_is_told_once_for_neighbours(form: str) -> None:
    text = written(form, reported(LONG, 4))
    assert text.count("rule {") == 1
    assert text.lower().count("fix: as above") == 3
    assert written(form, reported("Set `a = 1`.", 4)).count("Set `a = 1`.") == 4


def test_markdown_keeps_the_fence_inside_its_list_item() -> None:
    text = written("markdown", reported(LEADS_IN, 2))
    tokens = PARSER.parse(text)
    (fence,) = [token for token in tokens if token.type == "fence"]
    assert fence.info == "hcl"
    assert fence.content.splitlines() == list(remedy.parts(LEADS_IN)[1].lines)
    assert fence.level == 4  # a list in an item of a list
    assert "    and, elsewhere, a `provider = aws.dr` of its own.\n\n    It takes an hour." in text


def test_a_fence_cannot_be_closed_from_within() -> None:
    fix = "policy = <<EOT {\n```\n# heading\n````\n::error::x\x1b[2J\n}"
    text = written("markdown", reported(fix))
    assert [each.splitlines()[1:4] for each in fences(text)] == [["```", "# heading", "````"]]
    assert not re.search(r"^\s*::|\x1b", text, re.MULTILINE)


@pytest.mark.parametrize("identity", FIXES)
def test_built_in_fixes_are_readable_in_text(identity: str) -> None:
    fix = FIXES[identity]
    hcl = [line for part in remedy.parts(fix) if part.is_hcl for line in part.lines]
    for full in (False, True):
        lines = shown_fix(written("text", reported(fix), full=full))
        assert not lines[-1].endswith(":"), lines
        if remedy.in_short(fix) and not full:
            assert len(lines) == 1
            continue
        listed = [line[12:] for line in lines if line.startswith(" " * 12) and not line.endswith(": --full")]
        assert listed == (hcl if full else hcl[: len(listed)])
        assert full or (min(len(hcl), 4) <= len(listed) <= 6)
        assert not any("{" in line and "}" in line and line.count("=") > 3 for line in lines if line[12:] not in hcl)


@pytest.mark.parametrize("identity", FIXES)
def test_built_in_fixes_are_readable_in_markdown_and_sarif(identity: str) -> None:
    fix = FIXES[identity]
    hcl = ["\n".join(part.lines) for part in remedy.parts(fix) if part.is_hcl]
    markdown = written("markdown", reported(fix))
    assert [each.rstrip() for each in fences(markdown)] == hcl
    below = markdown[markdown.index("  - Fix:") : markdown.index("\n## Inputs")]
    assert not below.rstrip().endswith(":")
    run = json.loads(written("sarif", reported(fix)))["runs"][0]
    said = run["tool"]["driver"]["rules"][0]["help"]
    assert [each.rstrip() for each in fences(said["markdown"])] == hcl
    assert all(each in said["text"] for each in hcl)
    (result,) = run["results"]
    message = result["message"]["text"]
    assert message.endswith((".", ")", "…"))
    assert message.strip() == f"fails. {remedy.in_short(fix)}".strip()


@pytest.mark.parametrize("identity", FIXES)
def test_built_in_fixes_hold_hcl_apart_from_prose(identity: str) -> None:
    """Told apart by other means than the parser's: HCL has no sentences, prose no open bracket outside code spans."""
    for part in remedy.parts(FIXES[identity]):
        if part.is_hcl:
            bare = re.sub(r'"(?:[^"\\]|\\.)*"|#.*', ",", "\n".join(part.lines))
            assert bare.count("{") == bare.count("}")
            assert all(re.search(r"[={}\[\])]|^[\s,]*$", line) for line in bare.splitlines()), part
        else:
            assert part.joined.count("`") % 2 == 0
            assert not re.search(r"[{}=]", re.sub("`[^`]*`", "", part.joined)), part
