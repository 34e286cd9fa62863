"""What the text between quotes or heredoc markers says once escapes, indentation and strip markers are resolved."""

from __future__ import annotations

import re

INTERPOLATION = "\0"  # stands for an interpolation while text is reshaped; the reader lets no NUL through

MAX_DIGITS = 300

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]{1,2})?")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)|\$\$\{|%%\{", re.DOTALL)
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
# Marks, and words of the language: anything else of a text may be part of a secret.
_TOLD = re.compile(
    r"[^\w\s\"']{1,20}|(?:resource|data|module|variable|locals|output|provider|terraform|moved|import|removed|check"
    r"|dynamic|content|lifecycle|for|in|if|else|endif|endfor|true|false|null|NaN|Infinity|undefined|None|True|False)\b"
)
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


def number_in(text: str) -> int | float | None:
    """The number that a text writes; None where it is none, or longer than any that people write."""
    if len(text) > MAX_DIGITS or not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    return int(text) if text.lstrip("-").isdigit() else int(number) if number.is_integer() else number


def trouble_near(text: str) -> str:
    """That a text cannot be read on, with its first word where that tells nothing of what the author wrote."""
    found = _TOLD.match(text.lstrip())
    return "syntax error" if found is None else f"syntax error near {found[0]!r}"


def unquoted(text: str) -> str:
    """Quoted text with its escapes resolved; an escape that Terraform does not know stays as written."""
    if "\\" not in text and "{" not in text:
        return text
    return _ESCAPE.sub(_meaning, text)


def unescaped(text: str) -> str:
    """Heredoc text, in which only `$${` and `%%{` are escapes."""
    return text.replace("$${", "${").replace("%%{", "%{")


def flushed(text: str) -> str:
    """Heredoc text (`<<-`) without the indentation that all its lines share; blank lines do not count."""
    lines = text.split("\n")
    margins = [len(line) - len(line.lstrip(" \t")) for line in lines if line.strip()]
    margin = min(margins, default=0)
    return "\n".join(line[margin:] if line.strip() else line for line in lines)


def stripped(pieces: list[str], markers: list[tuple[bool, bool]], *, by_line: bool) -> list[str]:
    """Pieces around interpolations, without the blank space that `${~` and `~}` take away.

    `by_line`: in a heredoc they reach to the next line end and no further, which they take away only before it.
    """
    kept = list(pieces)
    for position, (before, after) in enumerate(markers):
        if before:
            *whole, last = _lines(kept[position]) if by_line else [kept[position]]
            kept[position] = "".join(whole) + last.rstrip()
        if after:
            first, *whole = _lines(kept[position + 1]) if by_line else [kept[position + 1]]
            kept[position + 1] = first.lstrip() + "".join(whole)
    return kept


def _lines(text: str) -> list[str]:
    """The lines of a text with their ends, at least one."""
    return _LINE.findall(text) or [""]


def _meaning(found: re.Match[str]) -> str:
    whole, escape = found.group(0), found.group(1)
    if escape is None:
        return whole[1:]
    if escape in _SIMPLE:
        return _SIMPLE[escape]
    if len(escape) > 1:
        return int(escape[1:], 16).to_bytes(4, "big").decode("utf-32-be", "replace")
    return whole
