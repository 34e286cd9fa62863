"""What is read without a parser is read as with one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shell_text import HERE

from drlint.readers.shell import reader
from drlint.readers.shell.plain import plain_command
from drlint.readers.shell.session import Session

PIECES = st.sampled_from([
    "aws", "rds", "--region", "us-west-2", "--x=y", "$VAR", '"$VAR"', "$OTHER", '"a b"', "'c d'", "./scripts/x.sh",
    "cd", "source", "sudo", "if", "then", "in", "done", "time", "export", "A=b", "#", "# c", "-", "--", "a@b",
    "file://x.json", "\\\n", "\n", "  ", "'", '"', ";", "|", "<x>", "{{ y }}", "*", "$1", "\t", "é", "!", "function",
    "10%", "a:b,c", "[", "~", "^", "x",
])  # fmt: skip


def both(text: str) -> tuple[object, object]:
    """What is read of a text with and without the parser, in a shell that knows a variable."""
    made = []
    for parsed in (False, True):
        session = Session()
        session.assign("VAR", "one two")
        with pytest.MonkeyPatch.context() as patch:
            if parsed:
                patch.setattr(reader, "plain_command", lambda *_: None)
            made.append((reader.commands_in(text, HERE, session=session), session.variables, session.folder))
    return made[0], made[1]


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=7), st.sampled_from([" ", "", "\n"]))
def test_both_ways_tell_the_same(pieces: list[str], between: str) -> None:
    plain, parsed = both(between.join(pieces))
    assert plain == parsed


@pytest.mark.parametrize(
    "text",
    [
        "aws sts get-caller-identity",
        "# 10% to primary\naws route53 x --hosted-zone-id $ZONE_ID \\\n  --change-batch file://traffic-10.json\n",
        "aws rds x --query 'DBClusters[0].Status' --y \"a b\"",
        "./scripts/smoke-test.sh --env dr",
    ],
)
def test_most_texts_need_no_parser(text: str) -> None:
    assert plain_command(text, HERE, Session()) is not None
    plain, parsed = both(text)
    assert plain == parsed
