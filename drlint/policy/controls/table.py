"""Which frameworks drlint knows, and whether the controls that a policy names are there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from drlint.model.nearness import near
from drlint.policy.controls import dora, iso_22301, nist_800_53, soc_2, well_architected
from drlint.policy.controls.framework import Control, Framework

FRAMEWORKS: Mapping[str, Framework] = {
    each.key: each
    for each in (
        nist_800_53.FRAMEWORK,
        iso_22301.FRAMEWORK,
        soc_2.FRAMEWORK,
        dora.FRAMEWORK,
        well_architected.FRAMEWORK,
    )
}
# AWS's own rules, each with a page of its own: named by policies, not described here.
NAMED_ONLY = ("security-hub",)
_MISTYPED = 0.92  # iso-27001 and nist-800-171 are frameworks of their own, aws-well-architcted is none


def control(framework: str, name: str) -> Control | None:
    """What drlint knows of a control; None where its table says nothing of it."""
    known = FRAMEWORKS.get(framework)
    return None if known is None else known.control(name)


def wrong_with(controls: Mapping[str, Sequence[str]]) -> tuple[str, str] | None:
    """The framework and what is wrong with what is said under it; None where nothing is.

    Other frameworks than those of the table may be named freely, unless the name is a known one mistyped.
    """
    for key, names in controls.items():
        framework = FRAMEWORKS.get(key)
        if framework is None:
            meant = _meant(key)
            if meant is not None:
                return key, f"no framework is called {key!r}; did you mean {meant!r}?"
            continue
        for name in names:
            if not framework.has(name):
                known = [each.id for each in framework.controls]
                return key, f"{framework.name} has no control {name!r}{near(name.upper(), known)}"
    return None


def is_part_of(name: str, wanted: str) -> bool:
    """Whether a control is the wanted one or a part of it: CP-9(8) of CP-9, 12(2) of 12, REL09-BP01 of REL09."""
    return name == wanted or (name.startswith(wanted) and name[len(wanted)] in "(.-")


def _meant(key: str) -> str | None:
    """The known framework that a name is but for its spelling."""
    known = (*FRAMEWORKS, *NAMED_ONLY)
    for each in known:
        if key != each and _plain(key) == _plain(each):
            return each
    found = max(known, key=lambda each: _likeness(key, each))
    return found if found != key and _likeness(key, found) >= _MISTYPED else None


def _plain(key: str) -> str:
    return re.sub(r"[^a-z0-9]", "", key.lower())


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.lower(), other).ratio()
