"""What one run said of an estate, whether it was just now or stands in a saved report."""

from __future__ import annotations

from msgspec import Struct

from drlint.model.finding import Finding, Severity
from drlint.model.values import Address


class Told(Struct, frozen=True, kw_only=True):
    """The verdicts of a run, `called` so by people.

    `aside` is what a waiver or a baseline set aside. `policies` are those that could be asked, `broken` where one broke
    while it judged. `whole` says that nothing was left unread, `hidden` which severities are not listed; `notes` what
    else a comparison should say, `resolved` the fingerprints of what it looked for and found no more.
    """

    called: str
    findings: tuple[Finding, ...]
    aside: tuple[Finding, ...]
    unknowns: tuple[Finding, ...]
    roots: frozenset[str]
    policies: frozenset[str]
    broken: frozenset[tuple[str, Address]]
    whole: bool
    hidden: frozenset[Severity] = frozenset()
    notes: tuple[str, ...] = ()
    resolved: frozenset[str] = frozenset()
