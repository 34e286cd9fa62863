"""Modules written by hand in both of Terraform's syntaxes: they read equal, and Terraform takes the JSON."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from as_json import facts, in_json, read_file, read_folder
from plan_json import catalog

from drlint.catalog.registry import every_relation
from drlint.estate.join import join
from drlint.readers.result import ReadResult

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
import terraform_setup

ESTATE = Path(__file__).parents[2] / "fixtures" / "estates" / "no-backups"
COMPANIONS = (
    """
resource "aws_s3_bucket" "orders" {
  for_each = toset(["a", "b"])
  bucket   = "orders-${each.key}"
  tags     = { Name = "orders", (each.key) = "x" }
  lifecycle {
    prevent_destroy = true
    ignore_changes  = [tags["Owner"], bucket]
  }
}
resource "aws_s3_bucket_versioning" "orders" {
  for_each = aws_s3_bucket.orders
  bucket   = each.value.id
  versioning_configuration {
    status = "Enabled"
  }
}
resource "aws_s3_bucket_replication_configuration" "orders" {
  bucket     = aws_s3_bucket.orders["a"].id
  role       = "arn:aws:iam::111122223333:role/replication"
  depends_on = [aws_s3_bucket_versioning.orders]
  rule {
    status = "Enabled"
    destination {
      bucket = aws_s3_bucket.orders["b"].arn
    }
  }
  rule {
    id     = "second"
    status = "Disabled"
    destination {
      bucket = "arn:aws:s3:::elsewhere"
    }
  }
}
""",
    {
        "resource": {
            "aws_s3_bucket": {
                "orders": {
                    "for_each": '${toset(["a", "b"])}',
                    "bucket": "orders-${each.key}",
                    "tags": {"Name": "orders", "${each.key}": "x"},
                    "lifecycle": {"prevent_destroy": True, "ignore_changes": ['tags["Owner"]', "bucket"]},
                }
            },
            "aws_s3_bucket_versioning": {
                "orders": {
                    "//": "A block may stand alone or in a list",
                    "for_each": "${aws_s3_bucket.orders}",
                    "bucket": "${each.value.id}",
                    "versioning_configuration": [{"status": "Enabled"}],
                }
            },
            "aws_s3_bucket_replication_configuration": {
                "orders": {
                    "bucket": '${aws_s3_bucket.orders["a"].id}',
                    "role": "arn:aws:iam::111122223333:role/replication",
                    "depends_on": ["aws_s3_bucket_versioning.orders"],
                    "rule": [
                        {"status": "Enabled", "destination": {"bucket": '${aws_s3_bucket.orders["b"].arn}'}},
                        {"id": "second", "status": "Disabled", "destination": {"bucket": "arn:aws:s3:::elsewhere"}},
                    ],
                }
            },
        }
    },
)
BACKUPS = (
    """
variable "copies" {
  type    = map(string)
  default = { daily = "arn:aws:backup:eu-central-1:111122223333:backup-vault:dr" }
}
resource "aws_backup_vault" "main" {
  name = "main"
}
resource "aws_backup_plan" "p" {
  name = "p"
  rule {
    rule_name         = "hourly"
    target_vault_name = aws_backup_vault.main.name
    schedule          = "cron(0 * * * ? *)"
    recovery_point_tags = { kind = "hourly" }
    lifecycle {
      delete_after = 30
    }
  }
  dynamic "rule" {
    for_each = var.copies
    iterator = each_copy
    content {
      rule_name         = each_copy.key
      target_vault_name = aws_backup_vault.main.name
      dynamic "copy_action" {
        for_each = [each_copy.value]
        content {
          destination_vault_arn = copy_action.value
        }
      }
    }
  }
}
resource "aws_backup_selection" "s" {
  name         = "s"
  plan_id      = aws_backup_plan.p.id
  iam_role_arn = "arn:aws:iam::111122223333:role/backup"
  selection_tag {
    type  = "STRINGEQUALS"
    key   = "backup"
    value = "yes"
  }
}
""",
    {
        "variable": {
            "copies": {
                "type": "map(string)",
                "default": {"daily": "arn:aws:backup:eu-central-1:111122223333:backup-vault:dr"},
            }
        },
        "resource": [
            {"aws_backup_vault": {"main": {"name": "main"}}},
            {
                "aws_backup_plan": {
                    "p": {
                        "name": "p",
                        "rule": {
                            "rule_name": "hourly",
                            "target_vault_name": "${aws_backup_vault.main.name}",
                            "schedule": "cron(0 * * * ? *)",
                            "recovery_point_tags": {"kind": "hourly"},
                            "lifecycle": {"delete_after": 30},
                        },
                        "dynamic": {
                            "rule": {
                                "for_each": "${var.copies}",
                                "iterator": "each_copy",
                                "content": {
                                    "rule_name": "${each_copy.key}",
                                    "target_vault_name": "${aws_backup_vault.main.name}",
                                    "dynamic": [
                                        {
                                            "copy_action": {
                                                "for_each": ["${each_copy.value}"],
                                                "content": {"destination_vault_arn": "${copy_action.value}"},
                                            }
                                        }
                                    ],
                                },
                            }
                        },
                    }
                }
            },
            {
                "aws_backup_selection": {
                    "s": {
                        "name": "s",
                        "plan_id": "${aws_backup_plan.p.id}",
                        "iam_role_arn": "arn:aws:iam::111122223333:role/backup",
                        "selection_tag": [{"type": "STRINGEQUALS", "key": "backup", "value": "yes"}],
                    }
                }
            },
        ],
    },
)
PROVIDERS = (
    """
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
module "there" {
  source    = "./child"
  count     = 2
  name      = "there-${count.index}"
  providers = { aws = aws.dr }
}
resource "aws_db_instance" "main" {
  identifier                 = "main"
  instance_class             = "db.t4g.small"
  backup_retention_period    = 7
  multi_az                   = !local.is_small
  auto_minor_version_upgrade = null
}
resource "aws_db_instance" "replica" {
  provider            = aws.dr
  instance_class      = "db.t4g.small"
  replicate_source_db = aws_db_instance.main.arn
}
locals {
  is_small = false
}
output "names" {
  value = module.there[*].bucket
}
""",
    {
        "provider": {
            "aws": [
                {"region": "eu-west-1", "default_tags": {"tags": {"Team": "shop"}}},
                {"alias": "dr", "region": "eu-central-1"},
            ]
        },
        "module": {
            "there": {
                "source": "./child",
                "count": 2,
                "name": "there-${count.index}",
                "providers": {"aws": "aws.dr"},
            }
        },
        "resource": {
            "aws_db_instance": {
                "main": {
                    "identifier": "main",
                    "instance_class": "db.t4g.small",
                    "backup_retention_period": 7,
                    "multi_az": "${!local.is_small}",
                    "auto_minor_version_upgrade": None,
                },
                "replica": {
                    "provider": "aws.dr",
                    "instance_class": "db.t4g.small",
                    "replicate_source_db": "${aws_db_instance.main.arn}",
                },
            }
        },
        "locals": {"//": "sizes", "is_small": False},
        "output": {"names": {"value": "${module.there[*].bucket}"}},
    },
)
CHILD = (
    """
