"""Plan the examples of all policies with the real Terraform, for the test that source and plan say the same."""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from example_plans import cut_plans
from example_roots import Candidate, planned, providers_of
from hcl_completion import FIXTURES, blocks_of, completed
from terraform_setup import provider_mirror, terraform_program

from drlint.catalog.registry import Catalog, load
from drlint.cli.policy_sets import builtin_folder
from drlint.policy.files import policy_files
from drlint.policy.load import examples_of
from drlint.readers.plan.bodies import Shapes

RECORD = FIXTURES / "parity" / "examples.jsonl"
UNPLANNED = FIXTURES / "parity" / "unplanned.yaml"
AT_ONCE = 2
MOST = 300  # modules in one root
IN_A_MODULE = frozenset({"resource", "variable", "locals", "output", "provider"})


def candidates() -> list[Candidate]:
    """Every example that is Terraform source, completed."""
    return [
        Candidate(file.id, position, completed(example.source))
        for file in policy_files(builtin_folder())
        for position, example in enumerate(examples_of(file), 1)
        if example.source
    ]


def digest_of(text: str, catalog: Catalog) -> str:
    """What a recorded plan was made from: the completed text, and what drlint reads of the types in it."""
    shapes = Shapes(catalog)
    types = sorted({each.words[1] for each in blocks_of(text) if each.words[0] == "resource"})
    keys = {each: sorted(shape.keys) for each in types if (shape := shapes.of(each, "")) is not None}
    return hashlib.sha256(json.dumps([text, keys]).encode()).hexdigest()[:16]


@cache
def unplanned() -> tuple[Mapping[str, str], ...]:
    """What Terraform cannot plan: the policy, a text that its examples have, and the reason."""
    return tuple(yaml.safe_load(UNPLANNED.read_text(encoding="utf-8")))


def reason_unplanned(candidate: Candidate) -> str | None:
    """Why there is no plan of an example, where that is known."""
    words = {each.words[0] for each in blocks_of(candidate.text)}
    if "resource" not in words:
        return "it has no resource, so that its plan is empty"
    if not words <= IN_A_MODULE:
        return f"it is no module of a root: it has the block {min(words - IN_A_MODULE)}"
    return next((each["reason"] for each in unplanned() if is_about(each, candidate)), None)


def is_about(listed: Mapping[str, str], candidate: Candidate) -> bool:
    return listed["policy"] == candidate.policy and listed["has"] in candidate.text


def recorded() -> dict[str, Mapping[str, Any]]:
    """The plans that are on record, by digest."""
    lines = RECORD.read_text(encoding="utf-8").splitlines() if RECORD.exists() else []
    return {each["digest"]: each["plan"] for each in map(json.loads, lines)}


def made_plans(wanted: Mapping[str, Candidate], catalog: Catalog) -> tuple[dict[str, Any], dict[str, str]]:
    """Plan what is wanted, by digest, in roots of equal providers; the plans, and what Terraform refused by name."""
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for digest, candidate in wanted.items():
        groups[providers_of(candidate.text)].append(digest)
    roots = [(key, some[at : at + MOST]) for key, some in groups.items() for at in range(0, len(some), MOST)]
    plans: dict[str, Any] = {}
    refused: dict[str, str] = {}

    def make(root: tuple[tuple[str, ...], Sequence[str]]) -> None:
        providers, digests = root
        with tempfile.TemporaryDirectory(prefix="drlint-examples-") as temporary:
            found = planned(providers, [wanted[each] for each in digests], Path(temporary))
        cut = cut_plans(found.plan, providers, Shapes(catalog))
        plans.update({each: cut[wanted[each].key] for each in digests if wanted[each].key in cut})
        refused.update(found.refused)
        print(f"{len(digests)} examples planned, {len(found.refused)} refused", flush=True)

    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        list(pool.map(make, roots))
    return plans, refused


def write(plans: Mapping[str, Any], holders: Mapping[str, Iterable[str]]) -> None:
    """Write one line for each distinct text: the examples that have it, what it was made from, the plan."""
    lines = [
        json.dumps({"of": [*of], "digest": digest, "plan": plans[digest]}, separators=(",", ":"), sort_keys=True)
        for digest, of in holders.items()
        if digest in plans
    ]
    RECORD.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{RECORD.name}: {len(lines)} plans, {RECORD.stat().st_size:,} bytes")


def main() -> None:
    """Plan what changed since it was recorded, or everything; exit 1 where Terraform refuses an example."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--all", action="store_true", help="plan everything again, not only what changed")
    catalog = load()
    kept = {} if parser.parse_args().all else recorded()
    wanted: dict[str, Candidate] = {}
    holders: dict[str, list[str]] = defaultdict(list)
    for candidate in candidates():
        if reason_unplanned(candidate) is None:
            digest = digest_of(candidate.text, catalog)
            wanted.setdefault(digest, candidate)
            holders[digest].append(candidate.key)
    terraform_program()
    provider_mirror()
    plans, refused = made_plans({key: each for key, each in wanted.items() if key not in kept}, catalog)
    write({**kept, **plans}, holders)
    for key, why in sorted(refused.items()):
        print(f"{key}: Terraform refuses it: {why}")
    if refused:
        print(f"mend the example, or values.yaml, or say in {UNPLANNED.name} why it cannot be planned.")
        raise SystemExit(1)


if __name__ == "__main__":
    main()
