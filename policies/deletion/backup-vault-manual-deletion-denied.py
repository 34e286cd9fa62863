"""Nobody may delete a recovery point by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from drlint.model.values import Reference, Unknown, Value, as_unknown, is_present
from drlint.policy import Case, Policy

DENIED = ("backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle", "backup:PutBackupVaultAccessPolicy")

policy = Policy(
    title="Recovery points cannot be deleted by hand",
    severity="medium",
    checklist="backups-automated-and-verified",
    applies_to=("aws_backup_vault",),
    why=(
        "Whoever wants a ransom deletes the backups first, with the same credentials as the data. A vault's access "
        "policy that denies everybody deletion, shorter retention and the replacement of that policy stops that. "
        "Exceptions in a condition (a break-glass role) are accepted; AWS Config's rule has a list "
        "for them. A vault lock in compliance mode does the same and cannot be taken off, so it counts too; one in "
        "governance mode can be, so it does not."
    ),
    fix="""\
resource "aws_backup_vault_policy" "main" {
  backup_vault_name = aws_backup_vault.main.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action = [
        "backup:DeleteRecoveryPoint",
        "backup:UpdateRecoveryPointLifecycle",
        "backup:PutBackupVaultAccessPolicy",
      ]
      Resource = "*"
    }]
  })
}""",
    controls={
        "nist-800-53": ("CP-9",),
        "iso-22301": ("8.3.5",),
        "soc-2": ("A1.2",),
        "dora": ("12(2)", "12(3)"),
        "aws-well-architected": ("REL09-BP02",),
    },
    references=(
        "https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html",
        "https://docs.aws.amazon.com/config/latest/developerguide/backup-recovery-point-manual-deletion-disabled.html",
    ),
)


@policy.check
def check(case: Case) -> None:
    vault = case.resource
    locked = compliance(vault["lock"])
    if locked is True:
        return
    text = vault["policy"]
    if isinstance(text, Unknown | Reference):
        case.unknown(as_unknown(text))
        return
    missing = [action for action in DENIED if not any(denies(each, action) for each in statements(text))]
    if not missing:
        return
    if isinstance(locked, Unknown):
        case.unknown(locked)
        return
    said = "has no policy, so it denies nobody" if text is None else "has a policy that does not deny everybody"
    case.fail(
        f"{vault.label} {said} {', '.join(missing)}: whoever may do that can empty it",
        reads=[(vault, "policy"), (vault, "lock")],
    )


def compliance(lock: Value) -> bool | Unknown:
    """Whether the vault is locked in a way that nobody can take off."""
    if isinstance(lock, Unknown):
        return lock
    return is_present(lock["changeable_for_days"]) if isinstance(lock, Mapping) else False


def statements(text: Value) -> Iterator[dict[str, Any]]:
    """The statements of a policy document; one alone need not stand in a list, and what is no JSON has none."""
    try:
        document = json.loads(str(text)) if text is not None else {}
    except (ValueError, RecursionError):
        document = {}
    found = document.get("Statement") if isinstance(document, dict) else None
    for each in listed(found):
        if isinstance(each, dict):
            yield each


def denies(statement: dict[str, Any], action: str) -> bool:
    """Whether a statement denies an action to everybody, conditions aside, on all that the vault holds."""
    return (
        statement.get("Effect") == "Deny"
        and everybody(statement.get("Principal"))
        and any(covers(str(each), action) for each in listed(statement.get("Action")))
        and any(str(each).endswith("*") for each in listed(statement.get("Resource")))
    )


def everybody(principal: Any) -> bool:
    return principal == "*" or (isinstance(principal, dict) and "*" in listed(principal.get("AWS")))


def covers(pattern: str, action: str) -> bool:
    """Whether an action with a `*` at its end, or in full, is the action; their case does not count."""
    wanted, named = action.lower(), pattern.lower()
    return wanted.startswith(named[:-1]) if named.endswith("*") else wanted == named


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


policy.passes("""
resource "aws_backup_vault" "main" { name = "main" }
resource "aws_backup_vault_policy" "main" {
  backup_vault_name = aws_backup_vault.main.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = { AWS = "*" }
      Action    = ["backup:Delete*", "backup:UpdateRecoveryPointLifecycle", "backup:PutBackupVaultAccessPolicy"]
      Resource  = "*"
    }]
  })
}
""")
policy.passes("""
resource "aws_backup_vault" "main" { name = "main" }
resource "aws_backup_vault_policy" "main" {
  backup_vault_name = aws_backup_vault.main.name
  policy            = <<-EOT
    {"Statement": {"Effect": "Deny", "Principal": "*", "Action": "backup:*", "Resource": "*"}}
  EOT
}
""")
policy.passes("""
resource "aws_backup_vault" "main" { name = "main" }
resource "aws_backup_vault_lock_configuration" "main" {
  backup_vault_name   = aws_backup_vault.main.name
  min_retention_days  = 7
  changeable_for_days = 3
}
""")
policy.fails("""
resource "aws_backup_vault" "main" { name = "main" }
""")
policy.fails("""
resource "aws_backup_vault" "main" { name = "main" }
resource "aws_backup_vault_lock_configuration" "main" {
  backup_vault_name  = aws_backup_vault.main.name
  min_retention_days = 7
}
""")
policy.fails("""
resource "aws_backup_vault" "main" { name = "main" }
resource "aws_backup_vault_policy" "main" {
  backup_vault_name = aws_backup_vault.main.name
  policy = jsonencode({
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "backup:DeleteRecoveryPoint"
      Resource  = "*"
    }]
  })
}
""")
policy.fails("""
resource "aws_backup_vault" "main" { name = "main" }
resource "aws_backup_vault_policy" "main" {
  backup_vault_name = aws_backup_vault.main.name
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "backup:*"
      Resource  = "*"
    }]
  })
}
""")
policy.unknown("""
variable "policy" { type = string }
resource "aws_backup_vault" "main" { name = "main" }
resource "aws_backup_vault_policy" "main" {
  backup_vault_name = aws_backup_vault.main.name
  policy            = var.policy
}
""")
policy.unknown("""
variable "days" { type = number }
resource "aws_backup_vault" "main" { name = "main" }
resource "aws_backup_vault_lock_configuration" "main" {
  backup_vault_name   = aws_backup_vault.main.name
  changeable_for_days = var.days
}
""")
