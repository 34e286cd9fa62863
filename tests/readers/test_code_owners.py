"""CODEOWNERS files, read as GitHub and as GitLab document them."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drlint.readers.code_owners import code_owners_of
from drlint.readers.owner_patterns import Index, Pattern

GITHUB = """\
# everything that no later line is about
*            @org/everybody
*.tf         @org/terraform   # in any folder
/infra/      @org/infra
apps/        @org/apps
docs/*       docs@example.com
/apps/github
**/logs      @org/logs
/build/logs/ @org/build
/a/**/z.tf   @org/z
/live/*/db   @org/db @ann
/b           @org/b
?.md         @org/short
"""


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        ("README", "@org/everybody"),
        ("main.tf", "@org/terraform"),
        ("x/y/main.tf", "@org/terraform"),
        ("infra/a/main.tf", "@org/infra"),
        ("x/infra/main.cfg", "@org/everybody"),
        ("apps/x", "@org/apps"),
        ("y/apps/x/z.js", "@org/apps"),
        ("docs/a.txt", "docs@example.com"),
        ("docs/a/b.txt", "@org/everybody"),
        ("apps/github/x/y", ""),
        ("k/logs/m", "@org/logs"),
        ("build/logs/x/y", "@org/build"),
        ("a/z.tf", "@org/z"),
        ("a/b/c/z.tf", "@org/z"),
        ("live/eu/db/main.cfg", "@org/db @ann"),
        ("live/eu/x/db", "@org/everybody"),
        ("b", "@org/b"),
        ("b/c", "@org/b"),
        ("bc", "@org/everybody"),
        ("x/y.md", "@org/short"),
        ("x/yz.md", "@org/everybody"),
        ("MAIN.TF", "@org/everybody"),
    ],
)
def test_github(path: str, owners: str) -> None:
    read = code_owners_of(GITHUB, ".github/CODEOWNERS")
    assert read.notes == ()
    assert " ".join(read(path)) == owners


GITLAB = """\
* @admin
!pom.xml
[README Owners]
README.md @user1 @user2
internal/README.md @user4
^[README other owners][2] @fallback
README.md
/docs/
[Ruby]
*.rb @ruby
!/config/**/*.rb
/config/routes.rb @ops
/exact @exact
/roles/ @@developer @group/nested/team
path\\ with\\ spaces/ @spaces
\\#file @hash
[readme owners]
/late/README.md @late
"""


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        ("README.md", "@admin @user1 @user2 @fallback"),
        ("internal/README.md", "@admin @user4 @fallback"),
        ("x/internal/README.md", "@admin @user4 @fallback"),
        ("pom.xml", ""),
        ("a/pom.xml", ""),
        ("lib/a.rb", "@admin @ruby"),
        ("config/routes.rb", "@admin"),
        ("config/a/b.rb", "@admin"),
        ("docs/a/b", "@admin @fallback"),
        ("x/docs/a", "@admin"),
        ("exact", "@admin @exact"),
        ("exact/below", "@admin"),
        ("roles/x", "@admin @@developer @group/nested/team"),
        ("path with spaces/x", "@admin @spaces"),
        ("#file", "@admin @hash"),
        ("late/README.md", "@admin @late @fallback"),
    ],
)
def test_gitlab(path: str, owners: str) -> None:
    read = code_owners_of(GITLAB, "CODEOWNERS")
    assert read.notes == ()
    assert " ".join(read(path)) == owners


def test_the_place_tells_the_syntax_else_the_content() -> None:
    text = "live/db @x\n"
    assert code_owners_of(text, ".github/CODEOWNERS")("a/live/db") == ()
    assert code_owners_of(text, ".gitlab/CODEOWNERS")("a/live/db") == ("@x",)
    assert code_owners_of(text, "docs/CODEOWNERS")("a/live/db") == ()
    assert code_owners_of(f"{text}[Docs] @y\n", "docs/CODEOWNERS")("a/live/db") == ("@x",)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("!a @x", "CODEOWNERS:2: '!a' is no pattern that GitHub knows"),
        ("[ab].tf @x", "CODEOWNERS:2: '[ab].tf' is no pattern"),
        ("\\#a @x", "is no pattern"),
        ("/ @x", "CODEOWNERS:2: '/' is no pattern"),
        ("a*** @x", "is no pattern"),
        ("a nobody", "CODEOWNERS:2: 'nobody' is no owner"),
        ("a @org/team,@other", "is no owner"),
        (f"a @{'x' * 300}", "is no owner"),
        (f"a {'x' * 300}", f"'{'x' * 60}…' is no owner"),
    ],
)
def test_a_line_that_is_none_is_left_out_and_said(line: str, said: str) -> None:
    read = code_owners_of(f"* @first\n{line}\nz @last\n", ".github/CODEOWNERS")
    assert len(read.notes) == 1
    assert said in read.notes[0]
    assert (read("a"), read("z")) == (("@first",), ("@last",))


def test_what_gitlab_cannot_read() -> None:
    read = code_owners_of("[Half\na @x strange\n[] @y\nb @z # not a comment @w\n/ @v\n", ".gitlab/CODEOWNERS")
    assert [note.partition(": ")[0][-2:] for note in read.notes] == [":1", ":2", ":3", ":5"]
    assert (read("a"), read("b")) == (("@x",), ("@z", "@w"))


def test_ten_thousand_lines_cost_little() -> None:
    generator = random.Random(1)  # noqa: S311 - no secret

    def name() -> str:
        return generator.choice("abcdefghij") + str(generator.randrange(40))

    shapes = ("/{0}/{1}/", "/{0}/{1}/{2}.tf", "{0}/", "*.x{3}", "/{0}/**/{2}*.tf", "/{0}/*/{2}/")
    lines = [shapes[number % 6].format(name(), name(), name(), number) + f" @org/t{number}" for number in range(10_000)]
    paths = [f"{name()}/{name()}/{name()}/main.tf" for _ in range(500)]
    for place in (".github/CODEOWNERS", ".gitlab/CODEOWNERS"):
        times = []
        for _ in range(3):
            began = time.process_time()
            read = code_owners_of("\n".join(lines), place)
            owned = sum(bool(read(path)) for path in paths)
            times.append(time.process_time() - began)
        assert owned > 100
        assert min(times) < 0.5  # 0.1 s on a machine that does nothing else


def test_patterns_that_are_meant_to_take_long() -> None:
    lines = "\n".join(f"*{'a*' * 40}{number}?b @t" for number in range(2_000))
    read = code_owners_of(lines, "CODEOWNERS")
    began = time.process_time()
    assert read(f"{'a' * 250}/{'a' * 250}/c") == ()
    assert time.process_time() - began < 5
    for number in range(1_000):
        read(f"{number}/x")
    assert read.is_exhausted


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet="ab/*?![]\\# @^\n.\t\x00é", max_size=60), st.text(alphabet="ab/.é", max_size=12))
def test_no_text_breaks_it(text: str, path: str) -> None:
    for place in ("CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS"):
        read = code_owners_of(text, place)
        assert all("@" in owner for owner in read(path))
        assert all(note.startswith(f"{place}:") for note in read.notes)


_NAME = st.text(alphabet="ab*?.\\\\", min_size=1, max_size=4)
_PATTERN = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "/", "**/"]),
    st.lists(_NAME | st.just("**"), min_size=1, max_size=3).map("/".join),
    st.sampled_from(["", "/"]),
)


@settings(deadline=None, max_examples=400)
@given(
    st.lists(_PATTERN, min_size=1, max_size=12),
    st.lists(st.text(alphabet="ab.", min_size=1, max_size=4), min_size=1, max_size=4).map("/".join),
)
def test_the_index_misses_nothing(patterns: list[str], path: str) -> None:
    """Whatever fits is among what is looked at."""
    parts = path.split("/")
    for gitlab in (False, True):
        made = [Pattern(each, gitlab=gitlab) for each in patterns]
        fitting = {number for number, each in enumerate(made) if each.fits(parts)}
        assert fitting <= set(Index(made).candidates(parts))
