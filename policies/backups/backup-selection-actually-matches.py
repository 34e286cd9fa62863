"""What holds data must be taken by a backup selection, by the rules AWS Backup itself goes by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from drlint.model.collection import NOTHING, Collection
from drlint.model.resource import Resource
from drlint.model.values import Unknown, is_present
from drlint.policy import Case, Policy
from drlint.policy.kleene import Answer, disjunction, truth

policy = Policy(
    title="A backup selection takes everything that holds data",
    severity="medium",
    checklist="backups-automated-and-verified",
    applies_to=(
        "aws_db_instance",
        "aws_docdb_cluster",
        "aws_dynamodb_table",
        "aws_efs_file_system",
        "aws_neptune_cluster",
        "aws_rds_cluster",
        "aws_redshift_cluster",
        "aws_s3_bucket",
    ),
    why=(
        "A selection takes what its ARNs and patterns name or what has one of its tags, if all its conditions hold and "
        "`not_resources` does not name it, in its own Region and account, and if the Region has opted in to the type. "
        "A tag with another case, a value that changed, a condition that a resource without the tag does not meet: the "
        "plan runs green every night and the resource is not in it. Other tools look for a reference to the resource, "
        "so every selection by tag fails there, or compare a tag's key and not its value, so a wrong value passes. "
        "Where no settings of the Region are in view, its types count as opted in. Replicas are made anew from "
        "their source and not judged (of two that replicate to each other one must be taken); volumes and instances are a question of their own (AMIs, DLM)."
    ),
    fix="""\
