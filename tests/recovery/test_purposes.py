"""What a runbook is for, by its own word or by what it speaks of."""

from __future__ import annotations

import pytest

from drlint.model.resource import Resource
from drlint.readers.documents.reader import read_document
from drlint.recovery.purposes import is_for_region_loss, is_recovery


def runbook(name: str, action: str = "Do it", more: str = "") -> Resource:
    text = f"runbook:\n  name: {name}\n{more}steps:\n  - {{id: 1, action: {action}}}\n"
    (found,) = read_document(text.encode(), uri="docs/page.yaml", root="docs").resources
    return found


@pytest.mark.parametrize(
    "said",
    [
        runbook("Regional Failover"),
        runbook("Leave us-east-1", more="  kind: failover\n"),
        runbook("Orders", more="  lost_region: us-east-1\n"),
        runbook("Orders", "Promote the DR database"),
        runbook("Orders", more="decision_criteria: [The Region is down]\n"),
        runbook("Unplanned switchover"),
        runbook("Restore orders", more="  lost_region: us-east-1\n"),
    ],
    ids=lambda each: f"{each['name']}: {each['kind']}",
)
def test_for_the_loss_of_a_region(said: Resource) -> None:
    assert is_for_region_loss(said)
    assert is_recovery(said)


@pytest.mark.parametrize(
    "said",
    [
        runbook("Rotate certificates", "Restart the web servers"),
        runbook("Queue is full"),
        runbook("AZ failover"),
        runbook("Zonal failover out of eu-central-1a"),
        runbook("Database instance failover"),
        runbook("Planned failover"),
        runbook("Restore orders"),
        runbook("Regional Failback"),
    ],
    ids=lambda each: f"{each['name']}: {each['kind']}",
)
def test_for_something_else(said: Resource) -> None:
    assert not is_for_region_loss(said)


def test_what_people_wrote_down_for_other_days_is_no_recovery() -> None:
    assert not is_recovery(runbook("Rotate certificates"))
    assert is_recovery(runbook("Restore orders"))
    assert is_recovery(runbook("Failback"))
