"""Writes a corpus of Terraform source in the style of real modules: retold configurations with invented modules."""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from corpus_expressions import NOUNS
from corpus_modules import module
from corpus_retelling import retold

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
SEED = 20261125
LINES, FILES = 20_000, 200
INVENTED = 2  # modules beside each retold configuration
SIZES = (6, 22)  # resources of an invented module


def main() -> None:
    """Read the command line, write the corpus, say what it is."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path, help="where to write; it must be empty or not there")
    parser.add_argument("--lines", type=int, default=LINES, metavar="N", help="at least so many lines of .tf files")
    parser.add_argument("--seed", type=int, default=SEED, metavar="N", help="the same seed, the same corpus")
    given = parser.parse_args()
    if given.folder.exists() and any(given.folder.iterdir()):
        parser.error(f"{given.folder} is not empty")
    print(written(given.folder, given.lines, given.seed))


def written(folder: Path, lines: int = LINES, seed: int = SEED) -> str:
    """Write roots until there are enough lines; answer what there is."""
    roots, files, found = 0, 0, Counter[str]()
    for name, root in configurations(random.Random(seed)):
        for path, text in root.items():
            target = folder / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
            if path.endswith(".tf"):
                files += 1
                found.update(text.splitlines())
        roots += 1
        if found.total() >= lines and files >= min(FILES, lines // 100):
            break
    said = {line: count for line, count in found.items() if any(letter.isalnum() for letter in line)}
    once = sum(1 for count in said.values() if count == 1) / sum(said.values())
    share = f"{once:.0%} of the lines that say something stand nowhere else"
    return f"{roots} roots, {files} files, {found.total():,} lines; {share}"


def configurations(chance: random.Random) -> Iterator[tuple[str, dict[str, str]]]:
    """Roots without end: each of the fixtures' configurations in turn, told anew every time."""
    sources = sorted(
        path.parent for path in FIXTURES.glob("*/*/providers.tf") if path.parts[-3] in {"estates", "modules"}
    )
    number = 0
    while True:
        for source in sources:
            number += 1
            name = f"{chance.choice(NOUNS)}-{source.name}-{number:03}"
            yield name, {**retold(source, chance), **invented(chance)}


def invented(chance: random.Random) -> Mapping[str, str]:
    """Invented modules, and a file of the root that calls them."""
    files: dict[str, str] = {}
    calls = []
    for name in chance.sample(NOUNS, INVENTED):
        made = module(chance, chance.randrange(*SIZES))
        files |= {f"modules/{name}-kit/{path}": text for path, text in made.items()}
        times = chance.choice(("", f"  count  = {chance.randrange(1, 4)}\n", '  for_each = toset(["a", "b"])\n'))
        calls.append(f'module "{name}_kit" {{\n  source = "./modules/{name}-kit"\n{times}}}\n')
    return {"kits.tf": "\n".join(calls), **files}


if __name__ == "__main__":
    main()
