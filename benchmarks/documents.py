#!/usr/bin/env python3
"""Measures what recovery documents cost: a check of many, the hook on one of them, looking for some where none are."""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import documents_corpus
from measuring import FINDINGS_EXPECTED, Process, Samples, drlint, in_turn, keep_bytecode

HERE = Path(__file__).resolve().parent
NOTHING_READ = 3
UNRELATED = 5_000
WORDS = "the service runs in two zones and asks for a token which the gateway checks before it lets a request through"


def main() -> None:
    """Write documents, measure, print."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--documents", type=int, default=documents_corpus.DOCUMENTS)
    parser.add_argument("--commands", type=int, default=documents_corpus.COMMANDS)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="drlint-benchmark-"))
    keep_bytecode(folder)
    print(_written(folder, given.documents, given.commands))
    found = in_turn(_processes(folder), given.runs)
    base = found["start-up: one workload"]
    print("\n| what | CPU s (from – to) | beyond start-up | MB |\n|---|---|---|---|")
    for name, samples in found.items():
        more, memory = samples.median.cpu - base.median.cpu, samples.median.memory
        print(f"| {name} | {_spread(samples)} | {more:.3f} | {memory:.0f} |")


def _written(folder: Path, documents: int, commands: int) -> str:
    """Write a repository with the documents, one with a single workload, and one with other text alone."""
    said = documents_corpus.written(folder / "many" / "dr", documents, commands)
    (folder / "one").mkdir()
    (folder / "one" / "workload.yaml").write_text("workload:\n  name: orders\n  tier: '1'\n", encoding="utf-8")
    _unrelated(folder / "none")
    for name in ("many", "one", "none"):
        subprocess.run(["git", "init", "-q", str(folder / name)], check=True)
    return said


def _processes(folder: Path) -> dict[str, Process]:
    """What is measured; each is cold unless it says otherwise."""
    cold, warm = {"XDG_CACHE_HOME": str(folder / "cold")}, {"XDG_CACHE_HOME": str(folder / "warm")}
    many, none = folder / "many", folder / "none"
    changed = next(many.rglob("runbook-*.yaml"))
    return {
        "start-up: one workload": _check(cold, folder / "one", "--no-cache"),
        "check of all": _check(cold, many, "--no-cache"),
        "the same again": _check(warm, many),
        "hook, one runbook changed": _check(cold, changed, "--changed", "--no-cache"),
        f"{UNRELATED:,} other files": _check(cold, none, "--no-cache"),
    }


def _check(environment: dict[str, str], path: Path, *flags: str) -> Process:
    accepted = (*FINDINGS_EXPECTED, NOTHING_READ)
    return Process(drlint("check", str(path), *flags), accepted, environment)


def _unrelated(folder: Path) -> None:
    """YAML and Markdown that is no document, as a repository has thousands of."""
    chance, words = random.Random(documents_corpus.SEED), WORDS.split()
    for number in range(UNRELATED):
        target = folder / f"part-{number // 50}" / f"{number}.{'md' if number % 2 else 'yaml'}"
        target.parent.mkdir(parents=True, exist_ok=True)
        lines = [" ".join(chance.choices(words, k=10)) for _ in range(chance.randint(20, 120))]
        text = "\n\n".join(lines) if number % 2 else "".join(f"{each.replace(' ', '-', 8)}: yes\n" for each in lines)
        target.write_text(text, encoding="utf-8")


def _spread(samples: Samples) -> str:
    return f"{samples.median.cpu:.3f} ({samples.least:.3f} – {samples.most:.3f})"


if __name__ == "__main__":
    sys.exit(main())
