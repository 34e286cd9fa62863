"""`drlint scaffold` as a user runs it: what it writes is Terraform, is formatted, and is what was missing."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from drlint.cli.scaffolding import WHAT
from tests.cli.running import drlint

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
from terraform_setup import offline_environment

PROVIDERS = """\
provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "dr"
  region = "eu-central-1"
}
"""
ORDERS = """
resource "aws_db_instance" "orders" {
  identifier          = "orders"
  engine              = "postgres"
  instance_class      = "db.r6g.large"
  allocated_storage   = 20
  username            = "orders"
  skip_final_snapshot = true
}
"""
REPLICA = """
resource "aws_db_instance" "replica" {
  provider            = aws.dr
  identifier          = "orders-replica"
  replicate_source_db = aws_db_instance.orders.arn
  instance_class      = "db.r6g.large"
  skip_final_snapshot = true
}
"""
VAULT = """
resource "aws_backup_vault" "main" {
  name = "main"
}
"""
PLAN = """
resource "aws_backup_plan" "daily" {
  name = "daily"

  rule {
    rule_name         = "daily"
    target_vault_name = aws_backup_vault.main.name

    lifecycle {
      delete_after = 35
    }
  }
}
"""
GLOBAL = """
resource "aws_rds_global_cluster" "orders" {
  global_cluster_identifier = "orders"
  engine                    = "aurora-postgresql"
}

resource "aws_rds_cluster" "primary" {
  cluster_identifier        = "orders"
  engine                    = "aurora-postgresql"
  global_cluster_identifier = aws_rds_global_cluster.orders.id
  master_username           = "orders"
  master_password           = "not-a-secret"
  skip_final_snapshot       = true
}

resource "aws_rds_cluster" "secondary" {
  provider                  = aws.dr
  cluster_identifier        = "orders-dr"
  engine                    = "aurora-postgresql"
  global_cluster_identifier = aws_rds_global_cluster.orders.id
  skip_final_snapshot       = true
}
"""
TOPIC = """
resource "aws_sns_topic" "on_call" {
  provider = aws.dr
  name     = "on-call"
}
"""
MANY = REPLICA.replace('"orders-replica"', '"orders-${each.key}"').replace(
    "  provider            = aws.dr\n", '  for_each            = toset(["a", "b"])\n  provider            = aws.dr\n'
)
COUNTED = (
    REPLICA.replace('"replica"', '"counted"')
    .replace('"orders-replica"', '"orders-${count.index}"')
    .replace("  provider            = aws.dr\n", "  count               = 2\n  provider            = aws.dr\n")
)
LOCK = 'resource "aws_backup_vault_lock_configuration" "main" {\n  backup_vault_name = "elsewhere"\n}\n'
ALARM = 'resource "aws_cloudwatch_metric_alarm" "replica_lag" {\n  alarm_name          = "other"\n'
ALARM += '  comparison_operator = "GreaterThanThreshold"\n  evaluation_periods  = 1\n}\n'

ESTATES: Mapping[str, str] = {
    "replica": PROVIDERS + ORDERS + REPLICA,
    "replica with a topic": PROVIDERS + ORDERS + REPLICA + TOPIC,
    "replicas by key": PROVIDERS + ORDERS + MANY,
    "replicas by number": PROVIDERS + ORDERS + COUNTED,
    "global database": PROVIDERS + GLOBAL,
    "plan": PROVIDERS + VAULT + PLAN,
    "plan that keeps nothing long": PROVIDERS + VAULT + PLAN.replace("35", "3"),
    "names that are taken": PROVIDERS + ORDERS + REPLICA + VAULT + "\n" + LOCK + "\n" + ALARM,
    "everything": PROVIDERS + ORDERS + REPLICA + COUNTED + GLOBAL + VAULT + PLAN + TOPIC,
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository, from whose top drlint is run."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def source(root: Path, text: str, name: str = "main.tf") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def recovery(root: Path) -> str:
    return (root / "drlint-recovery.tf").read_text(encoding="utf-8")


@pytest.mark.parametrize("estate", ESTATES)
def test_what_was_written_is_missing_no_longer(estate: str, root: Path) -> None:
    source(root, ESTATES[estate])
    assert drlint("scaffold").code == 1
    done = drlint("scaffold", "--write")
    assert (done.code, done.err) == (0, "")
    assert "not written 0" in done.out
    again = drlint("scaffold")
    assert (again.code, again.out, again.err) == (0, "", "nothing to write\n")


def test_terraform_takes_it_as_it_is(root: Path) -> None:
    """Each estate is a module of one root, because starting the provider takes so long."""
    if shutil.which("terraform") is None:
        pytest.skip("terraform is not on PATH")
    (root / "home").mkdir()
    try:
        environment = offline_environment(root / "home")
    except SystemExit as missing:
        pytest.skip(f"there is no AWS provider to ask ({missing})")
    for position, text in enumerate(ESTATES.values()):
        source(root, text, f"estate{position}/main.tf")
        assert drlint("scaffold", f"estate{position}", "--write").code == 0
    calls = [f'module "estate{each}" {{\n  source = "./estate{each}"\n}}\n' for each in range(len(ESTATES))]
    source(root, "\n".join(calls))
    for command in (["fmt", "-check", "-diff", "-recursive"], ["init", "-input=false"], ["validate", "-no-color"]):
        done = subprocess.run(
            ["terraform", *command], cwd=root, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_an_alarm_stands_beside_its_replica_under_its_provider(root: Path) -> None:
    source(root, ESTATES["replica with a topic"])
    assert drlint("scaffold", "--what", "lag-alarm", "--write").code == 0
    assert (
        recovery(root)
        == """\
