"""Which formats there are: the modules of this folder, found by name and imported one at a time."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Protocol, TextIO, cast

from drlint import reports
from drlint.engine.report import Report
from drlint.model.errors import DrlintError
from drlint.reports.options import Options

# Modules of this folder that serve the formats and are none themselves; a test holds every other one to `Format`.
SUPPORT = frozenset(
    {
        "differences",
        "divided",
        "escape",
        "evidence",
        "formats",
        "grouping",
        "linehash",
        "lines",
        "markdown_aside",
        "markdown_detail",
        "markdown_diagram",
        "markdown_findings",
        "markdown_nightly",
        "markdown_scorecard",
        "markdown_story",
        "markdown_unseen",
        "of_documents",
        "of_workloads",
        "options",
        "register",
        "remedy",
        "sarif_notifications",
        "sarif_places",
        "sarif_rules",
        "text_tables",
        "trends",
        "unseen",
        "waived",
        "wording",
    }
)


class Format(Protocol):
    """What a module must have to be a format."""

    NAME: str

    def write(self, report: Report, out: TextIO, options: Options) -> None: ...


def names() -> tuple[str, ...]:
    """The formats by name, sorted; a module `json_` is the format `json`."""
    modules = (module.name for module in pkgutil.iter_modules(reports.__path__))
    return tuple(sorted(name.rstrip("_") for name in modules if name not in SUPPORT and not name.startswith("_")))


def named(name: str) -> Format:
    """The format of that name; DrlintError where there is none."""
    known = names()
    if name not in known:
        message = f"there is no format '{name}'; choose from {', '.join(known)}"
        raise DrlintError(message)
    modules = {module.name for module in pkgutil.iter_modules(reports.__path__)}
    module = name if name in modules else f"{name}_"
    return cast("Format", importlib.import_module(f"{reports.__name__}.{module}"))
