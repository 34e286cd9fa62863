"""The words of AWS Resilience Hub's policies, and what such a policy may hold.

From the service models of the AWS SDK (botocore 1.44.8, read 2026-11-26): `v1` is resiliencehub 2020-04-30, `v2`
resiliencehubv2 2026-02-17.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

APPROACHES: Mapping[str, str] = {
    "active-active": "ACTIVE_ACTIVE",
    "hot-standby": "HOT_STANDBY",
    "warm-standby": "WARM_STANDBY",
    "pilot-light": "PILOT_LIGHT",
    "backup-and-restore": "BACKUP_AND_RESTORE",
}
# v1 has no account; v2 neither that nor software nor hardware.
DISRUPTIONS: Mapping[str, Mapping[str, str]] = {
    "v1": {"software": "Software", "hardware": "Hardware", "zone": "AZ", "region": "Region"},
    "v2": {"zone": "multiAz", "region": "multiRegion"},
}
# v1's tiers from the highest to the lowest, and ours; two of theirs are our first.
TIERS: Mapping[str, int | None] = {
    "MissionCritical": 1,
    "Critical": 1,
    "Important": 2,
    "CoreServices": 3,
    "NonCritical": 4,
    "NotApplicable": None,
}
TIER_OF: Mapping[int | None, str] = {
    1: "MissionCritical",
    2: "Important",
    3: "CoreServices",
    4: "NonCritical",
    None: "NotApplicable",
}
DATA_LOCATIONS = ("AnyLocation", "SameContinent", "SameCountry")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{1,59}")
LONGEST_DESCRIPTION: Mapping[str, int] = {"v1": 500, "v2": 615}
LONGEST_KEY = 2048
MOST_TAGS = 50
TAG_NAME = re.compile(r"[^\x00-\x1f\x22]{1,128}")
TAG_VALUE = re.compile(r"[^\x00-\x1f\x22]{0,256}")
MOST = 2**31 - 1  # of seconds in v1, of minutes in v2: an integer there has 32 bits
MOST_SHARE = 100  # percent of availability
