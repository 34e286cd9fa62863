"""Some exported policies, judged by the real checkov on their own examples."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from drlint.catalog.registry import load

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
from try_checkov_policies import cases, checkov_program, tried

SOME = (
    "rds-instance-backup-retention",  # a parameter, a default and what else may decide it
    "rds-keep-automated-backups",  # two kinds that differ
    "kms-key-usable",  # two kinds, one attribute under two names
    "dynamodb-pitr",  # a block
    "alarm-treat-missing-data",  # if … else
    "backup-vault-cmk",  # a key
    "route53-failover-ttl",  # a comparison that must not hold
)


def test_the_real_checkov_fails_what_drlint_fails() -> None:
    program = checkov_program()
    if program is None:
        pytest.skip("no checkov: put it on the PATH or name it with DRLINT_CHECKOV")
    chosen = list(cases(load(), SOME))
    outcome = tried(program, chosen)
    assert outcome.disagreements == []
    assert outcome.policies == set(SOME)
    assert outcome.verdicts["drlint fail, checkov fail"] >= len(SOME)
    assert outcome.verdicts["drlint pass, checkov pass"] >= len(SOME)
