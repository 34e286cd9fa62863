"""Functions on text, save for patterns and formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from drlint.model.values import Reference, Unknown
from drlint.readers.hcl.functions.graphemes import UNMEASURED, is_plain
from drlint.readers.hcl.functions.signature import TEXT, TEXTS, TOO_LONG, WHOLE, Function
from drlint.readers.hcl.seen import MAX_ELEMENTS, MAX_TEXT, Invalid, ListOf, Seen, gap
from drlint.readers.hcl.types import STRING

# What Go's unicode.IsSpace takes for blank (https://pkg.go.dev/unicode#IsSpace, 2026-11-25); Python strips a few more.
BLANK = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)


def _chomp(text: str) -> Seen:
    return text.rstrip("\r\n")


def _indent(spaces: int, text: str) -> Seen:
    if spaces < 0:
        return Invalid(f"{spaces} is no number of spaces")
    if "\n" not in text:
        return text
    if len(text) + text.count("\n") * spaces > MAX_TEXT:
        return TOO_LONG
    return text.replace("\n", "\n" + " " * spaces)


def _join(separator: str, *lists: tuple[Seen, ...]) -> Seen:
    """The text of all elements; of a single one that is a reference, the reference."""
    if not lists:
        return Invalid("it needs at least one list")
    texts = tuple([each for one in lists for each in one])
    if len(texts) == 1 and isinstance(texts[0], Reference):
        return texts[0]
    missing = gap(texts)
    if missing is not None:
        return missing
    if None in texts:
        return Invalid("a list holds null")
    if sum(map(len, texts)) + len(separator) * len(texts) > MAX_TEXT:
        return TOO_LONG
    return separator.join(texts)


def _split(separator: str, text: str) -> Seen:
    if (text.count(separator) if separator else len(text)) > MAX_ELEMENTS:
        return Unknown(f"the text splits into more than {MAX_ELEMENTS:,} parts")
    return ListOf(text.split(separator) if separator else text, STRING)


def _substr(text: str, offset: int, length: int) -> Seen:
    """A part of a text; a negative offset counts from the end, and a negative length means all that follows.

    So does a length of 0 where the offset is negative (console of Terraform 1.11, 2026-11-25).
    """
    if not is_plain(text):
        return UNMEASURED
    start = max(len(text) + offset, 0) if offset < 0 else offset
    return text[start:] if length < 0 or (length == 0 and offset < 0) else text[start : start + length]


def _strrev(text: str) -> Seen:
    return text[::-1] if is_plain(text) else UNMEASURED


def _mapped(change: Callable[[str], str]) -> Callable[[str], Seen]:
    """Changes each character by itself, as Go does: none becomes two, and a final sigma is no other one."""

    def of(text: str) -> Seen:
        return change(text) if text.isascii() else "".join([_single(change, each) for each in text])

    return of


def _single(change: Callable[[str], str], character: str) -> str:
    made = change(character)
    if len(made) == 1:
        return made
    if change is str.lower:
        return made[0]
    titled = character.title()
    return titled if len(titled) == 1 else character


def _title(text: str) -> Seen:
    """A capital after every separator; of characters beyond ASCII only blanks separate."""
    made: list[str] = []
    starts = True
    for each in text:
        made.append(_single(str.title, each) if starts else each)
        ascii_word = each.isalnum() or each == "_"
        starts = not ascii_word if each.isascii() else each in BLANK
    return "".join(made)


def _trim(text: str, characters: str) -> Seen:
    return text.strip(characters) if characters else text


FUNCTIONS: Mapping[str, Function] = {
    "chomp": Function(_chomp, (TEXT,)),
    "endswith": Function(str.endswith, (TEXT, TEXT)),
    "indent": Function(_indent, (WHOLE, TEXT)),
    "join": Function(_join, (TEXT,), rest=TEXTS),
    "lower": Function(_mapped(str.lower), (TEXT,)),
    "split": Function(_split, (TEXT, TEXT)),
    "startswith": Function(str.startswith, (TEXT, TEXT)),
    "strcontains": Function(str.__contains__, (TEXT, TEXT)),
    "strrev": Function(_strrev, (TEXT,)),
    "substr": Function(_substr, (TEXT, WHOLE, WHOLE)),
    "title": Function(_title, (TEXT,)),
    "trim": Function(_trim, (TEXT, TEXT)),
    "trimprefix": Function(str.removeprefix, (TEXT, TEXT)),
    "trimspace": Function(lambda text: text.strip(BLANK), (TEXT,)),
    "trimsuffix": Function(str.removesuffix, (TEXT, TEXT)),
    "upper": Function(_mapped(str.upper), (TEXT,)),
}
