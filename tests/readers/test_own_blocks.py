"""Terraform's own blocks as resources: what they say, where, and that they are none of what is counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drlint.catalog.registry import load
from drlint.model.resource import Resource
from drlint.model.values import Unknown
from drlint.readers.files import Disk
from drlint.readers.hcl.code import Sources
from drlint.readers.hcl.own_blocks import MAX_OWN_BLOCKS
from drlint.readers.hcl.reader import read_root, read_source
from drlint.readers.result import ReadResult

CATALOG = load()


def read(text: str) -> ReadResult:
    return read_source(text, uri="app/main.tf", root="app", catalog=CATALOG)


def own(text: str) -> dict[str, Resource]:
    found = {each.address.path: each for each in read(text).own_blocks}
    assert len(found) == len(read(text).own_blocks)
    return found


def root(folder: Path, files: dict[str, str]) -> ReadResult:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return read_root(str(folder), root="", catalog=CATALOG, sources=Sources(Disk(folder)))


BACKEND = """\
variable "stage" { default = "prod" }
terraform {
  backend "s3" {
    bucket         = "state"
    key            = "orders.tfstate"
    region         = "eu-west-1"
    access_key     = "AKIACANARY"
    use_lockfile   = true
    dynamodb_table = "locks"
    encrypt        = true
    kms_key_id     = "alias/state"
    sts_region     = "eu-west-1"
    endpoints      = { sts = "https://sts.amazonaws.com" }
  }
}
"""


def test_a_backend() -> None:
    (backend,) = own(BACKEND).values()
    assert (backend.address.root, backend.address.path) == ("app", "terraform.backend.s3")
    assert {name: value for name, value in backend.view.attributes.items() if value is not None} == {
        "declared": True,
        "type": "s3",
        "bucket": "state",
        "key": "orders.tfstate",
        "region_name": "eu-west-1",
        "use_lockfile": True,
        "dynamodb_table": "locks",
        "encrypt": True,
        "kms_key_id": "alias/state",
        "sts_region": "eu-west-1",
        "sts_endpoint": "https://sts.amazonaws.com",
    }
    assert backend.location_of().line == 3
    assert backend.location_of("region_name").line == 6
    assert backend.region is None


def test_a_backend_does_not_put_its_region_into_view() -> None:
    """That state lies in Frankfurt says nothing of whether the recovery Region's copies are in view."""
    found = read('provider "aws" { region = "eu-west-1" }\n' + BACKEND.replace('"eu-west-1"', '"eu-central-1"'))
    assert found.regions == {"eu-west-1"}


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ('key = "k"\nregion = "r"', "bucket"),
        ('bucket = "b"\nkey = "k"', "region_name"),
        ("", "use_lockfile"),
        ('key = "k"', "dynamodb_table"),
    ],
)
def test_what_a_backend_leaves_to_init_is_unknown(body: str, name: str) -> None:
    (backend,) = own(f'terraform {{\n  backend "s3" {{\n{body}\n}}\n}}\n').values()
    value = backend[name]
    assert isinstance(value, Unknown)
    assert "-backend-config" in value.reason


def test_other_backends() -> None:
    (local,) = own('terraform {\n  backend "local" {\n    path = "x.tfstate"\n  }\n}\n').values()
    assert (local["type"], local["path"], local["bucket"], local["use_lockfile"]) == ("local", "x.tfstate", None, False)
    (cloud,) = own('terraform {\n  cloud {\n    hostname = "tfe.example.com"\n  }\n}\n').values()
    assert (cloud.address.path, cloud["type"], cloud["hostname"]) == ("terraform.cloud", "cloud", "tfe.example.com")
    (old,) = own('terraform {\n  backend "s3" {\n    sts_endpoint = "https://sts.x"\n  }\n}\n').values()
    assert old["sts_endpoint"] == "https://sts.x"


