"""Parses shell text; the only file that asks tree-sitter for anything but a node's parts."""

from __future__ import annotations

import functools
import threading
import time

import tree_sitter
import tree_sitter_bash
from tree_sitter import Node

__all__ = ["Node", "root_of"]

# A text costs the parser up to 1 µs a byte, or up to 100 where it is hostile (30,000 `<` in a row: measured on
# tree-sitter-bash 0.25.1, 2026-11-26). Short ones need no watch: it costs more than it could save.
_UNWATCHED = 500
_LEAST = 0.02
# The grammar's scanner asks C's tables for letters about any character, beyond whose ends it reads where that is no
# ASCII: a segmentation fault (same version, same day). So it is given a letter for each byte of such a character.
_ASCII = bytes(range(128)) + b"_" * 128
_A_BYTE = 4e-6


class _Parsers(threading.local):
    """A parser for each thread: two cannot share one."""

    def __init__(self) -> None:
        self.parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_bash.language()))


_PARSERS = functools.cache(_Parsers)


def root_of(data: bytes) -> Node | None:
    """The parser's tree of a text; None where it takes too long to make."""
    parser = _PARSERS().parser
    data = data.translate(_ASCII)
    if len(data) <= _UNWATCHED:
        return parser.parse(data).root_node
    end = time.thread_time() + _LEAST + len(data) * _A_BYTE
    try:
        tree = parser.parse(
            lambda at, _: data[at : at + 65_536],
            progress_callback=lambda *_: time.thread_time() > end,
        )
    except ValueError:  # stopped
        parser.reset()
        return None
    root: Node = tree.root_node
    return root
