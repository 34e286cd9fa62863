"""What is new, worse, resolved and newly out of sight since the run before."""

from __future__ import annotations

from msgspec import Struct

from drlint.model.finding import Finding


class Since(Struct, frozen=True, kw_only=True):
    """A run against the one before; None where there is none.

    `new` and `worse` are fingerprints, `worse` with what it was ("medium", "set aside"); `resolved` is what was broken;
    `new_spots` and `old_spots` are places that could not be looked at. `before` is when the run before began. `met` and
    `workloads` count the workloads of this run that keep all policies of severity high and above, by tier; `met_before`
    those of `month`, the run nearest to 30 days before. `first_seen` is when each open finding was first seen.
    """

    run: int
    before: str | None
    new: frozenset[str]
    worse: dict[str, str]
    resolved: tuple[Finding, ...]
    new_spots: frozenset[str]
    old_spots: frozenset[str]
    first_seen: dict[str, str]
    month: str | None = None
    met_before: dict[int | None, tuple[int, int]] | None = None
    coverage_before: float | None = None
