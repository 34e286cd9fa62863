"""Text from outside made harmless, one function per place it can end up in.

Names, tags, instance keys and file names are written by strangers. What is escaped and why: the limits of GitHub's
renderer (mentions, references and bare addresses are found in the rendered text, where a backslash is long gone, so
they are broken with a zero-width space), the log commands of GitHub Actions and Azure Pipelines, and what a spreadsheet
takes for a formula.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

LONGEST = 2000
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_GAP = "\N{ZERO WIDTH SPACE}"

# GitHub's runner obeys "##[" anywhere in a line and "::" after leading blanks (actions/runner ActionCommand.cs, read
# 2026-11-23); Azure Pipelines obeys "##vso[" likewise.
_COMMAND_ANYWHERE = re.compile(r"##(?=\[|vso\[)", re.IGNORECASE)
_MARKER = re.compile(r"drlint:(?=comment:)", re.IGNORECASE)  # by which our own comment is found again
_COMMAND_FIRST = re.compile(r"(?<!\S)::")


def clean(text: str) -> str:
    """One line without control, bidirectional or zero-width characters; lone surrogates shown as U+FFFD."""
    if len(text) > LONGEST:
        digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
        text = f"{text[:LONGEST]}… ({len(text) - LONGEST} more characters, SHA-256 {digest})"
    if not text.isprintable():
        text = "".join([character if character.isprintable() else _instead(character) for character in text])
    if "##" in text:
        text = _COMMAND_ANYWHERE.sub("# #", text)
    if ":" in text:
        text = _MARKER.sub(r"\g<0> ", text)
    return text


def _instead(character: str) -> str:
    if character.isspace():
        return " "
    return _REPLACEMENT if "\ud800" <= character <= "\udfff" else ""


def terminal(text: str) -> str:
    """Text for a terminal or a build log: no escape sequence, no carriage return, no log command."""
    text = clean(text)
    return _COMMAND_FIRST.sub(": :", text) if "::" in text else text


_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_DATA = str.maketrans(_DATA)
_IN_PROPERTY = str.maketrans({**_DATA, ":": "%3A", ",": "%2C"})


def command_data(text: str) -> str:
    """The message of a workflow command of GitHub Actions, escaped as actions/toolkit does (packages/core)."""
    return clean(text).translate(_IN_DATA)


def command_property(text: str) -> str:
    """A property (`file`, `title`) of a workflow command: it ends neither itself nor the command's head."""
    return clean(text).translate(_IN_PROPERTY)


_IN_XML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"})


def xml(text: str) -> str:
    """Text of an XML element, also at the start of its line, or of a quoted attribute."""
    return terminal(text).translate(_IN_XML)


# What a spreadsheet begins a formula with, also as full-width characters, which some take for the same.
_FORMULA = tuple("=+-@\t\r＝＋－＠")


def cell(text: str) -> str:
    """Text in a cell of a spreadsheet: never a formula."""
    text = clean(text).strip()
    return f"'{text}" if text.startswith(_FORMULA) else text


# One set of characters, so that the search for the first is a plain scan; the rest is looked for only where it can be.
_MARKDOWN = re.compile(r"[\\`*\[\]<>&|~$#@]")
_MARKDOWN_AS = {
    "<": "&lt;",
    ">": "&gt;",
    "&": "&amp;",
    "|": "&#124;",  # a backslash before a pipe can itself be escaped; an entity cannot
    "#": f"\\#{_GAP}",
    "@": f"@{_GAP}",
}
_UNDERSCORE = re.compile(r"_(?:(?![0-9A-Za-z])|(?<![0-9A-Za-z]_))")  # inside a word it opens no emphasis
_REFERENCE = re.compile(r"(?<=\bgh)-(?=\d)|(?<=www)\.|(?<=!)(?=\d)", re.IGNORECASE)
_OPENS_A_BLOCK = re.compile(r"[-+=]|\d+(?=[.)])")


def markdown(text: str) -> str:
    """Text in a Markdown paragraph, list item, heading or table cell: shown as it is, opening nothing."""
    text = clean(text).strip()
    opening = _OPENS_A_BLOCK.match(text)
    escaped = _MARKDOWN.sub(_markdown_as, text)
    if "_" in escaped:
        escaped = _UNDERSCORE.sub(r"\\_", escaped)
    if "://" in escaped:
        escaped = escaped.replace("://", f":{_GAP}//")
    lower = escaped.lower()
    if "www." in lower or "gh-" in lower or "!" in lower:
        escaped = _REFERENCE.sub(_GAP + r"\g<0>", escaped)
    if opening is None:
        return escaped
    at = opening.end() if opening[0].isdigit() else 0
    return f"{escaped[:at]}\\{escaped[at:]}"


def _markdown_as(match: re.Match[str]) -> str:
    found = match[0]
    return _MARKDOWN_AS.get(found) or f"\\{found}"


_NO_WORD = re.compile(r"[^A-Za-z0-9._/-]|-(?=-)|-$")


def comment_word(text: str) -> str:
    """A name inside an HTML comment: different names stay different, and none ends the comment or begins another."""
    return _NO_WORD.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace")), text)


