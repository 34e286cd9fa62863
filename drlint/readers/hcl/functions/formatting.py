"""`format` and `formatlist`, with the verbs that Terraform takes from C."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from msgspec import Struct, structs

from drlint.model.values import Reference, Unknown
from drlint.readers.hcl.conversion import UNSEEN, as_number, as_text, as_truth, shown
from drlint.readers.hcl.functions.figures import decimal_notation, exponent_notation, shortest_notation
from drlint.readers.hcl.functions.graphemes import UNMEASURED, is_plain
from drlint.readers.hcl.functions.json_text import quoted, written
from drlint.readers.hcl.functions.signature import ANYTHING, TEXT, TOO_LONG, Function
from drlint.readers.hcl.seen import MAX_ELEMENTS, MAX_TEXT, Invalid, ListOf, Seen, gap
from drlint.readers.hcl.types import STRING

_WIDEST = 10_000
_SPEC = re.compile(r"%(?:%|([-+ 0#]*)([0-9]{0,9})(\.[0-9]{0,9})?(?:\[([0-9]{1,9})\])?([A-Za-z]))")
_BASES = {"b": ("b", "0b"), "o": ("o", "0"), "x": ("x", "0x"), "X": ("X", "0X"), "d": ("d", "")}


class _Verb(Struct, frozen=True):
    """One `%…` of a format; `argument` counts from 0, and is -1 in `%%`."""

    letter: str
    argument: int = -1
    flags: str = ""
    width: int = 0
    precision: int | None = None


def _format(pattern: str, *values: Seen) -> Seen:
    verbs = _verbs(pattern, len(values))
    return verbs if isinstance(verbs, Unknown) else _filled(pattern, verbs, values)


def _formatlist(pattern: str, *values: Seen) -> Seen:
    """One text for each element of the lists, which are equally long; anything else is the same in all of them."""
    verbs = _verbs(pattern, len(values))
    if isinstance(verbs, Unknown):
        return verbs
    missing = next((each for each in values if isinstance(each, UNSEEN)), None)
    if missing is not None or any(each is None for each in values):
        return Unknown("an argument is null") if missing is None else gap(*values)
    lengths = {len(each) for each in values if isinstance(each, tuple)}
    if len(lengths) > 1:
        return Invalid(f"the lists are of different lengths: {', '.join(map(str, sorted(lengths)))}")
    made: list[Seen] = []
    room = MAX_TEXT
    for position in range(lengths.pop() if lengths else 1):
        row = [each[position] if isinstance(each, tuple) else each for each in values]
        if any(each is None for each in row):
            return Invalid("a list holds null")
        text = _filled(pattern, verbs, row)
        if isinstance(text, Invalid) or text is TOO_LONG:
            return text
        room -= len(text) if isinstance(text, str) else 0
        if room < 0:
            return TOO_LONG
        made.append(text)
    return ListOf(made, STRING)


def _verbs(pattern: str, given: int) -> list[_Verb] | Unknown:
    """The verbs of a format; Invalid where they do not use the arguments, each at least once."""
    verbs: list[_Verb] = []
    following = most = position = 0
    while (position := pattern.find("%", position)) >= 0:
        found = _SPEC.match(pattern, position)
        if found is None:
            return Invalid(f"the format cannot be read from {shown(pattern[position:])}")
        position = found.end()
        flags, width, precision, argument, letter = found.groups()
        if letter is None:
            verbs.append(_Verb("%"))
            continue
        at = int(argument) - 1 if argument else following
        following = at + 1
        most = max(most, following)
        if not 0 <= at < given:
            return Invalid(f"the format asks for argument {following} of {given}")
        if letter not in _WRITERS:
            return Invalid(f"%{letter} is no verb of a format")
        if len(verbs) > MAX_ELEMENTS:
            return TOO_LONG
        exact = None if precision is None else int(precision[1:] or 0)
        verbs.append(_Verb(letter, at, flags, int(width or 0), exact))
    return verbs if most == given else Invalid(f"the format uses {most} of {given} arguments")


def _filled(pattern: str, verbs: list[_Verb], values: tuple[Seen, ...] | list[Seen]) -> Seen:
    if pattern in {"%s", "%v"} and isinstance(values[0], Reference):
        return values[0]
    missing = gap(*values)
    if missing is not None:
        return missing
    if None in values:
        return Unknown("an argument is null")
    made: list[str] = []
    position = size = 0
    for verb, found in zip(verbs, _SPEC.finditer(pattern), strict=True):
        text = "%" if verb.argument < 0 else _written(verb, values[verb.argument])
        if isinstance(text, Unknown):
            return text
        made += [pattern[position : found.start()], text]
        size += len(made[-2]) + len(text)
        if size > MAX_TEXT:
            return TOO_LONG
        position = found.end()
    return "".join([*made, pattern[position:]])


def _written(verb: _Verb, value: Seen) -> str | Unknown:
    if verb.width > _WIDEST or (verb.precision or 0) > _WIDEST:
        return Unknown(f"a text padded to more than {_WIDEST:,} characters is not made")
    return _WRITERS[verb.letter](verb, value)


def _number(verb: _Verb, value: Seen) -> str | Unknown:
    """%d, %b, %o and %x write whole numbers."""
    number = as_number(value)
    if isinstance(number, Unknown):
        return number
    if not isinstance(number, int):
        return Invalid(f"%{verb.letter} writes whole numbers, not {number}")
    style, prefix = _BASES[verb.letter]
    if number == 0 and verb.precision == 0:
        return ""  # C has it so
    figures = format(abs(number), style)
    if verb.precision is not None:
        figures = figures.rjust(verb.precision, "0")
    return _signed(verb, number < 0, prefix if "#" in verb.flags else "", figures)


def _fraction(verb: _Verb, value: Seen) -> str | Unknown:
    """%e, %f and %g write any number."""
    number = as_number(value)
    if isinstance(number, Unknown):
        return number
    style = verb.letter.lower()
    if style == "f":
        made = decimal_notation(abs(number), 6 if verb.precision is None else verb.precision)
    elif style == "g" and verb.precision is None:
        made = shortest_notation(abs(number))
    else:
        made = exponent_notation(abs(number), 6 if verb.precision is None else verb.precision, style)
    if isinstance(made, Unknown):
        return made
    return _signed(verb, number < 0, "", made.upper() if verb.letter.isupper() else made)


def _signed(verb: _Verb, negative: bool, prefix: str, figures: str) -> str:  # noqa: FBT001 - the sign of the figures
    sign = "-" if negative else "+" if "+" in verb.flags else " " if " " in verb.flags else ""
    whole_only = verb.letter in _BASES and verb.precision is not None
    if "0" in verb.flags and "-" not in verb.flags and not whole_only:
        figures = figures.rjust(verb.width - len(sign) - len(prefix), "0")
    made = sign + prefix + figures
    return made.ljust(verb.width) if "-" in verb.flags else made.rjust(verb.width)


def _text(verb: _Verb, value: Seen) -> str | Unknown:
    """%s writes a text, %q one as JSON does."""
    made = as_text(value)
    if isinstance(made, Unknown):
        return made
    text = str(made)
    if verb.precision:
        if not is_plain(text):
            return UNMEASURED
        text = text[: verb.precision]
    return _padded(verb, quoted(text) if verb.letter == "q" else text)


def _truth(_: _Verb, value: Seen) -> str | Unknown:
    truth = as_truth(value)
    return truth if isinstance(truth, Unknown) else "true" if truth else "false"


def _default(verb: _Verb, value: Seen) -> str | Unknown:
    """%v writes anything: texts as they are, the rest as JSON; %#v writes all of it as JSON."""
    if "#" not in verb.flags and isinstance(value, str):
        return _text(verb, value)
    if "#" not in verb.flags and isinstance(value, int | float) and not isinstance(value, bool):
        made = shortest_notation(abs(value))
        unsigned = structs.replace(verb, flags=verb.flags.replace("+", "").replace(" ", ""))  # %+v has no sign
        return made if isinstance(made, Unknown) else _signed(unsigned, value < 0, "", made)
    written_value = written(value)
    return written_value if isinstance(written_value, Unknown) else _padded(verb, written_value)


def _padded(verb: _Verb, text: str) -> str | Unknown:
    if not verb.width:
        return text
    if not is_plain(text):
        return UNMEASURED
    if "-" in verb.flags:
        return text.ljust(verb.width)
    return text.rjust(verb.width, "0" if "0" in verb.flags else " ")


_WRITERS: Mapping[str, Callable[[_Verb, Seen], str | Unknown]] = {
    **dict.fromkeys("bdoxX", _number),
    **dict.fromkeys("eEfgG", _fraction),
    "q": _text,
    "s": _text,
    "t": _truth,
    "v": _default,
}

FUNCTIONS: Mapping[str, Function] = {
    "format": Function(_format, (TEXT,), rest=ANYTHING),
    "formatlist": Function(_formatlist, (TEXT,), rest=ANYTHING),
}
