"""Looks through programs that only start another one: sudo, env, timeout, xargs and the like."""

from __future__ import annotations

import posixpath
import re
from typing import Final, NamedTuple

from drlint.model.procedure import Word

_MOST: Final = 8  # wrappers around wrappers


class _Wrapper(NamedTuple):
    """How a wrapper is called: which options take a word, how many words come before the program."""

    options: str = ""  # short ones, by letter
    long: tuple[str, ...] = ()
    before: int = 0
    assigns: bool = False
    adds: bool = False  # it adds words of its own at the end
    says: tuple[str, ...] = ()  # its first word has to be this, such as `exec` of aws-vault


_WRAPPERS: Final = {
    "sudo": _Wrapper("ugpCTrtDRhU", ("user", "group", "prompt", "chdir", "host", "role", "type"), assigns=True),
    "doas": _Wrapper("uC"),
    "env": _Wrapper("uC", ("unset", "chdir"), assigns=True),
    "nohup": _Wrapper(),
    "setsid": _Wrapper(),
    "time": _Wrapper("fo", ("format", "output")),
    "exec": _Wrapper("a"),
    "command": _Wrapper(),
    "builtin": _Wrapper(),
    "nice": _Wrapper("n", ("adjustment",)),
    "ionice": _Wrapper("cn", ("class", "classdata")),
    "stdbuf": _Wrapper("ioe", ("input", "output", "error")),
    "unbuffer": _Wrapper("p"),
    "caffeinate": _Wrapper("tw"),
    "chronic": _Wrapper(),
    "timeout": _Wrapper("ks", ("kill-after", "signal"), before=1),
    "gtimeout": _Wrapper("ks", ("kill-after", "signal"), before=1),
    "watch": _Wrapper("n", ("interval",)),
    "xargs": _Wrapper("nPILdasE", ("max-args", "max-procs", "delimiter", "arg-file", "max-chars"), adds=True),
    "aws-vault": _Wrapper("dn", ("duration", "region", "mfa-token", "backend"), before=1, says=("exec",)),
    "chamber": _Wrapper(before=1, says=("exec",)),
}
_ASSIGNS: Final = re.compile(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)


class Through(NamedTuple):
    """What is left when wrappers were looked through."""

    words: list[Word]
    environment: dict[str, str | None]


def program_of(word: Word) -> str:
    """A program's name without its folder; "" where it is not known."""
    text = word.text
    if text is None:
        return ""
    return posixpath.basename(text.replace("\\", "/")) or text if "/" in text or "\\" in text else text


def looked_through(words: list[Word]) -> Through:
    """The words from the program on that does the work."""
    environment: dict[str, str | None] = {}
    for _ in range(_MOST):
        name = program_of(words[0])
        wrapper = _WRAPPERS.get(name)
        if wrapper is None or (name == "command" and len(words) > 1 and words[1].text in {"-v", "-V"}):
            break
        at = _past_options(words, 1, wrapper)
        if wrapper.says:
            if at >= len(words) or words[at].text not in wrapper.says:
                break
            at = _past_options(words, at + 1, wrapper)
        assigned: dict[str, str | None] = {}
        while wrapper.assigns and at < len(words) and (found := _assignment(words[at])):
            assigned[found[0]] = found[1]
            at += 1
        at = _past_options(words, at + wrapper.before, wrapper)
        if at >= len(words):
            break
        environment |= assigned
        inner = words[at:]
        words = _with_more(inner, words[1:at]) if wrapper.adds else inner
    return Through(words, environment)


def _past_options(words: list[Word], at: int, wrapper: _Wrapper) -> int:
    while at < len(words):
        text = words[at].text
        if text is None or not text.startswith("-") or text == "-":
            return at
        at += 1
        if text == "--":
            return at
        if text.startswith("--"):
            at += text[2:] in wrapper.long
        elif text[-1] in wrapper.options and len(text) == 2:  # noqa: PLR2004 - a dash and a letter
            at += 1
    return at


def _assignment(word: Word) -> tuple[str, str | None] | None:
    found = _ASSIGNS.fullmatch(word.text if word.text is not None else word.raw)
    return None if found is None else (found[1], found[2] if word.text is not None else None)


def _with_more(words: list[Word], options: list[Word]) -> list[Word]:
    """The words of a command that xargs fills: in place of `{}` where it is told so, else at the end."""
    texts = [each.text or "" for each in options]
    mark = next((text[2:] or "{}" for text in texts if text.startswith("-I")), None)
    if "-I" in texts:
        mark = next(iter(texts[texts.index("-I") + 1 :]), "") or "{}"
    if mark is None:
        end = words[-1].location
        return [*words, Word(raw="", text=None, location=end, several=True)]
    return [
        Word(raw=each.raw, text=None, location=each.location) if mark in (each.text or "") else each for each in words
    ]
