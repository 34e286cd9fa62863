"""`check --changed`: what the files of a change touch, and what of it fails a commit."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

import drlint as drlint_package
from drlint.readers.files import Disk

from .running import Outcome, change, drlint, plan, written

POLICY = "rds-instance-multi-az"
ONLY = ("--select", POLICY, "-o", "json")
SINGLE = 'resource "aws_db_instance" "orders" {\n  multi_az = false\n}\n'
HEALTHY = SINGLE.replace("false", "true")
BROKEN = 'resource "aws_db_instance" "cut" {\n  multi_az = \n'
REGISTRY = 'module "vpc" {\n  source  = "terraform-aws-modules/vpc/aws"\n  version = "5.0.0"\n}\n'
NOTHING = "drlint: the change touches no root module, plan, state or recovery document: nothing to judge\n"


def call(source: str) -> str:
    return f'module "db" {{\n  source = "{source}"\n}}\n'


def files(**named: str) -> None:
    """Files by their names, in which `__` stands for a slash and `_` for a dot."""
    for name, text in named.items():
        path = Path(name.replace("__", "/").replace("_", "."))
        path.parent.mkdir(parents=True, exist_ok=True)
        written(path, text)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two roots that call one module, and one that calls none."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    files(a__main_tf=call("../db"), b__main_tf=call("../db"), c__main_tf=HEALTHY, db__main_tf=SINGLE)
    return tmp_path


def changed(*paths: str | Path, flags: tuple[str, ...] = ()) -> Outcome:
    return drlint("check", "--changed", *ONLY, *flags, *paths)


def roots(ran: Outcome) -> list[str]:
    return [each["uri"] for each in ran.report["inputs"]]


def test_a_module_stands_for_the_roots_that_call_it() -> None:
    ran = changed("db/main.tf")
    assert (ran.code, roots(ran)) == (1, ["a", "b"])
    assert [(each["root"], each["resource"]) for each in ran.report["findings"]] == [
        ("a", "module.db.aws_db_instance.orders"),
        ("b", "module.db.aws_db_instance.orders"),
    ]


def test_only_what_is_touched_is_judged() -> None:
    ran = changed("c/main.tf")
    assert (ran.code, roots(ran)) == (0, ["c"])
    ran = changed("c/main.tf", "a/main.tf", "a/main.tf")
    assert (ran.code, roots(ran)) == (1, ["a", "c"])


def test_the_report_says_which_root() -> None:
    ran = drlint("check", "--changed", "db/main.tf", "--select", POLICY)
    assert "a: module.db.aws_db_instance.orders" in ran.out
    assert "b: module.db.aws_db_instance.orders" in ran.out
    alone = drlint("check", "--changed", "a/main.tf", "--select", POLICY)
    assert "a: module.db" not in alone.out


@pytest.mark.parametrize(
    "paths",
    [(), ("README.md",), ("template.tpl", "notes.json"), ("gone.tf",), ("gone/gone.tf", "plan.json"), (".github",)],
)
def test_nothing_touched_is_fine_and_says_so(paths: tuple[str, ...]) -> None:
    files(README_md="", template_tpl="", notes_json="{}")
    Path(".github").mkdir()
    ran = changed(*paths)
    assert (ran.code, ran.out, ran.err) == (0, "", NOTHING)


def test_without_changed_the_same_paths_are_mistakes() -> None:
    files(README_md="# A project\n")
    assert drlint("check", "README.md").code == 3
    assert drlint("check", "gone.tf").code == 2


def test_a_file_that_is_gone_touches_what_it_was_part_of() -> None:
    assert roots(changed("db/gone.tf")) == ["a", "b"]
    ran = changed("c/gone.tf", "c/main.tf")
    assert (ran.code, roots(ran)) == (0, ["c"])


def test_a_module_that_is_gone_breaks_its_callers() -> None:
    Path("db/main.tf").unlink()
    Path("db").rmdir()
    ran = changed("db/main.tf")
    assert roots(ran) == ["a", "b"]
    assert "there is no folder ../db" in ran.err
    assert ran.code == 0  # no changed file is at fault
    assert changed("db/main.tf", "a/main.tf").code == 4  # the call is
    assert drlint("check", "a/main.tf", *ONLY).code == 4


def test_paths_from_anywhere(here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert roots(changed(here / "db/main.tf")) == ["a", "b"]
    monkeypatch.chdir(here / "db")
    assert roots(changed("main.tf")) == roots(changed("./main.tf")) == roots(changed("../db/main.tf")) == ["a", "b"]
    monkeypatch.chdir(tmp_path)
    (here / "linked").symlink_to("db")
    assert roots(changed("linked/main.tf")) == ["a", "b"]


def test_a_root_at_the_top() -> None:
    files(main_tf=call("./db"))
    assert roots(changed("db/main.tf")) == [".", "a", "b"]
    assert changed("main.tf").report["root"] == ""


def test_values_touch_their_root(monkeypatch: pytest.MonkeyPatch) -> None:
    files(c__main_tf='variable "ha" {}\n' + SINGLE.replace("false", "var.ha"), c__terraform_tfvars="ha = false\n")
    assert changed("c/terraform.tfvars").code == 1
    files(c__terraform_tfvars="ha = true\n", c__env__prod_tfvars="ha = false\n")
    assert changed("c/terraform.tfvars").code == 0
    ran = changed("c/env/prod.tfvars", flags=("--var-file", "c/env/prod.tfvars"))
    assert (ran.code, roots(ran)) == (1, ["c"])
    monkeypatch.setenv("TF_VAR_ha", "false")
    Path("c/terraform.tfvars").unlink()
    assert changed("c/terraform.tfvars").code == 1


@pytest.mark.parametrize("name", ["drlint.yaml", "drlint.yml", ".drlint.yaml", ".github/drlint.yaml"])
def test_configuration_touches_all_roots_below(name: str) -> None:
    Path("c/.github").mkdir()
    written(Path("c", name), "fail_on: low\n")
    assert roots(changed(f"c/{name}")) == ["c"]
    Path(".github").mkdir()
    written(Path(name), "fail_on: low\n")
    assert roots(changed(name)) == ["a", "b", "c"]
    Path(name).unlink()
    assert roots(changed(name)) == ["a", "b", "c"]  # without it other settings hold


def test_a_project_file_touches_roots_where_it_configures_drlint() -> None:
    files(pyproject_toml='[project]\nname = "x"\n')
    assert changed("pyproject.toml").err == NOTHING
    files(pyproject_toml='[tool.drlint]\nfail_on = "critical"\n')
    ran = changed("pyproject.toml")
    assert (ran.code, roots(ran)) == (0, ["a", "b", "c"])


def test_configuration_touches_plans_that_lie_beside_no_source() -> None:
    files(drlint_yaml="")
    text = json.dumps(plan(change(after={"multi_az": False})))
    files(a__plan_json=text, plans__plan_json=text)
    assert roots(changed("drlint.yaml")) == ["plans/plan.json", "a", "b", "c"]


def test_plans_are_judged_when_they_change() -> None:
    files(plans__prod_plan_json=json.dumps(plan(change(after={"multi_az": False}))), plans__notes_json="{}")
    ran = changed("plans/prod.plan.json", "plans/notes.json")
    assert (ran.code, roots(ran)) == (1, ["plans/prod.plan.json"])


@pytest.mark.parametrize(
    ("text", "code"), [("{", 4), ('{"format_version": "1.2", "resource_changes": [', 4), ("{}", 0)]
)
def test_a_plan_by_its_name_alone(text: str, code: int) -> None:
    """A truncated plan fails; a file that only has the name of one, such as another tool's, does not."""
    files(plans__plan_json=text)
    ran = drlint("check", "--changed", "plans/plan.json")
    assert ran.code == code
    assert "plans/plan.json" in ran.err


