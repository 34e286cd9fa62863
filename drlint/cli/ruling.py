"""What rules a run: the configuration that is checked out, or where a ref is trusted, the ref's."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

from drlint.cli.parts import Rules


def rules_by(ref: str | None, paths: Sequence[str]) -> AbstractContextManager[Rules]:
    """The rules for these paths; raises DrlintError where a ref is named that cannot be trusted."""
    if ref is None:
        return nullcontext(Rules())
    from drlint.cli.trust.gate import trusted  # noqa: PLC0415 - only where a ref is trusted

    return trusted(ref, paths)
