"""Terraform's state must outlive the Region that Terraform is to rebuild."""

from __future__ import annotations

from drlint.model.collection import Collection
from drlint.model.values import Unknown, first_of
from drlint.policy import Case, Policy
from drlint.recovery.footprint import footprint_of, stands_with

policy = Policy(
    title="Terraform's state survives the loss of the Region it describes",
    severity="medium",
    checklist="strategy-matches-objectives",
    applies_to=("terraform_backend",),
    scope="any",
    why=(
        "The recovery plan says `terraform apply` in another Region. Without the state Terraform knows nothing of what "
        "still stands (the replicas, the DNS records, the roles), wants to create it all anew and fails on names that "
        "are taken. A state bucket in the Region that is lost goes with it; it is safe where it stands in another "
        "Region than the data and the capacity of its root, in the Region you recover to "
        "(objectives.recovery_regions), or where it is replicated to another Region, which needs versioning at both "
        "ends. A state file on somebody's machine is safe from no loss at all. Where the block leaves values to "
        "`terraform init`, where the bucket is in no root in view and where another service keeps the state (HCP "
        "Terraform, Consul, Kubernetes) the answer is unknown; say under elsewhere: who knows. A root that configures "
        "providers and has no backend block keeps its state on the machine that ran it, unless a tool writes the "
        "block. A lock table in the lost Region stops nobody for long: point the backend at another, or apply with "
        "-lock=false."
    ),
    fix="""\
terraform {
  backend "s3" {
    bucket       = "acme-state-eu-central-1"
    key          = "orders/terraform.tfstate"
    region       = "eu-central-1"
    use_lockfile = true
  }
}

Or keep the bucket where it is and replicate it: `aws_s3_bucket_replication_configuration` to a bucket in another
Region, with versioning on both. Write into the runbook how to point the backend at the replica
(`terraform init -reconfigure -backend-config=dr.hcl`), and rehearse it.""",
    controls={
        "nist-800-53": ("CP-6", "CP-9", "CP-9(3)"),
        "iso-22301": ("8.3.5", "8.4"),
        "soc-2": ("A1.2", "CC7.5"),
        "dora": ("11(2)", "12(3)"),
        "aws-well-architected": ("REL13-BP02", "REL13-BP05"),
    },
    references=(
        "https://developer.hashicorp.com/terraform/language/backend/s3",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html",
        "https://docs.aws.amazon.com/prescriptive-guidance/latest/terraform-aws-provider-best-practices/backend.html",
    ),
)

# Backends in another cloud, which no loss of an AWS Region touches.
OTHER_CLOUDS = ("azurerm", "cos", "gcs", "oss")


@policy.check
def check(case: Case) -> None:
    backend = case.resource
    kind = backend["type"]
    if isinstance(kind, Unknown):
        case.unknown(kind)
    elif kind == "local":
        said = (
            f"{backend.label} keeps the state in a file on the machine that ran Terraform: it is lost with that machine"
        )
        case.fail(f"{said}, and nobody else can apply", reads=[(backend, "type"), (backend, "path")])
    elif kind == "s3":
        in_s3(case)
    elif kind not in OTHER_CLOUDS:
        case.unknown(f"{backend.label} keeps the state with {keeper(case)}; where that stands is not in this source")


def keeper(case: Case) -> str:
    """Who holds the state, where it is neither a file nor a bucket."""
    host = case.resource["hostname"]
    if case.resource["type"] in {"cloud", "remote"}:
        return host if isinstance(host, str) else "app.terraform.io"
    return str(case.resource["type"])


def in_s3(case: Case) -> None:
    backend = case.resource
    buckets = case.links(backend, "state_bucket")
    region = region_of(case, buckets)
    footprint = footprint_of(
        backend.address.root,
        case.estate,
        recovery_regions=case.objectives.recovery_regions,
        aside=[each.address for each in (*buckets, *case.links(backend, "lock_table"))],
    )
    if not footprint.items and footprint.unseen is None:
        case.skip()
        return
    together = stands_with(region, footprint)
    if together is False:
        return
    outlives = copied(case, buckets)
    if outlives is True:
        return
    doubt = first_of(*[each for each in (together, outlives) if isinstance(each, Unknown)])
    if doubt is not None:
        case.unknown(doubt)
        return
    said = (
        f"the state lies in {backend['bucket']} in {region}, beside what it describes, and is copied to no other Region"
    )
    reads = [(backend, "bucket"), (backend, "region_name"), *[(each, "replication") for each in buckets]]
    case.fail(f"{said}: losing {region} takes both", reads=reads)


