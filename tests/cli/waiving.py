"""A folder with waivers, checked on one day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.running import Outcome, drlint

DAY = "2026-11-26"
MULTI_AZ = "rds-instance-multi-az"
RETENTION = "rds-instance-backup-retention"
GATE = ("waiver-expired", "waiver-malformed", "waiver-overlong", "waiver-unused")
SELECTED = [word for each in (MULTI_AZ, RETENTION, "gate") for word in ("--select", each)]


def waive(policy: str = MULTI_AZ, until: str = "2026-12-24", **more: str) -> str:
    said = {"until": until, "owner": "payments", "reason": '"moves to Aurora in December"', **more}
    return f"drlint: waive[{policy}] " + " ".join(f"{name}={value}" for name, value in said.items() if value)


def checked(folder: Path, *flags: str, select: list[str] = SELECTED, **files: str) -> Outcome:
    """What a check of a folder with these files (`main_tf`, `drlint_yaml` …) says."""
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_tf", ".tf").replace("_yaml", ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / ".git").mkdir(exist_ok=True)
    return drlint("check", folder, "--no-cache", "--as-of", DAY, "-o", "json=-", *select, *flags)


def waived(outcome: Outcome) -> list[tuple[str, str]]:
    return [(each["policy"], each["resource"]) for each in outcome.report["waived"]]


def found_in(outcome: Outcome) -> list[tuple[str, str]]:
    return [(each["policy"], each["resource"]) for each in outcome.report["findings"]]


ORDERS = "aws_db_instance.orders"
SICK = 'resource "aws_db_instance" "orders" {\n  multi_az = false\n  backup_retention_period = 1\n}\n'


def block_with(**comments: str) -> str:
    """A sick database with comments above it, on its header, inside, above and behind its second argument."""
    place = {name: f"# {text}" for name, text in comments.items()}
    lines = [
        place.get("above", ""),
        f'resource "aws_db_instance" "orders" {{ {place.get("header", "")}',
        place.get("inside", ""),
        "  multi_az = false",
        place.get("over", ""),
        f"  backup_retention_period = 1 {place.get('behind', '')}",
        "}",
    ]
    return "\n".join(each for each in lines if each) + "\n"


def settings(policy: str = MULTI_AZ, **more: Any) -> str:
    said = {"policy": policy, "until": "2026-12-24", "owner": "payments", "reason": "moves to Aurora in December"}
    return f"waivers:\n  - {json.dumps({**said, **more})}\n"
