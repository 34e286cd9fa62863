"""A policy is judged through the doors that show what it reads, and through no other."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from drlint.catalog.kind import SOURCE_ONLY, Door
from drlint.catalog.registry import load
from drlint.cli.checking import check
from drlint.cli.commands.new import policy as new_policy
from drlint.cli.policy_sets import builtin_folder
from drlint.engine.evaluate import Settings, evaluate
from drlint.estate.join import join
from drlint.model.errors import DrlintError
from drlint.policy.files import PolicyFile, policy_files
from drlint.policy.load import CompiledPolicy, compile_set, loaded
from drlint.readers.hcl.reader import read_source

CATALOG = load()
NO_DOCUMENT = "given; drlint new begins one"
NOT_LIVE = "it judges what AWS has; drlint audit reads that"
ESTATES = Path(__file__).parents[2] / "fixtures" / "estates"
ONLY_SOURCE = {
    "ignore-changes-hides-recovery",
    "module-and-provider-sources-survive",
    "module-version-pinned",
    "removed-block-destroys-data",
    "removed-block-leaves-data",
    "stateful-prevent-destroy",
    "sts-regional-endpoints",
    "terraform-state-locked",
    "terraform-state-survives-region",
}
PYTHON = """\
from drlint.policy import Case, Policy

policy = Policy(
    title="t", severity="low", checklist="change-management", applies_to=("aws_vpc",), why="w", fix="f", doors=DOORS
)

@policy.check
def check(case: Case) -> None:
    case.fail("no")
"""


def compiled(file: PolicyFile) -> CompiledPolicy:
    (found,) = compile_set([file], "", CATALOG).policies
    return found


def yaml(**said: str) -> CompiledPolicy:
    given = {"applies_to": "[aws_vpc]", "require": "resource.region is None", **said}
    lines = [f"{name}: {value}" for name, value in given.items()]
    rest = (
        "title: t\nseverity: low\nchecklist: change-management\nmessage: '{resource}'\nwhy: w\nfix: f\nexamples: []\n"
    )
    return compiled(PolicyFile("own/mine.yaml", (rest + "\n".join(lines) + "\n").encode(), "mine.yaml"))


def test_these_policies_need_the_source() -> None:
    found = compile_set(list(policy_files(builtin_folder())), "", CATALOG).policies
    assert {each.metadata.id for each in found if each.doors == (Door.SOURCE,)} == ONLY_SOURCE


@pytest.mark.parametrize("estate", ["pilot-light", "no-backups"])
def test_a_plan_alone_lists_them_once_as_not_assessed(estate: str, tmp_path: Path) -> None:
    out = tmp_path / "report.json"
    alone = tmp_path / "plan.json"
    alone.write_bytes((ESTATES / estate / "plan.json").read_bytes())
    check([str(alone)], outputs=(f"json={out}",), bare=True, full=True)
    report = json.loads(out.read_text(encoding="utf-8"))
    listed = [each for each in report["not_assessed"] if not each["reason"].endswith((NO_DOCUMENT, NOT_LIVE))]
    assert {each["policy"]: each["reason"] for each in listed} == dict.fromkeys(
        ONLY_SOURCE, "only source shows what it reads"
    )
    assert len(listed) == len(ONLY_SOURCE)
    judged = {each["policy"] for each in (*report["findings"], *report["unknowns"])}
    assert not judged & ONLY_SOURCE


def test_source_assesses_them() -> None:
    found = loaded(compile_set(list(policy_files(builtin_folder())), "", CATALOG).policies, CATALOG)
    chosen = [each for each in found if each.metadata.id in ONLY_SOURCE]
    read = read_source('terraform {\n  backend "local" {}\n}\n', uri="main.tf", root="", catalog=CATALOG)
    estate = join(read.judged, CATALOG, regions=read.regions)
    verdicts = evaluate(chosen, estate, Settings(doors=SOURCE_ONLY))
    assert verdicts.not_assessed == []
    assert [each.policy for each in verdicts.findings] == ["terraform-state-survives-region"]
    assert str(verdicts.findings[0].evidence[0].location) == "main.tf:2"


def test_doors_follow_from_what_an_expression_reads() -> None:
    assert set(yaml().doors) == set(Door)
    assert yaml(applies_to="[terraform_backend]").doors == (Door.SOURCE,)
    assert set(yaml(applies_to="[terraform_backend, aws_vpc]").doors) == set(Door)
    assert yaml(require='len(all_of("terraform_module_call")) == 0').doors == (Door.SOURCE,)
    assert yaml(require="resource.prevent_destroy").doors == (Door.SOURCE,)


@pytest.mark.parametrize(("said", "doors"), [("()", set(Door)), ('("source",)', {Door.SOURCE})])
def test_a_python_policy_names_its_doors(said: str, doors: set[Door], tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text(PYTHON.replace("DOORS", said), encoding="utf-8")
    assert set(compiled(PolicyFile("own/mine.py", path.read_bytes(), str(path))).doors) == doors


def test_a_door_that_there_is_not(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text(PYTHON.replace("DOORS", '("sauce",)'), encoding="utf-8")
    with pytest.raises(DrlintError, match=r"mine\.py:1: doors: 'sauce' is none of .*did you mean 'source'"):
        compiled(PolicyFile("own/mine.py", path.read_bytes(), str(path)))


def test_no_example_is_begun_for_a_block_of_terraform(tmp_path: Path) -> None:
    command = new_policy.callback
    assert isinstance(new_policy, click.Command)
    assert command is not None
    with pytest.raises(DrlintError, match="is no resource of AWS"):
        command("rebuild/mine", "terraform_backend", tmp_path)
    assert list(tmp_path.iterdir()) == []
