"""Names every switch against deletion that is off in AWS and on in its code."""

from __future__ import annotations

from drlint.policy import Case, Policy
from drlint.recovery.drift import drifts, family_of, is_laid_together

policy = Policy(
    title="AWS protects from deletion what the code protects",
    severity="high",
    checklist="change-management",
    applies_to=("*",),
    doors=("live",),
    why="""\
A protection is usually switched off by hand for one deletion, and then forgotten. From then on one call deletes what the
code seems to protect.
The live resource is laid beside its Terraform block: by the ARN in a state, else by its name, account and Region. Only
settings that the code sets count, and only where AWS's own answer is weaker.""",
    fix="""\
Find out who changed it and why (CloudTrail), then apply the code again: `terraform plan` shows the same difference.
Where the change was meant, put it into the code.""",
    controls={
        "nist-800-53": ("CM-3", "CP-9"),
        "iso-22301": ("8.1", "8.6"),
        "soc-2": ("CC8.1",),
        "dora": ("9(4)(e)",),
        "aws-well-architected": ("REL08-BP05",),
    },
    references=[
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_config_drift.html"
    ],
)


@policy.check
def check(case: Case) -> None:
    resource = case.resource
    if not is_laid_together(resource):
        case.skip()
        return
    for each in drifts(resource, case.catalog[resource.kind]):
        if family_of(each) != "protection":
            continue
        path = f"{resource.address.path}.{each.path}"
        if each.doubt is not None:
            case.unknown(f"{path} in AWS: {each.doubt.reason}", detail=each.path)
            continue
        top = each.path.partition(".")[0].partition("[")[0]
        case.fail(f"{path} is weaker in AWS than in the code: {each.says}", reads=[(resource, top)], detail=each.path)


ORDERS = {"kind": "aws_db_instance", "arn": "arn:aws:rds:eu-west-1:111122223333:db:orders"}
CODE = """
provider "aws" { region = "eu-west-1" }
resource "aws_db_instance" "orders" {
  identifier              = "orders"
  backup_retention_period = 35
  multi_az                = true
  deletion_protection     = true
}
"""
SET = {"identifier": "orders", "backup_retention_period": 35, "multi_az": True, "deletion_protection": True}

policy.passes(CODE, observed=[ORDERS | {"attributes": SET}])
policy.fails(CODE, observed=[ORDERS | {"attributes": SET | {"deletion_protection": False}}])
