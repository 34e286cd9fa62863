"""Data that leaves Terraform stays in AWS without anybody who plans for it."""

from __future__ import annotations

from drlint.model.values import Unknown
from drlint.policy import Case, Policy

policy = Policy(
    title="Data does not leave Terraform unnoticed",
    severity="medium",
    checklist="change-management",
    applies_to=("terraform_removed",),
    scope="any",
    why=(
        "`removed { … lifecycle { destroy = false } }` takes a resource out of the state and leaves it running. From "
        "then on no plan shows that its retention was lowered or its protection switched off, no backup selection of "
        "this root names it, and a rebuild in another Region does not make it. That is right where another root takes "
        "it over: then declare that root under elsewhere:, which every report lists with its owner. Resources that "
        "hold no data may go; of a whole module it is unknown what it held. A block with destroy = true is "
        "judged by removed-block-destroys-data."
    ),
    fix="""\
Import it in the root that manages it from now on, in the same change:

import {
  to = aws_db_instance.orders
  id = "orders"
}

and say so in drlint.yaml:

elsewhere:
  - policy: removed-block-leaves-data
    addresses: ["removed.aws_db_instance.orders"]
    where: the data team's root, infra/data
    owner: data""",
    controls={
        "nist-800-53": ("CM-3", "CM-8", "CP-9"),
        "iso-22301": ("8.1", "8.6"),
        "soc-2": ("CC8.1",),
        "dora": ("9(4)(e)",),
        "aws-well-architected": ("REL08-BP05", "REL09-BP01"),
    },
    references=(
        "https://developer.hashicorp.com/terraform/language/block/removed",
        "https://developer.hashicorp.com/terraform/language/state/remove",
    ),
)


@policy.check
def check(case: Case) -> None:
    removed = case.resource
    holds_data, destroys = removed["holds_data"], removed["destroy"]
    if destroys is True:
        case.skip()
        return
    if holds_data is False:
        return
    for answer in (holds_data, destroys):
        if isinstance(answer, Unknown):
            case.unknown(answer)
            return
    case.fail(
        f"{removed['removes']} stays in AWS and leaves this root: no plan shows any more what happens to its backups, and "
        "no rebuild makes it",
        reads=[(removed, "destroy"), (removed, "removes")],
    )


def block(address: str, destroy: str = "false") -> str:
    return f"removed {{\n  from = {address}\n  lifecycle {{\n    destroy = {destroy}\n  }}\n}}\n"


ALONE = 'resource "aws_db_instance" "other" { identifier = "other" }\n'

policy.passes(block("aws_iam_role.app"))
policy.passes(block("module.shop.aws_lb.public") + block("aws_db_instance.orders", "true"))
policy.fails(block("aws_db_instance.orders"))
policy.fails(block("module.shop.aws_s3_bucket.invoices"))
policy.fails(ALONE + block("aws_dynamodb_table.carts") + block("aws_iam_role.app"))
policy.unknown(block("module.shop"))
policy.unknown('variable "really" { type = bool }\n' + block("aws_db_instance.orders", "var.really"))
