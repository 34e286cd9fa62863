"""The capacity that a runbook asks for is one that the group may have."""

from __future__ import annotations

import re
from collections.abc import Mapping

from drlint.model.resource import Resource
from drlint.model.values import Unknown, as_unknown
from drlint.policy import Case, Policy
from drlint.policy.of_commands import beside
from drlint.recovery.identifiers import named_in
from drlint.recovery.procedures import Asked, calls_of

policy = Policy(
    title="The capacity that a runbook asks for fits the limits of the group",
    severity="high",
    checklist="strategy-matches-objectives",
    applies_to=("runbook",),
    why="""
An Auto Scaling group refuses a desired capacity above its maximum or below its minimum, and a step that scales the
recovery Region up then does nothing. Numbers in one command are held against each other (minimum, desired, maximum),
and against the group in the estate. A command that raises the maximum itself works until the next `terraform apply`, which
takes it back. Quotas and what AWS has left on that day are not seen.
""",
    fix="Raise `max_size` of the group in its code beforehand; a maximum costs nothing until it is used.",
    controls={
        "nist-800-53": ("CP-2(2)", "CP-10"),
        "iso-22301": ("8.3.4", "8.4"),
        "soc-2": ("A1.1", "CC7.5"),
        "dora": ("11(2)", "12(4)"),
        "aws-well-architected": ("REL13-BP02", "REL13-BP04"),
    },
    references=(
        "https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-capacity-limits.html",
        "https://docs.aws.amazon.com/cli/latest/reference/autoscaling/set-desired-capacity.html",
    ),
)

_LEAST, _WANTED, _MOST = "min-size", "desired-capacity", "max-size"
_ATTRIBUTES = {_LEAST: "min_size", _MOST: "max_size"}
_PAIRS = {
    "rds modify-db-cluster": ("serverless-v2-scaling-configuration",),
    "eks update-nodegroup-config": ("scaling-config",),
    "application-autoscaling register-scalable-target": ("min-capacity", "max-capacity"),
}
_NUMBER = r"(?:\W{1,5}|^)([0-9]{1,6}(?:\.[0-9])?)\b"
_LIMITS = (
    re.compile(rf"(?:[mM]in(?:Size|Capacity)|^){_NUMBER}"),
    re.compile(rf"(?:[mM]ax(?:Size|Capacity)|^){_NUMBER}"),
)
_WORDS = {_LEAST: "a minimum of", _WANTED: "a desired capacity of", _MOST: "a maximum of"}
_OPERATIONS = frozenset({"update-auto-scaling-group", "set-desired-capacity"})


@policy.check
def check(case: Case) -> None:
    calls = calls_of(case.resource, case.estate)
    scaling = [each for each in calls if each.call.service == "autoscaling" and each.call.operation in _OPERATIONS]
    held = [_judge(case, each) for each in scaling] + [_between(case, each) for each in calls]
    if not any(held):
        case.skip()


def _judge(case: Case, asked: Asked) -> bool:
    """Hold the numbers of a command against each other; False where there are no two to hold."""
    said = _said(asked)
    group = next((each.one for each in named_in(asked, case.estate) if each.one is not None), None)
    numbers: dict[str, int | Unknown] = {**_stands(group, asked), **said}
    held = False
    for low, high in ((_LEAST, _WANTED), (_WANTED, _MOST), (_LEAST, _MOST)):
        least, most = numbers.get(low), numbers.get(high)
        if least is None or most is None or not ({low, high} & said.keys()):
            continue
        held = True
        if isinstance(least, Unknown) or isinstance(most, Unknown):
            unseen = least if isinstance(least, Unknown) else as_unknown(most)
            case.unknown(unseen, detail=f"{asked.key}: {low} {high}", evidence=[asked.evidence])
        elif least > most:
            _fail(case, asked, group, {low: least, high: most})
            return True
    return _beyond_code(case, asked, group, said) or held


def _beyond_code(case: Case, asked: Asked, group: Resource | None, said: Mapping[str, int]) -> bool:
    """Hold a maximum that the command raises itself against the group's code, which the next apply brings back."""
    if group is None or group.declared is None or _MOST not in said or _WANTED not in said:
        return False
    most, wanted = group["max_size"], said[_WANTED]
    if not isinstance(most, int):
        case.unknown(Unknown(as_unknown(most).reason, about=f"{group.label}.max_size"), detail=f"{asked.key}: code")
    elif wanted > most:
        here = f"{asked.step.key} of {case.resource['name']} asks {group.label} for {wanted} instances and raises its maximum"
        message = f"{here}, but its code says {most}: the next apply takes the rest away again"
        evidence = [asked.evidence, beside(group, f"has max_size = {most}", "max_size")]
        case.fail(message, detail=asked.key, evidence=evidence)
    return True


