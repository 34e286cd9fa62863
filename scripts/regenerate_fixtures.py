"""Make the plan JSON of every estate and plan fixture again with the real Terraform."""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from terraform_setup import offline_environment, provider_mirror, run_terraform, stop, terraform_program

FIXTURES = Path(__file__).parent.parent / "fixtures"
ESTATES = FIXTURES / "estates"
PLANS = FIXTURES / "plans"
SOURCES = PLANS / "src"
AT_ONCE = 2
PLAN_OPTIONS = ["-input=false", "-no-color", "-refresh=false", "-lock=false", "-out=tfplan"]
# `terraform plan` exits 1 where a condition fails, and still writes the plan.
EXIT_CODES = {"errored": (1,)}


def terraform_json(source: Path, workplace: Path, variables: list[str]) -> str:
    """Copy `source` into `workplace`, plan it there and return the plan as JSON."""
    folder = workplace / source.name
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("plan.json", "*.md", ".terraform*", "before.tf*"))
    environment = offline_environment(workplace)
    run_terraform(["init", "-input=false", "-no-color", "-backend=false"], folder, environment)
    accepted = EXIT_CODES.get(source.name, (0,))
    flags = ["-destroy"] if source.name == "destroy" else []
    run_terraform(["plan", *flags, *PLAN_OPTIONS, *variables], folder, environment, accepted=accepted)
    return run_terraform(["show", "-json", "tfplan"], folder, environment)


def state_json(source: Path, workplace: Path) -> str:
    """Return `terraform show -json` of the state file in `source`."""
    folder = workplace / source.name
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns(".terraform*"))
    environment = offline_environment(workplace)
    run_terraform(["init", "-input=false", "-no-color", "-backend=false"], folder, environment)
    return run_terraform(["show", "-json", "terraform.tfstate"], folder, environment)


def _without_time(plan: str) -> dict[str, Any]:
    """Parse a plan and drop the moment it was made."""
    parsed: dict[str, Any] = json.loads(plan)
    parsed.pop("timestamp", None)
    return parsed


def _write_if_changed(path: Path, made: str) -> str:
    """Write `made` unless only its timestamp differs, and say what happened."""
    changes = len(json.loads(made).get("resource_changes", []))
    if path.exists() and _without_time(path.read_text(encoding="utf-8")) == _without_time(made):
        return f"{path.relative_to(FIXTURES)}: unchanged, {changes} resource changes"
    path.write_text(made.rstrip("\n") + "\n", encoding="utf-8")
    return f"{path.relative_to(FIXTURES)}: written, {changes} resource changes"


def regenerate(name: str) -> str:
    """Make the fixture called `name` again and return one line about it."""
    source = ESTATES / name if (ESTATES / name).is_dir() else SOURCES / name
    with tempfile.TemporaryDirectory(prefix=f"drlint-{name}-") as temporary:
        workplace = Path(temporary)
        if name == "state":
            made = state_json(source, workplace)
        else:
            made = terraform_json(source, workplace, [])
    target = source / "plan.json" if source.parent == ESTATES else PLANS / f"{name}.json"
    return _write_if_changed(target, made)


def known_names() -> list[str]:
    """List the estates, then the plans, that Terraform can make."""
    folders = [*sorted(ESTATES.glob("*/")), *sorted(SOURCES.glob("*/"))]
    return [folder.name for folder in folders if list(folder.glob("*.tf")) or folder.name == "state"]


def main() -> None:
    """Make all fixtures again, or the named ones, two at a time."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="an estate or a plan; all where none is named")
    known = known_names()
    names = parser.parse_args().names or known
    unknown = sorted(set(names) - set(known))
    if unknown:
        stop(f"there is no fixture {', '.join(unknown)}; there are {', '.join(known)}.")
    terraform_program()
    provider_mirror()
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        for line in pool.map(regenerate, names):
            print(line, flush=True)


if __name__ == "__main__":
    main()
