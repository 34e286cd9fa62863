"""Which words of a command are flags, which are their values, as the AWS CLI's own parser takes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from drlint.model.procedure import Fault, Problem, Word
from drlint.model.resource import Location
from drlint.readers.awscli.model import Arity, Extra, Flag
from drlint.readers.awscli.names import listed, shown, suggestion

MANY: Final = 20  # problems of one command: more of them say nothing new
_NEGATIVE: Final = re.compile(r"-\d+|-\d*\.\d+")
_LONG_DASHES: Final = "\u2012\u2013\u2014\u2015\u2212"  # what word processors make of two hyphens
_NAMED: Final = re.compile(r"(--?[A-Za-z][A-Za-z0-9-]*)=", re.ASCII)
_SHORTEST: Final = len("--x")


def flag_name(word: Word) -> str | None:
    """The flag that a word is, `--` and its name, without a value behind `=`; "" for one that a variable names.

    None where the word is a value. A negative number is one, as is what begins with a dash and has a space.
    """
    text = word.text
    if text is None:
        if not word.raw.startswith("-"):
            return None
        named = _NAMED.match(word.raw)
        return named[1] if named else ""
    if len(text) < 2 or text[0] != "-":  # noqa: PLR2004 - a dash alone is a value: standard input
        return None
    if text[1] in "0123456789." and _NEGATIVE.fullmatch(text):
        return None
    name = text.partition("=")[0]
    return None if " " in name else name


class Parsed:
    """What the words of a command are; problems are collected on the way."""

    def __init__(self, command: str, location: Location) -> None:
        self.command = command
        self.location = location
        self.parameters: dict[str, tuple[Word, ...]] = {}
        self.options: dict[str, tuple[Word, ...]] = {}
        self.problems: list[Problem] = []
        self.places: dict[str, Location] = {}
        self.meant: set[str] = set()  # flags that a mistyped one may stand for
        self.open = False  # words that are not known before it runs may be any flags

    def report(self, fault: Fault, message: str, location: Location | None = None) -> None:
        if len(self.problems) < MANY:
            self.problems.append(Problem(fault=fault, message=message, location=location or self.location))

    def without_options(self, words: Sequence[Word], options: Mapping[str, Flag]) -> list[Word]:
        """The words that are left when the CLI's own options are taken out, wherever they stand."""
        left: list[Word] = []
        position = 0
        while position < len(words):
            word = words[position]
            name = flag_name(word)
            flag = options.get(name[2:]) if name and name.startswith("--") else None
            if word.text == "--":
                left += words[position:]
                break
            position += 1
            if flag is None:
                left.append(word)
            else:
                position += self._take(self.options, flag, word, words[position:])
        return left

    def take(
        self, words: Sequence[Word], flags: Mapping[str, Flag], options: Mapping[str, Flag], places: tuple[Extra, ...]
    ) -> None:
        """Sorts the words behind the operation."""
        position = 0
        loose: list[Word] = []
        after: Flag | None = None
        behind = ""
        while position < len(words):
            word = words[position]
            name = flag_name(word)
            position += 1
            if word.text == "--":
                loose += words[position:]
                break
            if name is None:
                if self._is_odd(word):
                    position += self._values_of_unknown(words[position:])
                elif not self._is_loose(word, after, room=len(loose) < len(places)):
                    loose.append(word)
                    behind = behind or (f" behind --{after.name}" if after and len(loose) > len(places) else "")
                continue
            after = self._found(name, word, flags, options)
            if after is not None:
                into = self.options if after.name in options and after.name not in flags else self.parameters
                position += self._take(into, after, word, words[position:])
            elif len(loose) >= len(places):
                position += self._values_of_unknown(words[position:])
        self._place(loose, places, behind)

    def _is_odd(self, word: Word) -> bool:
        """Whether a word would be a flag if it were written well, or in a synopsis: `—region`, `[--region a]`."""
        text = word.text or ""
        if text.startswith("[-") or text in {"...", "…"}:
            self.open = True
            return True
        if text[:1] in _LONG_DASHES and text[:1]:
            self.open = True
            self.report(Fault.FLAG, f"{self.command} has a long dash where two hyphens begin a flag", word.location)
            return True
        return False

    def _is_loose(self, word: Word, after: Flag | None, *, room: bool) -> bool:
        """Whether a word stands for any number of words, or was reported as what a switch does not take."""
        if room:
            return False
        if word.several and word.text is None:
            self.open = True
            return True
        if after is None or after.arity is not Arity.NONE or (word.text or "").lower() not in {"true", "false"}:
            return False
        self.report(
            Fault.ARGUMENT,
            f"{self.command} takes no word behind the switch --{after.name}{_remedy(word, after)}",
            word.location,
        )
        return True

    def _found(self, name: str, word: Word, flags: Mapping[str, Flag], options: Mapping[str, Flag]) -> Flag | None:
        """The flag of a name, also by its beginning; reports what is wrong with it."""
        if name.startswith("--") and (found := flags.get(name[2:])) is not None:
            return found
        if not name:
            self.open = True
            return None
        if len(self.problems) >= MANY:
            return None
        begins = [each for each in (*flags, *options) if len(name) >= _SHORTEST and f"--{each}".startswith(name)]
        if len(begins) == 1:
            whole = begins[0]
            self.report(
                Fault.ABBREVIATED, f"{self.command} finds --{whole} by its beginning {name} alone", word.location
            )
            return flags.get(whole) or options[whole]
        if begins:
            these = listed([f"--{each}" for each in sorted(begins)[:5]], "or")
            self.meant.update(begins)
            self.report(Fault.FLAG, f"{self.command} cannot tell whether {name} means {these}", word.location)
            return None
        if not name.isascii() and name[:2].strip("-") in _LONG_DASHES:
            self._is_odd(replace(word, text=name.lstrip("-")))
            return None
        bare = name.lstrip("-")
        said = f"{self.command} has no flag {name}" if shown(bare, "") else f"{self.command} has no flag of that name"
        near = suggestion(bare, (*flags, *options)).replace("mean '", "mean '--")
        self.meant.add(near.partition("'--")[2].partition("'")[0])
        self.report(Fault.FLAG, said + near, word.location)
        return None

    def _values_of_unknown(self, words: Sequence[Word]) -> int:
        """How many words go with a flag that is not known: they are not reported a second time."""
        count = next((number for number, word in enumerate(words) if flag_name(word) is not None), len(words))
        self.open = self.open or any(each.several for each in words[1:count])
        return count

    def _take(self, into: dict[str, tuple[Word, ...]], flag: Flag, word: Word, words: Sequence[Word]) -> int:
        """Takes the words of a flag; how many they were."""
        written = word.text if word.text is not None else word.raw
        _, equals, value = written.partition("=")
        if equals:
            own = replace(word, raw=word.raw.partition("=")[2], text=value if word.text is not None else None)
            if flag.arity is Arity.NONE:
                self.report(Fault.VALUE, f"{self.command}: the switch --{flag.name} takes no value", word.location)
                own_words: tuple[Word, ...] = ()
            else:
                own_words = (own,)
            self._put(into, flag, word, own_words)
            return 0
        wanted = {Arity.NONE: 0, Arity.MANY: len(words), Arity.PAIRS: 2}.get(flag.arity, 1)
        count = 0
        while count < wanted and count < len(words) and flag_name(words[count]) is None and words[count].text != "--":
            if flag.arity is Arity.MANY and count and _is_any(words[count]):
                break
            count += 1
        if count < wanted and flag.arity not in {Arity.MANY, Arity.MAYBE}:
            self.report(Fault.VALUE, f"{self.command}: --{flag.name} needs a value", word.location)
        self._put(into, flag, word, tuple(words[:count]))
        return count

    def _put(self, into: dict[str, tuple[Word, ...]], flag: Flag, word: Word, words: tuple[Word, ...]) -> None:
        before = into.get(flag.name)
        if before is not None and flag.arity in {Arity.APPEND, Arity.PAIRS}:
            words = before + words
        elif before is not None and _differ(before, words):
            self.report(
                Fault.CONFLICT,
                f"{self.command} has --{flag.name} more than once; only the last one counts",
                word.location,
            )
        into[flag.name] = words
        self.places[flag.name] = word.location

    def _place(self, words: Sequence[Word], places: Sequence[Extra], behind: str) -> None:
        """Positional words; one that is not known before it runs may be several, or none."""
        for word, place in zip(words, places, strict=False):
            self.parameters[place.name] = (*self.parameters.get(place.name, ()), word)
        unsure = any(each.several and each.text is None for each in words)
        if len(words) > len(places) and not unsure:
            many = len(words) - len(places)
            what = (
                f"a word too many{behind}" if many == 1 else f"{many} words too many, the first one{behind or ' here'}"
            )
            self.report(Fault.ARGUMENT, f"{self.command} has {what}", words[len(places)].location)
        missing = [f"<{each.name}>" for each in places[len(words) :] if each.needed]
        if missing and not unsure and not self.open:
            self.report(Fault.REQUIRED, f"{self.command} needs {listed(dict.fromkeys(missing))} as a word of its own")


def _remedy(word: Word, switch: Flag) -> str:
    turned = switch.means or f"no-{switch.name}"
    on = (word.text or "").lower() == "true"
    return f"; --{switch.name} alone is enough" if on else f"; --{turned} is the other way round"


def _is_any(word: Word) -> bool:
    """`"$@"` or the words of an array: these may bring flags."""
    return word.several and ("@" in word.raw or "[*]" in word.raw or "$*" in word.raw)


def _differ(one: Iterable[Word], other: Iterable[Word]) -> bool:
    return [each.raw for each in one] != [each.raw for each in other]
