"""A change as a patch that `git apply` and `patch -p1` take: bytes as they are, line ends included."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

_NO_END = b"\\ No newline at end of file\n"
_ESCAPES = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 34: '"', 92: "\\"}
_NOTHING = b"/dev/null"


def patch(path: str, before: bytes | None, after: bytes) -> bytes:
    """The unified diff of one file; `before` is None for a file that is new. `path` is from the top folder."""
    old, new = _quoted(f"a/{path}"), _quoted(f"b/{path}")
    mode = b"new file mode 100644\n" if before is None else b""
    head = b"diff --git " + old + b" " + new + b"\n" + mode
    lines = difflib.diff_bytes(
        difflib.unified_diff,
        _lines(before or b""),
        _lines(after),
        _NOTHING if before is None else _ended(old),
        _ended(new),
    )
    return head + b"".join(_whole(lines))


def _lines(data: bytes) -> list[bytes]:
    """Lines with their ends; LF alone ends a line, as for git."""
    return re.findall(rb"[^\n]*\n|[^\n]+", data)


def _whole(lines: Iterable[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield line
        if not line.endswith(b"\n"):
            yield b"\n" + _NO_END


def _ended(name: bytes) -> bytes:
    """A name with blanks in it is ended by a tab."""
    return name + b"\t" if b" " in name else name


def _quoted(path: str) -> bytes:
    """A path as git writes it: in quotes, with octal escapes, where it holds more than plain characters."""
    data = path.encode("utf-8", "surrogateescape")
    if all(32 <= each < 127 and each not in {34, 92} for each in data):  # noqa: PLR2004 - printable ASCII
        return data
    plain = (
        chr(each)
        if 32 <= each < 127 and each not in {34, 92}  # noqa: PLR2004
        else f"\\{_ESCAPES[each]}"
        if each in _ESCAPES
        else f"\\{each:03o}"
        for each in data
    )
    return f'"{"".join(plain)}"'.encode()
