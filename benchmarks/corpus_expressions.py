"""Invents Terraform expressions of a wanted type; Terraform can evaluate them all."""

from __future__ import annotations

import random
from collections.abc import Callable

NOUNS = """
anchor basin cedar delta ember fjord garnet harbor inlet juniper kelp lagoon meadow nectar orchid pebble
quarry river summit tundra umber valley willow yarrow zephyr amber birch coral dune elm flint grove heron iris
jade knoll larch maple nettle oak pine quartz reed sage thistle upland violet wharf alder bramble clover drift
estuary fern glade
""".split()  # noqa: SIM905 - sixty lines as a list
ASKS = ("size", "retention", "class", "window", "owner", "schedule", "capacity", "prefix", "timeout", "tier")
DEPTH = 3
REUSED = 0.3  # of all values, those that are one of the names known


class Inventor:
    """Makes expressions of a wanted type from literals and from the names that are known so far."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self._taken: set[str] = set()
        self.known: dict[str, list[str]] = {kind: [] for kind in ("text", "number", "flag", "words", "table")}

    def word(self) -> str:
        return self.chance.choice(NOUNS)

    def name(self) -> str:
        """A name that is not taken yet."""
        while True:
            name = f"{self.word()}_{self.chance.choice(ASKS)}_{self.chance.randrange(100)}"
            if name not in self._taken:
                self._taken.add(name)
                return name

    def of(self, kind: str, depth: int = DEPTH) -> str:
        known = self.known[kind]
        if known and self.chance.random() < REUSED:
            return self.chance.choice(known)
        makers: dict[str, Callable[[int], str]] = {
            "text": self.text,
            "number": self.number,
            "flag": self.flag,
            "words": self.words,
            "table": self.table,
        }
        return makers[kind](depth - 1)

    def text(self, depth: int) -> str:
        literal = f'"{self.word()}-{self.word()}"'
        if depth <= 0:
            return literal
        of, second, third = self.of, self.chance.randrange(256), self.chance.randrange(250)
        return self.chance.choice(
            (
                lambda: literal,
                lambda: f'"${{{of("text", depth)}}}-{self.word()}"',
                lambda: f'format("%s-%03d", {of("text", depth)}, {of("number", depth)})',
                lambda: f'join("{self.chance.choice("-_/.")}", {of("words", depth)})',
                lambda: f'lookup({of("table", depth)}, "{self.word()}", {of("text", depth)})',
                lambda: f'try({of("table", depth)}["{self.word()}"], {of("text", depth)})',
                lambda: f"({of('flag', depth)} ? {of('text', depth)} : {of('text', depth)})",
                lambda: f"{self.chance.choice(('upper', 'lower', 'title', 'trimspace'))}({of('text', depth)})",
                lambda: f'replace({of("text", depth)}, "-", "{self.chance.choice("_/+")}")',
                lambda: f"element({of('words', depth)}, {of('number', depth)})",
                lambda: f'cidrsubnet("10.{second}.0.0/16", 8, {third})',
                lambda: f'cidrhost("10.{second}.{third}.0/24", {self.chance.randrange(250)})',
                lambda: f"jsonencode({{ {self.word()} = {of('text', depth)}, {self.word()}s = {of('words', depth)} }})",
                lambda: f'coalesce("", {of("text", depth)}, {literal})',
                lambda: f"base64encode({of('text', depth)})",
            )
        )()

    def number(self, depth: int) -> str:
        literal = str(self.chance.randrange(1, 500))
        if depth <= 0:
            return literal
        of = self.of
        return self.chance.choice(
            (
                lambda: literal,
                lambda: f"length({of('words', depth)})",
                lambda: f"max({of('number', depth)}, {literal})",
                lambda: f"min({of('number', depth)}, {literal}, {self.chance.randrange(50, 90)})",
                lambda: f"({of('number', depth)} + {literal})",
                lambda: f"floor({of('number', depth)} / {self.chance.randrange(2, 9)})",
                lambda: f"({of('flag', depth)} ? {of('number', depth)} : {literal})",
            )
        )()

    def flag(self, depth: int) -> str:
        if depth <= 0:
            return self.chance.choice(("true", "false"))
        of = self.of
        return self.chance.choice(
            (
                lambda: f"{of('number', depth)} {self.chance.choice(('>', '<=', '!='))} {of('number', depth)}",
                lambda: f"contains({of('words', depth)}, {of('text', depth)})",
                lambda: f'can({of("table", depth)}["{self.word()}"])',
                lambda: f'startswith({of("text", depth)}, "{self.word()[:2]}")',
                lambda: f"!({of('flag', depth)})",
                lambda: f"({of('flag', depth)}) && ({of('flag', depth)})",
            )
        )()

    def words(self, depth: int) -> str:
        """A list of texts that is never empty."""
        literal = "[" + ", ".join(f'"{self.word()}"' for _ in range(self.chance.randrange(2, 5))) + "]"
        if depth <= 0:
            return literal
        of, each = self.of, self.word()
        return self.chance.choice(
            (
                lambda: literal,
                lambda: f"concat({of('words', depth)}, {literal})",
                lambda: f'[for {each} in {of("words", depth)} : "${{{each}}}-{self.word()}"]',
                lambda: f"[for at, {each} in {of('words', depth)} : {each} if at % 2 == 0]",
                lambda: f"sort({of('words', depth)})",
                lambda: f"keys({of('table', depth)})",
                lambda: f"values({of('table', depth)})[*]",
                lambda: f'split("-", {of("text", depth)})',
                lambda: f"flatten([{of('words', depth)}, [{of('text', depth)}]])",
                lambda: f"distinct({of('words', depth)})",
                lambda: f'formatlist("{self.word()}-%s", {of("words", depth)})',
            )
        )()

    def table(self, depth: int) -> str:
        """A map of texts that is never empty."""
        if depth <= 0:
            return f'{{ {self.word()} = "{self.word()}", {self.word()}_{self.chance.randrange(9)} = "{self.word()}" }}'
        of = self.of
        return self.chance.choice(
            (
                lambda: (
                    f"{{ {self.word()} = {of('text', depth)}, (upper({of('text', depth)})) = {of('text', depth)} }}"
                ),
                lambda: f"merge({of('table', depth)}, {{ {self.word()} = {of('text', depth)} }})",
                lambda: f'{{ for at, each in {of("words", depth)} : format("{self.word()}%d", at) => each }}',
                lambda: f'{{ for key, each in {of("table", depth)} : "${{key}}_{self.word()}" => upper(each) }}',
                lambda: f'zipmap({(keys := of("words", 0))}, formatlist("{self.word()} %s", {keys}))',
            )
        )()
