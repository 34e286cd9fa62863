"""How a root module is given its values: environment, files, flags in their order, and the workspace."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from plan_json import catalog

from drlint.model.errors import DrlintError
from drlint.model.finding import BlindSpot
from drlint.model.values import Unknown
from drlint.readers.files import Disk
from drlint.readers.hcl.code import Sources
from drlint.readers.hcl.reader import read_root
from drlint.readers.hcl.tfvars import Flag, require_declared, settings_of
from drlint.readers.hcl.variables import Settings

CODE = """
variable "name" {
  default = "from-default"
}
variable "days" {
  type    = number
  default = 1
}
resource "aws_s3_bucket" "b" {
  bucket = var.name
}
resource "aws_db_instance" "d" {
  backup_retention_period = var.days
  identifier              = terraform.workspace
}
"""
SECRET = "hunter2secret"  # noqa: S105 - what must not be quoted


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    root.mkdir()
    (root / "main.tf").write_text(CODE, encoding="utf-8")
    return root


def given(
    folder: Path, flags: Sequence[Flag] = (), environment: Mapping[str, str] = {}, workspace: str | None = None
) -> tuple[Settings, tuple[BlindSpot, ...]]:
    disk = Disk(folder.parent)
    return settings_of(str(folder), disk=disk, flags=flags, environment=environment, workspace=workspace)


def values(
    folder: Path, flags: Sequence[Flag] = (), environment: Mapping[str, str] = {}, workspace: str | None = None
) -> dict[str, Any]:
    """What the resources that read the variables then hold."""
    settings, _ = given(folder, flags, environment, workspace)
    sources = Sources(Disk(folder.parent))
    found = read_root(str(folder), root="", catalog=catalog(), sources=sources, settings=settings)
    kinds = {each.kind: each for each in found.resources}
    database = kinds["aws_db_instance"]
    return {
        "name": kinds["aws_s3_bucket"]["bucket"],
        "days": database["backup_retention_period"],
        "workspace": database["identifier"],
    }


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")


LADDER = [
    ("terraform__tfvars", 'name = "{}"\n'),
    ("terraform__tfvars__json", '{{"name": "{}"}}'),
    ("a__auto__tfvars", 'name = "{}"\n'),
    ("a__auto__tfvars__json", '{{"name": "{}"}}'),
    ("b__auto__tfvars", 'name = "{}"\n'),
]


def test_each_file_comes_before_the_one_that_terraform_reads_earlier(folder: Path) -> None:
    assert values(folder)["name"] == "from-default"
    environment = {"TF_VAR_name": "from-environment", "TF_VAR_other": "x"}
    assert values(folder, environment=environment)["name"] == "from-environment"
    for name, text in LADDER:
        write(folder, **{name: text.format(name)})
        assert values(folder, environment=environment)["name"] == name


def test_flags_count_in_their_order(folder: Path) -> None:
    write(folder, z__auto__tfvars='name = "auto"\n', one__tfvars='name = "one"\ndays = 5\n')
    file: Flag = ("var-file", str(folder / "one.tfvars"))
    assert values(folder)["name"] == "auto"
    assert values(folder, [file])["name"] == "one"
    assert values(folder, [("var", "name=flag"), file])["name"] == "one"
    assert values(folder, [file, ("var", "name=flag")]) == {"name": "flag", "days": 5, "workspace": "default"}
    assert values(folder, [("var", "name=first"), ("var", "name=a=b c")])["name"] == "a=b c"


def test_terraform_agrees_on_the_order(folder: Path) -> None:
    if shutil.which("terraform") is None:
        pytest.skip("terraform is not on PATH")
    (folder / "main.tf").write_text('variable "name" {}\noutput "name" {\n  value = var.name\n}\n', encoding="utf-8")
    ours = (*LADDER, ("0__auto__tfvars", 'name = "{}"\n'), ("A__auto__tfvars__json", '{{"name": "{}"}}'))
    for name, text in ours:
        write(folder, **{name: text.format(name)})
        found, _ = given(folder)
        environment = os.environ | {"TF_CLI_CONFIG_FILE": os.devnull, "CHECKPOINT_DISABLE": "1"}
        done = subprocess.run(
            ["terraform", "console"],
            input="var.name\n",
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        value = found.variables["name"]
        assert done.stdout.strip() == f'"{getattr(value, "value", value)}"'


def test_json_values_are_taken_as_they_stand(folder: Path) -> None:
    write(folder, terraform__tfvars__json='{"//": "no value", "name": "${not.read} %{x", "days": 30, "unused": [{}]}')
    assert values(folder) == {"name": "${not.read} %{x", "days": 30, "workspace": "default"}
    assert given(folder)[1] == ()


def test_a_file_may_count_but_neither_refer_nor_call(folder: Path) -> None:
    write(folder, terraform__tfvars='days = [for d in [3, 4] : d * 10][1]\nname = upper("x")\nother = var.days\n')
    found, blind = given(folder)
    assert values(folder)["days"] == 40
    assert isinstance(values(folder)["name"], Unknown)
    reason = "a file of values has no references and calls no functions"
    assert [(each.reason, each.location.line) for each in blind] == [(f"name: {reason}", 2), (f"other: {reason}", 3)]
    assert set(found.variables) == {"name", "days", "other"}


def test_texts_from_outside_take_the_variables_type(folder: Path) -> None:
    assert values(folder, [("var", "days=7")])["days"] == 7
    assert values(folder, environment={"TF_VAR_days": "8"})["days"] == 8


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("terraform__tfvars", 'days = 2\nx = [1,\n\nname = "new"\n', 4),
        ("terraform__tfvars", 'days = 2\nx = "abc\nname = "new"\n', 2),
        ("terraform__tfvars__json", '{"days": 2,\n"x": [1,,],\n"name": "new"}', 2),
        ("terraform__tfvars__json", '{"days": 2,\n"x": [1},\n"name": "new"}', 2),
    ],
)
def test_a_broken_file_may_set_what_it_mentions(folder: Path, name: str, text: str, line: int) -> None:
    """What stands before the trouble is read; `name` after it is not the default, but not known."""
    write(folder, **{name: text})
    _, blind = given(folder)
    assert [(each.what, each.location.line) for each in blind] == [(f"root/{name.replace('__', '.')}", line)]
    found = values(folder)
    assert found["days"] == 2
    assert isinstance(found["name"], Unknown)
    assert "name may be set in the part of root/terraform.tfvars" in found["name"].reason


def test_later_sources_outdo_a_broken_one(folder: Path) -> None:
    write(folder, terraform__tfvars='x = "abc\nname = "new"\n')
    assert values(folder, [("var", "name=flag")])["name"] == "flag"


def test_a_file_that_cannot_be_read_may_set_anything(folder: Path) -> None:
    os.mkfifo(folder / "terraform.tfvars")
    write(folder, z__auto__tfvars='name = "auto"\n')
    settings, blind = given(folder, environment={"TF_VAR_days": "3"})
    assert [(each.what, each.reason) for each in blind] == [
        (
            "root/terraform.tfvars",
            "root/terraform.tfvars: it is a pipe, a socket or a device; what it sets is not known",
        )
    ]
    assert "days" not in settings.variables
    found = values(folder, environment={"TF_VAR_days": "3"})
    assert found["name"] == "auto"
    assert isinstance(found["days"], Unknown)
    assert "terraform.tfvars" in found["days"].reason


def test_links_out_of_the_repository_are_not_followed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret"
    outside.write_text(f'name = "{SECRET}"\n', encoding="utf-8")
    (folder / "terraform.tfvars").symlink_to(outside)
    assert "leads out of the repository" in given(folder)[1][0].reason
    assert isinstance(values(folder)["name"], Unknown)
    assert values(folder, [("var-file", str(outside))])["name"] == SECRET


@pytest.mark.parametrize(
    "text",
    [
        f'name = "{SECRET}\n',
        f"name = {SECRET}\n",
        f"name = 0x{SECRET}\n",
        f'name = "a" {SECRET}\n',
        f"{SECRET} {{\n}} }}\n",
        f"name = {SECRET}(1)\n",
    ],
)
def test_what_is_said_of_a_broken_file_quotes_no_value(folder: Path, text: str) -> None:
    write(folder, terraform__tfvars=text)
    _, blind = given(folder)
    assert blind
    assert SECRET not in "".join(each.reason for each in blind)
    write(folder, terraform__tfvars__json=f'{{"name": {SECRET}}}')
    assert SECRET not in given(folder)[1][-1].reason


@pytest.mark.parametrize(
    ("flag", "message"),
    [
        (("var", "name"), "--var name: write it as name=value, without spaces around the ="),
        (("var", f"{SECRET} x"), "--var: write it as name=value, without spaces around the ="),
        (("var", "name = x"), "--var: write it as name=value, without spaces around the ="),
        (("var", "=x"), "--var: write it as name=value, without spaces around the ="),
        (("var-file", "not/there.tfvars"), "--var-file not/there.tfvars: it cannot be read: No such file or directory"),
        (("var-file", "."), "--var-file .: it is a folder"),
    ],
)
def test_wrong_flags(folder: Path, flag: Flag, message: str) -> None:
    with pytest.raises(DrlintError) as error:
        given(folder, [flag])
    assert str(error.value) == message


def test_a_flag_must_name_a_variable_of_some_root(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "main.tf").write_text('variable "zone" {}\n', encoding="utf-8")
    sources = Sources(Disk(tmp_path))
    one, two = sources.code(str(folder)), sources.code(str(other))
    require_declared([("var", "name=x"), ("var", "zone=y"), ("var-file", "any")], [one, two])
    with pytest.raises(DrlintError) as error:
        require_declared([("var", "nane=x")], [one, two])
    said = "--var nane: no variable of this name is declared in any of the root modules; did you mean 'name'?"
    assert str(error.value) == said
    with pytest.raises(DrlintError, match="--var zone: no variable of this name is declared in the root module"):
        require_declared([("var", "zone=x")], [one])
    (other / "more.tf").write_text('variable "nane" {\n', encoding="utf-8")
    require_declared([("var", "nane=x")], [one, Sources(Disk(tmp_path)).code(str(other))])


def test_the_workspace(folder: Path) -> None:
    assert values(folder)["workspace"] == "default"
    (folder / ".terraform").mkdir()
    (folder / ".terraform" / "environment").write_text("staging\n", encoding="utf-8")
    assert values(folder)["workspace"] == "staging"
    assert values(folder, environment={"TF_WORKSPACE": "prod"})["workspace"] == "prod"
    assert values(folder, environment={"TF_WORKSPACE": "prod"}, workspace="mine")["workspace"] == "mine"
    (folder / ".terraform" / "environment").write_text(" \n", encoding="utf-8")
    assert values(folder)["workspace"] == "default"


def test_a_workspace_that_cannot_be_read_is_not_known(folder: Path) -> None:
    (folder / ".terraform").mkdir()
    (folder / ".terraform" / "environment").write_text("x" * 5000, encoding="utf-8")
    _, blind = given(folder)
    assert [each.what for each in blind] == ["terraform.workspace"]
    assert "root/.terraform/environment" in blind[0].reason
    assert isinstance(values(folder)["workspace"], Unknown)


def test_blocks_and_names_that_stand_twice(folder: Path) -> None:
    write(folder, terraform__tfvars='name = "x"\nresource "a" "b" {\n}\n', a__auto__tfvars__json='{"a": 1,\n"a": 2}')
    _, blind = given(folder)
    assert [(each.reason, each.location.line) for each in blind] == [
        ("a file of values has no blocks", 2),
        ("a is set twice", 2),
    ]
    assert values(folder)["name"] == "x"


@pytest.mark.parametrize(
    "text", ["name = " + "[" * 100_000, 'name = "' + "${" * 2_000 + '"', "name = 1\n" * 50_000, "\0" * 100_000]
)
def test_hostile_files_end(folder: Path, text: str) -> None:
    write(folder, terraform__tfvars=text)
    start = time.process_time()
    given(folder)
    assert time.process_time() - start < 3, "CPU seconds: below one where nothing else runs"
