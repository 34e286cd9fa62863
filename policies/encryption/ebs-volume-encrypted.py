"""A volume is encrypted, by its own setting or by the Region's default."""

from __future__ import annotations

from drlint.model.values import as_unknown, is_known
from drlint.policy import Case, Policy

policy = Policy(
    title="A volume is encrypted at rest",
    severity="high",
    checklist="backups-encrypted",
    applies_to=("aws_ebs_volume",),
    why="""
A volume's snapshots, and the copies of those in other Regions, are encrypted exactly when the volume is. An omitted
`encrypted` means neither yes nor no: the default encryption of the account in that Region decides, and for a volume
made from a snapshot what the snapshot is, so it is judged by `aws_ebs_encryption_by_default` where that is in view
and unknown otherwise (other scanners fail it). An explicit `false` is a failure, though the default may overrule
it.
""",
    fix="""
Set `encrypted = true` and `kms_key_id = aws_kms_key.volumes.arn`, and keep `resource
"aws_ebs_encryption_by_default" "this" { enabled = true }` in every Region, the recovery Region included. An
existing volume is replaced by this: restore an encrypted copy of a snapshot.
""",
    controls={
        "nist-800-53": ("SC-28", "SC-28(1)", "CP-9(8)"),
        "iso-22301": ("8.3.5",),
        "soc-2": ("A1.2", "CC6.1"),
        "dora": ("9(2)", "12(2)"),
        "aws-well-architected": ("SEC08-BP02", "REL09-BP02"),
        "security-hub": ("EC2.3",),
    },
    references=(
        "https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html",
        "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html",
    ),
)


@policy.check
def check(case: Case) -> None:
    volume = case.resource
    encrypted = volume["encrypted"]
    plain = f"{volume.label} is not encrypted, so its snapshots and their copies in other Regions are plain text"
    if is_known(encrypted):
        case.require(encrypted, plain, reads=[(volume, "encrypted")])
        return
    if "encrypted" not in volume.view.defaulted or not isinstance(volume.region, str):
        case.unknown(as_unknown(encrypted))
        return
    defaults = case.estate.all_of("aws_ebs_encryption_by_default").certain
    here = [each for each in defaults if each.region == volume.region]
    if not here:
        case.unknown(as_unknown(encrypted))
        return
    for default in here:
        if default["enabled"]:
            return
        if volume["snapshot_id"] is not None:
            case.unknown(as_unknown(encrypted))
            return
        why = f"{plain}: it sets nothing and {default.label} switches the default off"
        case.fail(why, reads=[(volume, "encrypted"), (default, "enabled")])


policy.passes("""
resource "aws_ebs_volume" "data" {
  availability_zone = "eu-west-1a"
  encrypted         = true
}
""")
policy.passes("""
provider "aws" { region = "eu-west-1" }
resource "aws_ebs_encryption_by_default" "this" { enabled = true }
resource "aws_ebs_volume" "data" { availability_zone = "eu-west-1a" }
""")
policy.fails("""
resource "aws_ebs_volume" "data" {
  availability_zone = "eu-west-1a"
  encrypted         = false
}
""")
policy.fails("""
provider "aws" { region = "eu-west-1" }
resource "aws_ebs_encryption_by_default" "this" { enabled = false }
resource "aws_ebs_volume" "data" { availability_zone = "eu-west-1a" }
""")
policy.unknown("""
provider "aws" { region = "eu-west-1" }
resource "aws_ebs_volume" "data" { availability_zone = "eu-west-1a" }
""")
policy.unknown("""
provider "aws" { region = "eu-west-1" }
provider "aws" {
  alias  = "dr"
  region = "eu-central-1"
}
resource "aws_ebs_encryption_by_default" "elsewhere" {
  provider = aws.dr
  enabled  = true
}
resource "aws_ebs_volume" "data" { availability_zone = "eu-west-1a" }
""")
