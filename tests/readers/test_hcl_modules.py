"""What a root module's folder declares: its files together, the modules it calls, and where their blocks stand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from plan_json import catalog

from drlint.model.resource import Resource
from drlint.model.values import Reference, Unknown
from drlint.readers.files import Disk
from drlint.readers.hcl.code import Sources
from drlint.readers.hcl.reader import read_root
from drlint.readers.result import ReadResult

TWO_REGIONS = """
provider "aws" {
  region = "eu-west-1"
  default_tags {
    tags = { Team = "shop" }
  }
}
provider "aws" {
  alias  = "dr"
  region = "eu-central-1"
}
"""
DATABASE = """
variable "name" { type = string }
variable "ha" {
  type    = bool
  default = false
}
variable "source_arn" {
  type    = string
  default = null
}
resource "aws_db_instance" "this" {
  identifier          = var.name
  multi_az            = var.ha
  replicate_source_db = var.source_arn
}
output "arn" { value = aws_db_instance.this.arn }
output "secret" {
  value     = aws_db_instance.this.identifier
  sensitive = true
}
"""


def read(tmp_path: Path, files: Mapping[str, str], root: str = ".") -> ReadResult:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return read_root(str(tmp_path / root), root="", catalog=catalog(), sources=Sources(Disk(tmp_path)))


def by_path(found: ReadResult) -> dict[str, Resource]:
    return {each.address.path: each for each in found.resources}


def said(found: ReadResult) -> list[tuple[str, str, str]]:
    return [(spot.what, spot.reason, str(spot.location)) for spot in found.blind_spots]


def test_a_module_and_its_outputs_and_providers(tmp_path: Path) -> None:
    main = """
module "main" {
  source = "./db"
  name   = "orders"
  ha     = true
}
module "copy" {
  source     = "./db"
  providers  = { aws = aws.dr }
  name       = "${module.main.secret}-copy"
  source_arn = module.main.arn
}
"""
    found = read(tmp_path, {"main.tf": TWO_REGIONS + main, "db/main.tf": DATABASE})
    assert found.blind_spots == ()
    made = by_path(found)
    first, copy = made["module.main.aws_db_instance.this"], made["module.copy.aws_db_instance.this"]
    assert (first.region, copy.region) == ("eu-west-1", "eu-central-1")
    assert (first["identifier"], first["multi_az"], copy["multi_az"]) == ("orders", True, False)
    source = copy["replicate_source_db"]
    assert isinstance(source, Reference)
    assert source.to == first.address
    assert isinstance(copy["identifier"], Unknown)  # a sensitive output is withheld
    assert first["tags"] == {"Team": "shop"}
    assert copy["tags"] is None
    assert str(first.location_of("multi_az")) == "db/main.tf:13"


def test_instances_of_modules_in_modules(tmp_path: Path) -> None:
    outer = """
variable "names" { type = set(string) }
module "db" {
  for_each = var.names
  source   = "../db"
  name     = "${each.key}-${terraform.workspace}"
}
output "arns" { value = { for name, db in module.db : name => db.arn } }
output "all" { value = [for db in module.db : db.arn] }
"""
    main = """
