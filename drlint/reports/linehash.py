"""GitHub's hash of a source line, so that an alert keeps its identity whoever uploads it.

The algorithm is that of github/codeql-action, src/fingerprints.ts (read 2026-11-23): the 100 characters from the start
of the line, blanks and tabs left out, line ends as LF, a mark (65535) at the end of the file, zeros after it; as a
polynomial in 37 modulo 2**64 over UTF-16 code units; ":n" for the n-th line with that hash. There it rolls over the
whole file; here each wanted line is computed by itself.
"""

from __future__ import annotations

import struct

_WINDOW = 100
_END_OF_FILE = "\uffff"
_BASE = 37
_LARGEST = (1 << 64) - 1

# The window as one large integer, a UTF-16 unit in each 16 bits, is 13 groups of eight units (the first four are zero).
_GROUPS = 13
_LOW_16_OF_32 = int.from_bytes(b"\0\0\xff\xff" * (_GROUPS * 4))
_LOW_32_OF_64 = int.from_bytes(b"\0\0\0\0\xff\xff\xff\xff" * (_GROUPS * 2))
_LOW_64_OF_128 = int.from_bytes((b"\0" * 8 + b"\xff" * 8) * _GROUPS)
_LOW_QUARTERS = struct.Struct(">" + "8xQ" * _GROUPS)


class LineHashes:
    """The hashes of one file's lines, computed when asked for."""

    def __init__(self, lines: list[str]) -> None:
        text = "\n".join(lines).replace(" ", "").replace("\t", "")
        units = text if text.isascii() else _as_units(text)
        self._windows = _windows_of(units + _END_OF_FILE)
        self._turns = _turns_of(self._windows)
        self._known: dict[int, str] = {}

    def at(self, line: int) -> str | None:
        """The hash of a line, counted from 1; None where the file has no such line."""
        if not 0 < line <= len(self._windows):
            return None
        known = self._known.get(line)
        if known is None:
            known = self._known[line] = f"{_polynomial(self._windows[line - 1]):x}:{self._turns[line - 1]}"
        return known


def _polynomial(window: str) -> int:
    """The sum of unit times 37**(99 - place) modulo 2**64; pairs, fours and eights of units are added up at once."""
    lanes = int.from_bytes(window.ljust(_WINDOW, "\0").encode("utf-16-be", "surrogatepass"))
    lanes = (lanes >> 16 & _LOW_16_OF_32) * _BASE + (lanes & _LOW_16_OF_32)
    lanes = (lanes >> 32 & _LOW_32_OF_64) * _BASE**2 + (lanes & _LOW_32_OF_64)
    lanes = (lanes >> 64 & _LOW_64_OF_128) * _BASE**4 + (lanes & _LOW_64_OF_128)
    value = 0
    for eight in _LOW_QUARTERS.unpack(lanes.to_bytes(_LOW_QUARTERS.size)):
        value = (value * _BASE**8 + eight) & _LARGEST
    return value


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