resource "aws_backup_selection" "daily" {
  name         = "daily"
  plan_id      = aws_backup_plan.daily.id
  iam_role_arn = aws_iam_role.backup.arn
  selection_tag {
    type  = "STRINGEQUALS"
    key   = "Backup"
    value = "daily"
  }
}""",
    controls={
        "nist-800-53": ("CP-9", "CP-10"),
        "iso-22301": ("8.3.5", "8.4"),
        "soc-2": ("A1.2",),
        "dora": ("12(1)", "12(2)"),
        "aws-well-architected": ("REL09-BP01", "REL09-BP03"),
        "security-hub": ("RDS.26", "DynamoDB.4", "EFS.2"),
    },
    references=(
        "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html",
        "https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html",
        "https://repost.aws/knowledge-center/backup-assign-resources",
    ),
)

_SOURCES = ("replicate_source_db", "replication_source_identifier")


@policy.check
def check(case: Case) -> None:
    resource = case.resource
    copy = disjunction(replicas(case))
    if copy is True:
        case.skip()
        return
    present = disjunction((case.fact(resource, "backed_up_by"), copy))
    if isinstance(present, Unknown):
        case.unknown(present)
        return
    tags = resource.view.attributes.get("tags")
    said = (
        ", ".join(f"{key} = {value}" for key, value in tags.items()) if isinstance(tags, Mapping) and tags else "none"
    )
    case.require(
        present,
        f"no backup selection takes {resource.label}, so AWS Backup makes no recovery point of it; its tags: {said}",
        reads=[(resource, "tags")],
    )


def replicas(case: Case) -> Iterator[Answer]:
    """Of each thing it may be a replica of, whether it is; of two that replicate to each other one must be taken."""
    resource = case.resource
    attributes = resource.view.attributes
    yield from [is_present(attributes.get(name)) for name in _SOURCES]
    sources = related(case, resource, "replicated_from")
    for source, certain in sources.items:
        mutual = any(each is resource for each in related(case, source, "replicated_from"))
        yield sure(taken(case, source) if mutual else True, source, certain=certain)
    wholes = related(case, resource, "member_of")
    for whole, joined in wholes.items:
        members = related(case, whole, "members")
        for each, certain in members.items:
            if each is not resource:
                yield sure(taken(case, each), each, certain=joined and certain)
        yield from unseen(members)
    yield from unseen(sources, wholes)


def unseen(*links: Collection) -> Iterator[Answer]:
    """Why there may be others that it is a copy of."""
    yield from (each.unseen for each in links if each.unseen is not None)


def related(case: Case, resource: Resource, name: str) -> Collection:
    """What a relation leads to; nothing where the kind has none of that name."""
    declared = case.catalog[resource.kind].relation(name) or case.catalog.inverse(resource.kind, name)
    return case.links(resource, name) if declared else NOTHING


def taken(case: Case, resource: Resource) -> Answer:
    return truth(case.fact(resource, "backed_up_by"))


def sure(answer: Answer, other: Resource, *, certain: bool) -> Answer:
    return answer if certain or answer is False else Unknown(f"it may or may not be a copy of {other.label}")


TABLE = 'resource "aws_dynamodb_table" "orders" {\n  name = "orders"\n  tags = { Backup = "daily" }\n}\n'
PLAN = 'resource "aws_backup_plan" "daily" { name = "daily" }\n'


def selection(body: str) -> str:
    """A selection of the plan with this body."""
    return (
        'resource "aws_backup_selection" "daily" {\n  name = "daily"\n  plan_id = aws_backup_plan.daily.id\n'
        f'  iam_role_arn = "arn:aws:iam::111122223333:role/backup"\n{body}\n}}\n'
    )


def tagged(key: str, value: str) -> str:
    return f'  selection_tag {{\n    type = "STRINGEQUALS"\n    key = "{key}"\n    value = "{value}"\n  }}\n'


def condition(operator: str, key: str, value: str) -> str:
    return f'  condition {{\n    {operator} {{\n key = "aws:ResourceTag/{key}"\n value = "{value}"\n }}\n  }}\n'


EVERYTHING = '  resources = ["*"]\n'

policy.passes(TABLE + PLAN + selection(tagged("Backup", "daily")))
policy.passes(TABLE + PLAN + selection("  resources = [aws_dynamodb_table.orders.arn]"))
policy.passes(TABLE + PLAN + selection('  resources = ["arn:aws:dynamodb:*:*:table/*"]'))
policy.passes(TABLE + PLAN + selection(EVERYTHING + condition("string_like", "Backup", "da*")))
policy.passes(
    'resource "aws_db_instance" "orders" { identifier = "orders" }\n'
    'resource "aws_db_instance" "replica" { replicate_source_db = aws_db_instance.orders.identifier }\n'
    + PLAN
    + selection("  resources = [aws_db_instance.orders.arn]")
)
BUCKET = (
    'resource "aws_s3_bucket" "orders" { bucket = "orders" }\nresource "aws_s3_bucket" "dr" { bucket = "orders-dr" }\n'
)
REPLICATION = """
resource "aws_s3_bucket_replication_configuration" "orders" {
  bucket = aws_s3_bucket.orders.id
  role   = "arn:aws:iam::111122223333:role/replication"
  rule {
    id     = "everything"
    status = "Enabled"
    filter {}
    destination { bucket = aws_s3_bucket.dr.arn }
  }
}
"""
PAIR = """
resource "aws_rds_global_cluster" "orders" { global_cluster_identifier = "orders" }
resource "aws_rds_cluster" "one" { global_cluster_identifier = aws_rds_global_cluster.orders.id }
resource "aws_rds_cluster" "two" { global_cluster_identifier = aws_rds_global_cluster.orders.id }
"""
policy.passes(BUCKET + REPLICATION + PLAN + selection("  resources = [aws_s3_bucket.orders.arn]"))
policy.passes(PAIR + PLAN + selection("  resources = [aws_rds_cluster.one.arn]"))
policy.fails(PAIR)
policy.fails(BUCKET + REPLICATION + PLAN + selection("  resources = [aws_s3_bucket.dr.arn]"))
policy.fails(TABLE)
policy.fails(TABLE + PLAN + selection(tagged("Backup", "Daily")))
policy.fails(TABLE + PLAN + selection(tagged("backup", "daily")))
policy.fails(TABLE + PLAN + selection('  resources = ["arn:aws:rds:*:*:db:*"]'))
policy.fails(TABLE + PLAN + selection(EVERYTHING + "  not_resources = [aws_dynamodb_table.orders.arn]\n"))
policy.fails(TABLE + PLAN + selection(EVERYTHING + condition("string_not_equals", "Backup", "daily")))
policy.fails(
    'provider "aws" { region = "eu-west-1" }\nprovider "aws" {\n  alias  = "dr"\n  region = "eu-central-1"\n}\n'
    'resource "aws_dynamodb_table" "orders" {\n  provider = aws.dr\n  name     = "orders"\n}\n'
    + PLAN
    + selection(EVERYTHING)
)
policy.unknown(TABLE, world="open")
policy.unknown(TABLE + PLAN + selection(EVERYTHING + condition("string_not_equals", "Team", "test")))
policy.unknown(
    'variable "value" { type = string }\n' + TABLE + PLAN + selection(tagged("Backup", "x").replace('"x"', "var.value"))
)
policy.unknown(
    'variable "original" { type = string }\nresource "aws_db_instance" "orders" { replicate_source_db = var.original }\n'
)
policy.unknown(
    'variable "bucket" { type = string }\n'
    + BUCKET
    + REPLICATION.replace("aws_s3_bucket.dr.arn", "var.bucket")
    + PLAN
    + selection("  resources = [aws_s3_bucket.orders.arn]")
)
