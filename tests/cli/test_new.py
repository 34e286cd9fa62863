"""`drlint new policy` writes a policy that its own `verify` accepts, whatever the kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from drlint.catalog.registry import load
from drlint.cli.commands.new import _filled
from drlint.engine.examples import ExampleFailure, failing_examples
from drlint.policy.files import PolicyFile


@pytest.mark.parametrize("kind", sorted(name for name, kind in load().kinds.items() if kind.of_aws))
def test_a_new_policy_verifies(kind: str, tmp_path: Path) -> None:
    file = PolicyFile("backups/mine.yaml", _filled("backups/mine", kind).encode(), str(tmp_path / "mine.yaml"))
    assert [each for each in failing_examples([file], load()) if isinstance(each, ExampleFailure)] == []