def _between(case: Case, asked: Asked) -> bool:
    """Hold the least and the most in one parameter, or in two, against each other; False where there are none."""
    names = _PAIRS.get(f"{asked.call.service} {asked.call.operation}")
    if names is None:
        return False
    given = [asked.call.literal(each) or "" for each in names]
    least, most = (_number(pattern, text) for pattern, text in zip(_LIMITS, (given[0], given[-1]), strict=True))
    if least is None or most is None:
        return False
    if least > most:
        here = f"{asked.step.key} of {case.resource['name']} asks {asked.said}"
        said = f"{here} for at least {least:g} and at most {most:g}"
        case.fail(said, detail=asked.key, evidence=[asked.evidence])
    return True


def _number(pattern: re.Pattern[str], text: str) -> float | None:
    found = pattern.search(text)
    return None if found is None else float(found[1])


def _said(asked: Asked) -> dict[str, int]:
    """The numbers that stand in the command."""
    texts = {name: asked.call.literal(name) for name in (_LEAST, _WANTED, _MOST)}
    return {name: int(text) for name, text in texts.items() if text is not None and re.fullmatch(r"[0-9]{1,6}", text)}


def _stands(group: Resource | None, asked: Asked) -> dict[str, int | Unknown]:
    """The limits that the group has where the command leaves them as they are."""
    found: dict[str, int | Unknown] = {}
    for name, attribute in _ATTRIBUTES.items():
        if group is not None and name not in asked.call.parameters:
            value = group[attribute]
            about = f"{group.label}.{attribute}"
            found[name] = value if isinstance(value, int) else Unknown(as_unknown(value).reason, about=about)
    return found


def _fail(case: Case, asked: Asked, group: Resource | None, numbers: Mapping[str, int]) -> None:
    here = f"{asked.step.key} of {case.resource['name']}"
    own = [name for name in numbers if name in asked.call.parameters]
    asks = " and ".join(f"{_WORDS[name]} {numbers[name]}" for name in own)
    evidence = [asked.evidence]
    message = f"{here} asks for {asks}"
    for name, attribute in _ATTRIBUTES.items():
        if group is not None and name in numbers and name not in own:
            message = f"{here} asks {group.label} for {asks}, and it has {_WORDS[name]} {numbers[name]}"
            evidence.append(beside(group, f"has {attribute} = {numbers[name]}", attribute))
    case.fail(message, detail=asked.key, evidence=evidence)


ESTATE = """
resource "aws_autoscaling_group" "dr" {
  name     = "web-dr"
  min_size = 1
  max_size = 4
}
"""


def _command(said: str) -> str:
    return f"""
runbook: {{name: Regional Failover}}
steps:
  - id: 3
    action: Scale up
    command: aws {said}
"""


def _runbook(operation: str, numbers: str) -> str:
    return _command(f"autoscaling {operation} --auto-scaling-group-name web-dr {numbers}")


_UPDATE = "update-auto-scaling-group"
policy.passes(documents=_runbook(_UPDATE, "--min-size 4 --max-size 20 --desired-capacity 8"))
policy.passes(ESTATE, documents=_runbook("set-desired-capacity", "--desired-capacity 4"))
policy.passes(ESTATE, documents=_runbook(_UPDATE, "--max-size 20 --desired-capacity 4"))
policy.fails(ESTATE, documents=_runbook(_UPDATE, "--max-size 20 --desired-capacity 8"))
policy.passes(documents=_command("eks update-nodegroup-config --scaling-config minSize=2,maxSize=8,desiredSize=4"))
policy.passes(
    documents=_command("rds modify-db-cluster --serverless-v2-scaling-configuration MinCapacity=0.5,MaxCapacity=16")
)
policy.fails(
    documents=_command("rds modify-db-cluster --serverless-v2-scaling-configuration MinCapacity=16,MaxCapacity=8")
)
policy.fails(documents=_command("application-autoscaling register-scalable-target --min-capacity 8 --max-capacity 4"))
policy.unknown(
    'variable "most" {}' + ESTATE.replace("max_size = 4", "max_size = var.most"),
    documents=_runbook("set-desired-capacity", "--desired-capacity 8"),
)
policy.fails(documents=_runbook(_UPDATE, "--min-size 4 --max-size 6 --desired-capacity 8"))
policy.fails(ESTATE, documents=_runbook("set-desired-capacity", "--desired-capacity 8"))
policy.fails(ESTATE, documents=_runbook(_UPDATE, "--min-size 6"))
policy.fails(ESTATE, documents=_runbook("set-desired-capacity", "--desired-capacity 0"))
