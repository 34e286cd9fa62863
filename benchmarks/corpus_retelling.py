"""Retells a Terraform configuration: what its authors named gets other names, and other Regions and accounts.

What is made is as valid as what it was made from. The source is taken apart by lines, as `terraform fmt` leaves them.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from corpus_expressions import NOUNS

SUFFIXES = (".tf", ".tf.json", ".tfvars", ".tfvars.json", ".tftpl")
# Words of the configurations' businesses; none of them is a word of Terraform's or of the AWS provider's.
BUSINESS = """
kestrel booking partners reports postings invoices archive terminal scratch ledger ledgerworks folio originals
derivatives catalogue uploads website clinico appointments snackbox payrail payments receipts idempotency
parcels  customs carts orders thumbnails scanned scanner indexer duty nightly hourly pilot standby frankfurt
ireland
""".split()  # noqa: SIM905 - forty lines as a list
REGIONS = (
    "eu-west-1",
    "eu-central-1",
    "eu-north-1",
    "eu-west-2",
    "eu-west-3",
    "eu-south-1",
    "us-west-2",
    "ca-central-1",
)
EVEN = 0.5

_DECLARED = re.compile(r'^(resource|data|variable|module) "(\w+)"(?: "(\w[\w-]*)")? \{', re.MULTILINE)
_BLOCK = re.compile(r'^(module "\w+"|locals) \{\n(.*?)^\}', re.MULTILINE | re.DOTALL)
_ARGUMENT = re.compile(r"^  (\w+)(?=\s+=[^=])", re.MULTILINE)
_REFERENCE = re.compile(r"(?<![\w.-])(data\.)?(var|local|module|aws_\w+)\.(\w+)")
_TOP = re.compile(r"^(\w+)(?=\s*=)", re.MULTILINE)
_BETWEEN = re.compile(r'\n{2,}(?=(?:#.*\n)*[a-z]+(?: "[^"]*")* \{)')
_RESERVED = frozenset({"source", "version", "providers", "count", "for_each", "depends_on"})
_HEADED = frozenset({"resource", "data", "module"})


class Names:
    """New names for what a configuration declares, the same in all its files."""

    def __init__(self, texts: Iterable[str], chance: random.Random) -> None:
        self._chance = chance
        self._words = chance.sample(NOUNS, 4)
        self._made: dict[tuple[str, str], str] = {}
        self._taken: set[tuple[str, str]] = set()
        for text in texts:
            for kind, first, second in _DECLARED.findall(text):
                self._declare(kind if kind in {"variable", "module"} else first, second or first)
            for head, body in _BLOCK.findall(text):
                for name in _ARGUMENT.findall(body) if head == "locals" else ():
                    self._declare("local", name)

    def _declare(self, kind: str, name: str) -> None:
        if (kind, name) in self._made:
            return
        word = self._chance.choice(self._words)
        made = f"{word}_{name}" if self._chance.random() < EVEN else f"{name}_{word}"
        if name in {"this", "main"} and (kind, word) not in self._taken:
            made = word
        self._taken.add((kind, made))
        self._made[kind, name] = made

    def of(self, kind: str, name: str) -> str:
        return self._made.get((kind, name), name)

    def in_text(self, text: str) -> str:
        """The text with new names where it declares and where it refers to them."""
        text = _DECLARED.sub(self._heading, text)
        text = _BLOCK.sub(lambda found: self._arguments(found[0], "module" if found[1] != "locals" else "local"), text)
        return _REFERENCE.sub(self._reference, text)

    def in_values(self, text: str) -> str:
        """A file of variables' values with the new names of the variables."""
        return _TOP.sub(lambda found: self.of("variable", found[1]), text)

    def _heading(self, found: re.Match[str]) -> str:
        kind, first, second = found.groups()
        if second:
            return f'{kind} "{first}" "{self.of(first, second)}" {{'
        return f'{kind} "{self.of(kind, first)}" {{'

    def _arguments(self, block: str, kind: str) -> str:
        kind = "local" if kind == "local" else "variable"
        return _ARGUMENT.sub(lambda found: f"  {found[1] if found[1] in _RESERVED else self.of(kind, found[1])}", block)

    def _reference(self, found: re.Match[str]) -> str:
        data, kind, name = found.groups()
        return f"{data or ''}{kind}.{self.of('variable' if kind == 'var' else kind, name)}"


def retold(source: Path, chance: random.Random) -> dict[str, str]:
    """The files of a configuration by their path in it, told with other names."""
    texts = {
        file.relative_to(source).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(source.rglob("*"))
        if file.name.endswith(SUFFIXES) and ".terraform" not in file.parts
    }
    names = Names((text for path, text in texts.items() if path.endswith(".tf")), chance)
    words = _words(chance)
    made: dict[str, str] = {}
    for path, text in texts.items():
        told = names.in_values(text) if path.endswith(".tfvars") else names.in_text(text)
        if path.endswith(".tfvars.json"):
            told = json.dumps({names.of("variable", key): value for key, value in json.loads(text).items()}, indent=2)
        if path.endswith(".tf"):
            told = _shuffled(told, chance)
        made[path] = _other_words(told, words)
    return made


def _words(chance: random.Random) -> Mapping[str, str]:
    """What to write instead of the words of a business, Regions and accounts."""
    found = {word: f"{new}{chance.randrange(10, 99)}" for word, new in zip(BUSINESS, _many(chance), strict=True)}
    found |= dict(zip(REGIONS, chance.sample(REGIONS, len(REGIONS)), strict=True))
    return found | {"111122223333": str(chance.randrange(10**11, 10**12))}


def _many(chance: random.Random) -> list[str]:
    return chance.sample(NOUNS, len(BUSINESS))


def _other_words(text: str, words: Mapping[str, str]) -> str:
    pattern = r"(?<![A-Za-z0-9])(" + "|".join(map(re.escape, words)) + r")(?![A-Za-z0-9]{2}|[0-9])"
    return re.sub(pattern, lambda found: words[found[1]], text)


def _shuffled(text: str, chance: random.Random) -> str:
    """The text with its blocks in another order, which means the same, and remarks before some of them."""
    blocks = _BETWEEN.split(text.strip("\n"))
    chance.shuffle(blocks)
    return "\n\n".join(_remarked(each, chance) for each in blocks) + "\n"


def _remarked(block: str, chance: random.Random) -> str:
    if block.startswith("#") or block.split(" ", 1)[0] not in _HEADED or chance.random() < EVEN:
        return block
    first, second, third = chance.sample(NOUNS, 3)
    return f"# {first.capitalize()} {second}: asked for by {third} in {chance.randrange(2019, 2027)}.\n{block}"
