"""The published schemas say what the code says."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from drlint.cli import keys
from drlint.cli.policy_sets import builtin_folder
from drlint.policy import yaml_policy
from drlint.policy.files import PolicyFile, policy_files
from drlint.readers.yaml_text import read_yaml

SCHEMAS = Path(keys.__file__).parent / "schemas"
CONFIG = json.loads((SCHEMAS / "config-1.schema.json").read_text(encoding="utf-8"))
POLICY = json.loads((SCHEMAS / "policy-1.schema.json").read_text(encoding="utf-8"))
YAML = [file for file in policy_files(builtin_folder()) if not file.is_python]


def test_configuration_has_the_same_keys() -> None:
    assert set(CONFIG["properties"]) == set(keys.KEYS)
    defaults = {name: key.default for name, key in keys.KEYS.items()}
    for key, said in CONFIG["properties"].items():
        if "default" in said:
            assert said["default"] == defaults[key]


def test_policies_have_the_same_keys() -> None:
    assert set(POLICY["properties"]) == set(yaml_policy._KEYS)
    assert tuple(POLICY["required"]) == yaml_policy._NEEDED


@pytest.mark.parametrize("file", YAML, ids=lambda file: file.id)
def test_our_policies_fit_the_schema(file: PolicyFile) -> None:
    jsonschema.validate(read_yaml(file.data.decode()).data, POLICY)
