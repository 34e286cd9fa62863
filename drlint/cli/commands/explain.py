"""`drlint explain`: tells all that a policy says of itself."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import click

from drlint.catalog.registry import load
from drlint.cli.configuration import configured_folders
from drlint.cli.policy_sets import builtin_folder, builtin_policies, own_policies
from drlint.cli.run import selected
from drlint.edits.literals import Plain, literal
from drlint.model.finding import Verdict
from drlint.policy.controls.table import FRAMEWORKS, control
from drlint.policy.definition import Example, Metadata
from drlint.policy.files import PolicyFile, policy_files
from drlint.policy.load import examples_of

_WIDTH = 100


@click.command("explain")
@click.argument("policy", default="")
@click.option("--severity", is_flag=True, help="Show what environment, tier and profile make of a policy's severity.")
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A JSON report: tell the finding in it whose fingerprint is given in the policy's place.",
)
@click.option(
    "--policies",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A folder of your own policies. Repeatable.",
)
@click.option("--allow-python-policies", is_flag=True, help="Read Python policies of --policies: they are code.")
def command(policy: str, folders: tuple[Path, ...], **flags: Any) -> None:
    """Tell why a policy matters, what it reads, how to mend what it finds, and examples of each verdict.

    With --report: what a finding rests on, why it is as severe as it is, and who owns it.
    """
    if flags["severity"]:
        from drlint.cli.severity_doc import table_text  # noqa: PLC0415 - only this flag needs it

        click.echo(table_text())
        return
    if not policy:
        raise click.UsageError("explain what? Give a policy, --severity, or a fingerprint and --report")
    if flags["report"] is not None:
        from drlint.cli.retold import retold  # noqa: PLC0415 - only this flag needs it

        click.echo(retold(policy, flags["report"]))
        return
    catalog = load()
    found = list(builtin_policies(catalog))
    for folder in (*configured_folders(), *folders):
        found += own_policies(folder, catalog, allow_python=flags["allow_python_policies"])
    chosen = [each.metadata for each in selected(found, (policy,), ())]
    for position, metadata in enumerate(chosen):
        click.echo(("\n" if position else "") + _explained(metadata, _examples(metadata, folders)))


def _examples(metadata: Metadata, folders: tuple[Path, ...]) -> tuple[Example, ...]:
    files: list[PolicyFile] = [
        file for folder in (builtin_folder(), *configured_folders(), *folders) for file in policy_files(folder)
    ]
    file = next((each for each in files if each.id == metadata.id), None)
    return examples_of(file) if file is not None else ()


def _explained(metadata: Metadata, examples: tuple[Example, ...]) -> str:
    lines = [metadata.id, metadata.title, ""]
    lines += [
        f"  severity    {metadata.severity}"
        + (", less outside production (drlint explain --severity)" if metadata.scope == "production" else "")
    ]
    lines += [f"  stage       {metadata.stage}", f"  checklist   {metadata.checklist}"]
    lines += [f"  applies to  {', '.join(metadata.applies_to)}"]
    lines += [f"  when        {' '.join(metadata.when.split())}"] if metadata.when else []
    lines += [f"  requires    {' '.join(metadata.require.split())}"] if metadata.require else []
    lines += [f"  parameter   {name}: {value}" for name, value in metadata.parameters.items()]
    lines += ["", "Why", *_wrapped(metadata.why), "", "Fix", textwrap.indent(metadata.fix, "  ")]
    lines += [f"  drlint fix sets  {name} = {_set(value)}" for name, value in metadata.sets.items()]
    for verdict in Verdict:
        lines += _example([each for each in examples if each.verdict is verdict and (each.source or each.documents)])
    lines += _supported(metadata)
    lines += ["", *metadata.references] if metadata.references else []
    return "\n".join(lines)


def _supported(metadata: Metadata) -> list[str]:
    """The controls that a verdict is evidence for, with what drlint knows of each."""
    if not metadata.controls:
        return []
    width = max(len(each) for ids in metadata.controls.values() for each in ids)
    lines = ["", "Supports (evidence for part of a control, never all of it)"]
    for framework, ids in metadata.controls.items():
        known = FRAMEWORKS.get(framework)
        lines.append(f"  {framework if known is None else f'{known.name}, {known.edition}'}")
        for each in ids:
            described = control(framework, each)
            lines.append(f"    {each:{width}}  {described.title if described else ''}".rstrip())
    return lines


def _example(examples: list[Example]) -> list[str]:
    """The first of a verdict's examples, one under the policy's own parameters before others; documents come first."""
    if not examples:
        return []
    shown = next((each for each in examples if not each.parameters), examples[0])
    under = ", ".join(f"{name}: {value}" for name, value in shown.parameters.items())
    head = f"Example: {shown.verdict}" + (f", with {under}" if under else "")
    texts = [textwrap.dedent(each).strip() for each in (shown.documents, shown.source) if each.strip()]
    between = "  with this beside it:" if shown.documents and shown.source.strip() else ""
    found = [textwrap.indent(each, "  ") for each in texts]
    return ["", head, found[0], *(line for each in found[1:] for line in (between, each))]


def _set(value: object) -> str:
    """A value as code writes it; an expression as the policy does."""
    if isinstance(value, str) and "{" in value:
        return " ".join(value.split())
    return literal(value) if isinstance(value, Plain) else str(value)


def _wrapped(text: str) -> list[str]:
    return [
        line
        for paragraph in text.split("\n\n")
        for line in textwrap.wrap(paragraph, _WIDTH - 2, initial_indent="  ", subsequent_indent="  ")
    ]
