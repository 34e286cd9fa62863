"""Names are written by strangers: whatever they are, no report obeys them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cli.running import drlint, written
from markdown_it import MarkdownIt
from markdown_it.token import Token
from reports.rendered import page

from drlint import reports

FIXTURES = Path(__file__).parents[2] / "fixtures"
HOSTILE = [
    *("<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "</td></tr></table>", "<!--", "<b", "&lt;b&gt;"),
    *("<!-- drlint:comment:. -->", "\n\n## all policies passed\n", "</details>", "</summary></details>\n\n# x"),
    *("a|b", "||", "a\nb", "\n# heading", "\r\n| a | b |", "\n\n---\n", "\n```\n", "`", "``", "`a`", "a`b``c"),
    *("@team", "@org/team", "#1", "org/repo#1", "fixes gh-1", "GH-1", "/merge", "- [ ] task", "1. one", "> quote"),
    *(
        "[x](http://evil.example)",
        "![x](http://evil.example/p.png)",
        "[x]: http://evil.example",
        "<http://evil.example>",
    ),
    *(
        "http://evil.example",
        "www.evil.example",
        "javascript:alert(1)",
        "me@evil.example",
        "*x*",
        "__x__",
        "~~x~~",
        "$x$",
    ),
    *("::error::x", " ::error::x", "\n::error::x", "\r::set-output name=a::b", "##[error]x", "##vso[task.complete]x"),
    *(
        "%0A::error::x",
        "\x1b[2J",
        "\x1b]8;;http://evil.example\x07x\x1b]8;;\x07",
        "\x1b]52;c;eA==\x07",
        "\x08\x7f\x9b2J",
    ),
    *("a\rPASS", "\u202egnp.exe", "\u2066x\u2069", "\u200bx", "\ufeffx", "\u2028::error::x", "\u0085::error::x", "\0"),
    *(
        "=cmd|' /C calc'!A0",
        "+1",
        "-1",
        "@SUM(1)",
        "\t=1",
        "{{ 7*7 }}",
        "${x}",
        "\\",
        "\\|",
        '"',
        "'",
        "\ud800",
        " ",
        "",
    ),
]
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
LEAVES = {"text", "text_special", "code_inline", "softbreak", "hardbreak", "strong_open", "strong_close"}


def spoilt(value: Any, word: str) -> Any:
    """Text with the word in it, wherever the text is a name that somebody chose."""
    if isinstance(value, dict):
        return {key: spoilt(each, word) for key, each in value.items()}
    if isinstance(value, list):
        return [spoilt(each, word) for each in value]
    return f"{value}{word}" if isinstance(value, str) else value


def instance(change: dict[str, Any], word: str) -> dict[str, Any]:
    """The same resource under a hostile key, with hostile values and tags."""
    inside = {**change["change"]}
    for side in ("before", "after"):
        if isinstance(inside.get(side), dict):
            inside[side] = {
                key: spoilt(value, word) if key in CHOSEN or key.startswith("tags") else value
                for key, value in inside[side].items()
            }
    return {**change, "address": f"{change['address']}[{json.dumps(word)}]", "index": word, "change": inside}


CHOSEN = {
    *(
        "identifier",
        "cluster_identifier",
        "replication_group_id",
        "bucket",
        "name",
        "alias",
        "description",
        "domain_name",
    ),
    *(
        "kms_key_id",
        "kms_key_arn",
        "availability_zone",
        "engine",
        "rule",
        "replica",
        "alarm_actions",
        "vpc_zone_identifier",
    ),
}


def hostile_plan(name: str, words: list[str]) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((FIXTURES / name).read_text(encoding="utf-8"))
    given = made["resource_changes"]
    made["resource_changes"] = [
        instance(change, word) for position, change in enumerate(given) for word in words[position % 3 :: 3]
    ]
    return made


@pytest.fixture(
    scope="module", params=["plans/update.json", "plans/delete-replica.json", "estates/no-backups/plan.json"]
)
def written_reports(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each format says of a plan in which everything is called something evil, standard error among them."""
    here = tmp_path_factory.mktemp("hostile")
    made = hostile_plan(request.param, HOSTILE)
    made["resource_changes"] += [{"address": word, "change": word} for word in HOSTILE]
    made["resource_changes"] += [
        {**made["resource_changes"][0], "address": f"{word}[7]", "change": {"actions": [word]}} for word in HOSTILE
    ]
    folder = here / "a\n::error::<b>\x1b[2J@team"
    folder.mkdir()
    elsewhere = [
        {"policy": "rds-cross-region-copy-exists", "addresses": [word], "where": word, "owner": word}
        for word in HOSTILE
        if word != "\ud800"
    ]
    written(here / "drlint.yaml", {"elsewhere": elsewhere})
    plan = written(folder / "#1 |`@team`.json", json.dumps(made))
    forms = ("text", "markdown", "sarif", "json", "gitlab", "junit")
    outputs = [word for name in (*forms, "github", "csv") for word in ("-o", f"{name}={here / name}")]
    ran = drlint(
        *("check", plan, written(folder / "\n::error::cut.json", "{"), "--config", here / "drlint.yaml"),
        *(*outputs, "--full", "--show-passed"),
    )
    assert ran.code == 1
    found = {name: (here / name).read_text(encoding="utf-8") for name in forms}
    found |= {"standard output": ran.out, "standard error": ran.err}
    found["csv"] = (here / "csv").read_bytes().decode("utf-8").replace('"\r\n', '"\n')
    found["github"] = COMMAND.sub("", (here / "github").read_text(encoding="utf-8"))
    return found