def test_no_backend_is_unknown_where_there_are_providers_and_nothing_elsewhere() -> None:
    found = own('provider "aws" {}\n')
    assert list(found) == ["provider.aws", "terraform.backend"]
    assert isinstance(found["terraform.backend"]["type"], Unknown)
    assert found["terraform.backend"]["declared"] is False
    assert own('resource "aws_s3_bucket" "b" {}\n') == {}
    assert list(own('provider "aws" {}\nresource "x" {')) == ["provider.aws"], "a backend may stand in what is not read"


PROVIDERS = """\
variable "dr" { default = "eu-central-1" }
provider "aws" {
  alias      = "dr"
  region     = var.dr
  secret_key = "CANARY"
  sts_region = "us-east-1"
  s3_us_east_1_regional_endpoint = "regional"
  use_fips_endpoint = true
  assume_role {
    role_arn = "arn:aws:iam::111122223333:role/dr"
  }
  endpoints {
    s3 = "https://s3"
  }
  endpoints {
    sts = "https://sts.amazonaws.com"
  }
}
provider "random" {}
terraform {
  backend "local" {}
}
"""


def test_providers() -> None:
    found = own(PROVIDERS)
    assert sorted(found) == ["provider.aws.dr", "provider.random", "terraform.backend.local"]
    assert dict(found["provider.aws.dr"].view.attributes.copy()) == {  # type: ignore[attr-defined]
        "name": "aws",
        "alias": "dr",
        "region_name": "eu-central-1",
        "assume_role_arn": "arn:aws:iam::111122223333:role/dr",
        "sts_region": "us-east-1",
        "sts_endpoint": "https://sts.amazonaws.com",
        "s3_us_east_1_regional_endpoint": "regional",
        "use_fips_endpoint": True,
    }
    assert found["provider.random"]["alias"] is None
    assert isinstance(own('provider "aws" {}\n')["provider.aws"]["region_name"], Unknown)


def test_required_providers() -> None:
    found = own(
        "terraform {\n  required_providers {\n"
        '    aws  = { source = "hashicorp/aws", version = "~> 5.0" }\n'
        '    old  = "~> 1.0"\n'
        '    acme = { source = "registry.eu-west-1.elb.amazonaws.com/acme/acme", configuration_aliases = [acme.dr] }\n'
        "    odd  = { source = var.nowhere }\n"
        "  }\n}\n"
    )
    aws, old, acme, odd = found.values()
    assert aws.address.path == "terraform.required_providers.aws"
    assert (aws["name"], aws["source"], aws["version"]) == ("aws", "hashicorp/aws", "~> 5.0")
    assert (aws["host"], aws["region_name"], aws.location_of("version").line) == ("registry.terraform.io", None, 3)
    assert (old["source"], old["version"], old["host"]) == (None, "~> 1.0", "registry.terraform.io")
    assert (acme["host"], acme["region_name"]) == ("registry.eu-west-1.elb.amazonaws.com", "eu-west-1")
    assert isinstance(odd["host"], Unknown)


def test_module_calls() -> None:
    found = own(
        'module "db" {\n  source = "git::https://u:CANARY@git.example.com/db.git?ref=v1&sshkey=CANARY"\n  count = 2\n'
        '  host = "the module\'s own variable"\n}\n'
        'module "b" {\n  source  = "acme/b/aws"\n  version = "1.0"\n}\n'
        'module "odd" {\n  source = var.nowhere\n}\n'
        'module "none" {}\n'
    )
    assert list(found) == ["module.db", "module.b", "module.odd", "module.none"]
    db = found["module.db"]
    assert db["source"] == "git::https://git.example.com/db.git?ref=v1"
    assert (db["source_kind"], db["host"], db["ref"], db["version"]) == ("git", "git.example.com", "v1", None)
    assert db.location_of("host").line == 2
    assert (found["module.b"]["source_kind"], found["module.b"]["version"]) == ("registry", "1.0")
    assert isinstance(found["module.odd"]["source_kind"], Unknown)
    assert isinstance(found["module.none"]["source"], Unknown)


def test_the_region_of_a_repository_that_takes_it_from_the_profile_is_unknown() -> None:
    assert isinstance(own('module "b" { source = "git::codecommit://me@b" }')["module.b"]["region_name"], Unknown)


