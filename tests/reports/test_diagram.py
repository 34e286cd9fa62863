"""The diagrams of Regions and copies: what Mermaid reads, and names that stay names in it."""

from __future__ import annotations

import html
import re

import msgspec
from hypothesis import given, settings

from drlint.engine.report import Report
from drlint.model.topology import Copying, Holder, Topology, TopologyChange
from drlint.reports import escape
from drlint.reports.options import Options

from . import samples
from .rendered import page
from .test_escape import ANYTHING
from .test_markdown import written

LINE = re.compile(
    r"flowchart LR|  end"
    r'|(?:    h\d+|  subgraph r\d+)\["(?:[A-Za-z0-9 _.,/-]|#\d+;)+"\]'
    r'|  h\d+ (?:-->|-\.->|<-->|<-\.->)\|"(?:[A-Za-z0-9 _.,/-]|#\d+;)+"\| h\d+'
    r"|  linkStyle \d+ stroke:#[0-9a-f]{6},stroke-width:3px"
)
ORDERS = Holder("eu-west-1", "aws_db_instance", "", "aws_db_instance.orders")
REPLICA = Holder("eu-central-1", "aws_db_instance", "", "aws_db_instance.replica")
KEPT = Copying(ORDERS, REPLICA, "replicated backups")
LOST = Copying(ORDERS, REPLICA, "replica")


def changed(before: Topology, after: Topology, left_out: int = 0) -> Report:
    return msgspec.structs.replace(samples.HEALTHY, topology=(TopologyChange(before, after, left_out),))


def drawings(report: Report, options: Options | None = None) -> list[str]:
    """The diagrams as Mermaid gets them, each line of a form that it takes, within GitHub's limits."""
    found = page(written(report, options or Options(full=True))).fences
    drawn = [each for each in found if each.startswith("flowchart")]
    for text in drawn:
        assert len(text) < 50_000
        assert text.count("|") // 2 <= 500
        for line in text.splitlines():
            assert LINE.fullmatch(line), line
    return drawn


def test_what_is_lost_is_told_and_marked() -> None:
    report = changed(Topology((REPLICA, ORDERS), (LOST, KEPT)), Topology((REPLICA, ORDERS), (KEPT,)))
    text = written(report)
    lost = "- gone: replica, `aws_db_instance.orders` in eu-west-1 → `aws_db_instance.replica` in eu-central-1\n"
    assert lost in text
    assert "- new" not in text
    before, after = drawings(report)
    assert before.splitlines() == [
        "flowchart LR",
        '  subgraph r0["eu-central-1"]',
        '    h0["aws_db_instance.replica"]',
        "  end",
        '  subgraph r1["eu-west-1"]',
        '    h1["aws_db_instance.orders"]',
        "  end",
        '  h1 -->|"replica"| h0',
        '  h1 -->|"replicated backups"| h0',
        "  linkStyle 0 stroke:#cf222e,stroke-width:3px",
    ]
    assert "linkStyle" not in after


def test_nothing_is_drawn_where_nothing_changes() -> None:
    same = Topology((REPLICA, ORDERS), (KEPT,))
    assert "Regions and copies" not in written(changed(same, same))


def test_where_nothing_was_copied_that_is_said() -> None:
    report = changed(Topology((), ()), Topology((REPLICA, ORDERS), (msgspec.structs.replace(KEPT, certain=False),)))
    (after,) = drawings(report)
    assert "### Before\n\nNothing is copied.\n" in written(report)
    assert '  h1 -.->|"replicated backups"| h0' in after


def test_what_is_left_out_is_said() -> None:
    report = changed(Topology((REPLICA, ORDERS), (LOST,)), Topology((REPLICA, ORDERS), ()), left_out=40)
    assert "40 copies that the change does not touch are not drawn.\n" in written(report)


def test_what_mermaid_could_not_draw_is_told_in_words_only() -> None:
    holders = tuple(Holder("eu-west-1", "aws_db_instance", "", f"aws_db_instance.{'💥' * 70}{n}") for n in range(100))
    copyings = tuple(Copying(one, ORDERS, "replica") for one in holders)
    report = changed(Topology((*holders, ORDERS), copyings), Topology((*holders, ORDERS), ()))
    assert drawings(report) == []
    assert "- gone: 80 more copies\n" in written(report, Options(full=True))


@given(ANYTHING)
def test_a_label_shows_the_text_and_holds_no_mark(text: str) -> None:
    label = escape.mermaid(text)
    assert re.fullmatch(r"(?:[A-Za-z0-9 _.,/-]|#\d+;)+", label)
    shown = html.unescape(label.replace("#", "&#"))
    cleaned = escape.clean(text).strip()
    assert shown == (cleaned if len(cleaned) <= 80 else f"{cleaned[:80]}…") or (not cleaned and shown == "unnamed")


@settings(max_examples=60, deadline=None)
@given(ANYTHING, ANYTHING)
def test_any_names_are_drawn(one: str, other: str) -> None:
    names = (one, other, '"]\n  click h0 "http://evil.example"', "%%{init: {}}%%", "```", "end", "style x:#f;")
    assert len(drawings(msgspec.structs.replace(samples.HEALTHY, topology=(samples.copied(names),)))) == 2
