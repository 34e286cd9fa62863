"""One `terraform destroy` must not empty what it deletes."""

from __future__ import annotations

from drlint.policy import Case, Policy

policy = Policy(
    title="A destroy stops at what still holds data",
    severity="high",
    checklist="change-management",
    applies_to=("aws_s3_bucket", "aws_ecr_repository", "aws_backup_vault", "aws_secretsmanager_secret"),
    doors=("plan", "source"),
    why=(
        "AWS refuses to delete a bucket, a repository or a vault that is not empty, and keeps a deleted secret for 30 "
        "days. Each argument here takes that last refusal away: `force_destroy` deletes every object and every "
        "version (locked ones too, with the permission for it) or every recovery point; "
        "`force_delete` every image; `recovery_window_in_days = 0` the secret at once. It is meant for test stacks, "
        "where a waiver or an environment tag says so."
    ),
    fix="force_destroy = false    # aws_ecr_repository: force_delete = false · secret: recovery_window_in_days = 30",
    controls={
        "nist-800-53": ("CM-3", "CP-9"),
        "iso-22301": ("8.1", "8.6"),
        "soc-2": ("A1.2", "CC8.1"),
        "dora": ("9(2)", "9(4)(e)"),
        "aws-well-architected": ("REL09-BP02",),
    },
    references=(
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-bucket.html",
        "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-delete.html",
        "https://docs.aws.amazon.com/aws-backup/latest/devguide/deleting-a-vault.html",
        "https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html",
    ),
)

# Kind: the attribute, the value that destroys, and what is then gone.
DESTROYS = {
    "aws_s3_bucket": ("force_destroy", True, "deletes every object in it and every version"),
    "aws_ecr_repository": ("force_delete", True, "deletes every image in it"),
    "aws_backup_vault": ("force_destroy", True, "deletes every recovery point in it"),
    "aws_secretsmanager_secret": (
        "recovery_window_in_days",
        0,
        "deletes it at once, without the 7 to 30 days of grace",
    ),
}


@policy.check
def check(case: Case) -> None:
    attribute, destructive, gone = DESTROYS[case.resource.kind]
    value = case.resource[attribute]
    case.require(
        value != destructive,
        f"{case.resource.label} has {attribute} = {str(value).lower()}: one terraform destroy {gone}",
        reads=[(case.resource, attribute)],
    )


policy.passes("""
resource "aws_s3_bucket" "orders" { bucket = "orders" }
resource "aws_ecr_repository" "app" { name = "app" }
resource "aws_backup_vault" "main" { name = "main" }
resource "aws_secretsmanager_secret" "db" { name = "db" }
""")
policy.passes("""
resource "aws_s3_bucket" "orders" {
  bucket        = "orders"
  force_destroy = false
}
resource "aws_secretsmanager_secret" "db" {
  name                    = "db"
  recovery_window_in_days = 7
}
""")
policy.fails("""
resource "aws_s3_bucket" "orders" {
  bucket        = "orders"
  force_destroy = true
}
""")
policy.fails("""
resource "aws_ecr_repository" "app" {
  name         = "app"
  force_delete = true
}
""")
policy.fails("""
resource "aws_backup_vault" "main" {
  name          = "main"
  force_destroy = true
}
""")
policy.fails("""
resource "aws_secretsmanager_secret" "db" {
  name                    = "db"
  recovery_window_in_days = 0
}
""")
policy.unknown("""
variable "force" { type = bool }
resource "aws_s3_bucket" "orders" {
  bucket        = "orders"
  force_destroy = var.force
}
""")