module "shop" {
  count  = 2
  source = "./outer"
  names  = toset(["b", "a"])
}
resource "aws_backup_selection" "all" {
  name         = "all"
  plan_id      = "p"
  iam_role_arn = "r"
  resources    = concat(module.shop[0].all, [module.shop[1].arns["b"]])
}
"""
    found = read(tmp_path, {"main.tf": main, "outer/main.tf": outer, "db/main.tf": DATABASE})
    made = by_path(found)
    assert {path for path in made if "db_instance" in path} == {
        f'module.shop[{index}].module.db["{name}"].aws_db_instance.this' for index in (0, 1) for name in "ab"
    }
    assert made['module.shop[1].module.db["a"].aws_db_instance.this']["identifier"] == "a-default"
    chosen: Any = made["aws_backup_selection.all"]["resources"]
    assert [each.to.path for each in chosen] == [
        'module.shop[0].module.db["a"].aws_db_instance.this',
        'module.shop[0].module.db["b"].aws_db_instance.this',
        'module.shop[1].module.db["b"].aws_db_instance.this',
    ]


def test_a_module_that_may_not_be_called_makes_what_may_not_exist(tmp_path: Path) -> None:
    main = 'variable "n" {}\nmodule "db" {\n  count  = var.n\n  source = "./db"\n  name   = "x${count.index}"\n}\n'
    found = read(tmp_path, {"main.tf": main, "db/main.tf": DATABASE})
    (database,) = found.resources
    assert database.address.path == "module.db.aws_db_instance.this"
    assert database.unsure is not None
    assert database.unsure.reason == "count of module.db is not known: variable n has no value (main.tf:1)"
    assert found.blind_spots == ()


def test_more_than_thirty_two_instances_are_all_there(tmp_path: Path) -> None:
    main = 'module "db" {\n  count  = 300\n  source = "./db"\n  name   = "x${count.index}"\n}\n'
    found = read(tmp_path, {"main.tf": main, "db/main.tf": DATABASE})
    assert len(found.resources) == 300
    assert found.resources[299]["identifier"] == "x299"


INSTALLED = {
    ".terraform/modules/modules.json": json.dumps(
        {
            "Modules": [
                {"Key": "", "Source": "", "Dir": "."},
                {"Key": "db", "Source": "registry.terraform.io/x/db/aws", "Dir": ".terraform/modules/db"},
                {"Key": "db.inner", "Source": "git::https://example.com/x", "Dir": ".terraform/modules/db.inner"},
            ]
        }
    ),
    ".terraform/modules/db/main.tf": DATABASE + 'module "inner" {\n  source = "git::https://example.com/x"\n}\n',
    ".terraform/modules/db.inner/main.tf": 'resource "aws_kms_key" "k" {}\n',
}


def test_what_terraform_init_installed_stands_at_the_users_call(tmp_path: Path) -> None:
    main = '\nmodule "db" {\n  source  = "x/db/aws"\n  version = "1.0"\n  name    = "orders"\n}\n'
    found = read(tmp_path, {"main.tf": main, **INSTALLED})
    assert found.blind_spots == ()
    made = by_path(found)
    assert made.keys() == {"module.db.aws_db_instance.this", "module.db.module.inner.aws_kms_key.k"}
    assert {str(each.location_of()) for each in found.resources} == {"main.tf:2"}
    assert str(made["module.db.aws_db_instance.this"].location_of("multi_az")) == "main.tf:2"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ('"x/db/aws"', "it comes from x/db/aws and is not on disk; run terraform init"),
        ('"./nowhere"', "there is no folder ./nowhere"),
        ('"../../outside"', "its source ../../outside leads out of the repository, so it is not read"),
        ('"/etc"', "it comes from /etc and is not on disk; run terraform init"),
        ("var.where", "its source is no plain text"),
    ],
)
def test_modules_that_cannot_be_read(source: str, reason: str, tmp_path: Path) -> None:
    main = f'module "db" {{\n  source = {source}\n}}\nresource "aws_kms_key" "k" {{\n  policy = module.db.x\n}}\n'
    found = read(tmp_path, {"repo/main.tf": main}, "repo")
    assert [(what, why) for what, why, _ in said(found)] == [("module.db", reason)]
    assert said(found)[0][2].endswith("main.tf:1")
    policy = found.resources[0]["policy"] if "policy" in found.resources[0].view.attributes else Unknown(reason)
    assert isinstance(policy, Unknown)
    assert reason in policy.reason


def test_modules_that_call_each_other(tmp_path: Path) -> None:
    files = {
        "main.tf": 'module "a" { source = "./a" }\nresource "aws_kms_key" "k" {}\n',
        "a/main.tf": 'module "b" { source = "../b" }\n',
        "b/main.tf": 'module "a" { source = "../a" }\nresource "aws_kms_key" "deep" {}\n',
    }
    found = read(tmp_path, files)
    assert set(by_path(found)) == {"aws_kms_key.k", "module.a.module.b.aws_kms_key.deep"}
    assert [what for what, _, _ in said(found)] == ["module.a.module.b.module.a"]
    assert "would never end" in said(found)[0][1]


def test_files_of_a_folder_and_those_that_override(tmp_path: Path) -> None:
    files = {
        "a.tf": 'resource "aws_db_instance" "x" {\n  identifier = "x"\n  multi_az = false\n}\nlocals { days = 1 }\n',
        "b_override.tf": 'resource "aws_db_instance" "x" {\n  multi_az = true\n}\nlocals { days = 9 }\n',
        "c.tf": 'resource "aws_db_instance" "y" {\n  backup_retention_period = local.days\n}\n',
        "override.tf": 'resource "aws_db_instance" "y" {\n  lifecycle { prevent_destroy = true }\n}\n',
        ".hidden.tf": 'resource "aws_db_instance" "no" {}\n',
        "old.tf~": 'resource "aws_db_instance" "no" {}\n',
    }
    made = by_path(read(tmp_path, files))
    assert made.keys() == {"aws_db_instance.x", "aws_db_instance.y"}
    assert made["aws_db_instance.x"]["multi_az"] is True
    assert str(made["aws_db_instance.x"].location_of("multi_az")) == "b_override.tf:2"
    assert str(made["aws_db_instance.x"].location_of()) == "a.tf:1"
    assert made["aws_db_instance.y"]["backup_retention_period"] == 9
    assert made["aws_db_instance.y"]["prevent_destroy"] is True


def test_files_that_the_code_names(tmp_path: Path) -> None:
    files = {
        "main.tf": 'module "db" { source = "./db" }\n',
        "db/main.tf": """
locals { facts = jsondecode(file("${path.module}/facts.json")) }
resource "aws_db_instance" "x" {
  identifier = trimspace(templatefile("${path.module}/name.tftpl", { name = "orders", parts = ["a", "b"] }))

  backup_retention_period = local.facts.days
  multi_az                = fileexists("${path.module}/nowhere")
}
""",
        "db/facts.json": '{"days": 35}',
        "db/name.tftpl": "${name}%{ for part in parts }-${part}%{ endfor }\n",
    }
    (database,) = read(tmp_path, files).resources
    assert database["identifier"] == "orders-a-b"
    assert database["backup_retention_period"] == 35
    assert database["multi_az"] is False


@pytest.mark.parametrize("path", ["/etc/passwd", "../../outside.txt", "${path.module}/../../../etc/passwd"])
def test_files_outside_the_repository_are_not_read(path: str, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("secret")
    top = tmp_path / "repo"
    found = read(top, {"app/main.tf": f'resource "aws_db_instance" "x" {{\n  identifier = file("{path}")\n}}\n'}, "app")
    name = found.resources[0]["identifier"]
    assert isinstance(name, Unknown)
    assert "outside the repository" in name.reason


def test_a_file_that_cannot_be_parsed_makes_what_it_may_declare_unknown(tmp_path: Path) -> None:
    files = {
        "bad.tf": 'variable "ha" {\n',
        "main.tf": 'resource "aws_db_instance" "x" {\n  multi_az = var.ha\n}\n',
    }
    found = read(tmp_path, files)
    assert [(what, where) for what, _, where in said(found)] == [("variable ha", "bad.tf:1")]
    unknown = found.resources[0]["multi_az"]
    assert isinstance(unknown, Unknown)
    assert "bad.tf could not be read whole" in unknown.reason