# Mermaid looks for directives ("%%{"), entities and style statements in the whole text, before it knows of quotes.
_NOT_IN_MERMAID = re.compile(r"[^A-Za-z0-9 _.,/-]")
_LABEL = 80


def mermaid(text: str) -> str:
    """A label of a Mermaid diagram, to be written between double quotes: letters, digits and entities."""
    text = clean(text).strip()
    text = text if len(text) <= _LABEL else f"{text[:_LABEL]}…"
    return _NOT_IN_MERMAID.sub(lambda found: f"#{ord(found[0])};", text) or "unnamed"


_BACKTICKS = re.compile("`+")


def code(text: str) -> str:
    """Text in a Markdown code span, its fence longer than any run of backticks inside."""
    text = clean(text).strip()
    if "`" not in text:
        return f"`{text or ' '}`"
    fence = "`" * (1 + max(map(len, _BACKTICKS.findall(text))))
    return f"{fence} {text} {fence}"


def fenced(lines: Sequence[str], indent: str = "") -> str:
    """Lines of HCL as a fenced block of Markdown, its fence longer than any run of backticks inside."""
    longest = max((len(run) for line in lines for run in _BACKTICKS.findall(line)), default=0)
    fence = "`" * max(3, longest + 1)
    shown = (f"{indent}{terminal(line)}".rstrip() for line in lines)
    return "\n".join((f"{indent}{fence}hcl", *shown, f"{indent}{fence}"))


def cell_code(text: str) -> str:
    """Text in a code span of a table cell; with a pipe, which parsers disagree about there, plain text instead."""
    return markdown(text) if "|" in text else code(text)


_SPAN = re.compile("(?<!`)`([^`]+)`(?!`)")


def prose(text: str) -> str:
    """A sentence whose author may mark `code`: spans stay code spans, the rest is escaped."""
    if "`" not in text:
        return markdown(text)
    parts = _SPAN.split(clean(text))
    last = len(parts) - 1
    written = [code(part) if index % 2 else _between(part, index, last) for index, part in enumerate(parts)]
    return "".join(written).strip()


def _between(part: str, index: int, last: int) -> str:
    """Escaped text between two code spans, with the blanks that part it from them."""
    if not part or part.isspace():
        return part and " "
    before = " " if index and part[0] == " " else ""
    after = " " if index < last and part[-1] == " " else ""
    return f"{before}{markdown(part)}{after}"


_HTML = re.compile(r"[&<>\"'`*_\[\]|\\~$]|[#@](?=\w)|://|[Ww]{3}\.")


def html(text: str) -> str:
    """Text inside an HTML element or a quoted attribute, also where Markdown surrounds it."""
    return _HTML.sub(_html_as, clean(text))


def _html_as(match: re.Match[str]) -> str:
    found = match[0]
    if found in "#@":
        return f"&#{ord(found)};&#8203;"
    return f"{found[:-1]}&#8203;{found[-1]}" if len(found) > 1 else f"&#{ord(found)};"


_PLAIN_PATH = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*")
_UNRESERVED = {byte: chr(byte) for byte in b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"}


def relative_uri(path: str) -> str:
    """A file as a relative URI reference, percent-encoded; of an absolute path only the file's name."""
    if _PLAIN_PATH.fullmatch(path):
        return path
    if path.startswith("/") or re.match(r"[A-Za-z]:[\\/]", path):
        path = re.split(r"[\\/]", path)[-1]  # where it lies on somebody's machine is nobody's business
    parts = [part for part in path.encode("utf-8", "replace").decode().split("/") if part not in {"", ".", ".."}]
    return "/".join(map(_percent_encoded, parts)) or "unnamed"


def _percent_encoded(text: str) -> str:
    plain = _PLAIN_PATH.fullmatch(text)
    return text if plain else "".join([_UNRESERVED.get(byte) or f"%{byte:02X}" for byte in text.encode()])


_UNSAFE_IN_JSON = (
    re.compile(rb"\xc2[\x80-\x9f]"),  # C1 controls
    re.compile(rb"\xe2\x80[\x8b-\x8f\xa8-\xae]"),  # zero-width, line separators, bidirectional
    re.compile(rb"\xe2\x81[\xa0-\xaf]"),
    re.compile(rb"\xef\xbb\xbf"),
)


def json_bytes(encoded: bytes) -> bytes:
    """Encoded JSON that may be shown in a terminal or a build log: the same values, odd characters as escapes."""
    if b"##" in encoded:
        encoded = re.sub(rb"##(?=\[|vso\[)", rb"#\\u0023", encoded, flags=re.IGNORECASE)
    if b"\x7f" in encoded:
        encoded = encoded.replace(b"\x7f", b"\\u007f")
    if not encoded.isascii():
        for pattern in _UNSAFE_IN_JSON:
            encoded = pattern.sub(_as_escape, encoded)
    return encoded


def _as_escape(match: re.Match[bytes]) -> bytes:
    return b"\\u%04x" % ord(match[0].decode())


def well_formed(value: object) -> object:
    """A tree of lists, dicts and scalars with lone surrogates replaced, which no JSON encoder takes."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {well_formed(key): well_formed(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [well_formed(each) for each in value]
    return value
