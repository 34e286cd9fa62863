"""A host that a runbook asks has a DNS record, where the zone that would hold it is in view."""

from __future__ import annotations

import re

from drlint.model.finding import Evidence
from drlint.model.procedure import Step
from drlint.policy import Case, Policy
from drlint.recovery.host_names import zoned

policy = Policy(
    title="The hosts that a runbook asks have a DNS record",
    severity="medium",
    checklist="runbooks-documented",
    applies_to=("runbook",),
    joined=True,
    why="""
A check such as `curl https://api.example.com/health` says that recovery worked. Where the name has no record in the
hosted zone, because it was renamed or never made, the check fails on the night although the service is up, or somebody
looks at the wrong service. Only names whose hosted zone is in view are held against it; a name of somebody else's zone
is theirs. No name is looked up.
""",
    fix="Write the name that the record has, or make the record.",
    controls={
        "nist-800-53": ("CP-10",),
        "iso-22301": ("8.4",),
        "soc-2": ("A1.2",),
        "dora": ("11(2)",),
        "aws-well-architected": ("REL13-BP03",),
    },
    references=("https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/rrsets-working-with.html",),
)

_VERIFIES = re.compile(r"\b(?:verif|check|confirm|validat|test|smoke|health|probe|monitor)", re.IGNORECASE)
_OF_AWS = (".amazonaws.com", ".amazonaws.com.cn", ".aws.dev", ".api.aws")  # AWS gives these names, and a plan rarely


@policy.check
def check(case: Case) -> None:
    asked = 0
    for step in case.resource["steps"]:
        told: set[str] = set()
        for command in step.commands:
            for host in command.hosts:
                if host not in told and not host.endswith(_OF_AWS):
                    told.add(host)
                    asked += _judge(case, step, host, Evidence(f"{step.key} asks {host}", command.location))
    if not asked:
        case.skip()


def _judge(case: Case, step: Step, host: str, evidence: Evidence) -> bool:
    """Judge one host; whether it is the estate's business at all."""
    found = zoned(host, case.estate)
    detail = f"{step.key}: {host}"
    if found.zone is None and found.answers is not True and not _verifies(step):
        return False
    if found.answers is True:
        return True
    if found.answers is False and found.zone is not None:
        said = f"{step.key} of {case.resource['name']} asks {host}, but {found.zone.label} has no record of that name"
        zone = Evidence(f"the zone {found.zone['name']}", found.zone.location_of("name"))
        case.fail(said, detail=detail, evidence=[evidence, zone])
    else:
        case.unknown(found.answers, detail=detail, evidence=[evidence])
    return True


def _verifies(step: Step) -> bool:
    """Whether a step looks whether something works: by its part, what it is called, and what it is to do."""
    return step.part == "checks" or _VERIFIES.search(f"{step.id} {step.action}") is not None


ZONE = """
resource "aws_route53_zone" "main" { name = "example.com" }
resource "aws_route53_record" "api" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "@"
  type    = "A"
  ttl     = 60
  records = ["192.0.2.1"]
}
"""


def _runbook(command: str, action: str = "Verify DR is serving traffic") -> str:
    return f"""
runbook: {{name: Regional Failover}}
steps:
  - id: 6
    action: {action}
    commands: ["{command}"]
"""


HEALTH = _runbook("curl -I https://api.example.com/health")
policy.passes(ZONE.replace("@", "api.example.com"), documents=HEALTH)
policy.passes(ZONE.replace("@", "api"), documents=HEALTH)
policy.passes(ZONE.replace("@", "*.example.com"), documents=HEALTH)
policy.fails(ZONE.replace("@", "app"), documents=HEALTH)
policy.fails(ZONE.replace("@", "app"), documents=_runbook("dig +short api.example.com", "Move traffic"))
policy.unknown(ZONE.replace("@", "app"), documents=HEALTH, world="open")
policy.unknown(ZONE.replace("@", "app"), documents=_runbook("curl https://api.example.org/health"))
policy.unknown('variable "name" {}\n' + ZONE.replace('"@"', "var.name"), documents=HEALTH)
