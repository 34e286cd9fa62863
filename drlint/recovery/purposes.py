"""What a runbook is for: the loss of a Region, the way back, a restore, or something else that people wrote down."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any, Final

from drlint.model.resource import Resource
from drlint.recovery.procedures import steps_of

_RECOVERS: Final = re.compile(
    r"fail[-_ ]?over|switch[-_ ]?over|disaster|\bdr\b|evacuat|\bpromot|recovery region"
    r"|\bregion(?:al)?\b.{0,20}\b(?:outage|loss|lost|down|fail)|(?:loss|lose|leave|losing) (?:of )?(?:a |the )?region",
    re.IGNORECASE,
)
_OF_A_ZONE: Final = re.compile(r"\b(?:az|zones?|zonal|multi[- ]az|instance|node|shard)\b", re.IGNORECASE)
_OF_A_REGION: Final = re.compile(r"region|\bdr\b|disaster|[a-z]{2}-[a-z]+-\d\b", re.IGNORECASE)
_PLANNED: Final = re.compile(
    r"\b(?:planned|switch-?over|rotation|rehears\w*|drill|exercise|game ?day)\b", re.IGNORECASE
)
_UNPLANNED: Final = re.compile(r"\bunplanned\b", re.IGNORECASE)


def is_for_region_loss(runbook: Resource) -> bool:
    """Whether a runbook is carried out because a Region is lost.

    What people call a runbook may be anything (`rotate certificates`): one that does not say its kind has to speak of a
    failover, a promotion or a lost Region somewhere.
    """
    if is_planned(runbook):
        return False
    says_region = isinstance(runbook["lost_region"], str)
    if runbook["kind"] == "restore":
        return says_region
    if runbook["kind"] != "failover":
        return False
    return says_region or (_is_meant(runbook) and not _is_of_a_zone(runbook))


def is_recovery(runbook: Resource) -> bool:
    """Whether a runbook certainly is one by which something fails over, fails back or is restored."""
    return runbook["kind"] in {"failback", "restore"} or _is_meant(runbook)


def is_planned(runbook: Resource) -> bool:
    """Whether a runbook calls itself one that is carried out while both sides are well."""
    name = _name(runbook)
    return _PLANNED.search(name) is not None and _UNPLANNED.search(name) is None


def _is_meant(runbook: Resource) -> bool:
    if runbook["kind_given"] is True or isinstance(runbook["lost_region"], str):
        return True
    criteria: Any = runbook["decision_criteria"]
    texts = [_name(runbook), _file(runbook)]
    texts += [each for each in criteria if isinstance(each, str)] if isinstance(criteria, tuple) else []
    texts += [each.action for each in steps_of(runbook)]
    return _speaks_of_recovery("\n".join(texts))


@lru_cache(4096)
def _speaks_of_recovery(text: str) -> bool:
    """Whether a line of a text does; several policies ask it of each runbook."""
    return _RECOVERS.search(text) is not None


def _is_of_a_zone(runbook: Resource) -> bool:
    name = f"{_name(runbook)} {_file(runbook)}"
    return _OF_A_ZONE.search(name) is not None and _OF_A_REGION.search(name) is None


def _name(runbook: Resource) -> str:
    said = runbook["name"]
    return said if isinstance(said, str) else ""


def _file(runbook: Resource) -> str:
    said = runbook["file"]
    return PurePosixPath(said).stem.replace("-", " ").replace("_", " ") if isinstance(said, str) else ""
