"""What a runbook's commands name is in the estate, and of the kind that the operation asks for."""

from __future__ import annotations

from collections.abc import Iterator

from drlint.model.finding import Evidence
from drlint.model.resource import Resource
from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.policy.of_commands import beside
from drlint.recovery.identifiers import Named, made_in_runbooks, named_in, shown
from drlint.recovery.operations.model import MADE
from drlint.recovery.procedures import calls_of, steps_of
from drlint.recovery.workloads import is_of_estate, workloads_of

policy = Policy(
    title="What a runbook's commands name exists in the estate",
    severity="high",
    checklist="runbooks-documented",
    applies_to=("runbook",),
    joined=True,
    why="""
A cluster that was renamed, a group that was replaced, an instance where a cluster is asked for: the command is well
written and ends with "not found" on the night. Literal names, ids and ARNs in the `aws` commands are looked up among
the resources in view, of the kind that the operation asks for. What runbooks make themselves is not looked for, variables and
placeholders neither. Where resources may stand out of view (an open world, no resource of that kind, a
bucket, zone or secret that others share, a name that is known after apply, a step that runs Terraform), absence is unknown and told in one line.
""",
    fix="""
Write the name that the resource has now, best as a variable that the runbook sets from `terraform output`. If it stands
in another root, add `--context`.
""",
    controls={
        "nist-800-53": ("CP-10", "CM-8"),
        "iso-22301": ("8.4",),
        "soc-2": ("A1.2", "CC7.5"),
        "dora": ("11(2)",),
        "aws-well-architected": ("REL13-BP04",),
    },
    references=(
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_config_drift.html",
        "https://docs.aws.amazon.com/cli/latest/reference/",
    ),
)

_MAKES = frozenset({"terraform", "tofu", "terragrunt", "cdk", "pulumi", "ansible-playbook", "sam"})
# What several workloads share, so that it mostly stands in a root of its own.
_ELSEWHERE = frozenset({
    "aws_s3_bucket", "aws_secretsmanager_secret", "aws_route53_zone", "aws_route53_health_check", "aws_lambda_function",
    "aws_cloudwatch_metric_alarm", "aws_kms_key", "aws_lb_target_group", "aws_cloudfront_distribution",
    "aws_globalaccelerator_endpoint_group",
})  # fmt: skip
_MOST = 3  # names, or steps, that one line tells
_PLACES = 7


@policy.check
def check(case: Case) -> None:
    runbook, estate = case.resource, case.estate
    named = [each for asked in calls_of(runbook, estate) for each in named_in(asked, estate)]
    if not named or not is_of_estate(runbook, estate):
        case.skip()
        return
    made = made_in_runbooks(estate)
    missing = [each for each in named if not each.found.items and not each.is_referred_to and each.text not in made]
    is_ours = len(missing) < len(named) or bool(workloads_of(runbook, estate).certain)
    doubts: dict[str, Unknown] = {}
    for same in _by_name(missing):
        each = same[0]
        if each.of_other_kind:
            _of_other_kind(case, same)
            continue
        doubt = _doubt(case, runbook, each) if is_ours else Unknown("nothing that the runbook names is; add --context")
        if doubt is None:
            _absent(case, same)
        else:
            doubts.setdefault(each.text, doubt)
    if doubts:
        case.unknown(_told(doubts), detail="doubts", evidence=list(_places(missing, doubts)))


def _doubt(case: Case, runbook: Resource, each: Named) -> Unknown | None:
    """Why the absence of a name proves nothing, or None where it does."""
    if each.perhaps is not None:
        return each.perhaps
    world = case.estate.world
    if not world.closed:
        return Unknown(f"the inputs may not hold all that there is; {world.remedy}")
    unseen = world.unseen_of(each.names.kinds)
    if unseen is not None:
        return unseen
    if not any(case.estate.of_kind(kind) for kind in each.names.kinds) and "configured" not in world.because:
        title = case.catalog[each.names.kinds[0]].title or each.names.kinds[0]
        return Unknown(f"there is no {title} in view; add --context")
    if "configured" not in world.because and _ELSEWHERE.issuperset(each.names.kinds):
        return Unknown("it may stand in another root; add --context")
    before = steps_of(runbook)[: each.asked.at + 1]
    if any(_makes(command.program) for step in before for command in step.commands):
        return Unknown("an earlier command may make it")
    if _names_one_unsaid(case, runbook, each):
        return Unknown("an earlier command makes one whose name is in a variable")
    return None


def _names_one_unsaid(case: Case, runbook: Resource, each: Named) -> bool:
    """Whether an earlier call makes one of these kinds by a name that is not known before it runs."""
    return any(
        word.text is None
        for asked in calls_of(runbook, case.estate)
        if asked.at <= each.asked.at
        for names in asked.operation.names
        if names.role == MADE and set(names.kinds) & set(each.names.kinds)
        for word in asked.call.parameters.get(names.parameter, ())
    )


