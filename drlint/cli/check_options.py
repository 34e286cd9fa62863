"""What `check` and `audit` can be told alike."""

from __future__ import annotations

import click

from drlint.cli import options
from drlint.model.finding import Severity

_SEVERITY = click.Choice([str(each) for each in Severity])

reporting_and_judging = options.together(
    click.option(
        "-o",
        "--output",
        "outputs",
        multiple=True,
        metavar="FORMAT[=PATH]",
        help="Write a report: text, markdown, sarif, json, github, gitlab, junit, csv or ocsf; `-` is standard output.",
    ),
    click.option("--full", is_flag=True, help="List everything: every finding in text, Markdown of any length."),
    click.option(
        "--group-by",
        type=click.Choice(("owner", "workload", "policy", "account")),
        help="Put the findings under headings (text, markdown).",
    ),
    click.option("--show-passed", is_flag=True, help="List what passed, too (json)."),
    options.for_reviewers,
    options.chosen_policies,
    click.option("--fail-on", type=_SEVERITY, help="Least severity that makes the exit code 1. Default: low."),
    click.option("--min-severity", type=_SEVERITY, help="Least severity that is shown. Default: low."),
    click.option("--exit-zero", is_flag=True, default=None, help="Report only: findings do not change the exit code."),
    click.option("--strict", is_flag=True, default=None, help="Unknown verdicts make the exit code 4, too."),
    click.option("--only-new", is_flag=True, help="Only what is new or worse than before makes the exit code 1."),
    options.baseline,
    options.no_waivers,
    options.sarif_suppressed,
    options.as_of,
    options.judging,
    options.lost_region,
    options.values_of_source,
    click.option(
        "--import",
        "imports",
        multiple=True,
        metavar="KIND=FILE",
        help="Show what another tool found about recovery, too: sarif=FILE or checkov=FILE (-o json). Repeatable.",
    ),
)
