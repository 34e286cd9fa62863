"""Which strategy a workload really has, over the estates that are named after theirs."""

from __future__ import annotations

from pathlib import Path

import pytest

from drlint.catalog.registry import load
from drlint.estate.join import join
from drlint.model.values import Unknown
from drlint.readers.documents.reader import read_document
from drlint.readers.plan.reader import read_plan
from drlint.recovery.effective import NOTHING, RANKS, Effective, effective

CATALOG = load()
ESTATES = Path(__file__).parents[2] / "fixtures" / "estates"
WORKLOAD = b"""
workload:
  name: shop
  members: ["*"]
  primary_region: eu-west-1
  recovery_regions: [eu-central-1]
"""


def found(name: str, world: str = "closed") -> Effective:
    read = read_plan((ESTATES / name / "plan.json").read_bytes(), uri="plan.json", root="", catalog=CATALOG)
    document = read_document(WORKLOAD, uri="dr/shop.yaml", root="dr")
    estate = join((*read.judged, *document.resources), CATALOG, world=world, regions=read.regions)
    answer = effective(document.resources[0], "eu-central-1", estate)
    assert answer is not None
    return answer


@pytest.mark.parametrize(
    ("name", "weakest", "strongest"),
    [
        ("active-active", "hot-standby", "active-active"),
        ("pilot-light", "pilot-light", "active-active"),
        ("no-backups", NOTHING, NOTHING),
    ],
)
def test_an_estate_has_the_strategy_it_is_named_after(name: str, weakest: str, strongest: str) -> None:
    answer = found(name)
    assert (answer.weakest, answer.strongest) == (weakest, strongest)


@pytest.mark.parametrize("name", ["active-active", "pilot-light", "warm-standby", "no-backups", "single-region"])
def test_what_is_not_in_view_may_be_there(name: str) -> None:
    """An open world is never a certain failure of what a closed one leaves open, nor weaker than it."""
    closed, opened = found(name), found(name, "open")
    assert RANKS.index(opened.strongest) >= RANKS.index(closed.strongest)
    assert RANKS.index(opened.weakest) <= RANKS.index(closed.weakest)


def test_a_stronger_strategy_keeps_a_weaker_one() -> None:
    answer = Effective("eu-central-1", "pilot-light", "warm-standby")
    assert answer.keeps("backup-and-restore") is True
    assert answer.keeps("active-active") is False
    assert isinstance(answer.keeps("warm-standby"), Unknown)
