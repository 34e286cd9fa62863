"""Says what a shell would not take: quotes, brackets and blocks that never end, operators with nothing beside them.

The parser's grammar also stumbles over text that bash takes. Only what is found here, too, is told.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_OPENS: Final = {"if": "fi", "case": "esac", "do": "done", "{": "}"}
_NEEDS: Final = {"then": ("fi",), "elif": ("fi",), "else": ("fi",)}
_NAMES: Final = {"fi": "an if", "esac": "a case", "done": "a do", "}": "a {", ")": "a (", "()": "a ("}
_TOKEN: Final = re.compile(
    r"(?P<blank>[ \t]+|\\\n)|(?P<line>\n)|(?P<comment>(?<![^\s;&|()])#[^\n]*)"
    r"|(?P<heredoc><<-?[ \t]*(?P<quote>['\"]?)(?P<mark>[\w.-]+)(?P=quote))"
    r"|(?P<operator>&&|\|\||;;&|;;|;&|\|&|&>>|&>|<<<|>&|<&|>>|>\||[<>]\(|[;|&()<>])"
    r"|(?P<word>(?:\$?'|\$?\"|\$\(\(|\$\(|\$\{|`|\\.|\$|[^\s;|&()<>'\"`$\\])|.)",
    re.DOTALL,
)
_WORD: Final = re.compile(r"[^\s;|&()<>'\"`$\\]+")
_PROSE: Final = re.compile(r"\s*(?:(?:[-*•]|\d{1,2}[.)]) )?[A-Z][a-z]+[,:']?(?:\s|$|[a-z])")
_APOSTROPHE: Final = re.compile(r"[^'\"$=/|]*[a-z]'[a-z][^'\"$=/|]*")
_QUOTES: Final = {"'": "a quote '", '"': 'a quote "', ")": "a $(", "}": "a ${", "`": "a backtick"}
_MOST: Final = 64  # levels


class Trouble(NamedTuple):
    """Something that a shell refuses, and where in the text (characters) it begins."""

    at: int
    reason: str


def is_prose(line: str) -> bool:
    """Whether a line is a sentence for people.

    It begins with a capitalised word ("1) Call the DBA"), or its one quote is an apostrophe and it has neither options,
    paths nor variables ("wait until it's done").
    """
    if _PROSE.match(line) is not None:
        return True
    return _APOSTROPHE.fullmatch(line) is not None and " -" not in line


class _Scan:
    """One look over a text, from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.open: list[tuple[str, int]] = []  # what would close it, where it was opened
        self.starts = True  # a command may begin here
        self.waits: tuple[str, int] | None = None  # an operator that needs a command after it
        self.marks: list[str] = []
        self.may_end = False  # after `!` or `time` nothing need follow

    def trouble(self) -> Trouble | None:
        text = self.text
        while self.at < len(text):
            found = _TOKEN.match(text, self.at)
            if found is None:
                return None
            self.at = found.end()
            trouble = self._token(found)
            if trouble is not None:
                return trouble
            if len(self.open) > _MOST:
                return None
        if self.waits is not None:
            return Trouble(self.waits[1], f"nothing follows the {self.waits[0]}")
        if self.open:
            closes, at = self.open[-1]
            return Trouble(at, f"{_NAMES.get(closes, closes)} is never closed")
        return None

    def _token(self, found: re.Match[str]) -> Trouble | None:
        kind = found.lastgroup
        if kind in {"blank", "comment"}:
            return None
        if kind == "line":
            self._skip_heredocs()
            self.starts = self.starts or self.waits is None
            return None
        if found["heredoc"] is not None:
            self.marks.append(found["mark"])
            self.starts, self.waits = False, None
            return None
        if kind == "operator":
            return self._operator(found[0], found.start())
        self.at = found.start()
        return self._word()

    def _skip_heredocs(self) -> None:
        """What stands in a heredoc is text; one without an end goes to the end of all, which bash takes."""
        for mark in self.marks:
            ended = re.compile(rf"^\t*{re.escape(mark)}$", re.MULTILINE).search(self.text, self.at)
            self.at = len(self.text) if ended is None else ended.end()
        self.marks.clear()

    def _operator(self, said: str, at: int) -> Trouble | None:
        if said == "(" and self.starts and self.text.startswith("((", at):
            self.at = at
            self._skip_test()
            return None
        if said in {"(", "<(", ">("}:
            self.open.append((")" if self.starts or said != "(" else "()", at))
            self.starts, self.waits = True, None
            return None
        if said == ")":
            return self._close(")", at)
        if said in {"&&", "||", "|", "|&", ";", "&"}:
            is_alone = self.starts and not self.may_end and not self._in_case()
            if self.waits is not None or is_alone:
                return Trouble(at, f"nothing stands before the {said}")
            self.starts, self.may_end = True, False
            self.waits = (said, at) if said in {"&&", "||", "|", "|&"} else None
            return None
        self.starts = said in {";;", ";&", ";;&"}
        if not self.starts:
            self.waits = None
        return None

    def _in_case(self) -> bool:
        return any(closes == "esac" for closes, _ in self.open)

    def _close(self, said: str, at: int) -> Trouble | None:
        if said == ")" and self.open and self.open[-1][0] == "esac":  # a pattern of a case
            self.starts = True
            return None
        if self.waits is not None:
            return Trouble(self.waits[1], f"nothing follows the {self.waits[0]}")
        if not self.open or self.open[-1][0] not in {said, f"({said}"}:
            return Trouble(at, f"{said} closes nothing")
        closes, _ = self.open.pop()
        self.starts = closes == "()"  # the body of a function may begin
        return None

    def _skip_test(self) -> None:
        """`[[ … ]]` and `((…))` have operators of their own; one that never ends says nothing of what follows."""
        closes = "]]" if self.text[self.at] == "[" else "))"
        self.at = _past(self.text, closes, self.at)
        self.starts, self.waits, self.may_end = False, None, False
        if not self.text.endswith(closes, 0, self.at):
            self.open.clear()

    def _word(self) -> Trouble | None:
        """A word with its quotes; a keyword where a command may begin."""
        start = self.at
        if self.starts and self.text.startswith(("[[", "(("), start):
            self._skip_test()
            return None
        plain = _WORD.match(self.text, start)
        ended = end_of_word(self.text, start)
        if isinstance(ended, Trouble):
            return ended
        self.at = max(ended, start + 1)
        word = self.text[start : self.at]
        may = self.starts
        self.starts, self.waits, self.may_end = False, None, False
        if not may or plain is None or plain.end() != self.at:
            return None
        if word in _OPENS:
            self.open.append((_OPENS[word], start))
            self.starts = word != "case"
        elif word in {"fi", "done", "esac", "}"}:
            return self._close(word, start)
        elif word in {"then", "else", "elif", "while", "until", "!", "time"}:
            if word in _NEEDS and not any(closes == "fi" for closes, _ in self.open):
                return Trouble(start, f"{word} stands in no if")
            self.starts, self.may_end = True, word in {"!", "time"}
        elif word in {"for", "select"}:
            line = re.compile(r"\s+\w+\s*(?:in\b[^;\n]*)?[;\n]?").match(self.text, self.at)
            self.at = line.end() if line is not None else self.at
            self.starts = True
        return None


