"""Compiles the policies into one data file while a wheel is built."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompilePolicies(BuildHookInterface):  # type: ignore[type-arg]
    """Adds `drlint/_policies/compiled.json` to the wheel, so that `check` need not read YAML."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        from drlint.cli.policy_sets import compiled_for_wheel  # noqa: PLC0415 - only a wheel needs it

        made = Path(tempfile.mkdtemp()) / "compiled.json"
        made.write_bytes(compiled_for_wheel(root / "policies"))
        build_data["force_include"][str(made)] = "drlint/_policies/compiled.json"