def test_what_is_wrong_in_a_changed_file_fails() -> None:
    files(c__broken_tf=BROKEN)
    ran = changed("c/broken.tf")
    assert ran.code == 4
    assert "c/broken.tf" in ran.err
    assert changed("c/main.tf", "c/broken.tf").code == 4
    files(c__broken_tf=HEALTHY.replace("orders", "more"), c__terraform_tfvars="ha = [\n")
    assert changed("c/terraform.tfvars").code == 4


def test_what_is_wrong_elsewhere_does_not_fail_and_is_told() -> None:
    files(c__broken_tf=BROKEN)
    ran = changed("c/main.tf")
    assert ran.code == 0
    assert "c/broken.tf" in ran.err
    assert ran.report["blind_spots"]
    assert drlint("check", "c/main.tf", *ONLY).code == 4  # asked for by name: strict about everything


def test_a_registry_module_that_is_not_installed_does_not_fail() -> None:
    files(c__vpc_tf=REGISTRY)
    ran = changed("c/vpc.tf", "c/main.tf")
    assert ran.code == 0
    assert "run terraform init" in ran.err
    assert drlint("check", "c", *ONLY).code == 4


def test_a_module_outside_the_repository_does_not_fail() -> None:
    files(c__main_tf=call("../../elsewhere"))
    ran = changed("c/main.tf")
    assert ran.code == 0
    assert "leads out of the repository" in ran.err


