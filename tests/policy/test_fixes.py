"""Fixes that policies declare: refused when they make no sense, and good for what the policy finds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from drlint.catalog.registry import load
from drlint.cli.main import cli
from drlint.cli.policy_sets import builtin_folder
from drlint.model.errors import DrlintError
from drlint.policy.files import PolicyFile, policy_files
from drlint.policy.load import compile_set, examples_of

POLICY = """\
title: t
severity: low
checklist: backups-automated-and-verified
applies_to: [{kinds}]
require: "True"
message: m
why: w
fix:
  says: Do it.
  set:
    {name}: {value}
examples: []
parameters: {{days: 7}}
"""


def compiled(name: str, value: str, kinds: str = "aws_db_instance") -> Mapping[str, Any]:
    text = POLICY.format(name=name, value=value, kinds=kinds)
    (made,) = compile_set([PolicyFile("own/p.yaml", text.encode(), "own/p.yaml")], "", load()).policies
    assert made.metadata.fix == "Do it."
    return made.metadata.sets


@pytest.mark.parametrize(
    ("name", "value", "kinds", "said"),
    [
        ("multi_zone", "true", "aws_db_instance", "has no attribute 'multi_zone'; did you mean 'multi_az'?"),
        ("multi_az", "true", "aws_db_instance, aws_s3_bucket", "aws_s3_bucket has no attribute 'multi_az'"),
        ("multi_az", "true", "aws_rds_cluster", "multi_az of aws_rds_cluster is not written in its own block"),
        ("multi_az", "7", "aws_db_instance", "multi_az is true or false, not 7"),
        ("multi_az", '"yes"', "aws_db_instance", "multi_az is true or false, not 'yes'"),
        ("backup_retention_period", "true", "aws_db_instance", "backup_retention_period is a number, not True"),
        ("multi_az.on", "true", "aws_db_instance", "multi_az of aws_db_instance is an attribute"),
        ("point_in_time_recovery", "true", "aws_dynamodb_table", "is a block; name an attribute in it"),
        ("point_in_time_recovery.enable", "true", "aws_dynamodb_table", "did you mean 'enabled'?"),
        ("replica.propagate_tags", "true", "aws_dynamodb_table", "may have several replica blocks"),
        ("versioning", "Enabled", "aws_s3_bucket", "versioning of aws_s3_bucket is not written in its own block"),
        ("key_state", "Enabled", "aws_kms_key", "key_state of aws_kms_key is not written in its own block"),
        ("title", "t", "estate", "estate has no code that could be changed"),
        ("multi_az", "[1]", "aws_db_instance", "multi_az is set to a text, a number, true or false"),
        ("multi_az", '"{parameters.dys}"', "aws_db_instance", "did you mean 'days'?"),
        ("multi_az", '"{1 +}"', "aws_db_instance", "invalid syntax"),
    ],
)
def test_a_fix_that_cannot_work_is_an_error_with_its_line(name: str, value: str, kinds: str, said: str) -> None:
    with pytest.raises(DrlintError) as error:
        compiled(name, value, kinds)
    assert str(error.value).startswith("own/p.yaml:11: fix: ")
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("fix", "said"),
    [
        ("{say: x, set: {multi_az: true}}", "p.yaml:8: fix: it has no 'say'; did you mean 'says'?"),
        ("{set: {multi_az: true}}", "p.yaml:8: fix: it needs `says`"),
        ("{says: x, set: []}", "p.yaml:8: fix: `set` is a mapping of attributes to values"),
        ("{says: x, set: {}}", "p.yaml:8: fix: `set` is a mapping"),
        ("{says: x}", "p.yaml:8: fix: `set` is a mapping"),
        ("[x]", "p.yaml:8: fix must be text, or a mapping with says and set"),
    ],
)
def test_a_fix_has_a_shape(fix: str, said: str) -> None:
    text = POLICY.format(name="multi_az", value="true", kinds="aws_db_instance")
    head, _, rest = text.partition("fix:\n")
    text = f"{head}fix: {fix}\n{rest.partition('examples')[1]}{rest.partition('examples')[2]}"
    with pytest.raises(DrlintError, match="fix") as error:
        compile_set([PolicyFile("own/p.yaml", text.encode(), "own/p.yaml")], "", load())
    assert said in str(error.value)


def test_expressions_are_kept_as_written() -> None:
    assert compiled("backup_retention_period", '"{parameters.days}"') == {
        "backup_retention_period": "{parameters.days}"
    }


FIXABLE = [
    (file, position)
    for file in policy_files(builtin_folder())
    if compile_set([file], "", load()).policies[0].metadata.sets
    for position, example in enumerate(examples_of(file))
    if example.verdict == "fail" and example.source
]
# Two databases that share a name for their last snapshot: which of them is to have another, drlint does not decide.
LEFT = ("another thing that is wrong (rds-final-snapshot)",)


@pytest.mark.parametrize(("file", "position"), FIXABLE, ids=[f"{file.id}-{position}" for file, position in FIXABLE])
def test_what_our_fixes_mend_does_not_fail_again(
    file: PolicyFile, position: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    example = examples_of(file)[position]
    (tmp_path / "main.tf").write_text(example.source, encoding="utf-8")
    parameters = {file.id: dict(example.parameters)}
    said = {"world": example.world, "objectives": dict(example.objectives), "parameters": parameters}
    (tmp_path / "drlint.yaml").write_text(json.dumps(said), encoding="utf-8")
    arguments = ["fix", str(tmp_path), "--select", file.id]
    assert cli.main([*arguments, "--write"], standalone_mode=False) == 0
    refused = [each for each in capfd.readouterr().out.splitlines() if each.startswith("not fixed")]
    assert cli.main(arguments, standalone_mode=False) == 0, "nothing is left that could be fixed"
    *rest, total = capfd.readouterr().err.splitlines()
    assert [each for each in rest if each not in refused and not each.endswith(LEFT)] == []
    assert total == (f"would fix 0, not fixed {len(rest)}" if rest else "nothing to fix")
