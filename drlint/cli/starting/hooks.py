"""The hook of pre-commit that `drlint init` writes, or shows where there are hooks already."""

from __future__ import annotations

import json
import re

from drlint.cli.starting.origin import Origin

NAME = ".pre-commit-config.yaml"

# What .pre-commit-hooks.yaml says; a test holds them together.
FILES = r"(\.(tf|tofu)(\.json)?|\.tfvars(\.json)?|(^|/)\.?drlint\.ya?ml|(^|/)([^/]*[-_.])?(tfplan|plan|tfstate)\.json)$"


def hook_text(origin: Origin, place: str) -> str:
    """The whole file."""
    return f"repos:\n{hook_entry(origin, place)}"


def hook_entry(origin: Origin, place: str) -> str:
    """The entry of `repos`: of drlint's repository where that is known, else of the drlint on the PATH."""
    below = f"^{re.escape(place)}/" if place else ""
    if origin.url:
        lines = [f"  - repo: {origin.url}", f"    rev: {origin.commit}", "    hooks:", "      - id: drlint"]
        lines += [f"        files: {json.dumps(below)}"] if below else []
    else:
        lines = [
            "  - repo: local",
            "    hooks:",
            "      - id: drlint",
            "        name: drlint",
            "        entry: drlint check --changed",
            "        language: system    # the drlint on the PATH",
            f"        files: {json.dumps(below or FILES)}",
            "        require_serial: true",
        ]
    return "\n".join(lines) + "\n"
