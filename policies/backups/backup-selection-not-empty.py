"""A backup selection that matches nothing protects nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from drlint.catalog.services.backup import SUPPORTED
from drlint.estate.estate import exists_for
from drlint.model.resource import Resource
from drlint.model.values import Reference, Unknown, first_of
from drlint.policy import Case, Policy
from drlint.recovery.selections import selection_covers

policy = Policy(
    title="A backup selection takes at least one resource",
    severity="high",
    checklist="backups-automated-and-verified",
    applies_to=("aws_backup_selection",),
    why=(
        "A typing error in a tag's value or in an ARN leaves a plan that runs every night, reports no failure and "
        "backs up nothing: AWS Backup starts no job, so none can fail. The selection is held against every resource in "
        "view of the kinds AWS Backup supports and drlint knows. What it names out of view, or of a kind that drlint "
        "does not read (FSx, Storage Gateway, virtual machines), leaves the answer open."
    ),
    fix='selection_tag {\n  type  = "STRINGEQUALS"\n  key   = "Backup"\n  value = "daily"\n}',
    controls={
        "nist-800-53": ("CP-9",),
        "iso-22301": ("8.3.5", "8.4"),
        "soc-2": ("A1.2",),
        "dora": ("12(1)", "12(2)"),
        "aws-well-architected": ("REL09-BP03",),
    },
    references=(
        "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html",
        "https://repost.aws/knowledge-center/backup-assign-resources",
    ),
)

# The services whose kinds are all in SUPPORTED, so that a pattern without a match among those in view matches nothing.
SERVICES = ("dynamodb", "elasticfilesystem", "rds", "redshift", "s3")


@policy.check
def check(case: Case) -> None:
    selection = case.resource
    doubt: Unknown | None = None
    for candidate in candidates(case):
        answer = selection_covers(selection, candidate, case.estate)
        if isinstance(answer, Unknown):
            doubt = first_of(doubt, answer)
        elif answer and exists_for(selection, candidate) is not True:
            doubt = first_of(doubt, candidate.unsure)
        elif answer:
            return
    absence = case.estate.world.absence(f"nothing that {selection.label} takes is", *SUPPORTED)
    doubt = first_of(doubt, out_of_view(case, selection), absence)
    if doubt is not None:
        case.unknown(doubt)
        return
    case.fail(
        f"{selection.label} matches no resource in view: its plan runs on schedule and backs up nothing",
        reads=[(selection, name) for name in ("resources", "selection_tag", "condition", "not_resources")],
    )


def candidates(case: Case) -> Iterator[Resource]:
    for kind in SUPPORTED:
        yield from case.estate.of_kind(kind)


def out_of_view(case: Case, selection: Resource) -> Unknown | None:
    """Why something that it names may exist although nothing in view matches."""
    named: Any = selection["resources"]
    for each in named if isinstance(named, tuple) else (named,):
        if isinstance(each, Unknown):
            return each
        if isinstance(each, Reference) and case.estate.at(each.to) is None:
            return Unknown(f"{each.to.path} is not in view")
        if isinstance(each, str) and not nothing_else(each):
            return Unknown(f"{each} may name something that is not in view")
    return None


def nothing_else(pattern: str) -> bool:
    """Whether a pattern can only mean kinds that drlint reads; a full ARN always names a thing of its own."""
    parts = pattern.split(":")
    return "*" in pattern and (pattern == "*" or (len(parts) > 2 and parts[2] in SERVICES))  # noqa: PLR2004 - arn:x:service


TABLE = 'resource "aws_dynamodb_table" "orders" {\n  name = "orders"\n  tags = { Backup = "daily" }\n}\n'


def of(body: str) -> str:
    """A selection with this body."""
    return f'resource "aws_backup_selection" "daily" {{\n  name = "d"\n  plan_id = "p"\n  iam_role_arn = "arn:aws:iam::111122223333:role/backup"\n{body}\n}}\n'


def tagged(value: str) -> str:
    return f'  selection_tag {{\n    type = "STRINGEQUALS"\n    key = "Backup"\n    value = "{value}"\n  }}\n'


policy.passes(TABLE + of(tagged("daily")))
policy.passes(TABLE + of('  resources = ["*"]'))
policy.passes(TABLE + of(""))
policy.fails(TABLE + of(tagged("dialy")))
policy.fails(TABLE + of('  resources = ["arn:aws:s3:::*"]'))
policy.fails(of(tagged("daily")))
policy.unknown(TABLE + of(tagged("dialy")), world="open")
policy.unknown(TABLE + of('  resources = ["arn:aws:fsx:*:*:file-system/*"]'))
policy.unknown(TABLE + of('  resources = ["arn:aws:dynamodb:eu-west-1:111122223333:table/invoices"]'))
policy.unknown('variable "arn" { type = string }\n' + TABLE + of("  resources = [var.arn]"))