COMMAND = re.compile(r"^::(?:error|warning|notice) ", re.MULTILINE)


def leaves(tokens: list[Token]) -> list[Token]:
    return [leaf for token in tokens for leaf in token.children or []]


def test_no_control_character_and_no_log_command(written_reports: dict[str, str]) -> None:
    for name, said in written_reports.items():
        for line in said.split("\n"):
            assert not [each for each in line if not each.isprintable() and each != "\u200b"], (name, line)
            assert not line.lstrip().startswith("::"), (name, line)
            assert "##[" not in line, (name, line)
            assert "##vso[" not in line, (name, line)


def test_standard_error_has_a_line_for_each_complaint(written_reports: dict[str, str]) -> None:
    lines = written_reports["standard error"].splitlines()
    assert lines
    assert all(line.startswith("drlint: ") for line in lines)


def test_markdown_opens_nothing(written_reports: dict[str, str]) -> None:
    found = page(written_reports["markdown"])
    policies_own = [each for each in found.fences if not each.startswith("flowchart")]  # which no stranger wrote
    assert [each for each in policies_own if re.search(r"evil|[<@]|::", each)] == []
    rows = sum(tag == "tr" for tag, _ in found.elements)
    cells = sum(tag in {"td", "th"} for tag, _ in found.elements)
    assert cells == 6 * 15 + 5 * (rows - 15)


def test_json_is_as_its_schema_says(written_reports: dict[str, str]) -> None:
    report = json.loads(written_reports["json"])
    (schema,) = Path(reports.__path__[0]).rglob("report-*.schema.json")
    jsonschema.validate(report, json.loads(schema.read_text(encoding="utf-8")))
    named = "\n".join({each["resource"] for part in ("findings", "unknowns", "passed") for each in report[part]})
    for word in ("<img src=x onerror=alert(1)>", "@org/team", "\\u001b[2J", "::error::x"):
        assert word in named


def test_sarif_links_nowhere(written_reports: dict[str, str]) -> None:
    run = json.loads(written_reports["sarif"])["runs"][0]
    assert run["results"]
    uris = re.findall(r'"uri": "([^"]*)"', written_reports["sarif"])
    for each in run["results"]:
        assert not re.search(r"(?<!\\)\[[^\]]*\]\(", each["message"]["text"])
        if "markdown" in each["message"]:
            assert {leaf.type for leaf in leaves(PARSER.parse(each["message"]["markdown"]))} <= LEAVES
    assert uris
    assert [
        uri for uri in uris if re.search(r"[\s<>|`@#]|^/|\.\./|^file:", uri) and not uri.startswith("https://")
    ] == []


def test_a_leak_would_be_seen() -> None:
    tokens = PARSER.parse("| a |\n|---|\n| <img src=x> [x](http://evil.example) |\n")
    assert not {leaf.type for leaf in leaves(tokens)} <= LEAVES
