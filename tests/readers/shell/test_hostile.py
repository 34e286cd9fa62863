"""Whatever stands in a runbook: it is read in bounded time, nothing is run, nothing breaks."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shell_text import commands, read

SECONDS = 3  # of processor time, where two are busy; most take a tenth

HOSTILE = {
    "brackets": "(" * 30_000,
    "substitutions": "$(" * 30_000,
    "closed substitutions": '"$(' * 90 + ')"' * 90,
    "braces": "${" * 30_000,
    "curly brackets": "{{" * 60_000,
    "quotes": "'\n" * 20_000,
    "broken lines": "a 'b\n" * 20_000,
    "redirections": "<" * 30_000,
    "more redirections": "<a" * 50_000,
    "heredocs": "a <<E\n" * 20_000,
    "ifs": "if true; then " * 10_000,
    "cases": "case x in " * 10_000,
    "words": "a " * 110_000,
    "commands": "a\n" * 110_000,
    "a chain": "a && " * 20_000 + "a",
    "a pipe": "a | " * 20_000 + "a",
    "blanks": " " * 200_000,
    "lines that go on": "\\\n" * 60_000,
    "dollars": "$" * 30_000,
    "backticks": "`" * 30_000,
    "doubled variables": "A=xx\n" + 'A="$A$A"\n' * 2_000 + "aws $A",
    "variables": "".join(f"export A{each}=1\naws x\n" for each in range(8_000)),
    "branches": "".join(f"export A{each}=1\nif aws x; then b; fi\n" for each in range(4_000)),
    "prompts": "$ a@" + "a@a." * 20_000,
    "placeholders": "<a b " * 20_000,
    "texts in texts": "watch 'a b'\n" * 5_000,
    "wrappers": "sudo " * 50_000,
    "sentences": "Don't do\n" * 1_999 + "aws 'x",
    "too long": "a" * 300_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_is_hostile_ends_soon(text: str) -> None:
    begun = time.process_time()
    read(text)
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a" * 300_000, "longer than 256 KiB"),
        ("(" * 300, "too many brackets"),
        ("a " * 110_000, "20,000 words"),
        ("aws a\0b", "U+0000"),
        ("aws a \x1b[31m", "U+001B"),
        ("aws a \u202eb", "U+202E"),
        ("aws a\u200bb", "U+200B"),
    ],
)
def test_what_is_too_much_or_hidden_is_told(text: str, said: str) -> None:
    problems = read(text)[1]
    assert any(said in each.message for each in problems)
    assert all(each.message.isprintable() for each in problems)


def test_beside_a_hidden_character_the_rest_is_read() -> None:
    found, _ = read("aws a\nls \u202eb\naws c")
    assert [each.program for each in found] == ["aws", "ls", "aws"]


def test_nothing_is_run(tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    text = f"$(touch {trap}); `touch {trap}`; touch {trap}; bash -c 'touch {trap}'; cat <(touch {trap}) > {trap}"
    assert len(commands(text)) == 9
    assert not trap.exists()


def test_emoji_are_no_hidden_characters() -> None:
    assert [each.program for each in commands("# \U0001f469\u200d\U0001f4bb at work \u26a0\ufe0f\naws a b")] == ["aws"]


def test_a_lone_surrogate_is_no_harm() -> None:
    assert [each.program for each in commands("aws \ud800 x")] == ["aws"]


def test_the_parser_survives_letters_of_any_script() -> None:
    """Its scanner would read beyond the end of a table: in a process of its own, since that ends the process."""
    code = """
import random
from drlint.readers.shell.syntax import root_of
random.seed(1)
for _ in range(20_000):
    made = [random.choice("$ {}()<>'|&;=~*[") + chr(random.randint(0x10000, 0x10FFFF)) for _ in range(6)]
    root_of("".join(made).encode())
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec=None), max_size=120), st.booleans())
def test_any_text(text: str, console: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    found, problems = read(text, console=console)
    for each in (*found, *problems):
        assert each.location.line is not None
        assert each.location.line >= 10


@settings(max_examples=200, deadline=None)
@given(st.text("aws $(){}[]<>\"'`|&;\\\n#=-~*?!%é", max_size=60))
def test_any_shell(text: str) -> None:
    found, _ = read(text)
    assert all(each.words == tuple(each.words) for each in found)
