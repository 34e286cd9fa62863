"""An evidence bundle goes to people who trust it: no name in it forges a heading, a cell, a formula or a path."""

from __future__ import annotations

import csv
import io
import json
import re
from zipfile import ZipFile

import pytest
from cli.running import drlint, written
from markdown_it import MarkdownIt

from .test_hostile_names import HOSTILE, hostile_plan

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
POLICY = {
    "title": "Made by <b>nobody</b> | # PASS",
    "severity": "low",
    "checklist": "change-management",
    "applies_to": ["aws_db_instance"],
    "require": "resource.multi_az",
    "message": "{resource} | <script>",
    "why": "w",
    "fix": "f",
    "controls": {word: [word] for word in HOSTILE if word not in {"\ud800", "", " "}},
    "examples": [{"pass": 'resource "aws_db_instance" "a" { multi_az = true }'}],
}


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    here = tmp_path_factory.mktemp("evidence")
    folder = here / "a\n::error::<b>\x1b[2J@team"
    folder.mkdir()
    plan = written(folder / "#1 |`@team`.json", json.dumps(hostile_plan("estates/no-backups/plan.json", HOSTILE)))
    own = here / "own"
    own.mkdir()
    written(own / "=cmd|`x`<b>.yaml", json.dumps(POLICY))
    settings = written(here / "drlint.yaml", {"owner": "=HYPERLINK(1)", "environment": "@prod | <b>"})
    ran = drlint("evidence", plan, "-o", here / "e.zip", "--policies", own, "--config", settings)
    assert ran.code == 0, ran.err
    with ZipFile(here / "e.zip") as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def test_members_have_plain_names(members: dict[str, str]) -> None:
    assert len([name for name in members if name.startswith("controls/")]) > 20
    assert [name for name in members if not re.fullmatch(r"(?:controls/)?[A-Za-z0-9-]+\.(?:md|csv|json)", name)] == []


def test_no_control_character_and_no_log_command(members: dict[str, str]) -> None:
    for name, text in members.items():
        for line in text.replace("\r\n", "\n").split("\n"):
            assert not [each for each in line if not each.isprintable() and each != "\u200b"], (name, line)
            assert not line.lstrip().startswith("::"), (name, line)
            assert "##[" not in line, (name, line)


def test_no_cell_is_a_formula_and_every_row_is_whole(members: dict[str, str]) -> None:
    for name in (each for each in members if each.endswith(".csv")):
        rows = list(csv.reader(io.StringIO(members[name], newline="")))
        assert {len(row) for row in rows} == {len(rows[0])}
        assert len(rows) == 1 + len(json.loads(members[name.replace(".csv", ".json")]))
        for row in rows:
            assert [cell for cell in row if cell.startswith(tuple("=+-@\t\r＝＋－＠"))] == []


def test_pages_open_nothing(members: dict[str, str]) -> None:
    for name, text in members.items():
        if not name.startswith("controls/"):
            continue
        tokens = PARSER.parse(text)
        headings = [token for token in tokens if token.type == "heading_open"]
        marks = [line for line in text.splitlines() if line.startswith("#")]
        assert len(headings) == len(marks), name
        leaves = {leaf.type for token in tokens for leaf in token.children or []}
        assert leaves <= {
            "text",
            "text_special",
            "code_inline",
            "softbreak",
            "em_open",
            "em_close",
            "link_open",
            "link_close",
        }
        links = [leaf for token in tokens for leaf in token.children or [] if leaf.type == "link_open"]
        assert len(links) <= 1, name  # the source of the framework
        assert not [token for token in tokens if token.type in {"html_block", "fence", "code_block"}]
        table = [line.replace("\\|", "").count("|") for line in text.splitlines() if line.startswith("| ")]
        assert set(table) <= {9}, name
