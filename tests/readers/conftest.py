"""Lets the tests of parity import the scripts that record plans and, of the catalog's tests, the provider's schema."""

from __future__ import annotations

import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
sys.path[:0] = [str(REPOSITORY / "scripts"), str(REPOSITORY / "tests")]
