"""What Terraform is told to ignore, no plan will show when it is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drlint.estate.estate import exists_for
from drlint.model.values import Unknown, first_of, is_present
from drlint.policy import Case, Policy
from drlint.recovery.settings import settings_of

policy = Policy(
    title="Terraform does not look away from what recovery depends on",
    severity="medium",
    checklist="change-management",
    applies_to=("*",),
    doors=("source",),
    scope="production",
    why=(
        "`ignore_changes` keeps an attribute as it happens to be. Somebody lowers the retention in the console, an "
        "incident switches deletion protection off and nobody switches it on again, a replica is deleted: no later "
        "plan says a word, and the code still reads as if all were well. With an attribute that only Terraform keeps "
        "(skip_final_snapshot) it is worse: the code's value never reaches the state, and the state decides. Judged "
        "are the attributes of which the catalog knows which direction is safer; `all` includes them. Not judged is "
        "what there are good reasons to ignore: what scaling moves (desired_count, num_node_groups, "
        "replicas_per_node_group; desired_capacity and engine_version have no safer direction to begin with), what "
        "resources of their own set (target_group_arns and load_balancers of a group, replica of a table with "
        "aws_dynamodb_table_replica, blocks inside a bucket that have a resource of their own), what a deployment by "
        "CodeDeploy moves (load_balancer of an ECS service), what a global database sets (global_cluster_identifier, "
        "replication_source_identifier), what cannot change without a new resource (kms_key_id, encrypted, "
        "storage_encrypted: ignoring it prevents a replacement), and final_snapshot_identifier, a mere name. "
        "No plan and no API shows lifecycle settings, so without the source this policy is not assessed."
    ),
    fix="""\
Take it off the list and let the next plan show what has drifted:

