"""A copy of a snapshot is encrypted, by its own setting or because what it copies is."""

from __future__ import annotations

from drlint.model.resource import Resource
from drlint.model.values import Value, as_unknown, is_known
from drlint.policy import Case, Policy

policy = Policy(
    title="A copied snapshot is encrypted",
    severity="high",
    checklist="backups-encrypted",
    applies_to=("aws_ebs_snapshot_copy",),
    why="""
The copy of an encrypted snapshot is encrypted whatever is set, and a snapshot is encrypted when its volume is. Only
the copy of an unencrypted one needs `encrypted = true` (or an account that encrypts by default in the receiving
Region). Other scanners fail every copy that does not say so itself; here the copy is traced back to its volume, and
unknown where that is not in view.
""",
    fix="Set `encrypted = true` and `kms_key_id = aws_kms_key.recovery.arn`, a key of the receiving Region.",
    controls={
        "nist-800-53": ("CP-9(8)", "SC-28(1)"),
        "iso-22301": ("8.3.5",),
        "soc-2": ("A1.2", "CC6.1"),
        "dora": ("9(2)", "12(2)"),
        "aws-well-architected": ("REL09-BP02", "SEC08-BP02"),
    },
    references=(
        "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopySnapshot.html",
        "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-copy-snapshot.html",
    ),
)

_LONGEST_CHAIN = 4


def _origin(case: Case, copy: Resource) -> tuple[Resource, str, Value]:
    """The first resource back along the chain whose encryption is known, that attribute, and its value."""
    at, relation = copy, "copy_of"
    for _ in range(_LONGEST_CHAIN):
        back = case.links(at, relation)
        if len(back.certain) != 1:
            break
        at = back.certain[0]
        if is_known(at["encrypted"]):
            break
        relation = "snapshot_of" if at.kind == "aws_ebs_snapshot" else "copy_of"
        if at.kind == "aws_ebs_volume":
            break
    return at, "encrypted", at["encrypted"]


@policy.check
def check(case: Case) -> None:
    copy = case.resource
    if is_known(copy["encrypted"]) and copy["encrypted"]:
        return
    if copy["kms_key_id"] is not None and is_known(copy["kms_key_id"]):
        return
    source, attribute, encrypted = _origin(case, copy)
    if not is_known(encrypted):
        case.unknown(as_unknown(copy["encrypted"] if source is copy else encrypted))
        return
    message = f"{copy.label} copies the snapshot of {source.label}, which is not encrypted, and asks for no encryption"
    case.require(encrypted, f"{message}: the copy is plain text", reads=[(copy, "encrypted"), (source, attribute)])


policy.passes("""
resource "aws_ebs_snapshot_copy" "data" {
  source_snapshot_id = "snap-0123456789abcdef0"
  source_region      = "eu-west-1"
  encrypted          = true
}
""")
policy.passes("""
resource "aws_ebs_volume" "data" {
  availability_zone = "eu-west-1a"
  encrypted         = true
}
resource "aws_ebs_snapshot" "data" { volume_id = aws_ebs_volume.data.id }
resource "aws_ebs_snapshot_copy" "data" {
  source_snapshot_id = aws_ebs_snapshot.data.id
  source_region      = "eu-west-1"
}
""")
policy.fails("""
resource "aws_ebs_volume" "data" {
  availability_zone = "eu-west-1a"
  encrypted         = false
}
resource "aws_ebs_snapshot" "data" { volume_id = aws_ebs_volume.data.id }
resource "aws_ebs_snapshot_copy" "data" {
  source_snapshot_id = aws_ebs_snapshot.data.id
  source_region      = "eu-west-1"
}
""")
policy.unknown("""
resource "aws_ebs_snapshot_copy" "data" {
  source_snapshot_id = "snap-0123456789abcdef0"
  source_region      = "eu-west-1"
}
""")
