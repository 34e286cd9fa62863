"""Try the policies exported for checkov with the real checkov, on the policies' own examples and on the estates."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drlint import __version__
from drlint.catalog.registry import Catalog, load
from drlint.cli.policy_sets import builtin_folder, builtin_policies
from drlint.engine.examples import judged
from drlint.exports.checkov.document import CheckovPolicy, checkov_policy
from drlint.policy.definition import Example
from drlint.policy.files import PolicyFile, policy_files
from drlint.policy.load import Loaded, compile_set, examples_of, loaded
from drlint.readers.hcl.reader import read_source

ESTATES = Path(__file__).parent.parent / "fixtures" / "estates"
SECONDS = 1200


@dataclass(frozen=True)
class Said:
    """What one tool says of one policy's resources, by address."""

    failed: frozenset[str] = frozenset()
    passed: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Case:
    """One policy, under some parameters, on one piece of Terraform."""

    policy: CheckovPolicy
    place: str
    source: str
    drlint: Said


@dataclass
class Outcome:
    """How the two tools agree."""

    policies: set[str] = field(default_factory=set)
    verdicts: Counter[str] = field(default_factory=Counter)
    unknowns: Counter[str] = field(default_factory=Counter)
    disagreements: list[str] = field(default_factory=list)


def checkov_program(given: str | None = None) -> str | None:
    """The checkov to try with: the one given, else DRLINT_CHECKOV, else the one on the PATH."""
    return given or os.environ.get("DRLINT_CHECKOV") or shutil.which("checkov")


def cases(catalog: Catalog, only: Sequence[str] = ()) -> Iterator[Case]:
    """Every example of every policy that can be exported; one with other parameters is a policy of its own."""
    for file in policy_files(builtin_folder()):
        if only and file.id not in only:
            continue
        (policy,) = loaded(compile_set([file], "", catalog).policies, catalog)
        yield from _cases_of(file, policy, catalog)


def _cases_of(file: PolicyFile, policy: Loaded, catalog: Catalog) -> Iterator[Case]:
    variants: list[Mapping[str, Any]] = []
    for position, example in enumerate(examples_of(file), 1):
        if example.parameters not in variants:
            variants.append(example.parameters)
        suffix = f"_V{variants.index(example.parameters)}"
        made = checkov_policy(policy.metadata, example.parameters, catalog, __version__, suffix)
        if isinstance(made, CheckovPolicy) and example.source:
            yield Case(made, f"{file.id}-{position}", example.source, _said_of(example, policy, catalog))


def _said_of(example: Example, policy: Loaded, catalog: Catalog) -> Said:
    verdicts = judged(example, policy, read_source(example.source, uri="example.tf", root="", catalog=catalog), catalog)
    found = (verdicts.findings, verdicts.passed, verdicts.unknowns)
    return Said(*[frozenset(each.resource.path for each in some) for some in found])


