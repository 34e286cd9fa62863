"""What `check` and `demo` do: configuration, inputs, one run, reports, exit code."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from drlint.catalog.registry import load
from drlint.cli.configuration import Configuration, configuration
from drlint.cli.discovery import STDIN, top_of
from drlint.cli.inputs import Gathered, gather
from drlint.cli.output import outputs_of, write_all
from drlint.cli.policy_sets import builtin_policies, hcl_cache, own_policies
from drlint.cli.progress import progress
from drlint.cli.run import Asked, exit_code, report_of
from drlint.cli.source_inputs import SourceInputs
from drlint.model.errors import DrlintError
from drlint.model.finding import Severity
from drlint.reports.escape import terminal
from drlint.reports.options import Options

_FLAGS = (
    "select",
    "ignore",
    "fail_on",
    "min_severity",
    "exit_zero",
    "incomplete",
    "strict",
    "profile",
    "world",
    "context",
    "root",
)


_COMPLAINTS = 10  # lines on standard error
_LINE_END = re.compile(r"\r\n|\r|\n")


def check(paths: Sequence[str], **flags: Any) -> int:
    """Judge what the paths hold, write the reports, answer the exit code."""
    settings = configuration(
        None if flags.get("bare") else _start(paths), flags.get("config"), {name: flags.get(name) for name in _FLAGS}
    )
    outputs = outputs_of(flags.get("outputs") or ("text",))
    catalog = load()
    policies = list(builtin_policies(catalog))
    for folder in _folders(settings, flags):
        policies += own_policies(folder, catalog, allow_python=bool(flags.get("allow_python_policies")))
    _require_unique([each.metadata.id for each in policies])
    with progress() as tick:
        regions = settings["provider_regions"]
        sources = _sources(settings, flags)
        given = gather(
            paths,
            catalog,
            root=settings["root"],
            sources=sources,
            provider_regions=regions,
            called=flags.get("called"),
            changed=bool(flags.get("changed")),
        )
        sources.require_declared()
        context = gather(_context(settings), catalog, root=None, sources=sources, provider_regions=regions)
        _complain(given)
        _require_context(context)
        report = report_of(
            given, context, policies, catalog, settings, Asked(keep_passed=bool(flags.get("show_passed")), tick=tick)
        )
    if not any(path == "-" for _, path in outputs):
        outputs += outputs_of(("text",))
    if given.recognised:
        write_all(report, outputs, _options(flags, settings))
    return exit_code(report, given, settings)


def _sources(settings: Configuration, flags: Mapping[str, Any]) -> SourceInputs:
    return SourceInputs(
        provider_regions=settings["provider_regions"],
        given=flags.get("given") or (),
        workspace=flags.get("workspace"),
        cache=None if flags.get("no_cache") else hcl_cache(),
        source=flags.get("source"),
    )


def _start(paths: Sequence[str]) -> Path:
    first = next((path for path in paths if path != STDIN), ".")
    return Path(first) if Path(first).exists() else Path()


def _folders(settings: Configuration, flags: Mapping[str, Any]) -> list[Path]:
    """Own policy folders: from configuration relative to its file, from flags relative to here."""
    base = settings.path.parent if settings.path else Path()
    return [base / each for each in settings["policies"]] + [Path(each) for each in flags.get("policies") or ()]


def _context(settings: Configuration) -> tuple[str, ...]:
    """Context paths: from configuration relative to its file, from flags relative to here."""
    setting = settings.settings["context"]
    if settings.path is None or setting.origin != str(settings.path):
        return tuple(setting.value)
    return tuple(str(settings.path.parent / each) for each in setting.value)


def _require_context(context: Gathered) -> None:
    foreign = next((each for each in context.inputs if each.status == "skipped"), None)
    if foreign is not None:
        raise DrlintError(f"--context {foreign.uri}: {foreign.note}")


def _require_unique(ids: Sequence[str]) -> None:
    twice = next((each for position, each in enumerate(ids) if each in ids[:position]), None)
    if twice is not None:
        raise DrlintError(f"two policies are called {twice!r}; rename yours")


def _complain(given: Gathered) -> None:
    """One line on standard error for each thing that was not read; the reports list them all."""
    said = [
        f"{spot.location}: {spot.reason}"
        if spot.what == spot.location.uri
        else f"{spot.location}: {spot.what}: {spot.reason}"
        for spot in given.blind_spots
    ]
    if len(said) > _COMPLAINTS:
        said[_COMPLAINTS:] = [f"{len(said) - _COMPLAINTS:,} more could not be read; the report lists them"]
    said += [f"{each.uri}: {each.note}" for each in given.inputs if each.status == "skipped"]
    if not given.inputs:
        said.append("no Terraform source, plan or state here; a plan: terraform show -json tfplan > plan.json")
    for line in said:
        click.echo(f"drlint: {terminal(line)}", err=True)


def _options(flags: Mapping[str, Any], settings: Configuration) -> Options:
    top = top_of(Path.cwd()) or Path.cwd()

    def lines_of(uri: str) -> list[str] | None:
        try:
            return _LINE_END.split((top / uri).read_bytes().decode("utf-8"))
        except (OSError, UnicodeDecodeError):
            return None

    return Options(
        full=bool(flags.get("full")),
        show_passed=bool(flags.get("show_passed")),
        min_severity=Severity[settings["min_severity"].upper()],
        lines_of=lines_of,
    )
