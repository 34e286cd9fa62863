"""Blocks of Terraform's own language that a rebuild depends on: state, providers, module calls, removals."""

from __future__ import annotations

from typing import Any

from drlint.catalog.kind import PLAN_ONLY, SOURCE_ONLY, Attribute, Kind, Relation


def _seen(name: str, **more: Any) -> Attribute:
    """An attribute that source alone shows."""
    return Attribute(name=name, doors=SOURCE_ONLY, **more)


# Where state lies. An HCP Terraform block (`cloud`) is a backend, too. What the block leaves to `terraform init
# -backend-config` is unknown; the reader says so. A root that configures providers and has no such block gets one that
# is not `declared`, of an unknown type.
BACKEND = Kind(
    name="terraform_backend",
    title="Terraform state",
    names=(),
    of_terraform=True,
    attributes=(
        _seen("declared", default=True),
        _seen("type"),
        _seen("bucket"),
        _seen("key"),
        _seen("region_name", terraform="region"),
        _seen("use_lockfile", default=False),
        _seen("dynamodb_table"),
        _seen("encrypt", default=False),
        _seen("kms_key_id"),
        _seen("sts_region"),
        _seen("sts_endpoint", terraform="endpoints.sts"),
        _seen("hostname"),
        _seen("path"),
    ),
    relations=(
        Relation(name="state_bucket", to=("aws_s3_bucket",), by="bucket", names=("bucket",)),
        Relation(name="lock_table", to=("aws_dynamodb_table",), by="dynamodb_table", names=("name",)),
    ),
    source="https://developer.hashicorp.com/terraform/language/backend/s3 (2026-11-25)",
)

# A provider configuration; of its endpoints only the one through which every role is assumed.
PROVIDER = Kind(
    name="terraform_provider",
    title="provider configuration",
    names=(),
    of_terraform=True,
    attributes=(
        _seen("name"),
        _seen("alias"),
        _seen("region_name", terraform="region"),
        _seen("assume_role_arn", terraform="assume_role.role_arn"),
        _seen("sts_region"),
        _seen("sts_endpoint", terraform="endpoints.sts"),
        _seen("s3_us_east_1_regional_endpoint"),
        _seen("use_fips_endpoint", default=False),
    ),
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs (2026-11-25)",
)

# A provider of a plan beside which no code lies; `name` is the provider's own, whatever its root calls it.
PLAN_PROVIDER = Kind(
    name="terraform_plan_provider",
    title="provider of a plan",
    names=(),
    of_terraform=True,
    attributes=(Attribute(name="name", doors=PLAN_ONLY), Attribute(name="source", doors=PLAN_ONLY)),
    source="https://developer.hashicorp.com/terraform/internals/json-format (2026-11-26)",
)

# `host` is where `terraform init` fetches it from; `region_name` the Region that the host's name says.
REQUIRED_PROVIDER = Kind(
    name="terraform_required_provider",
    title="required provider",
    names=(),
    of_terraform=True,
    attributes=(
        _seen("name"),
        _seen("source"),
        _seen("version"),
        _seen("host"),
        _seen("region_name"),
    ),
    source="https://developer.hashicorp.com/terraform/language/providers/requirements (2026-11-25)",
)

# `source_kind` is local, registry, git, hg, s3, gcs, http or other; `ref` the revision that a repository's address
# asks for. The address itself is kept without what may be a secret in it.
MODULE_CALL = Kind(
    name="terraform_module_call",
    title="module call",
    names=(),
    of_terraform=True,
    attributes=(
        _seen("source"),
        _seen("version"),
        _seen("source_kind"),
        _seen("host"),
        _seen("region_name"),
        _seen("bucket"),
        _seen("ref"),
    ),
    relations=(Relation(name="source_bucket", to=("aws_s3_bucket",), by="bucket", names=("bucket",)),),
    source="https://developer.hashicorp.com/terraform/language/modules/sources (2026-11-25)",
)

# `removes` is the address it names, `removed_kind` the kind of what stood there, None where it was a whole module;
# `holds_data` is then unknown. Left out, `destroy` is true (Terraform 1.11.4; OpenTofu forgets instead).
REMOVED = Kind(
    name="terraform_removed",
    title="removed block",
    names=(),
    of_terraform=True,
    attributes=(
        _seen("removes", terraform="from"),
        _seen("removed_kind"),
        _seen("holds_data", holds="truth"),
        _seen("destroy", terraform="lifecycle.destroy", default=True),
    ),
    source="https://developer.hashicorp.com/terraform/language/block/removed (2026-11-25)",
)
