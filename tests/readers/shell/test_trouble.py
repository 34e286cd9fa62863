"""What a shell would not take is told, what it takes never; bash itself is asked where it is there."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shell_text import read, told

from drlint.model.procedure import Fault
from drlint.readers.shell.trouble import trouble_in

REFUSED = {
    "a quote": ("aws a --query 'b", "a quote ' is never closed", 10, 19),
    "a double quote": ('aws a\naws b "c', 'a quote " is never closed', 11, 11),
    "a substitution": ("aws a $(aws b", "a $( is never closed", 10, 11),
    "a bracket": ("(aws a; aws b", "a ( is never closed", 10, 5),
    "a bracket that closes nothing": ("aws a)", ") closes nothing", 10, 10),
    "nothing behind": ("aws a &&", "nothing follows the &&", 10, 11),
    "nothing behind a pipe": ("aws a |\n", "nothing follows the |", 10, 11),
    "nothing before": ("| jq .", "nothing stands before the |", 10, 5),
    "nothing between": ("aws a && || aws b", "nothing stands before the ||", 10, 14),
    "an if": ("if aws a; then aws b", "an if is never closed", 10, 5),
    "a do": ("for i in 1 2; do aws a", "a do is never closed", 10, 19),
    "a case": ("case $x in a) b;;", "a case is never closed", 10, 5),
    "a brace": ("f() { aws a", "a { is never closed", 10, 9),
}
TAKEN = (
    'aws a <<< "$X" && aws b',
    "aws a --query \"x[?y=='z']\"",
    "echo it\\'s",
    "case $x in (a|b) c;; *) d;; esac",
    "cat <<EOF\nit's (a \"b\nEOF\naws c",
    "cat <<'EOF' > x\n$( ` \nEOF",
    "if a; then b; elif c; then d; else e; fi",
    "while read -r a; do b; done < c",
    "for ((i=0; i<3; i++)); do a; done",
    "[[ $a == b && $c != d ]] && e",
    "a() { b; }\na",
    'echo $((1 + 2)) ${x:-$(y)} "${z[@]}"',
    "a && \\\n  b",
    "a |\n  b",
    "a && # why\n b",
    "echo '(' \")\" \\( `b`",
    "a & b; c &",
    "! a || { b; c; }",
    "time a",
    "x=(a b 'c d')",
    "echo done if then",
    "select a in b; do c; done",
    "a 2>&1 | tee b >&2",
)


@pytest.mark.parametrize(("text", "reason", "line", "column"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_is_told_once_with_its_place(text: str, reason: str, line: int, column: int) -> None:
    _, (problem,) = read(text)
    assert problem.fault is Fault.SYNTAX
    assert problem.message == f"no shell takes this: {reason}"
    assert (problem.location.line, problem.location.column) == (line, column)


@pytest.mark.parametrize("text", TAKEN)
def test_what_a_shell_takes_is_no_problem(text: str) -> None:
    assert trouble_in(text) is None
    assert read(text)[1] == ()


def test_the_lines_beside_are_still_read() -> None:
    found, problems = read("aws a b\naws c 'd\naws e f")
    assert [told(each) for each in found] == ["aws a b", "aws e f"]
    assert len(problems) == 1


@pytest.mark.parametrize("text", ["Don't wait for the DBA", "- Don't (yet", 'Ask "the DBA', "Promote, then\naws a b"])
def test_sentences_are_no_trouble(text: str) -> None:
    assert read(text)[1] == ()


bash = shutil.which("bash")
needs_bash = pytest.mark.skipif(bash is None, reason="bash is not here")


def takes(text: str) -> bool:
    """Whether bash takes a text; with -n it runs nothing."""
    assert bash is not None
    return subprocess.run([bash, "-n"], input=text.encode(), capture_output=True, check=False).returncode == 0


@needs_bash
@pytest.mark.parametrize("text", [each[0] for each in REFUSED.values()])
def test_bash_refuses_it_too(text: str) -> None:
    assert not takes(text)


@needs_bash
@pytest.mark.parametrize("text", TAKEN)
def test_bash_takes_it_too(text: str) -> None:
    assert takes(text)


PIECES = st.sampled_from([
    "aws", "a", "--b", "c=d", ";", "\n", "&&", "||", "|", "&", "(", ")", "{", "}", "'", '"', "`", "$(", "${x", "$x",
    "if", "then", "fi", "else", "do", "done", "for i in", "while", "case x in", "esac", ";;", "#", "\\", ">", "<<E\n",
])  # fmt: skip


@needs_bash
@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=9))
def test_what_is_told_is_refused_by_bash(pieces: list[str]) -> None:
    text = " ".join(pieces)
    problems = read(text)[1]
    assert not problems or not takes(text), [each.message for each in problems]
