"""`drlint policies`: lists the policies."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from drlint.catalog.registry import load
from drlint.cli.configuration import configured_folders
from drlint.cli.policy_sets import builtin_policies, own_policies
from drlint.cli.run import selected
from drlint.model.errors import DrlintError
from drlint.model.nearness import near
from drlint.policy.controls.table import is_part_of
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
    "--control",
    "controls",
    multiple=True,
    metavar="FRAMEWORK[:ID]",
    help="Only those that support this control, or a part of it: nist-800-53:CP-9, dora:12. Repeatable.",
)
@click.option(
    "--policies",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A folder of your own policies. Repeatable.",
)
@click.option("--allow-python-policies", is_flag=True, help="Read Python policies of --policies: they are code.")
def command(
    form: str,
    select: tuple[str, ...],
    controls: tuple[str, ...],
    folders: tuple[Path, ...],
    allow_python_policies: bool,  # noqa: FBT001 - click's way
) -> None:
    """List the policies."""
    catalog = load()
    found = list(builtin_policies(catalog))
    for folder in (*configured_folders(), *folders):
        found += own_policies(folder, catalog, allow_python=allow_python_policies)
    chosen = [each.metadata for each in selected(found, select, ())]
    if controls:
        chosen = [each for each in chosen if any(_supports(each, *_control(said, chosen)) for said in controls)]
    click.echo({"text": _text, "json": _json, "markdown": _markdown}[form](chosen))


def _control(said: str, policies: list[Metadata]) -> tuple[str, str]:
    """A framework and an id in it, empty for all; DrlintError where no policy supports it."""
    framework, _, name = said.partition(":")
    frameworks = sorted({each for metadata in policies for each in metadata.controls})
    if framework not in frameworks:
        hint = near(framework, frameworks) or f"; there are {', '.join(frameworks)}"
        raise DrlintError(f"--control {said}: no policy names the framework {framework!r}{hint}")
    if not any(_supports(each, framework, name) for each in policies):
        ids = sorted({each for metadata in policies for each in metadata.controls.get(framework, ())})
        hint = near(name, ids) or "; drlint policies --format json lists what each supports"
        raise DrlintError(f"--control {said}: no policy supports {name!r}{hint}")
    return framework, name


def _supports(policy: Metadata, framework: str, name: str) -> bool:
    ids = policy.controls.get(framework, ())
    return any(is_part_of(each, name) for each in ids) if name else bool(ids)


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
    counted = "1 policy" if len(policies) == 1 else f"{len(policies)} policies"
    return "\n".join([*lines, "", f"{counted}; drlint explain POLICY tells more"])


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