lifecycle {
  ignore_changes = [desired_count]
}""",
    controls={
        "nist-800-53": ("CM-3", "CM-6", "CP-9"),
        "iso-22301": ("8.1", "8.6"),
        "soc-2": ("CC8.1",),
        "dora": ("9(4)(e)",),
        "aws-well-architected": ("REL08-BP05",),
    },
    references=(
        "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle",
        "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/dynamodb_table_replica",
        "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/autoscaling_attachment",
        "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/rds_global_cluster",
    ),
)

# Read in the references above, 2026-11-25.
GOOD_REASONS = frozenset(
    {
        *("desired_count", "num_node_groups", "replicas_per_node_group"),
        *("target_group_arns", "load_balancers", "traffic_source", "load_balancer"),
        *("global_cluster_identifier", "replication_source_identifier"),
        *("kms_key_id", "encrypted", "storage_encrypted", "final_snapshot_identifier"),
    }
)
INDEX = re.compile(r"\[[^\]]*\]")
SHOWN = 4


@policy.check
def check(case: Case) -> None:
    resource = case.resource
    ignored = resource["ignore_changes"]
    if isinstance(ignored, Unknown):
        case.unknown(ignored)
        return
    names = [INDEX.sub("", str(each)) for each in ignored] if isinstance(ignored, tuple) else []
    if not names or not settings_of(case.catalog[resource.kind]):
        case.skip()
        return
    found = dict(hidden_by(names, case))
    hidden = [path for path, doubt in found.items() if doubt is None]
    if not hidden:
        for doubt in [each for each in found.values() if each is not None][:1]:
            case.unknown(doubt)
        return
    said = ", ".join(hidden[:SHOWN]) + (f" and {len(hidden) - SHOWN} more" if len(hidden) > SHOWN else "")
    what = f"every attribute, {said} among them" if "all" in names else said
    case.fail(
        f"{resource.label} ignores changes to {what}: when somebody weakens it outside Terraform, no plan says so",
        reads=[(resource, "ignore_changes")],
    )


def hidden_by(names: list[str], case: Case) -> Iterator[tuple[str, Unknown | None]]:
    """The settings that a list of ignored attributes covers, and why another resource may be what sets one."""
    for path, name in settings_of(case.catalog[case.resource.kind]):
        if path.partition(".")[0] in GOOD_REASONS:
            continue
        if any(each in {"all", path} or path.startswith(f"{each}.") for each in names):
            elsewhere = set_elsewhere(name.partition(".")[0], case)
            if elsewhere is not True:
                yield path, elsewhere if isinstance(elsewhere, Unknown) else None


def set_elsewhere(block: str, case: Case) -> bool | Unknown:
    """Whether a companion sets it: what stands inside the resource is then rightly left alone."""
    resource = case.resource
    if block.startswith("inline_"):
        return is_present(resource.view.attributes.get(block.removeprefix("inline_")))
    doubt: Unknown | None = None
    for kind, companion in case.catalog.owners.values():
        if kind.name == resource.kind and companion.merges_into == block:
            for each in case.estate.of_kind(companion.name):
                owners, exists = case.estate.owner_of(each), exists_for(resource, each)
                if resource not in tuple(owners):
                    doubt = first_of(doubt, None if owners.named else owners.unseen)
                elif resource not in owners.certain:
                    doubt = first_of(doubt, Unknown("it may be set by one of several resources"))
                elif exists is True:
                    return True
                else:
                    doubt = first_of(doubt, exists)
    return False if doubt is None else doubt


def ignoring(kind: str, body: str, words: str) -> str:
    return f'resource "{kind}" "main" {{\n{body}\n  lifecycle {{\n    ignore_changes = {words}\n  }}\n}}\n'


TABLE = '  name = "carts"\n  hash_key = "id"'
REPLICA = 'resource "aws_dynamodb_table_replica" "dr" {\n  global_table_arn = aws_dynamodb_table.main.arn\n}\n'
VERSIONING = """\
resource "aws_s3_bucket_versioning" "main" {
  bucket = aws_s3_bucket.main.id
  versioning_configuration { status = "Enabled" }
}
"""

policy.passes(ignoring("aws_db_instance", '  identifier = "orders"', '[tags["Cost"], engine_version]'))
policy.passes(ignoring("aws_ecs_service", '  name = "shop"', "[desired_count, task_definition]"))
policy.passes(ignoring("aws_rds_cluster", '  cluster_identifier = "o"', "[global_cluster_identifier, kms_key_id]"))
policy.passes(ignoring("aws_dynamodb_table", TABLE, "[replica]") + REPLICA)
policy.passes(ignoring("aws_s3_bucket", '  bucket = "invoices"', "[versioning]") + VERSIONING)
policy.fails(ignoring("aws_db_instance", '  identifier = "orders"', "[backup_retention_period]"))
policy.fails(ignoring("aws_db_instance", '  identifier = "orders"', "all"))
policy.fails(ignoring("aws_db_instance", '  identifier = "orders"', "[tags, skip_final_snapshot]"))
policy.fails(ignoring("aws_dynamodb_table", TABLE, "[point_in_time_recovery[0].enabled]"))
policy.fails(ignoring("aws_dynamodb_table", TABLE, "[replica]"))
policy.fails(ignoring("aws_s3_bucket", '  bucket = "invoices"', "[versioning]"))
policy.unknown(
    'variable "table" { type = string }\n'
    + ignoring("aws_dynamodb_table", TABLE, "[replica]")
    + REPLICA.replace("aws_dynamodb_table.main.arn", "var.table")
)
policy.unknown(
    'variable "bucket" { type = string }\n'
    + ignoring("aws_s3_bucket", '  bucket = "invoices"', "[versioning]")
    + VERSIONING.replace("aws_s3_bucket.main.id", "var.bucket")
)
policy.fails(ignoring("aws_backup_plan", '  name = "daily"', "[rule]"))
policy.fails(ignoring("aws_autoscaling_group", '  name = "web"', "[min_size, desired_capacity]"))