resource "aws_cloudwatch_metric_alarm" "replica_lag" {
  provider            = aws.dr
  alarm_name          = "${aws_db_instance.replica.identifier}-lag"
  alarm_description   = "Replication falls behind: what has not arrived is lost when the replica takes over."
  namespace           = "AWS/RDS"
  metric_name         = "ReplicaLag"
  dimensions          = { DBInstanceIdentifier = aws_db_instance.replica.identifier }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 5
  comparison_operator = "GreaterThanThreshold"
  threshold           = 300
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.on_call.arn]
}
"""
    )


def test_the_objective_bounds_the_threshold(root: Path) -> None:
    source(root, PROVIDERS + ORDERS + REPLICA + GLOBAL)
    source(root, "objectives: {rpo_minutes: 1}\n", "drlint.yaml")
    assert drlint("scaffold", "--what", "lag-alarm", "--write").code == 0
    assert recovery(root).count("threshold           = 60\n") == 1  # seconds
    assert recovery(root).count("threshold           = 60000\n") == 1  # milliseconds


def test_a_replica_in_a_module_gets_its_alarm_there(root: Path) -> None:
    source(
        root, PROVIDERS + ORDERS + 'module "b" {\n  source    = "./db"\n  source_db = aws_db_instance.orders.arn\n}\n'
    )
    source(
        root,
        'variable "source_db" {}\nresource "aws_db_instance" "this" {\n  identifier          = "b"\n'
        "  replicate_source_db = var.source_db\n}\n",
        "db/main.tf",
    )
    assert drlint("scaffold", "--what", "lag-alarm", "--write").code == 0
    assert "aws_db_instance.this.identifier" in recovery(root / "db")
    assert drlint("scaffold", "--what", "lag-alarm").code == 0


def test_a_lock_can_be_taken_off_again(root: Path) -> None:
    source(root, PROVIDERS + VAULT + PLAN.replace("35", "3"))
    assert drlint("scaffold", "--what", "vault-lock", "--write").code == 0
    code = [line for line in recovery(root).splitlines() if not line.strip().startswith("#")]
    assert "  min_retention_days = 3" in code, "the plan's backups would be refused by a longer one"
    assert not any("changeable_for_days" in line for line in code)


def test_a_compliance_lock_is_left_to_a_person(root: Path) -> None:
    source(root, PROVIDERS + VAULT)
    source(root, "parameters: {backup-vault-lock: {compliance: true}}\n", "drlint.yaml")
    done = drlint("scaffold", "--what", "vault-lock", "--write")
    assert "a compliance lock is asked for, which cannot be undone" in done.out
    assert not (root / "drlint-recovery.tf").exists()


class TestCopies:
    def test_the_rule_is_spliced_and_nothing_else(self, root: Path) -> None:
        text = PROVIDERS + VAULT + PLAN
        path = source(root, text)
        assert drlint("scaffold", "--what", "copy-action", "--write").code == 0
        copy = "\n    copy_action {\n      destination_vault_arn = aws_backup_vault.recovery.arn\n    }\n"
        assert path.read_text(encoding="utf-8") == text.replace("    }\n  }\n", f"    }}\n{copy}  }}\n")
        assert recovery(root) == (
            'resource "aws_backup_vault" "recovery" {\n  provider = aws.dr\n  name     = "recovery-eu-central-1"\n}\n'
        )

    def test_a_vault_that_is_there_is_used(self, root: Path) -> None:
        there = 'resource "aws_backup_vault" "there" {\n  provider = aws.dr\n  name     = "there"\n}\n'
        path = source(root, PROVIDERS + VAULT + PLAN + there)
        assert drlint("scaffold", "--what", "copy-action", "--write").code == 0
        assert "destination_vault_arn = aws_backup_vault.there.arn" in path.read_text(encoding="utf-8")
        assert not (root / "drlint-recovery.tf").exists()

    def test_the_objective_names_the_region(self, root: Path) -> None:
        more = 'provider "aws" {\n  alias  = "far"\n  region = "us-east-2"\n}\n'
        source(root, PROVIDERS + more + VAULT + PLAN)
        source(root, "objectives: {recovery_regions: [us-east-2]}\n", "drlint.yaml")
        assert drlint("scaffold", "--what", "copy-action", "--write").code == 0
        assert "provider = aws.far" in recovery(root)

    def test_without_a_provider_it_says_so(self, root: Path) -> None:
        text = PROVIDERS.partition("\n\n")[0] + "\n" + VAULT + PLAN
        path = source(root, text)
        done = drlint("scaffold", "--what", "copy-action", "--write")
        assert "the root has no provider for another Region to copy to; add one, or give --region" in done.out
        assert path.read_text(encoding="utf-8") == text

    def test_with_a_region_it_writes_one(self, root: Path) -> None:
        source(root, PROVIDERS.replace('"dr"', '"recovery"').replace("central", "west") + VAULT + PLAN)
        assert drlint("scaffold", "--what", "copy-action", "--region", "eu-north-1", "--write").code == 0
        assert 'provider "aws" {\n  alias  = "recovery_2"\n  region = "eu-north-1"\n}' in recovery(root)
        assert "provider = aws.recovery_2" in recovery(root)
        assert drlint("scaffold", "--what", "copy-action").code == 0

    def test_the_same_region_is_none(self, root: Path) -> None:
        source(root, PROVIDERS + VAULT + PLAN)
        done = drlint("scaffold", "--what", "copy-action", "--region", "eu-west-1", "--write")
        assert "it stands in eu-west-1 itself" in done.out

    @pytest.mark.parametrize(
        ("plan", "said"),
        [
            ('dynamic "rule" {\n    for_each = [1]\n    content {}\n  }', "its rules are made by a dynamic block"),
            (
                'rule {\n    rule_name = "a"\n    dynamic "copy_action" {\n    for_each = []\n    content {}\n  }\n  }',
                "its copy_action is made by a dynamic block",
            ),
        ],
    )
    def test_dynamic_blocks_are_left(self, plan: str, said: str, root: Path) -> None:
        source(root, f'{PROVIDERS}resource "aws_backup_plan" "daily" {{\n  name = "daily"\n  {plan}\n}}\n')
        done = drlint("scaffold", "--what", "copy-action", "--write")
        assert said in done.out


def test_what_is_written_once_is_added_to_the_second_time(root: Path) -> None:
    source(root, PROVIDERS + VAULT)
    assert drlint("scaffold", "--write").code == 0
    first = recovery(root)
    source(root, VAULT.replace("main", "other"), "other.tf")
    assert drlint("scaffold", "--write").code == 0
    assert recovery(root).startswith(first + "\n")
    assert recovery(root).count('"aws_backup_vault_lock_configuration"') == 2


def test_a_file_that_cannot_be_read_is_not_added_to(root: Path) -> None:
    source(root, PROVIDERS + VAULT)
    broken = source(root, "resource {\n", "drlint-recovery.tf")
    done = drlint("scaffold", "--write")
    assert done.code == 4
    assert "drlint-recovery.tf: it cannot be read whole" in done.out
    assert broken.read_text(encoding="utf-8") == "resource {\n"


def test_what_another_root_provides_is_not_written(root: Path) -> None:
    source(root, PROVIDERS + ORDERS + REPLICA)
    said = {"policy": "replication-lag-alarm-rds", "where": "the platform's root", "owner": "platform"}
    source(root, json.dumps({"elsewhere": [said]}), "drlint.yaml")
    assert drlint("scaffold").code == 0


def test_the_patch_makes_the_new_file(root: Path) -> None:
    shutil.rmtree(root / ".git")
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    source(root, ESTATES["plan"], "infra/main.tf")
    done = drlint("scaffold", "infra")
    applied = subprocess.run(["git", "apply"], cwd=root, input=done.out.encode(), check=False)
    assert applied.returncode == 0
    assert 'resource "aws_backup_vault" "recovery"' in recovery(root / "infra")


def test_every_policy_that_is_answered_exists() -> None:
    known = {each["id"] for each in json.loads(drlint("policies", "--format", "json").out)}
    assert {policy for policies in WHAT.values() for policy in policies} <= known
