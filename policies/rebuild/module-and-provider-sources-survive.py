"""What `terraform init` fetches must be there when the Region is not."""

from __future__ import annotations

from drlint.model.globs import matches
from drlint.model.values import Address, Unknown
from drlint.policy import Case, Policy
from drlint.recovery.footprint import footprint_of, stands_with

policy = Policy(
    title="Modules and providers can be fetched when the Region is lost",
    severity="medium",
    checklist="third-parties-covered",
    applies_to=("terraform_module_call", "terraform_required_provider"),
    scope="any",
    why=(
        "A rebuild on a new machine begins with `terraform init`, which fetches every module and every provider. "
        "Modules in an S3 bucket, in CodeCommit or behind any other endpoint of the Region that is lost cannot be "
        "fetched, and no plan can even be made. The Region is read from the address (s3-eu-west-1.amazonaws.com, "
        "git-codecommit.eu-west-1.amazonaws.com, codecommit::eu-west-1://), or from the bucket where it is in view, "
        "and held against the Regions in which the data and the capacity of this root stand, the ones you recover to "
        "(objectives.recovery_regions) aside. The hosts of the "
        "parameter `elsewhere` are taken to stand outside of your Regions. Where a host of your own stands (GitLab, "
        "Artifactory, Terraform Enterprise) no source says, so the answer is unknown until you add it there or under "
        "elsewhere:. A mirror in the CLI configuration of the machine that applies is outside the source, too."
    ),
    fix="""\
Keep a copy of the modules in the recovery Region or outside of AWS and call that one, or carry the modules in the
repository itself:

module "network" {
  source = "./modules/network"
}

Providers: `terraform providers mirror` into the image of the runner that will do the recovery. Hosts of your own that
stand elsewhere: name them in drlint.yaml, under the parameter `elsewhere` of this policy.""",
    controls={
        "nist-800-53": ("CP-9(3)", "CP-10"),
        "iso-22301": ("8.3.4", "8.4"),
        "soc-2": ("CC7.5", "CC9.2"),
        "dora": ("11(2)", "11(4)"),
        "aws-well-architected": ("REL13-BP02", "REL11-BP04"),
    },
    references=(
        "https://developer.hashicorp.com/terraform/language/modules/sources",
        "https://developer.hashicorp.com/terraform/cli/commands/providers/mirror",
        "https://docs.aws.amazon.com/codecommit/latest/userguide/regions.html",
    ),
    parameters={
        "elsewhere": [
            "registry.terraform.io",
            "registry.opentofu.org",
            "app.terraform.io",
            "terraform.io",
            "github.com",
            "gitlab.com",
            "bitbucket.org",
            "ssh.dev.azure.com",
            "dev.azure.com",
            "www.googleapis.com",
        ],
    },
)


@policy.check
def check(case: Case) -> None:
    source = case.resource
    is_call = source.kind == "terraform_module_call"
    host = source["host"]
    if isinstance(host, Unknown):
        case.unknown(host)
        return
    if host is None:
        case.skip()
        return
    region = source["region_name"]
    buckets = case.links(source, "source_bucket").certain if is_call else ()
    if isinstance(region, Unknown) and buckets:
        region = case.region(buckets[0])
    if region is not None:
        in_region(case, region, [each.address for each in buckets])
    elif not any(matches(host, glob) for glob in case.parameters["elsewhere"]):
        case.unknown(
            f"where {host} stands is not in this source; name it under the parameter elsewhere: if it survives"
        )


def in_region(case: Case, region: str | Unknown, aside: list[Address]) -> None:
    source = case.resource
    recovery_regions = case.objectives.recovery_regions
    footprint = footprint_of(source.address.root, case.estate, recovery_regions=recovery_regions, aside=aside)
    together = stands_with(region, footprint)
    if isinstance(together, Unknown):
        case.unknown(together)
    elif together:
        case.fail(
            f"{source.label} is fetched from {source['host']}: when {region} is lost, terraform init fails, and with it "
            "the rebuild of what stands there",
            reads=[(source, "source"), (source, "region_name")],
        )


def call(source: str) -> str:
    return f'module "network" {{\n  source = "{source}"\n}}\n'


def required(source: str) -> str:
    return f'terraform {{\n  required_providers {{\n    acme = {{ source = "{source}" }}\n  }}\n}}\n'


HERE = """\
provider "aws" { region = "eu-west-1" }
resource "aws_db_instance" "orders" { identifier = "orders" }
"""
MODULES = """\
provider "aws" {
  alias  = "dr"
  region = "eu-central-1"
}
resource "aws_s3_bucket" "modules" {
  PROVIDER
  bucket = "acme-modules"
}
"""
GLOBAL = "s3::https://s3.amazonaws.com/acme-modules/network.zip"

policy.passes(HERE + call("terraform-aws-modules/vpc/aws"))
policy.passes(HERE + call("git@github.com:acme/network.git?ref=v1"))
policy.passes(HERE + call("s3::https://s3-eu-central-1.amazonaws.com/acme-modules/network.zip"))
policy.passes(HERE + call(GLOBAL) + MODULES.replace("PROVIDER", "provider = aws.dr"))
policy.passes(HERE + required("hashicorp/aws"))
policy.passes(HERE + call("git::https://git.example.com/x.git?ref=v1"), parameters={"elsewhere": ["*.example.com"]})
policy.fails(HERE + call("s3::https://s3-eu-west-1.amazonaws.com/acme-modules/network.zip"))
policy.fails(HERE + call(GLOBAL) + MODULES.replace("PROVIDER", ""))
policy.fails(HERE + call("git::https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/network?ref=v1"))
policy.fails(HERE + call("git::codecommit::eu-west-1://network?ref=v1"))
policy.fails(HERE + required("registry.eu-west-1.elb.amazonaws.com/acme/acme"))
policy.unknown(HERE + call(GLOBAL))
policy.unknown(HERE + call("git::https://git.example.com/network.git?ref=v1"))
policy.unknown(HERE + required("registry.example.com/acme/acme"))
policy.unknown(
    'variable "home" { type = string }\n' + HERE.replace('"eu-west-1"', "var.home") + call("codecommit::eu-west-1://x")
)
