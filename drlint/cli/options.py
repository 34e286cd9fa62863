"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from drlint.model.arn import REGION
from drlint.reports.options import COMMENT, LEAST

_Command = TypeVar("_Command", bound=Callable[..., Any])


def together(*options: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    """Several options as one decorator, in the order in which help lists them."""

    def decorated(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorated


chosen_policies = together(
    click.option(
        "--select",
        multiple=True,
        metavar="POLICY",
        help="Only these policies: id, category, checklist item or glob. Repeatable.",
    ),
    click.option("--ignore", multiple=True, metavar="POLICY", help="Not these policies. Repeatable."),
)


def _percent(_: click.Context, __: click.Parameter, value: str | None) -> float | None:
    if value is None:
        return None
    try:
        found = float(value.removesuffix("%"))
    except ValueError:
        found = -1.0
    if not 0 <= found <= 100:  # noqa: PLR2004 - percent
        raise click.BadParameter(f"{value!r} is no percentage, as 98%")
    return found


profile = click.option(
    "--profile", type=click.Choice(("strict", "default", "sandbox")), help="How severe policies are."
)

judging = together(
    click.option(
        "--incomplete",
        type=click.Choice(("fail", "warn")),
        help="Whether an input that was not read whole makes the exit code 4. Default: fail.",
    ),
    click.option(
        "--min-coverage",
        callback=_percent,
        metavar="PERCENT",
        help="What could not be seen in AWS does not make the exit code 4 where this much was seen, as 98%.",
    ),
    click.option(
        "--world",
        type=click.Choice(("auto", "open", "closed")),
        help="Whether what is not in view does not exist. Default: auto.",
    ),
    click.option(
        "--context",
        multiple=True,
        metavar="PATH",
        help="Source, plans or states that are looked at, but not reported on. Repeatable.",
    ),
    click.option("--source", metavar="DIR", help="The code that the plan was made from. Default: what lies beside it."),
)


def _region(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None and REGION.fullmatch(value) is None:
        raise click.BadParameter(f"{value!r} is no Region of AWS, as eu-west-1")
    return value


lost_region = click.option(
    "--lost-region",
    metavar="REGION",
    callback=_region,
    help="The Region whose loss runbooks are for, where neither they nor their workloads say it.",
)

by_kind = together(
    click.option("--plan", multiple=True, metavar="FILE", help="The same as naming the file, which must be a plan."),
    click.option("--state", multiple=True, metavar="FILE", help="The same as naming the file, which must be a state."),
    click.option("--inventory", multiple=True, metavar="DIR", help="The same as naming a folder of drlint collect."),
)

values_of_source = together(
    click.option(
        "--var",
        "--var-file",
        "given",
        multiple=True,
        metavar="NAME=VALUE|FILE",
        help="A variable of the source, or a file of them; the last one wins, as with Terraform. Repeatable.",
    ),
    click.option("--workspace", help="terraform.workspace. Default: TF_WORKSPACE, what is selected, default."),
)

own_policies = together(
    click.option("--policies", multiple=True, metavar="DIR", help="A folder of your own policies. Repeatable."),
    click.option("--allow-python-policies", is_flag=True, help="Run Python policies of --policies: they are code."),
)

config = click.option(
    "--config", type=click.Path(path_type=Path), help="A configuration file. Default: drlint.yaml upward of the input."
)

trusted_ref = click.option(
    "--trusted-ref",
    metavar="REF",
    help="Take the gate from this branch, tag or commit: what is checked out can only tighten it. As origin/main.",
)

patch_or_write = click.option(
    "--diff/--write", "diff", default=True, help="Print a patch (the default), or write the files."
)

baseline = click.option(
    "--baseline", metavar="FILE", help="What is known: see drlint baseline. Default: `baseline:` in drlint.yaml."
)

no_waivers = click.option("--no-waivers", is_flag=True, help="Nothing is waived; the waivers are still accounted for.")

sarif_suppressed = click.option(
    "--sarif-suppressed",
    type=click.Choice(("omit", "include")),
    default="omit",
    help="Whether SARIF has what is waived, as suppressed results, which GitHub shows as alerts. Default: omit.",
)

as_of = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day on which waivers and terms are judged, as 2027-01-31. Default: today.",
)


def day_of(flags: Mapping[str, Any]) -> date:
    """The day that was asked about, else today (UTC, so that two machines agree)."""
    said: datetime | None = flags.get("as_of")
    return (said or datetime.now(UTC)).date()


def _enough(_: click.Context, __: click.Parameter, value: int | None) -> int | None:
    if value is not None and 0 < value < LEAST:
        raise click.BadParameter(f"{value:,} bytes hold no report; {LEAST:,} hold the verdict, and 0 sets no limit")
    return value


for_reviewers = together(
    click.option(
        "--max-bytes",
        type=click.IntRange(min=0),
        callback=_enough,
        metavar="N",
        help=f"Most bytes of a Markdown report; it gets shorter in steps. 0: no limit. Default: {COMMENT:,}.",
    ),
    click.option("--comment-id", metavar="NAME", help="The comment a Markdown report is for. Default: its root."),
    click.option(
        "--github-step-summary/--no-github-step-summary",
        default=None,
        help="Add the Markdown report to $GITHUB_STEP_SUMMARY. Default: under GitHub Actions.",
    ),
)

# Flags on how a report is told, not on what it says.
TELLING = frozenset(
    {"outputs", "full", "sarif_suppressed", "group_by", "max_bytes", "comment_id", "github_step_summary"}
)