def asked(program: str, policies: Mapping[str, str], arguments: Sequence[str | Path]) -> list[dict[str, Any]]:
    """Checkov's reports on what the arguments name, under these policies (file name to text) alone."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in policies.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        command = [program, *map(str, arguments), "--external-checks-dir", folder, "--check", "CKV2_DRLINT_*"]
        command += ["--output", "json", "--compact", "--soft-fail", "--skip-download"]
        quiet = {**os.environ, "LOG_LEVEL": "ERROR", "EVAL_TF_PLAN_AFTER_UNKNOWN": "true"}
        run = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False, env=quiet)
    try:
        found = json.loads(run.stdout)
    except ValueError:
        sys.exit(f"checkov ended with {run.returncode}: {run.stderr[-2000:]}")
    return [each for each in (found if isinstance(found, list) else [found]) if "results" in each]


def said_by(reports: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], Said]:
    """What checkov says, by the folder of the example (or the file of a plan) and the id of the policy."""
    found: dict[tuple[str, str], dict[str, set[str]]] = {}
    for report in reports:
        for word in ("failed", "passed"):
            for each in report["results"][f"{word}_checks"]:
                place = Path(each["file_path"]).parent.name
                held = found.setdefault((place, each["check_id"]), {"failed": set(), "passed": set()})
                held[word].add(each["resource"])
    return {key: Said(**{word: frozenset(some) for word, some in held.items()}) for key, held in found.items()}


def tried(program: str, chosen: Sequence[Case]) -> Outcome:
    """All cases in one run of checkov: it takes seconds to start."""
    with tempfile.TemporaryDirectory() as folder:
        for case in chosen:
            (Path(folder) / case.place).mkdir()
            (Path(folder) / case.place / "main.tf").write_text(case.source, encoding="utf-8")
        policies = {f"{case.policy.id}.yaml": case.policy.text for case in chosen}
        found = said_by(asked(program, policies, ["--directory", folder, "--framework", "terraform"]))
    outcome = Outcome()
    for case in chosen:
        _compare(case, found.get((case.place, case.policy.id), Said()), outcome)
    return outcome


def estates() -> Iterator[tuple[str, Path, Sequence[str]]]:
    """Each estate as source and as a plan: its name, where it lies, and what checkov is told of it."""
    for estate in sorted(each for each in ESTATES.iterdir() if each.is_dir()):
        yield f"{estate.name}, source", estate, ["--framework", "terraform", "--directory"]
        yield f"{estate.name}, plan", estate / "plan.json", ["--framework", "terraform_plan", "--file"]


def on_estates(program: str, catalog: Catalog) -> Outcome:
    """Both tools on the estates, each alone in a folder: source must not be taken for the code of a plan."""
    outcome = Outcome()
    made = [checkov_policy(each.metadata, {}, catalog, __version__) for each in builtin_policies(catalog)]
    policies = [each for each in made if isinstance(each, CheckovPolicy)]
    texts = {each.file: each.text for each in policies}
    for name, given, arguments in estates():
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / given.name
            if given.is_dir():
                shutil.copytree(given, place, ignore=shutil.ignore_patterns("plan.json"))
            else:
                shutil.copy(given, place)
            reports = asked(program, texts, [*arguments, place])
            ours = _said_of_all(place)
        theirs: dict[str, Said] = {}
        for (_, check), said in said_by(reports).items():
            known = theirs.get(check, Said())
            theirs[check] = Said(known.failed | said.failed, known.passed | said.passed)
        for each in policies:
            case = Case(each, f"{name}: {each.policy}", "", ours.get(each.policy, Said()))
            _compare(case, theirs.get(each.id, Said()), outcome)
    return outcome


def _said_of_all(place: Path) -> dict[str, Said]:
    """What drlint says of everything in a place, by policy."""
    command = [sys.executable, "-m", "drlint", "check", str(place), "-o", "json=-", "--show-passed", "--exit-zero"]
    run = subprocess.run([*command, "--no-cache"], capture_output=True, text=True, check=False)
    report = json.loads(run.stdout)
    found: dict[str, list[set[str]]] = {}
    for position, key in enumerate(("findings", "passed", "unknowns")):
        for each in report[key]:
            found.setdefault(each["policy"], [set(), set(), set()])[position].add(each["resource"])
    return {policy: Said(*map(frozenset, some)) for policy, some in found.items()}


def _compare(case: Case, checkov: Said, outcome: Outcome) -> None:
    outcome.policies.add(case.policy.policy)
    known = case.drlint.failed | case.drlint.passed
    for address in sorted(known):
        wanted = "fail" if address in case.drlint.failed else "pass"
        got = "fail" if address in checkov.failed else "pass" if address in checkov.passed else "left out"
        outcome.verdicts[f"drlint {wanted}, checkov {got}"] += 1
        if (wanted == "fail") != (got == "fail"):
            outcome.disagreements.append(f"{case.place}: {address}: drlint says {wanted}, checkov {got}")
    for address in sorted(case.drlint.unknown):
        got = "fails" if address in checkov.failed else "passes" if address in checkov.passed else "leaves out"
        outcome.unknowns[f"checkov {got}"] += 1
    strangers = checkov.failed - known - case.drlint.unknown
    outcome.disagreements += [f"{case.place}: {each}: drlint does not judge it, checkov fails" for each in strangers]


def main() -> int:
    """Print how far the tools agree; 1 where they do not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkov", help="the program; default: DRLINT_CHECKOV, or checkov on the PATH")
    parser.add_argument("policies", nargs="*", help="only these policies")
    given = parser.parse_args()
    program = checkov_program(given.checkov)
    if program is None:
        sys.exit("no checkov: give --checkov PATH, or set DRLINT_CHECKOV")
    catalog = load()
    chosen = list(cases(catalog, given.policies))
    outcome = tried(program, chosen)
    _tell(f"{len(outcome.policies)} policies, {len(chosen)} examples", outcome)
    wrong = bool(outcome.disagreements)
    if not given.policies:
        outcome = on_estates(program, catalog)
        _tell(f"{len(outcome.policies)} policies, the estates as source and as plans", outcome)
        wrong |= bool(outcome.disagreements)
    return int(wrong)


def _tell(what: str, outcome: Outcome) -> None:
    print(what)
    for words, count in sorted(outcome.verdicts.items()):
        print(f"  {count:4}  {words}")
    for words, count in sorted(outcome.unknowns.items()):
        print(f"  {count:4}  drlint unknown, {words}")
    print(f"{len(outcome.disagreements)} disagreements")
    for each in outcome.disagreements:
        print(f"  {each}")


if __name__ == "__main__":
    sys.exit(main())