def region_of(case: Case, buckets: Collection) -> str | Unknown:
    """Where the state lies: where the bucket stands, if it is in view, else where the backend looks for it."""
    found = case.region(buckets) if len(buckets) == 1 and buckets.certain else None
    return found if isinstance(found, str) else case.resource["region_name"]


def copied(case: Case, buckets: Collection) -> bool | Unknown:
    """Whether the state bucket is copied to another Region."""
    bucket = case.resource["bucket"]
    if isinstance(bucket, Unknown):
        return bucket
    if len(buckets) != 1:
        said = f"the state bucket {bucket} is not in view, so whether another Region has a copy is not known"
        return Unknown(f"{said}; {case.estate.world.remedy}")
    copies = case.fact(buckets.certain[0], "copies")
    answers = [(case.ask("survives", each, "region"), sure) for each, sure in copies.items]
    if (True, True) in [(answer, sure) for answer, sure in answers if isinstance(answer, bool)]:
        return True
    doubts = [each for each, _ in answers if isinstance(each, Unknown)]
    maybe = (
        Unknown("it may be copied to one of several buckets") if any(answer is True for answer, _ in answers) else None
    )
    doubt = first_of(*doubts, maybe, copies.unseen)
    return False if doubt is None else doubt


def backend(body: str, kind: str = "s3") -> str:
    return f'terraform {{\n  backend "{kind}" {{\n{body}\n  }}\n}}\n'


def bucket(region: str, name: str = "acme-state") -> str:
    return f'    bucket = "{name}"\n    key    = "orders.tfstate"\n    region = "{region}"\n'


REGIONS = """\
provider "aws" { region = "eu-west-1" }
provider "aws" {
  alias  = "dr"
  region = "eu-central-1"
}
"""
DATABASE = 'resource "aws_db_instance" "orders" { identifier = "orders" }\n'
STATE = 'resource "aws_s3_bucket" "state" { bucket = "acme-state" }\n'
REPLICA = """\
resource "aws_s3_bucket" "replica" {
  provider = aws.dr
  bucket   = "acme-state-dr"
}
"""
REPLICATED = """\
resource "aws_s3_bucket_replication_configuration" "state" {
  bucket = aws_s3_bucket.state.id
  role   = "arn:aws:iam::111122223333:role/replication"
  rule {
    status = "Enabled"
    destination { bucket = aws_s3_bucket.replica.arn }
  }
}
"""

policy.passes(backend(bucket("eu-central-1")) + REGIONS + DATABASE)
policy.passes(backend(bucket("eu-west-1")) + REGIONS + DATABASE + STATE + REPLICA + REPLICATED)
policy.passes(
    backend(bucket("eu-central-1"))
    + REGIONS
    + DATABASE
    + DATABASE.replace('"orders" {', '"copy" {\n  provider = aws.dr\n'),
    objectives={"recovery_regions": ("eu-central-1",)},
)
policy.passes(backend('    bucket = "acme-state"', kind="gcs") + REGIONS + DATABASE)
policy.fails(backend(bucket("eu-west-1")) + REGIONS + DATABASE + STATE)
policy.fails(backend('    path = "terraform.tfstate"', kind="local") + REGIONS + DATABASE)
policy.fails(backend("", kind="local"))
policy.unknown(backend(bucket("eu-west-1")) + REGIONS + DATABASE)
policy.unknown(backend(bucket("eu-west-1")) + REGIONS + DATABASE + STATE, world="open")
policy.unknown(backend('    key = "orders.tfstate"') + REGIONS + DATABASE)
policy.unknown(backend('    hostname = "tfe.example.com"', kind="remote") + REGIONS + DATABASE)
policy.unknown('terraform {\n  cloud {\n    organization = "acme"\n  }\n}\n' + REGIONS + DATABASE)
policy.unknown(REGIONS + DATABASE)
