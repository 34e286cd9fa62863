"""The volumes of instances and launch templates are encrypted, by their own setting or by the Region's default."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from drlint.model.values import Reference, Unknown
from drlint.policy import Case, Policy

policy = Policy(
    title="The volumes of an instance are encrypted at rest",
    severity="medium",
    checklist="backups-encrypted",
    applies_to=("aws_instance", "aws_launch_template"),
    why="""
Images and snapshots made of an instance, and the copies that recovery takes them from, are as encrypted as its
volumes. A volume of which nothing is said is as encrypted as its snapshot in the image, and encrypted in any case
where the account encrypts by default in that Region, which overrules even an explicit `false`. So an omitted
setting is unknown here unless `aws_ebs_encryption_by_default` of the same Region is in view; other scanners fail it
without looking. Volumes from an unencrypted snapshot are encrypted too where `encrypted = true` is set.
""",
    fix="""
    root_block_device {
      encrypted = true
    }

and in a launch template

    block_device_mappings {
      device_name = "/dev/xvda"
      ebs {
        encrypted = true
      }
    }

or once per Region, the recovery Region included: `resource "aws_ebs_encryption_by_default" "this" { enabled = true
}`.
""",
    controls={
        "nist-800-53": ("SC-28", "SC-28(1)", "CP-9(8)"),
        "iso-22301": ("8.3.5",),
        "soc-2": ("A1.2", "CC6.1"),
        "dora": ("9(2)", "12(2)"),
        "aws-well-architected": ("SEC08-BP02", "REL09-BP02"),
        "security-hub": ("EC2.181",),
    },
    references=(
        "https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html",
        "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
        "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
    ),
)


@policy.check
def check(case: Case) -> None:
    resource = case.resource
    if _encrypted_by_default(case):
        return
    volumes = list(_volumes(case))
    plain = [name for name, encrypted, _ in volumes if _is(encrypted, answer=False)]
    if plain:
        reads = [(resource, attribute) for name, _, attribute in volumes if name in plain]
        whose = f"{resource.label} leaves {', '.join(plain)} unencrypted"
        case.fail(f"{whose}; every image and snapshot of it, in whichever Region, is plain text too", reads=reads)
        return
    for name, encrypted, attribute in volumes:
        if not _is(encrypted, answer=True):
            case.unknown(f"{resource.address.path}.{attribute} ({name}): {_reason(encrypted)}")
            return


def _encrypted_by_default(case: Case) -> bool:
    """Whether the account is seen to encrypt every new volume of the resource's Region."""
    region = case.resource.region
    settings = case.estate.all_of("aws_ebs_encryption_by_default").certain
    return any(each["enabled"] is True for each in settings if isinstance(region, str) and each.region == region)


def _volumes(case: Case) -> Iterator[tuple[str, Any, str]]:
    """Every volume, its setting and the attribute it stands in; the root volume where nothing is said of any."""
    resource = case.resource
    if resource.kind == "aws_instance":
        yield "the root volume", resource["root_volume_encrypted"], "root_volume_encrypted"
        yield from _listed(resource["ebs_block_device"], "ebs_block_device")
        return
    mappings = resource["block_device_mappings"]
    volumes = list(_listed(mappings, "block_device_mappings"))
    if not volumes:
        undecided = Unknown("not set, so the image and the account's default encryption of EBS in that Region decide")
        volumes = [("the root volume", undecided, "block_device_mappings")]
    yield from volumes


def _listed(devices: Any, attribute: str) -> Iterator[tuple[str, Any, str]]:
    if isinstance(devices, Unknown):
        yield "its volumes", devices, attribute
        return
    for device in devices or ():
        if isinstance(device, Unknown | Reference):
            yield "a volume", device, attribute
        elif device.get("no_device") is None and device.get("virtual_name") is None:
            name = device["device_name"]
            yield (name if isinstance(name, str) else "a volume"), device["encrypted"], attribute


def _is(value: Any, *, answer: bool) -> bool:
    """A launch template says "true" where an instance says true."""
    return value is answer or (isinstance(value, str) and value == str(answer).lower())


def _reason(value: Any) -> str:
    return value.reason if isinstance(value, Unknown) else "known after apply"


policy.passes("""
resource "aws_instance" "app" {
  root_block_device { encrypted = true }
  ebs_block_device {
    device_name = "/dev/sdf"
    encrypted   = true
  }
}
resource "aws_launch_template" "app" {
  block_device_mappings {
    device_name = "/dev/xvda"
    ebs { encrypted = "true" }
  }
}
""")
policy.passes("""
provider "aws" { region = "eu-west-1" }
resource "aws_ebs_encryption_by_default" "this" { enabled = true }
resource "aws_instance" "app" { instance_type = "t3.small" }
""")
policy.fails("""
resource "aws_instance" "app" {
  root_block_device { encrypted = true }
  ebs_block_device {
    device_name = "/dev/sdf"
    encrypted   = false
  }
}
""")
policy.fails("""
resource "aws_launch_template" "app" {
  block_device_mappings {
    device_name = "/dev/xvda"
    ebs { encrypted = false }
  }
}
""")
policy.unknown("""
resource "aws_instance" "app" { instance_type = "t3.small" }
resource "aws_launch_template" "app" { instance_type = "t3.small" }
""")
policy.unknown("""
provider "aws" { region = "eu-west-1" }
provider "aws" {
  alias  = "recovery"
  region = "eu-central-1"
}
resource "aws_ebs_encryption_by_default" "elsewhere" {
  provider = aws.recovery
  enabled  = true
}
resource "aws_instance" "app" { instance_type = "t3.small" }
""")
