"""GitHub's hash of a source line, so that an alert keeps its identity whoever uploads it.

The algorithm is that of github/codeql-action, src/fingerprints.ts (read 2026-11-23): the 100 characters from the start
of the line, blanks and tabs left out, line ends as LF, a mark (65535) at the end of the file, zeros after it; as a
polynomial in 37 modulo 2**64 over UTF-16 code units; ":n" for the n-th line with that hash. There it rolls over the
whole file; here each wanted line is computed by itself.
"""

from __future__ import annotations

from array import array
from operator import mul

_WINDOW = 100
_END_OF_FILE = "\uffff"
_POWERS = tuple(pow(37, _WINDOW - 1 - place, 1 << 64) for place in range(_WINDOW))
_BLANKS = str.maketrans("", "", " \t")
_LARGEST = (1 << 64) - 1


class LineHashes:
    """The hashes of one file's lines, computed when asked for."""

    def __init__(self, lines: list[str]) -> None:
        text = "\n".join(lines).translate(_BLANKS) + _END_OF_FILE
        units = text if max(text) <= _END_OF_FILE else _as_units(text)
        self._windows = _windows_of(units)
        self._turns = _turns_of(self._windows)
        self._lines = lines
        self._known: dict[int, str] = {}

    def at(self, line: int) -> str | None:
        """The hash of a line, counted from 1; None where the file has no such line."""
        if not 0 < line <= len(self._windows):
            return None
        known = self._known.get(line)
        if known is None:
            value = sum(map(mul, map(ord, self._windows[line - 1]), _POWERS)) & _LARGEST
            known = self._known[line] = f"{value:x}:{self._turns[line - 1]}"
        return known

    def width_of(self, line: int) -> int | None:
        """How many characters a line has, blanks included; None where the file has no such line."""
        return len(self._lines[line - 1]) if 0 < line <= len(self._lines) else None


def _windows_of(text: str) -> list[str]:
    """What each line's hash is made from; shorter than the window near the end, where only zeros would follow."""
    windows, start = [], 0
    while start >= 0:
        windows.append(text[start : start + _WINDOW])
        start = text.find("\n", start) + 1 or -1
    return windows


def _turns_of(windows: list[str]) -> list[int]:
    """For each window the how manieth of its kind it is."""
    seen: dict[str, int] = {}
    turns = []
    for window in windows:
        turn = seen[window] = seen.get(window, 0) + 1
        turns.append(turn)
    return turns


def _as_units(text: str) -> str:
    """The text with each character beyond the basic plane as its two UTF-16 code units."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    return "".join([chr(low | high << 8) for low, high in zip(encoded[::2], encoded[1::2], strict=True)])
