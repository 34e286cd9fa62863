"""Which plan protects a resource, where that can be told."""

from __future__ import annotations

import pytest

from drlint.catalog.registry import load
from drlint.estate.join import join
from drlint.model.values import Unknown
from drlint.readers.hcl.reader import read_source
from drlint.recovery.copies import copies_of
from drlint.recovery.protections import protections_of

SOURCE = """
provider "aws" { region = "eu-west-1" }
provider "aws" {
  alias  = "dr"
  region = "eu-central-1"
}
variable "which" { type = bool }
resource "aws_backup_vault" "dr" {
  provider = aws.dr
  name     = "dr"
}
resource "aws_backup_plan" "copying" {
  name = "copying"
  rule {
    rule_name         = "daily"
    target_vault_name = "main"
    copy_action { destination_vault_arn = aws_backup_vault.dr.arn }
  }
}
resource "aws_backup_plan" "staying" {
  name = "staying"
  rule {
    rule_name         = "daily"
    target_vault_name = "main"
  }
}
resource "aws_backup_selection" "all" {
  name         = "all"
  plan_id      = PLAN
  iam_role_arn = "arn:aws:iam::111122223333:role/backup"
  resources    = [aws_dynamodb_table.orders.arn]
}
resource "aws_dynamodb_table" "orders" { name = "orders" }
"""


def _asked(plan: str) -> tuple[object, object]:
    catalog = load()
    read = read_source(SOURCE.replace("PLAN", plan), uri="main.tf", root="", catalog=catalog)
    estate = join(read.resources, catalog, world="closed", regions=read.regions)
    (table,) = estate.of_kind("aws_dynamodb_table")
    (protection,) = protections_of(table, estate)
    return protection.plan, copies_of(table, estate)


def test_a_plan_that_is_known() -> None:
    plan, copies = _asked("aws_backup_plan.copying.id")
    assert plan.address.path == "aws_backup_plan.copying"
    assert [copy.region for copy in copies] == ["eu-central-1"]


@pytest.mark.parametrize(
    "plan",
    [
        "var.which ? aws_backup_plan.copying.id : aws_backup_plan.staying.id",
        "var.which ? aws_backup_plan.staying.id : aws_backup_plan.copying.id",
        "var.which ? aws_backup_plan.copying.id : null",
    ],
)
def test_a_plan_that_may_be_one_of_several(plan: str) -> None:
    found, copies = _asked(plan)
    assert isinstance(found, Unknown)
    assert copies.unseen is not None
    assert not list(copies)
