"""No secret of source is repeated anywhere: not in a report, on standard error, or in the cache of parsed files."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from cli.running import Outcome, written

from drlint.catalog.registry import load
from drlint.readers.files import Disk
from drlint.readers.hcl.code import Sources
from drlint.readers.hcl.reader import read_root
from drlint.reports import formats

from .test_secrets import CANARY, TELLTALE, told

FIXTURES = Path(__file__).parents[2] / "fixtures"
ROOTS = sorted({path.parent for path in FIXTURES.rglob("*.tf") if "CANARY" in path.read_text(encoding="utf-8")})

SECRETS = """\
# CANARY-comment
terraform {
  backend "s3" {
    bucket     = "state"
    key        = "orders"
    region     = "eu-central-1"
    access_key = "CANARY-backend-key"
    secret_key = "CANARY-backend-secret"
  }
}

provider "aws" {
  region     = "eu-central-1"
  access_key = "CANARY-provider-key"
  secret_key = var.provider_secret
  token      = local.all["token"]
  default_tags {
    tags = { Owner = "platform" }
  }
}

variable "provider_secret" {
  default = "CANARY-default-in-clear"
}

variable "password" {
  type      = string
  sensitive = true
  default   = "CANARY-sensitive-default"
}

variable "from_environment" {
  sensitive = true
}

variable "given" {
  sensitive = true
  type      = object({ name = string, password = string })
}

locals {
  all    = { token = "CANARY-local", name = "orders" }
  quoted = jsonencode({ password = "CANARY-json" })
}

module "elsewhere" {
  source   = "git::https://user:CANARY-user@example.com/x.git?sshkey=CANARY-ssh&ref=v1"
  password = "CANARY-module-argument"
}

module "here" {
  source   = "./here"
  password = "CANARY-argument"
}

resource "aws_db_instance" "orders" {
  identifier              = "orders"
  multi_az                = tobool(file("secret.txt"))
  backup_retention_period = tonumber(local.all["token"])
  username                = "CANARY-username"
  password                = "CANARY-password"
  storage_encrypted       = false
  snapshot_identifier     = sensitive("CANARY-made-sensitive")
  engine                  = var.password
  availability_zone       = "${var.from_environment}-a"
  kms_key_id              = base64encode(var.password)
  deletion_protection     = var.given.password == "CANARY-compared"
  tags                    = { Token = var.given.password, Size = length(var.given.password) }
  connection {
    password = "CANARY-connection"
  }
  provisioner "local-exec" {
    command = "login CANARY-provisioner"
  }
}

resource "aws_rds_cluster" "orders" {
  master_password = file("secret.txt")
  engine          = templatefile("secret.tpl", { password = var.password })
}

resource "aws_launch_template" "orders" {
  user_data = base64encode(<<-EOT
    export KEY=CANARY-user-data
  EOT
  )
}

resource "aws_lambda_function" "orders" {
  function_name = "orders"
  environment {
    variables = { KEY = "CANARY-environment" }
  }
}

resource "aws_secretsmanager_secret_version" "orders" {
  secret_id     = "orders"
  secret_string = local.quoted
}

resource "aws_ssm_parameter" "orders" {
  name  = "orders"
  type  = "SecureString"
  value = "CANARY-parameter"
}

