"""What a strategy of recovery costs and reaches, in the order of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

# From the cheapest and slowest to the dearest and fastest, as AWS's whitepaper on disaster recovery draws them
# (docs.aws.amazon.com/whitepapers/latest/disaster-recovery-workloads-on-aws, read 2026-11-26). A hot standby is a warm
# one at full capacity, which costs as much as a second site that serves.
ORDER = ("backup-and-restore", "pilot-light", "warm-standby", "hot-standby", "active-active")
BUDGETS: Mapping[str, str] = {
    "backup-and-restore": "$",
    "pilot-light": "$$",
    "warm-standby": "$$$",
    "hot-standby": "$$$$",
    "active-active": "$$$$",
}


def cheapest_for(rto: int | None, rpo: int | None, reach: Mapping[str, Sequence[Any]]) -> str:
    """The cheapest strategy that may keep an RTO and an RPO, in seconds; None is not asked for.

    `reach` has the minutes of both that a strategy keeps without hurry; the dearest keeps all.
    """
    for each in ORDER[:-1]:
        if each in reach and _keeps(rto, reach[each][0]) and _keeps(rpo, reach[each][1]):
            return each
    return ORDER[-1]


def _keeps(asked: int | None, minutes: float) -> bool:
    return asked is None or asked >= minutes * 60
