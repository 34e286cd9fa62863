"""A trend as JSON for other programs."""

from __future__ import annotations

from typing import TextIO

import msgspec

from drlint.model.trend import Trend
from drlint.reports.escape import json_bytes

SCHEMA_VERSION = "1.0"


def write(trend: Trend, out: TextIO) -> None:
    """Write every field, percentages as numbers."""
    document = {"schema_version": SCHEMA_VERSION, **msgspec.to_builtins(trend)}
    out.write(msgspec.json.format(json_bytes(msgspec.json.encode(document)), indent=2).decode())
    out.write("\n")
