"""`drlint init`: begins with drlint in a repository, in observe mode."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from drlint.catalog.registry import load
from drlint.cli.changing import print_patch
from drlint.cli.starting.origin import origin_given, origin_of_this
from drlint.cli.starting.plan import Plan, held_back, plan_of, write
from drlint.cli.starting.seen import Seen, seen_in
from drlint.edits.patch import patch
from drlint.model.errors import DrlintError
from drlint.reports.escape import terminal
from drlint.reports.wording import count, listed

_NAMED = 5


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option("--dry-run", "--diff", "dry", is_flag=True, help="Print what would be written as a patch; write nothing.")
@click.option(
    "--source",
    metavar="URL@COMMIT",
    help="Where CI installs drlint from: https://…/drlint.git@COMMIT. Default: where this one came from.",
)
def command(folder: Path, dry: bool, source: str | None) -> int:  # noqa: FBT001 - click's way
    """Begin with drlint: a commented drlint.yaml of what is seen in a folder, a pre-commit hook and a workflow.

    All of it only observes: no commit and no pull request fails until you say so. Nothing that is there is changed.

    Exit codes: 0 done, 2 wrong usage, 3 no Terraform here.
    """
    if not folder.is_dir():
        raise DrlintError(f"{folder}: no such folder")
    origin = origin_given(source) if source else origin_of_this()
    seen = seen_in(folder, load())
    if not seen.given.recognised:
        click.echo("drlint: no Terraform here, nor recovery documents, so nothing was written", err=True)
        return 3
    plan = plan_of(seen, origin)
    done = list(_done(seen, plan, dry=dry))
    for line in (*_told(seen), *done, *_rest(seen, plan, known=bool(origin.url))):
        click.echo(terminal(line) if "\n" not in line else line, err=dry)
    return 0


def _done(seen: Seen, plan: Plan, *, dry: bool) -> Iterator[str]:
    """Write the files, or print them; what became of each."""
    if dry:
        print_patch(b"".join(patch(each.path, None, each.text.encode()) for each in plan.files))
    if not dry:
        held_back(seen.top, plan.files)
    for each in plan.files:
        if not dry:
            write(seen.top, each)
        yield f"{'would write' if dry else 'written'}: {each.path}"
    yield from (f"left as it is: {each}" for each in plan.left)


def _told(seen: Seen) -> Iterator[str]:
    """What was seen, in a few lines."""
    roots, resources = count(seen.roots, "root module"), count(seen.resources, "resource")
    yield f"{seen.place or 'here'}: {roots}, {resources} that drlint knows"
    rows = {
        "environments": [f"{name} ({number:,})" for name, number in seen.environments.items()]
        + [f"{name} (a folder's name)" for name in seen.root_environments],
        "owners": [f"tag {name} ({number:,})" for name, number in seen.owner_tags.items()]
        + ([seen.code_owners] if seen.code_owners else []),
        "Regions": [f"{name} ({number:,})" for name, number in seen.regions.items()],
        "recovery Regions": list(seen.recovery_regions),
        "runbooks": [count(seen.documents, "recovery document")] if seen.documents else [],
    }
    for label, names in rows.items():
        yield f"  {label:17} {listed(names, _NAMED) or 'none recognised'}"
    if seen.given.blind_spots:
        yield f"  {count(len(seen.given.blind_spots), 'place')} could not be read; drlint check tells which"
    if not seen.is_repository:
        yield "  this is no git repository, so the hook and the workflow have no effect yet"


def _rest(seen: Seen, plan: Plan, *, known: bool) -> Iterator[str]:
    """What is left to a person, and what to run next."""
    for where, text in plan.snippets:
        yield f"\n{where}:\n\n{text.rstrip()}"
    if not known:
        yield (
            "\nThere is no release of drlint on a package index yet, and this one was not installed from git: the job\n"
            "in CI is skipped until the variables DRLINT_SOURCE and DRLINT_COMMIT say where to get it from.\n"
            "--source https://…/drlint.git@COMMIT writes it in."
        )
    steps = _steps(seen)
    wide = max(map(len, steps))
    yield "\nNext:\n" + "\n".join(f"  {step:{wide}}  {why}" for step, why in steps.items())


def _steps(seen: Seen) -> dict[str, str]:
    """What to run or to say next, and why; a configuration that was there need not observe."""
    where = seen.place or "."
    check, baseline = f"drlint check {where}", f"drlint baseline create {where}"
    aside = "set aside what is there, so that only what is new or worse counts"
    if seen.configuration is not None:
        return {
            check: "what there is to know; what fails is for the configuration that is there to say",
            'rollout: {"*": observe}': f"in {seen.configuration.name}, where nothing is to fail yet",
            baseline: aside,
        }
    return {
        check: "what there is to know; it fails nothing yet",
        baseline: aside,
        'rollout: {"*": warn}': "in drlint.yaml, when people have seen it; then block what nobody breaks any more",
    }
