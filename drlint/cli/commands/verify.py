"""`drlint verify`: runs the examples of policies."""

from __future__ import annotations

from pathlib import Path

import click

from drlint.catalog.registry import load
from drlint.cli.policy_sets import builtin_folder, builtin_policies
from drlint.engine.examples import ExampleFailure, failing_examples
from drlint.model.errors import DrlintError
from drlint.policy.files import PolicyFile, policy_files


@click.command("verify")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--allow-python-policies", is_flag=True, help="Run the Python policies of these folders: they are code.")
def command(paths: tuple[Path, ...], allow_python_policies: bool) -> int:  # noqa: FBT001 - click's way
    """Run the examples of policies: drlint's own, or those of the given files and folders."""
    catalog = load()
    files = _files(paths, allow_python=allow_python_policies)
    count = 0
    failures: list[ExampleFailure] = []
    for each in failing_examples(files, catalog, lambda: builtin_policies(catalog)):
        if isinstance(each, int):
            count += each
        else:
            failures.append(each)
            place = f"example {each.position}" if each.position else "examples"
            click.echo(f"{each.policy}: {place}: {each.reason}")
    wrong = f", {len(failures)} wrong" if failures else ", all as they say"
    click.echo(f"{len(files)} policies, {count} examples{wrong}")
    return 1 if failures else 0


def _files(paths: tuple[Path, ...], *, allow_python: bool) -> list[PolicyFile]:
    own = builtin_folder().resolve()
    found: list[PolicyFile] = []
    for path in paths or (own,):
        if not path.exists():
            raise DrlintError(f"{path}: no such policy file or folder")
        for file in policy_files(path):
            trusted = Path(file.origin).resolve().is_relative_to(own)
            if file.is_python and not (allow_python or trusted):
                raise DrlintError(f"{file.origin}: Python policies run code; say --allow-python-policies to run it")
            found.append(file)
    if not found:
        raise DrlintError("no policies found")
    return found