variable "name" {}
resource "aws_s3_bucket" "b" {
  bucket = var.name
}
output "bucket" {
  value = aws_s3_bucket.b.bucket
}
""",
    {
        "variable": {"name": {}},
        "resource": {"aws_s3_bucket": {"b": {"bucket": "${var.name}"}}},
        "output": {"bucket": {"value": "${aws_s3_bucket.b.bucket}"}},
    },
)
PAIRS = {"companions": COMPANIONS, "backups": BACKUPS, "providers": PROVIDERS}


def written(folder: Path, *, is_json: bool, pair: tuple[str, Any]) -> Path:
    """A root in one of the syntaxes, and the module that it may call."""
    for place, (native, other) in ((folder, pair), (folder / "child", CHILD)):
        place.mkdir(parents=True)
        name, text = ("main.tf.json", json.dumps(other, indent=2)) if is_json else ("main.tf", native)
        (place / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", PAIRS)
def test_pairs_read_equal(name: str, tmp_path: Path) -> None:
    native = read_folder(written(tmp_path / "native", is_json=False, pair=PAIRS[name]), catalog())
    other = read_folder(written(tmp_path / "other", is_json=True, pair=PAIRS[name]), catalog())
    assert native.blind_spots == ()
    assert facts(other) == facts(native)
    assert links(other) == links(native) != []


def links(found: ReadResult) -> list[tuple[str, str, str, bool]]:
    """What is tied to what, and whether for certain."""
    estate = join(found.resources, catalog(), regions=found.regions)
    return sorted(
        (relation.name, resource.address.path, target.address.path, sure)
        for resource in estate.resources
        for relation in every_relation(catalog()[resource.kind])
        for target, sure in estate._forward_links(resource, relation).items
    )


def test_pairs_differ_where_a_value_does(tmp_path: Path) -> None:
    """What the comparison above is made of sees a single value."""
    native, other = BACKUPS
    text = json.dumps(other).replace('"delete_after": 30', '"delete_after": 31')
    one = read_file(tmp_path / "one", "main.tf", native, catalog())
    two = read_file(tmp_path / "two", "main.tf.json", text, catalog())
    assert [name for name, each in facts(one).items() if facts(two)[name] != each] == ["aws_backup_plan.p"]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Terraform's surroundings without a network; skips where it or the AWS provider is not here."""
    if shutil.which("terraform") is None:
        pytest.skip("terraform is not on PATH")
    try:
        terraform_setup.provider_mirror()
    except SystemExit:
        pytest.skip("no local mirror of the AWS provider")
    return terraform_setup.offline_environment(tmp_path_factory.mktemp("terraform"))


def test_terraform_takes_the_pairs_and_an_estate_in_json(environment: dict[str, str], tmp_path: Path) -> None:
    for name, pair in PAIRS.items():
        written(tmp_path / name, is_json=True, pair=pair)
    shutil.copytree(ESTATE, tmp_path / "estate", ignore=shutil.ignore_patterns("plan.json", "expected", ".terraform*"))
    for each in (tmp_path / "estate").rglob("*.tf"):
        each.with_suffix(".tf.json").write_text(in_json(each.read_text(encoding="utf-8")), encoding="utf-8")
        each.unlink()
    calls = {name: {"source": f"./{name}"} for name in PAIRS} | {
        "estate": {"source": "./estate", "db_password": "not-a-secret"}
    }
    (tmp_path / "main.tf.json").write_text(json.dumps({"module": calls}), encoding="utf-8")
    run(["init", "-input=false", "-no-color"], tmp_path, environment)
    said = json.loads(run(["validate", "-json"], tmp_path, environment))
    assert [each["summary"] for each in said["diagnostics"] if each["severity"] == "error"] == []
    assert said["valid"]


def run(arguments: list[str], folder: Path, environment: dict[str, str]) -> str:
    return terraform_setup.run_terraform(arguments, folder, environment)
