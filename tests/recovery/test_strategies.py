"""Which strategy suffices for which objectives, and what counts as said of a third party."""

from __future__ import annotations

from typing import Any

import pytest

from drlint.catalog.registry import load
from drlint.estate.join import join
from drlint.model.values import Unknown
from drlint.readers.documents.reader import read_document
from drlint.readers.documents.workload import STRATEGIES
from drlint.recovery.strategies import BUDGETS, ORDER, cheapest_for
from drlint.recovery.third_parties import declared, says

REACH = {"backup-and-restore": (1440, 60), "pilot-light": (60, 5), "warm-standby": (10, 1), "hot-standby": (1, 0)}


@pytest.mark.parametrize(
    ("rto", "rpo", "enough"),
    [
        (86_400, 3_600, "backup-and-restore"),
        (86_400, None, "backup-and-restore"),
        (None, None, "backup-and-restore"),
        (86_400, 3_599, "pilot-light"),
        (86_399, 3_600, "pilot-light"),
        (3_600, 300, "pilot-light"),
        (600, 60, "warm-standby"),
        (60, 0, "hot-standby"),
        (59, 0, "active-active"),
        (0, 0, "active-active"),
    ],
)
def test_the_cheapest_that_suffices(rto: int | None, rpo: int | None, enough: str) -> None:
    assert cheapest_for(rto, rpo, REACH) == enough


def test_every_strategy_has_its_price_and_none_costs_less_than_a_slower_one() -> None:
    assert set(ORDER) == set(STRATEGIES.values()) == set(BUDGETS)
    assert [BUDGETS[each] for each in ORDER] == sorted(BUDGETS.values())


@pytest.mark.parametrize(
    ("text", "said"),
    [(None, False), ("", False), (" TBD. ", False), ("none", False), ("n/a", False), ("+1 555 0100", True)],
)
def test_what_helps_on_the_night(text: str | None, *, said: bool) -> None:
    assert says(text) is said


@pytest.mark.parametrize(
    ("parties", "found"),
    [
        ("[Datadog]", True),
        ("[{name: Our monitoring, provider: DataDog/datadog}]", True),
        ("[{name: registry.terraform.io/datadog/datadog}]", True),
        ("[Data Dog]", True),
        ("[Datadogs]", False),
        ("[]", False),
        ("[{name: [Datadog]}]", None),
    ],
)
def test_a_provider_under_any_of_its_names(parties: str, *, found: bool | None) -> None:
    text = f"workload: {{name: orders, third_parties: {parties}}}"
    read = read_document(text.encode(), uri="orders.yaml", root="")
    answer: Any = declared({"datadog"}, join(read.resources, load()))
    assert isinstance(answer, Unknown) if found is None else answer is found
