"""What follows `drlint:` in a comment: a waiver, or a problem; never a crash, and never a waiver by chance."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from drlint.catalog.registry import load
from drlint.model.resource import Location
from drlint.model.waiver import Written
from drlint.readers.hcl import comments
from drlint.readers.hcl.reader import read_source
from drlint.readers.waiver_text import comment_of
from drlint.readers.yaml_text import read_yaml
from drlint.readers.yaml_waivers import waivers_in

_GOOD = 'waive[a-policy] until=2027-01-31 owner=payments ticket=OPS-12 reason="moved to \\"Aurora\\" in January"'
_HERE = Location("main.tf", 3)


def _written(text: str) -> tuple[Written, ...]:
    return read_source(text, uri="main.tf", root="", catalog=load()).waivers


def test_it_says_who_why_and_until_when() -> None:
    found = comment_of(f" {_GOOD}  ", _HERE)
    assert (found.words, found.owner, found.ticket, found.problem) == (("a-policy",), "payments", "OPS-12", "")
    assert found.until == date(2027, 1, 31)
    assert found.reason == 'moved to "Aurora" in January'


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("", "a drlint comment says waive[policy]"),
        ("ignore[a]", "a drlint comment says waive[policy]"),
        ("wave[a] until=2027-01-31", "did you mean 'waive'"),
        ("waive", "a drlint comment says waive[policy]"),
        ("waive[]", "it names no policy"),
        ("waive[ , ]", "it names no policy"),
        ("waive[a", "a drlint comment says waive[policy]"),
        ("waive[a]", "it has no until and no owner and no reason"),
        ('waive[a] owner=x reason="of good taste"', "it has no until"),
        ('waive[a] until=2027-01-31 reason="of good taste"', "it has no owner"),
        ('waive[a] until=2027-01-31 owner="" reason="of good taste"', "it has no owner"),
        ("waive[a] until=2027-01-31 owner=x", "it has no reason"),
        ("waive[a] until=2027-01-31 owner=x reason=tbd", "its reason says nothing"),
        ('waive[a] until=2027-01-31 owner=x reason="- - - - - - -"', "its reason says nothing"),
        ('waive[a] until=2027-01-31 owner=x reason="Because."', "its reason says nothing"),
        ('waive[a] until=never owner=x reason="of good taste"', "until=never is no day"),
        ('waive[a] until=2027-02-30 owner=x reason="of good taste"', "until=2027-02-30 is no day"),
        ('waive[a] until=20270131 owner=x reason="of good taste"', "until=20270131 is no day"),
        ('waive[a] until=31.01.2027 owner=x reason="of good taste"', "is no day"),
        ('waive[a] unitl=2027-01-31 owner=x reason="of good taste"', "did you mean 'until'"),
        ('waive[a] until=2027-01-31 until=2028-01-31 owner=x reason="of good taste"', "it says until twice"),
        ("waive[a] until=2027-01-31 owner=x reason=of good taste", "it cannot be read from 'good taste' on"),
        ('waive[a] until=2027-01-31 owner=x reason="never closed', "it cannot be read from"),
        ("waive[a] until=2027-01-31 owner=x reason=“of good taste”", "it cannot be read from"),
        ('waive[a] until = 2027-01-31, owner=x reason="of good taste"', "is no day"),
        (f'waive[a] until=2027-01-31 owner=x reason="{"long " * 300}"', "its reason is longer than"),
        (f"waive[a] {'x' * 5000}", "it is longer than"),
    ],
)
def test_what_is_missing_or_mistyped_is_said(said: str, problem: str) -> None:
    assert problem in comment_of(said, _HERE).problem


@given(st.text(max_size=200))
@example('waive["] until=2027-01-31 owner="x" reason="\\')
@example("waive[a] " + "until=" * 500)
@example("waive[a]" + ' x="\\' * 300)
def test_no_text_breaks_it_or_waives_by_chance(said: str) -> None:
    found = comment_of(said, _HERE)
    assert found.problem or (found.words and found.owner and found.until and found.reason)
    assert bool(found.problem) or said.strip().startswith("waive")


@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\n\r"), max_size=120))
@example('waive[a] until=2027-01-31 owner=x reason="}"')
@example("*/ resource {")
def test_no_comment_breaks_the_reading_of_its_file(said: str) -> None:
    """Whatever a comment says, the block below it is read as without it."""
    read = read_source(
        f'# drlint: {said}\nresource "aws_db_instance" "orders" {{ multi_az = false }}\n',
        uri="main.tf",
        root="",
        catalog=load(),
    )
    assert [each.address.path for each in read.resources] == ["aws_db_instance.orders"]
    assert [each.on for each in read.waivers] == ["aws_db_instance.orders"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('# drlint: {}\n\nresource "aws_vpc" "a" {{\n}}\n', "nothing stands directly below it"),
        ('resource "aws_vpc" "a" {{\n}} # drlint: {}\n', "it stands behind the end of a block"),
        ('resource "aws_vpc" "a" {{\n  cidr_block = ""\n  # drlint: {}\n}}\n', "nothing stands directly below it"),
        ('resource "aws_vpc" "a" {{\n  tags = {{\n    # drlint: {}\n    a = 1\n  }}\n}}\n', "inside a value"),
        ('module "a" {{\n  source = "./a"\n  x = 1 # drlint: {}\n}}\n', "it stands on a module's argument"),
        ('# drlint: {}\nvariable "a" {{\n}}\n', "it stands on a variable block, which no policy judges"),
        ("locals {{\n  a = 1 # drlint: {}\n}}\n", "it stands on a locals block, which no policy judges"),
        ('/* drlint: {} */\nresource "aws_vpc" "a" {{\n}}\n', "it is a block comment"),
        ("# drlint: {}\n", "nothing stands directly below it"),
        ('# drlint: {}\nresource "aws_vpc" "a" {{\n  x = \n}}\n', "or what does cannot be parsed"),
    ],
)
def test_a_comment_that_stands_on_nothing_says_so(text: str, problem: str) -> None:
    (found,) = _written(text.format(_GOOD))
    assert problem in found.comment.problem
    assert found.places == () or "block comment" in problem


def test_a_file_with_windows_line_ends_and_a_mark_has_them_too() -> None:
    text = f'\ufeff# drlint: {_GOOD}\r\nresource "aws_vpc" "a" {{\r\n}}\r\n'
    (found,) = _written(text)
    assert (found.on, found.comment.problem, found.comment.location.line) == ("aws_vpc.a", "", 1)


def test_a_nested_block_is_a_part() -> None:
    text = f'resource "aws_vpc" "a" {{\n  lifecycle {{ # drlint: {_GOOD}\n    prevent_destroy = false\n  }}\n}}\n'
    (found,) = _written(text)
    (place,) = found.places
    assert (found.on, place.path, place.first, place.last, place.only) == (
        "aws_vpc.a.lifecycle",
        "aws_vpc.a",
        1,
        5,
        (2, 4),
    )


def test_many_comments_on_one_block_are_found_fast() -> None:
    lines = "\n".join(f"# drlint: {_GOOD}" for _ in range(10_000))
    found = _written(f'{lines}\nresource "aws_vpc" "a" {{\n}}\n')
    assert len(found) == 10_000
    assert {each.on for each in found} == {"aws_vpc.a"}


def test_beyond_so_many_of_a_file_none_is_read_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comments, "MOST", 2)
    found = _written("".join(f'# drlint: {_GOOD}\nresource "aws_vpc" "a{number}" {{\n}}\n' for number in range(5)))
    assert [(each.on, each.comment.problem != "") for each in found] == [
        ("aws_vpc.a0", False),
        ("aws_vpc.a1", False),
        ("", True),
    ]


_YAML = f"""\
# drlint: {_GOOD}
workload: orders
tiers:
  # drlint: {_GOOD}
  # because of the audit
  - name: a   # drlint: {_GOOD}
    text: "# drlint: {_GOOD.replace('"', "").replace(chr(92), "")}"
    plain: a#drlint:no comment
    more: |
      # drlint: {_GOOD}
  - name: b

# drlint: {_GOOD}

last: 1
"""


def test_a_comment_in_yaml_stands_on_a_key() -> None:
    """No YAML document is judged yet; this is what their readers will ask."""
    found = waivers_in(_YAML, "dr/orders.yaml", read_yaml(_YAML))
    assert [(each.comment.location.line, each.trail, bool(each.comment.problem)) for each in found] == [
        (1, ("workload",), False),
        (4, ("tiers", 0), False),
        (6, ("tiers", 0), False),
        (13, (), True),
    ]
    assert found[0].comment.ticket == "OPS-12"


def test_yaml_without_the_word_is_not_looked_at() -> None:
    assert waivers_in("a: 1 # a comment\n", "a.yaml", read_yaml("a: 1\n")) == []