output "password" {
  value = "CANARY-output"
}
"""
HERE = """\
variable "password" {
  sensitive = true
}
resource "aws_db_instance" "copy" {
  password       = var.password
  engine_version = var.password
  multi_az       = false
}
output "password" {
  value     = var.password
  sensitive = true
}
"""
FILES = {
    "main.tf": SECRETS,
    "here/main.tf": HERE,
    "secret.txt": "CANARY-file",
    "secret.tpl": "CANARY-template ${password}",
    "terraform.tfvars": 'given = { name = "x", password = "CANARY-value" }\n',
    "other.auto.tfvars.json": '{"no_such": "CANARY-undeclared"}',
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TF_VAR_from_environment", "CANARY-environment-variable")
    made = tmp_path / "infra"
    for name, text in FILES.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        written(made / name, text)
    monkeypatch.chdir(tmp_path)
    return made


def kept() -> set[Path]:
    """The files of the cache."""
    return {path for path in Path(os.environ["XDG_CACHE_HOME"]).rglob("*") if path.is_file()}


def require_silence(ran: Outcome, said: str) -> None:
    assert ran.code in {0, 1, 3, 4}
    leaks = [line for line in said.splitlines() if CANARY.search(line)]
    assert leaks == []


def test_the_fixtures_are_these() -> None:
    assert len(ROOTS) >= 15


@pytest.mark.parametrize("folder", ROOTS, ids=lambda path: path.relative_to(FIXTURES).as_posix())
def test_no_report_of_a_fixture_repeats_a_secret(folder: Path, tmp_path: Path) -> None:
    require_silence(*told(tmp_path, folder))


def test_no_report_repeats_a_secret(root: Path, tmp_path: Path) -> None:
    ran, said = told(tmp_path, root, "--world", "closed")
    require_silence(ran, said)
    assert "aws_db_instance.orders" in said
    assert "module.here.aws_db_instance.copy" in said


def test_no_flag_is_repeated(root: Path, tmp_path: Path) -> None:
    values = written(tmp_path / "more.tfvars", 'password = "CANARY-var-file"\nnothing = CANARY-broken\n')
    require_silence(*told(tmp_path, root, "--var", "from_environment=CANARY-var", "--var-file", values))


def test_no_secret_gets_beyond_the_reader(root: Path) -> None:
    """Text that is told apart as a secret, or that no policy reads; a template file is the text of an attribute."""
    written(root / "secret.tpl", "${password}")
    read = read_root(str(root), root="", catalog=load(), sources=Sources(Disk(root)))
    assert len(read.resources) >= 4
    shown = repr([(each, dict(each.declared.attributes) if each.declared else {}) for each in read.resources])
    assert not CANARY.findall(shown + repr(read.own_blocks) + repr(read.blind_spots))


def test_the_cache_holds_names_and_places_only(root: Path, tmp_path: Path) -> None:
    written(root / "main.tf", f"{SECRETS}\n# {tmp_path}\n")  # so that no other test has read it before
    before = kept()
    told(tmp_path, root)
    new = kept() - before
    assert [path for path in new if b"secret_string" in path.read_bytes()], "names are there, so a text would be seen"
    for path in new:
        assert not CANARY.search(path.read_bytes().decode("latin-1")), path
        assert "hcl" not in path.parts or b"eu-central-1" not in path.read_bytes(), "no value at all"


def test_a_policy_that_breaks_has_no_secret_to_tell(root: Path, tmp_path: Path) -> None:
    policies = tmp_path / "own"
    policies.mkdir()
    written(policies / "telltale.py", TELLTALE)
    ran, said = told(tmp_path, root, "--policies", policies, "--allow-python-policies", "--select", "telltale")
    assert ran.code == 5
    assert "all of it: Resource(" in said
    assert not CANARY.findall(said)


# Not of the comment: without its # it is the name of a block, and names are told.
CUTS = [match.end() for match in re.finditer(r"CANARY-(?!comment)[\w-]+", SECRETS)]


@pytest.mark.parametrize("at", CUTS, ids=lambda at: SECRETS[:at].rpartition("CANARY-")[2])
def test_no_error_quotes_a_secret(at: int, root: Path, tmp_path: Path) -> None:
    """Broken off behind a secret, in it, or right before it, or with a mark there that nobody expects."""
    start = SECRETS.rindex("CANARY", 0, at)
    for place in (at, start + 6, start):
        for damage in ("", '"', "}", "\n", "${", '" "'):
            rest = SECRETS[place:] if damage else ""
            require_silence(*told(tmp_path, written(root / "main.tf", SECRETS[:place] + damage + rest).parent))


@pytest.mark.parametrize("name", ["terraform.tfvars", "x.auto.tfvars.json", "main.tf.json", "bad.tf"])
@pytest.mark.parametrize(
    "text",
    [
        "CANARY-alone",
        'x = "a" CANARY-after',
        "x = <<EOT\nCANARY-heredoc",
        '{"locals": {"x": "a" CANARY-json}}',
        '{"x": CANARY-json}',
        '{"locals": {"x": "CANARY-\\q"}}',
        "x = [CANARY-name]",
        "locals {\n  x = CANARY.y.z\n}\n",
    ],
)
def test_no_broken_file_is_quoted(name: str, text: str, root: Path, tmp_path: Path) -> None:
    written(root / name, text)
    require_silence(*told(tmp_path, root))


def test_a_leak_would_be_seen(root: Path, tmp_path: Path) -> None:
    written(root / "main.tf", SECRETS.replace('"orders" {', '"CANARY-leak" {'))
    told(tmp_path, root)
    for name in formats.names():
        assert CANARY.search((tmp_path / f"report.{name}").read_text(encoding="utf-8")), name
