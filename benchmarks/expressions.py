"""Times one expression, in this process, and the loading of all policies."""

from __future__ import annotations

import os
import sys
import tempfile
import time
import timeit
from collections.abc import Callable
from pathlib import Path

from drlint.catalog.registry import Catalog, load
from drlint.cli.policy_sets import builtin_folder, builtin_policies
from drlint.engine.examples import failing_examples
from drlint.estate.estate import Estate
from drlint.estate.join import join
from drlint.policy.expression import compile_expression
from drlint.policy.files import policy_files
from drlint.policy.load import loaded
from drlint.policy.reading import Reading
from drlint.policy.runnable import checked
from drlint.policy.scope import Scope
from drlint.readers.plan.reader import read_plan
from drlint.recovery.objectives import Objectives

EXPRESSIONS = (
    ("simple", "aws_db_instance", "resource.backup_retention_period >= 7 and resource.multi_az"),
    ("relation", "aws_db_instance", "resource.encrypted_by.region == resource.region and not resource.replicates"),
    ("for", "aws_s3_bucket", 'any(rule.status == "Enabled" for rule in resource.replication)'),
)


def main() -> None:
    """Read the plan that the command line names, time, print."""
    catalog = load()
    path = Path(sys.argv[1])
    read = read_plan(path.read_bytes(), uri=path.name, root=".", catalog=catalog)
    estate = join(read.resources, catalog, regions=read.regions)
    print("\n| one evaluation | µs |\n|---|---|")
    for name, kind, text in EXPRESSIONS:
        print(f"| {name}: `{text}` | {_evaluation(text, kind, catalog, estate):.2f} |")
    print("\n| all policies | ms |\n|---|---|")
    os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="drlint-benchmark-")
    cold, count = _milliseconds(lambda: len(builtin_policies(catalog)))
    warm, _ = _milliseconds(lambda: len(builtin_policies(catalog)))
    compiled = builtin_policies(catalog)
    ready, _ = _milliseconds(
        lambda: [checked(each.metadata, catalog) for each in loaded(compiled, catalog) if each.metadata.require]
    )
    files = list(policy_files(builtin_folder()))
    verified, examples = _milliseconds(
        lambda: sum(each for each in failing_examples(files, catalog) if isinstance(each, int))
    )
    print(f"| {count} policies read, checked and kept (first run) | {cold:.0f} |")
    print(f"| the same from the cache (every other run) | {warm:.1f} |")
    print(f"| all expressions made ready | {ready:.0f} |")
    print(f"| `drlint verify`: {examples} examples | {verified:.0f} |")


def _evaluation(text: str, kind: str, catalog: Catalog, estate: Estate) -> float:
    """Microseconds for one resource, over all resources of the kind."""
    require = compile_expression(text, Scope(catalog, (kind,), {}))
    readings = [Reading(each, estate, {}, Objectives()) for each in estate.of_kind(kind)]

    def once() -> None:
        for reading in readings:
            require.truth(reading)

    once()
    best = min(timeit.repeat(once, number=200, repeat=5))
    return best / 200 / len(readings) * 1e6


def _milliseconds(work: Callable[[], object]) -> tuple[float, object]:
    start = time.process_time()
    made = work()
    return (time.process_time() - start) * 1000, made


if __name__ == "__main__":
    main()