def _makes(program: str) -> bool:
    return program in _MAKES


def _by_name(missing: list[Named]) -> list[list[Named]]:
    """Those that name the same thing together: a name that is wrong is wrong in every command that has it."""
    found: dict[tuple[tuple[str, ...], str], list[Named]] = {}
    for each in missing:
        found.setdefault((each.names.kinds, each.text), []).append(each)
    return list(found.values())


def _of_other_kind(case: Case, same: list[Named]) -> None:
    each, other = same[0], same[0].of_other_kind[0]
    title, asked = case.catalog[other.kind].title, case.catalog[each.names.kinds[0]].title
    message = f"{_said(case, same)} names a {title}, and {each.asked.said} asks for a {asked}"
    case.fail(message, detail=_detail(each), evidence=[*_where(same), beside(other, f"is a {title}")])


def _absent(case: Case, same: list[Named]) -> None:
    title = case.catalog[same[0].names.kinds[0]].title
    case.fail(f"{_said(case, same)} names no {title} that there is", detail=_detail(same[0]), evidence=_where(same))


def _said(case: Case, same: list[Named]) -> str:
    steps = list(dict.fromkeys(each.asked.step.key for each in same))
    more = f" and {len(steps) - _MOST} more" if len(steps) > _MOST else ""
    each = same[0]
    return f"{', '.join(steps[:_MOST])}{more} of {case.resource['name']}: --{each.names.parameter} {shown(each.text)}"


def _where(same: list[Named]) -> list[Evidence]:
    return [Evidence(f"{each.asked.step.key}: aws {each.asked.said}", each.word.location) for each in same[:_PLACES]]


def _detail(each: Named) -> str:
    return f"{each.asked.key}: {each.names.parameter}"


def _told(doubts: dict[str, Unknown]) -> str:
    names = [shown(each) for each in doubts]
    several = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    reason = next(iter(doubts.values())).reason
    are = "is" if len(names) == 1 else "are"
    return f"{', '.join(names[:_MOST])}{several} {are} not in view: {reason}"


def _places(missing: list[Named], doubts: dict[str, Unknown]) -> Iterator[Evidence]:
    for each in missing:
        if each.text in doubts:
            yield Evidence(f"{each.asked.step.key}: {shown(each.text)}", each.word.location)


ESTATE = """
provider "aws" { region = "us-east-1" }
provider "aws" {
  alias  = "west"
  region = "us-west-2"
}
resource "aws_rds_global_cluster" "orders" { global_cluster_identifier = "orders" }
resource "aws_rds_cluster" "west" {
  provider                  = aws.west
  cluster_identifier        = "orders-west"
  global_cluster_identifier = aws_rds_global_cluster.orders.id
}
resource "aws_autoscaling_group" "west" {
  provider = aws.west
  name     = "web-west"
  min_size = 1
  max_size = 4
}
"""


def _runbook(cluster: str, group: str = "web-west") -> str:
    return f"""
runbook: {{name: Regional Failover}}
steps:
  - id: 1
    action: Promote
    commands:
      - aws rds remove-from-global-cluster --global-cluster-identifier orders --db-cluster-identifier {cluster}
  - id: 2
    action: Scale
    commands:
      - aws autoscaling set-desired-capacity --auto-scaling-group-name {group} --desired-capacity 4
"""


policy.passes(ESTATE, documents=_runbook("orders-west"))
policy.passes(ESTATE, documents=_runbook("arn:aws:rds:us-west-2:111122223333:cluster:orders-west"))
policy.passes(ESTATE, documents=_runbook("$CLUSTER", "<your group>"))
policy.fails(ESTATE, documents=_runbook("orders-dr"))
policy.fails(ESTATE, documents=_runbook("orders-west", "web-dr"))
policy.fails(ESTATE, documents=_runbook("orders"))
policy.unknown(ESTATE, documents=_runbook("orders-dr"), world="open")
policy.unknown(
    ESTATE,
    documents="""
runbook: {name: Regional Failover}
steps:
  - action: Build it anew, by a function
    commands:
      - aws rds restore-db-cluster-to-point-in-time --db-cluster-identifier "$1" --source-db-cluster-identifier orders-west
      - aws rds modify-db-cluster --db-cluster-identifier orders-restored --deletion-protection
""",
)
policy.unknown(
    """
provider "aws" { region = "us-west-2" }
resource "aws_s3_bucket" "other" { bucket = "something-else" }
""",
    documents=_runbook("orders-dr"),
)
