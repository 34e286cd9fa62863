"""A Markdown report as a reader sees it: rendered, and its HTML taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from markdown_it import MarkdownIt

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

MARKER = re.compile(r"drlint:comment:(?:[A-Za-z0-9._/%]|-(?!-))*(?<!-)")
VOID = {"br", "hr", "img"}
# All that the report itself makes, with the attributes that the renderer gives it.
ELEMENTS = {
    *("h1", "h2", "h3", "p", "ul", "li", "strong", "br", "code", "pre", "details", "summary"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {("style", "text-align:right"), ("class", "language-hcl"), ("class", "language-mermaid")}
TITLES = re.compile(
    r"(Can we recover\?|Accounts|Findings|New|Worse|Not comparable|Unchanged|Only observed|Fixed|Critical|High|Medium"
    r"|Low|Scorecard|What could not be seen|Policies that broke|Blind spots|Unknown|Not assessed"
    r"|Waivers that end within 30 days|Waived|In the baseline|Declared elsewhere|Passed|Inputs|Workloads"
    r"|Regions and copies|Before|After)( \([\d,]+( of [\d,]+ read)?\))?"
)
DIVISION = re.compile(
    r"(Owner|Workload|Policy|Account) .*: [\d,]+ findings? \(([\d,]+ (critical|high|medium|low)(, )?)+\)"
)
SUMMARIES = re.compile(
    r"[\d,]+ (findings?|entries|entry)( that should be fixed some day)?|of [\d,]+ (policy|policies)"
    r"|What stood so before|Of policies that are not in force yet|The 14 items of the checklist|By policy|What was read"
)


@dataclass
class Page(HTMLParser):
    """The elements of a page in their order, its comments, and the texts of its headings and summaries."""

    elements: list[tuple[str, list[tuple[str, str | None]]]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    summaries: list[str] = field(default_factory=list)
    fences: list[str] = field(default_factory=list)
    text: str = ""
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, attrs))
        if tag in {"h1", "h2", "h3"}:
            self.headings.append("")
        elif tag == "summary":
            self.summaries.append("")
        elif tag == "pre":
            self.fences.append("")
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self._open.pop() == tag, f"</{tag}> closes something else"

    def handle_comment(self, data: str) -> None:
        self.comments.append(data.strip())

    def handle_data(self, data: str) -> None:
        if {"h1", "h2", "h3"} & set(self._open):
            self.headings[-1] += data
        elif "summary" in self._open:
            self.summaries[-1] += data
        elif "pre" in self._open:
            self.fences[-1] += data
        elif "code" not in self._open:
            self.text += data

    def close(self) -> None:
        super().close()
        assert self._open == []


def page(text: str) -> Page:
    """The report rendered; it holds nothing but what drlint makes, and no text that GitHub would make a link of."""
    found = Page()
    found.feed(PARSER.render(text))
    found.close()
    assert {tag for tag, _ in found.elements} <= ELEMENTS
    assert {each for _, attributes in found.elements for each in attributes} <= ATTRIBUTES
    title, *headings = found.headings
    assert title.startswith("Disaster recovery: ")
    assert [each for each in headings if not (TITLES.fullmatch(each) or DIVISION.fullmatch(each))] == []
    assert [each for each in found.summaries if not SUMMARIES.fullmatch(each)] == []
    (comment,) = found.comments
    assert MARKER.fullmatch(comment), comment
    assert text.startswith(f"<!-- {comment} -->\n")
    assert text.lower().count("drlint:comment:") == 1
    assert re.findall(r"[@#]\w|\bgh-\d|www\.|://", found.text, re.IGNORECASE) == []
    return found