def test_a_module_that_was_installed_and_is_gone_does_not_fail() -> None:
    files(c__vpc_tf=REGISTRY)
    listed = {"Modules": [{"Key": "vpc", "Source": "x", "Dir": ".terraform/modules/vpc"}]}
    Path("c/.terraform/modules").mkdir(parents=True)
    written(Path("c/.terraform/modules/modules.json"), listed)
    ran = changed("c/vpc.tf")
    assert ran.code == 0
    assert "run terraform init again" in ran.err


def test_incomplete_may_be_said() -> None:
    files(c__vpc_tf=REGISTRY, c__broken_tf=BROKEN)
    assert changed("c/vpc.tf").code == 0
    assert changed("c/vpc.tf", flags=("--incomplete", "fail")).code == 4
    assert changed("c/broken.tf").code == 4
    assert changed("c/broken.tf", flags=("--incomplete", "warn")).code == 0
    files(drlint_yaml="incomplete: fail\n")
    assert changed("c/vpc.tf").code == 4


def test_findings_and_wrong_usage_fail_as_ever() -> None:
    files(c__broken_tf=BROKEN, c__main_tf=SINGLE)
    assert changed("c/main.tf").code == 1
    assert changed("c/broken.tf").code == 1
    assert changed("c/main.tf", flags=("--exit-zero",)).code == 0
    assert changed("c/main.tf", flags=("--ignore", "no-such-policy")).code == 2
    files(drlint_yaml="fail_onn: low\n")
    assert changed("c/main.tf").code == 2


def test_a_source_file_without_changed_stands_for_its_roots_too() -> None:
    ran = drlint("check", "db/main.tf", *ONLY)
    assert (ran.code, roots(ran)) == (1, ["a", "b"])


def test_each_file_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    contents = Disk.contents

    def counted(disk: Disk, path: str, *rest: int) -> bytes:
        read.append(disk.uri(path))
        return contents(disk, path, *rest)

    monkeypatch.setattr(Disk, "contents", counted)
    changed("db/main.tf", "a/main.tf", "b/main.tf", "db/variables.tf")
    times = {each: read.count(each) for each in read}  # once to see who calls whom, once to be parsed
    assert sorted(each for each in times if times[each] == 2) == ["a/main.tf", "b/main.tf", "db/main.tf"]
    assert max(times.values()) == 2


def test_a_hook_is_quick(here: Path) -> None:
    """Twenty files of two hundred; a bound for accidents, benchmarks measure."""
    for number in range(90):
        placed = {f"r{number}__main_tf": call(f"../m{number % 9}"), f"m{number}__main_tf": SINGLE * 20}
        files(**placed)
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    env |= {"PYTHONPYCACHEPREFIX": str(here / "compiled"), "PYTHONPATH": str(Path(drlint_package.__file__).parents[1])}
    paths = [f"r{number}/main.tf" for number in range(20)]

    def seconds(*words: str) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *words], env=env, capture_output=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    hook = ("-m", "drlint", "check", "--changed", "--select", POLICY, *paths)
    seconds(*hook)  # compiles the modules, as an installation has them
    idle = min(seconds("-c", "pass") for _ in range(5))
    assert min(seconds(*hook) for _ in range(3)) < 30 * idle