def _past(text: str, closes: str, at: int) -> int:
    """Behind what closes something, the end of the text where nothing does."""
    found = text.find(closes, at)
    return len(text) if found < 0 else found + len(closes)


def end_of_word(text: str, at: int) -> int | Trouble:
    """Where a word ends, with its quotes and substitutions."""
    opened: list[tuple[str, int]] = []
    while at < len(text):
        inner = opened[-1][0] if opened else ""
        if inner == "'":
            end = text.find("'", at)
            if end < 0:
                break
            opened.pop()
            at = end + 1
            continue
        if not opened and text[at] in " \t\n;|&()<>":
            return at
        at = _step(text, at, inner, opened)
        if len(opened) > _MOST:
            return len(text)
    if not opened:
        return min(at, len(text))
    closes, start = opened[-1] if opened[-1][0] != "'" or len(opened) == 1 else opened[0]
    return Trouble(start, f"{_QUOTES[closes]} is never closed")


def _step(text: str, at: int, inner: str, opened: list[tuple[str, int]]) -> int:
    """One step on in a word; `inner` is what would close the innermost part that is open."""
    each = text[at]
    if each == "\\":
        return at + 2
    if inner == each and each in {'"', ")", "}", "`"}:
        opened.pop()
    elif inner == "`":  # what stands in backticks is looked at when it runs
        return at + 1
    elif each in {'"', "`"} or (each == "'" and inner != '"'):
        opened.append((each, at))
    elif text.startswith("$((", at):
        return _past(text, "))", at)
    elif text.startswith(("$(", "${"), at):
        opened.append((")" if text[at + 1] == "(" else "}", at))
        return at + 2
    elif each == "(" and inner == ")":
        opened.append((")", at))
    return at + 1


def trouble_in(text: str) -> Trouble | None:
    """The first thing that a shell would not take; None where there is none, or none that is certain."""
    return _Scan(text).trouble()
