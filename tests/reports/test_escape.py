"""Whatever a stranger names a thing, it stays a name wherever it is written."""

from __future__ import annotations

import html.parser
import json
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from drlint.reports import escape

from .samples import NASTY

_MARKS = "`*_[]()<>!#|@\\~&$-+=.:/{}\"'0123456789 \n\r\tahtwgHG\x1b\u202e\u200b\ud800"
ANYTHING = st.one_of(st.sampled_from(NASTY), st.text(_MARKS), st.text(st.characters(exclude_categories=())))
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
GAP = "\u200b"


def words(text: str) -> str:
    """What a reader sees, but for blanks."""
    return re.sub(r"\s+", "", text.replace(GAP, ""))


def leaves(source: str) -> list[tuple[str, str]]:
    """The leaves of a Markdown text that is one paragraph."""
    tokens = PARSER.parse(source)
    if not tokens:
        return []
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"], source
    return [(leaf.type, leaf.content) for leaf in tokens[1].children or []]


@given(ANYTHING)
def test_clean_text_is_one_printable_line(text: str) -> None:
    cleaned = escape.clean(text)
    assert cleaned.isprintable()
    assert not re.search(r"##(\[|vso\[)", cleaned, re.IGNORECASE)
    cleaned.encode()


def test_long_text_is_cut_and_says_so() -> None:
    cleaned = escape.clean("a" * 100_000)
    assert len(cleaned) < 2100
    assert "98000 more characters, SHA-256 " in cleaned
    assert cleaned != escape.clean("a" * 99_999 + "b")


@given(ANYTHING)
def test_markdown_shows_the_text_and_nothing_else(text: str) -> None:
    written = escape.markdown(text)
    seen = leaves(written)
    assert {kind for kind, _ in seen} <= {"text", "text_special"}
    assert words("".join(content for _, content in seen)) == words(escape.clean(text))
    assert "<" not in written
    assert "|" not in written


@given(ANYTHING)
def test_markdown_text_makes_no_reference(text: str) -> None:
    shown = "".join(content for _, content in leaves(escape.markdown(text)))
    assert not re.search(r"[@#]\w|!\d|gh-\d|www\.|://", shown, re.IGNORECASE)


@given(ANYTHING, st.sampled_from(["- ", "1. ", "# ", "- **", "text "]))
def test_markdown_in_a_list_or_heading_opens_nothing(text: str, before: str) -> None:
    after = "**" if before.endswith("**") else ""
    plain = [token.type for token in PARSER.parse(f"{before}x{after}")]
    assert [token.type for token in PARSER.parse(f"{before}{escape.markdown(text) or 'x'}{after}")] == plain


@given(ANYTHING)
def test_a_code_span_holds_the_whole_text(text: str) -> None:
    seen = leaves(f"x {escape.code(text)} y")
    assert [kind for kind, _ in seen] == ["text", "code_inline", "text"]
    assert words(seen[1][1]) == words(escape.clean(text))


@given(st.lists(ANYTHING, min_size=3, max_size=3))
def test_cells_stay_in_their_row(texts: list[str]) -> None:
    cells = [escape.cell_code(texts[0]), escape.markdown(texts[1]), escape.markdown(texts[2])]
    tokens = PARSER.parse(f"| a | b | c |\n|---|---|---|\n| {' | '.join(cells)} |\n")
    found = [after for token, after in pairwise(tokens) if token.type == "td_open"]
    assert len(found) == 3
    shown = ["".join(leaf.content for leaf in cell.children or []) for cell in found]
    assert [words(cell) for cell in shown] == [words(escape.clean(text)) for text in texts]


@given(ANYTHING)
def test_prose_keeps_code_spans_and_escapes_the_rest(text: str) -> None:
    written = escape.prose(text)
    seen = leaves(written)
    assert {kind for kind, _ in seen} <= {"text", "text_special", "code_inline"}
    assert written.count("<") == sum(content.count("<") for kind, content in seen if kind == "code_inline")


def test_prose_is_what_an_author_meant() -> None:
    assert escape.prose("Set `multi_az = true` on *it*.") == "Set `multi_az = true` on \\*it\\*."
    assert escape.prose("aws_db_instance.orders has no copy.") == "aws_db_instance.orders has no copy."


class _Tags(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.text += dict(attrs).get("title") or ""

    def handle_data(self, data: str) -> None:
        self.text += data


@given(ANYTHING)
def test_html_stays_text_in_elements_and_attributes(text: str) -> None:
    for page in (f"<p>{escape.html(text)}</p>", f'<p title="{escape.html(text)}"></p>'):
        tags = _Tags()
        tags.feed(page)
        tags.close()
        assert tags.seen == ["p"]
        assert words(tags.text) == words(escape.clean(text))


@given(ANYTHING)
def test_a_terminal_obeys_nothing(text: str) -> None:
    shown = escape.terminal(text)
    assert shown.isprintable()
    assert not re.search(r"(^|\s)::", shown)


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("infra/live/main.tf", "infra/live/main.tf"),
        ("./main.tf", "main.tf"),
        ("../shared/main.tf", "shared/main.tf"),
        ("/home/somebody/plan.json", "plan.json"),
        ("C:\\Users\\somebody\\plan.json", "plan.json"),
        ("my plan#1?.json", "my%20plan%231%3F.json"),
        ("100%.tf", "100%25.tf"),
        ("http://evil.example/x", "http%3A/evil.example/x"),
        ("größe.tf", "gr%C3%B6%C3%9Fe.tf"),
        ("", "unnamed"),
    ],
)
def test_uris(path: str, uri: str) -> None:
    assert escape.relative_uri(path) == uri


@given(ANYTHING)
def test_a_uri_is_relative_and_stays_below_the_root(text: str) -> None:
    uri = escape.relative_uri(text)
    assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri)
    assert not {"", ".", ".."} & set(uri.split("/"))


@given(ANYTHING)
def test_json_for_a_log_holds_the_same_text(text: str) -> None:
    well_formed = str(escape.well_formed(text))
    encoded = escape.json_bytes(json.dumps(well_formed, ensure_ascii=False).encode())
    assert json.loads(encoded) == well_formed
    assert not re.search(
        r"##(\[|vso\[)|[\x80-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", encoded.decode(), re.IGNORECASE
    )
