"""Commands that are right have no problem."""

from __future__ import annotations

from pathlib import Path

import pytest
from lines import problems

COMMANDS = [
    line
    for line in Path(__file__).with_name("valid_commands.sh").read_text(encoding="utf-8").splitlines()
    if line.startswith("aws ")
]


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_that_is_right(line: str) -> None:
    assert problems(line) == []


def test_there_are_many() -> None:
    assert len(COMMANDS) > 200
