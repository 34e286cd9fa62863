"""The hook of pre-commit that `drlint init` writes, or shows where there are hooks already."""

from __future__ import annotations

import json
import re

from drlint.cli.starting.origin import Origin

NAME = ".pre-commit-config.yaml"

# What .pre-commit-hooks.yaml says; a test holds them together.
FILES = r"(\.(tf|tofu)(\.json)?|\.tfvars(\.json)?|(^|/)\.?drlint\.ya?ml|(^|/)([^/]*[-_.])?(tfplan|plan|tfstate)\.json)$"


DOCUMENTS = r"\.(ya?ml|md|markdown)$"  # what of these is no recovery document costs a look at its first bytes


def hook_text(origin: Origin, place: str, *, documents: bool = False) -> str:
    """The whole file."""
    return f"repos:\n{hook_entry(origin, place, documents=documents)}"


def hook_entry(origin: Origin, place: str, *, documents: bool = False) -> str:
    """The entry of `repos`: of drlint's repository where that is known, else of the drlint on the PATH.

    With `documents` the hook for recovery documents, too.
    """
    below = f"^{re.escape(place)}/" if place else ""
    narrowed = f"{below}.*{DOCUMENTS}" if below else ""
    if origin.url:
        lines = [f"  - repo: {origin.url}", f"    rev: {origin.commit}", "    hooks:"]
        for name, files in (("drlint", below), ("drlint-docs", narrowed))[: 2 if documents else 1]:
            lines += [f"      - id: {name}"] + ([f"        files: {json.dumps(files)}"] if files else [])
        return "\n".join(lines) + "\n"
    lines = ["  - repo: local", "    hooks:", *_local("drlint", "drlint", below or FILES)]
    if documents:
        lines += _local("drlint-docs", "drlint recovery documents", narrowed or DOCUMENTS)
    return "\n".join(lines) + "\n"


def _local(identity: str, name: str, files: str) -> list[str]:
    return [
        f"      - id: {identity}",
        f"        name: {name}",
        "        entry: drlint check --changed",
        "        language: system    # the drlint on the PATH",
        f"        files: {json.dumps(files)}",
        "        require_serial: true",
    ]
