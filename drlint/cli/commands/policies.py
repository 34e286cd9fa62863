"""`drlint policies`: lists the policies."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from drlint.catalog.registry import load
from drlint.cli.configuration import configured_folders
from drlint.cli.policy_sets import builtin_policies, own_policies
from drlint.cli.run import selected
from drlint.policy.definition import Metadata

_MARKDOWN = """\
# Policies

{{ policies | length }} policies.
{% for category, members in policies | groupby("category") %}
## {{ category }}

| policy | severity | what it holds to |
|---|---|---|
{% for each in members %}| `{{ each.id }}` | {{ each.severity }} | {{ each.title | replace("|", "\\\\|") }} |
{% endfor %}{% endfor %}"""


@click.command("policies")
@click.option(
    "--format", "form", type=click.Choice(("text", "json", "markdown")), default="text", help="How to list them."
)
@click.option(
    "--select", multiple=True, metavar="POLICY", help="Only these: id, category, checklist item or glob. Repeatable."
)
@click.option(
    "--policies",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A folder of your own policies. Repeatable.",
)
@click.option("--allow-python-policies", is_flag=True, help="Read Python policies of --policies: they are code.")
def command(form: str, select: tuple[str, ...], folders: tuple[Path, ...], allow_python_policies: bool) -> None:  # noqa: FBT001 - click's way
    """List the policies."""
    catalog = load()
    found = list(builtin_policies(catalog))
    for folder in (*configured_folders(), *folders):
        found += own_policies(folder, catalog, allow_python=allow_python_policies)
    chosen = [each.metadata for each in selected(found, select, ())]
    click.echo({"text": _text, "json": _json, "markdown": _markdown}[form](chosen))


def _text(policies: list[Metadata]) -> str:
    width = max((len(each.id) for each in policies), default=0)
    lines: list[str] = []
    category = ""
    for each in sorted(policies, key=lambda each: (each.category, each.id)):
        if each.category != category:
            category = each.category
            lines += ["", category] if lines else [category]
        stage = "  (preview)" if each.stage == "preview" else ""
        lines.append(f"  {each.id:{width}}  {each.severity!s:8}  {each.title}{stage}")
    return "\n".join([*lines, "", f"{len(policies)} policies; drlint explain POLICY tells more"])


def _json(policies: list[Metadata]) -> str:
    kept = [
        {name: value for name, value in msgspec.to_builtins(each).items() if name != "origin"}
        | {"severity": str(each.severity)}
        for each in policies
    ]
    return msgspec.json.format(msgspec.json.encode(kept), indent=2).decode()


def _markdown(policies: list[Metadata]) -> str:
    import jinja2  # noqa: PLC0415 - only this format needs a template

    environment = jinja2.Environment(autoescape=False, undefined=jinja2.StrictUndefined, trim_blocks=True)  # noqa: S701 - Markdown of our own policies
    return environment.from_string(_MARKDOWN).render(policies=policies).rstrip()
