"""Names every setting of backups that is weaker in AWS than its code declares."""

from __future__ import annotations

from drlint.policy import Case, Policy
from drlint.recovery.drift import drifts, family_of, is_laid_together

policy = Policy(
    title="AWS keeps the backups that the code declares",
    severity="high",
    checklist="backups-automated-and-verified",
    applies_to=("*",),
    doors=("live",),
    why="""\
Somebody who shortens a retention in the console, or a rule that never was applied, leaves code that says 35 days and an
account that keeps 7. A review of the code cannot see it, and the night on which it matters is too late.
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
        "aws-well-architected": ("REL09-BP03", "REL13-BP04"),
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
        if family_of(each) != "backups":
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
policy.passes(CODE, observed=[ORDERS | {"attributes": SET | {"multi_az": False}}])
policy.fails(CODE, observed=[ORDERS | {"attributes": SET | {"backup_retention_period": 7}}])
