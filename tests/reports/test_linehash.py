"""GitHub's hash of a line, against a plain reading of its algorithm."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from drlint.reports.linehash import LineHashes


def rolled(text: str) -> list[str]:
    """The hashes by the definition: a window of 100 UTF-16 units from each line's first unit that is no blank."""
    raw = text.encode("utf-16-le", "surrogatepass")
    units = [int.from_bytes(raw[at : at + 2], "little") for at in range(0, len(raw), 2)]
    kept = [unit for unit in units if unit not in (0x20, 0x09)] + [0xFFFF]
    starts = [0] + [at + 1 for at, unit in enumerate(kept) if unit == 0x0A]
    kept += [0] * 100
    seen: dict[int, int] = {}
    hashes = []
    for start in starts:
        value = 0
        for unit in kept[start : start + 100]:
            value = (value * 37 + unit) % 2**64
        seen[value] = seen.get(value, 0) + 1
        hashes.append(f"{value:x}:{seen[value]}")
    return hashes


def hashes(text: str) -> list[str | None]:
    lines = text.split("\n")
    known = LineHashes(lines)
    return [known.at(number) for number in range(1, len(lines) + 1)]


def test_an_empty_file_has_githubs_own_value() -> None:
    # The value that github/codeql-action's test expects of an empty file (read 2026-11-23).
    assert hashes("") == ["c129715d7a2bc9a3:1"]


@given(st.text(st.sampled_from('ab \t\n{}="é\U0001f600\uffff'), max_size=400))
def test_hashes_are_those_of_the_definition(text: str) -> None:
    assert hashes(text) == rolled(text)


def test_equal_lines_are_numbered() -> None:
    text = "resource {}\n" * 20
    known = hashes(text)
    assert [str(each).split(":")[1] for each in known[:3]] == ["1", "2", "3"]
    assert known == rolled(text)


def test_a_line_beyond_the_file_has_none() -> None:
    known = LineHashes(["a", "b"])
    assert known.at(0) is None
    assert known.at(3) is None
