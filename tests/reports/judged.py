"""Reports of Terraform source: read, joined and judged by built-in policies as a run does it."""

from __future__ import annotations

from functools import cache

from drlint.catalog.kind import Door
from drlint.catalog.registry import Catalog, load
from drlint.cli.policy_sets import builtin_policies
from drlint.engine import account
from drlint.engine.account import Read
from drlint.engine.evaluate import Settings, evaluate
from drlint.engine.report import Report
from drlint.estate.join import join
from drlint.policy.load import Loaded, loaded
from drlint.readers.hcl.reader import read_source

URI = "infra/live/databases.tf"

RETENTION = "rds-instance-backup-retention"
MULTI_AZ = "rds-instance-multi-az"

DATABASES = """
provider "aws" { region = "eu-west-1" }

resource "aws_db_instance" "tenant" {
  for_each                = { blue = 0, green = 3, grey = 0, mint = 9 }
  backup_retention_period = each.value
  multi_az                = false
  tags = {
    environment = each.key == "blue" ? "dev" : "production"
    owner       = each.key == "grey" ? "edge" : "payments"
  }
}

resource "aws_db_instance" "numbered" {
  count                   = 12
  backup_retention_period = 14
}
"""


@cache
def catalog() -> Catalog:
    return load()


@cache
def _policies(ids: tuple[str, ...]) -> tuple[Loaded, ...]:
    chosen = [each for each in builtin_policies(catalog()) if each.metadata.id in ids]
    assert len(chosen) == len(ids)
    return tuple(loaded(chosen, catalog()))


def judged(source: str, *ids: str, uri: str = URI) -> Report:
    """What these policies say of the source, which stands in root `infra/live`."""
    read = read_source(source, uri=uri, root="infra/live", catalog=catalog())
    assert not read.blind_spots
    estate = join(read.resources, catalog(), world="closed")
    verdicts = evaluate(_policies(ids), estate, Settings(doors=frozenset({Door.SOURCE, Door.PLAN})))
    seen = Read(inputs=(), blind_spots=(), root="infra/live", resources=len(read.resources), uncatalogued=0)
    return account.report_of(seen, _policies(ids), estate, verdicts, account.Against())