def test_a_module_that_is_not_on_disk_is_named_without_its_password(tmp_path: Path) -> None:
    found = root(tmp_path, {"main.tf": 'module "b" {\n  source = "git::https://u:CANARY@example.com/b.git"\n}\n'})
    assert found.blind_spots
    assert "CANARY" not in repr(found.blind_spots)


def test_removed_blocks() -> None:
    found = own(
        "removed {\n  from = aws_db_instance.orders\n}\n"
        "removed {\n  from = module.shop.aws_iam_role.app\n  lifecycle {\n    destroy = false\n  }\n}\n"
        "removed {\n  from = module.shop\n}\n"
        "removed {\n  from = random_id.x\n}\n"
        "removed {}\n"
    )
    said = {path: (each["removes"], each["removed_kind"], each["destroy"]) for path, each in found.items()}
    assert said == {
        "removed.aws_db_instance.orders": ("aws_db_instance.orders", "aws_db_instance", True),
        "removed.module.shop.aws_iam_role.app": ("module.shop.aws_iam_role.app", "aws_iam_role", False),
        "removed.module.shop": ("module.shop", None, True),
        "removed.random_id.x": ("random_id.x", "random_id", True),
        "removed.?": ("?", None, True),
    }
    assert found["removed.aws_db_instance.orders"]["holds_data"] is True
    assert found["removed.module.shop.aws_iam_role.app"]["holds_data"] is False
    assert isinstance(found["removed.module.shop"]["holds_data"], Unknown)


def test_each_block_is_told_once_however_many_instances_its_module_has(tmp_path: Path) -> None:
    call = 'module "cell" {\n  source = "./cell"\n  for_each = toset(["a", "b"])\n}\n'
    cell = (
        'terraform {\n  backend "s3" {}\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n'
        'module "db" {\n  source = "./db"\n}\nresource "aws_s3_bucket" "b" {}\n'
    )
    found = root(tmp_path, {"main.tf": call, "cell/main.tf": cell, "cell/db/main.tf": ""})
    assert [each.address.path for each in found.own_blocks] == [
        "module.cell",
        "module.cell.terraform.required_providers.aws",
        "module.cell.module.db",
    ], "a backend is read in the root alone"
    assert len(found.resources) == 2
    assert not found.blind_spots


def test_what_was_installed_from_elsewhere_is_not_judged(tmp_path: Path) -> None:
    listed = {"Modules": [{"Key": "net", "Source": "acme/net/aws", "Dir": ".terraform/modules/net"}]}
    found = root(
        tmp_path,
        {
            "main.tf": 'module "net" {\n  source = "acme/net/aws"\n}\n',
            ".terraform/modules/modules.json": json.dumps(listed),
            ".terraform/modules/net/main.tf": 'module "x" {\n  source = "./x"\n}\nresource "aws_vpc" "v" {}\n',
            ".terraform/modules/net/x/main.tf": "removed {\n  from = aws_db_instance.x\n}\n",
        },
    )
    assert [each.address.path for each in found.own_blocks] == ["module.net"]
    assert [each.address.path for each in found.resources] == ["module.net.aws_vpc.v"]


def test_they_are_none_of_the_resources_that_are_counted() -> None:
    found = read(BACKEND + PROVIDERS.replace('terraform {\n  backend "local" {}\n}\n', "") + "removed {}\n")
    assert found.resources == ()
    assert found.uncatalogued == 0
    assert len(found.judged) == len(found.own_blocks) == 4


def test_no_secret_of_a_block_is_kept() -> None:
    found = read(BACKEND + PROVIDERS)
    assert not [each for each in found.own_blocks if "CANARY" in repr(each.view.attributes.items())]


def test_their_number_is_bounded() -> None:
    found = read("".join(f"removed {{\n  from = aws_vpc.v{n}\n}}\n" for n in range(MAX_OWN_BLOCKS + 2)))
    assert len(found.own_blocks) == MAX_OWN_BLOCKS
    assert [each.reason for each in found.blind_spots] == ["reading stopped after 5,000 of Terraform's own blocks"]
