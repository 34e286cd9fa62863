"""Writes the golden reports of the estates, `fixtures/estates/*/expected`, or says which differ."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stdout
from datetime import UTC, datetime
from pathlib import Path

from drlint.cli.checking import check

ESTATES = Path(__file__).parent.parent / "fixtures" / "estates"
FORMATS = {"text": "txt", "markdown": "md", "sarif": "sarif", "json": "json"}

# Frozen, so that a new policy changes no golden report; add to it only together with a new kind of finding.
SELECTED = (
    "asg-multi-az",
    "backup-copy-action-in-iac",
    "backup-destination-vault-lock",
    "backup-selection-actually-matches",
    "backup-selection-not-empty",
    "dynamodb-pitr",
    "dynamodb-replica-pitr-and-protection",
    "health-check-depth",
    "rds-cross-region-copy-exists",
    "rds-final-snapshot",
    "rds-instance-backup-retention",
    "rds-instance-deletion-protection",
    "rds-instance-multi-az",
    "rds-replica-own-backups",
    "rds-replicated-backup-retention-parity",
    "replication-lag-alarm-rds",
    "route53-failover-pair-in-iac",
    "route53-failover-ttl",
    "s3-ecr-force-destroy",
    "s3-replication-kms-replica-key",
    "s3-versioning",
    "secrets-replicated",
    "stateful-prevent-destroy",
)

# The same for the estate that has recovery documents.
OF_DOCUMENTS = (
    "command-operation-exists",
    "command-required-parameters",
    "drill-met-rto",
    "runbook-capacity-fits",
    "runbook-control-plane-survives",
    "runbook-has-rollback",
    "runbook-lag-check-measures-lag",
    "runbook-last-tested",
    "runbook-order",
    "runbook-promotion-fits",
    "runbook-script-exists",
    "runbook-test-date-present",
    "several-people-trained",
    "test-plan-not-overdue",
)
DOCUMENTS = "dr"
DAY = datetime(2026, 11, 26, tzinfo=UTC)  # on which documents are judged


def reports(estate: Path) -> dict[str, str]:
    """Every golden report of an estate by file name."""
    made: dict[str, str] = {}
    documents = [str(estate / DOCUMENTS)] if (estate / DOCUMENTS).is_dir() else []
    select = (*SELECTED, *OF_DOCUMENTS) if documents else SELECTED
    for form, extension in FORMATS.items():
        out = io.StringIO()
        with redirect_stdout(out):
            paths = [str(estate / "plan.json"), *documents]
            check(paths, outputs=(form,), select=select, bare=True, full=True, as_of=DAY)
        made[f"report.{extension}"] = out.getvalue()
    return made


def estates() -> list[Path]:
    """Every estate, sorted by name."""
    return sorted(path.parent for path in ESTATES.glob("*/plan.json"))


def main() -> int:
    """Write what differs; with `--check` only say so."""
    only_check = "--check" in sys.argv[1:]
    differing = 0
    for estate in estates():
        folder = estate / "expected"
        folder.mkdir(exist_ok=True)
        for name, text in reports(estate).items():
            path = folder / name
            if path.is_file() and path.read_text(encoding="utf-8") == text:
                continue
            differing += 1
            print(f"{path.relative_to(ESTATES)} {'differs' if only_check else 'written'}")
            if not only_check:
                path.write_text(text, encoding="utf-8")
    print(f"{differing} differ" if only_check else f"{differing} written")
    return 1 if only_check and differing else 0


if __name__ == "__main__":
    sys.exit(main())
