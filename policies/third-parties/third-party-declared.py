"""Every provider that is not AWS is somebody whom recovery may wait for."""

from __future__ import annotations

from collections.abc import Iterator

from drlint.model.resource import Resource
from drlint.model.values import Unknown
from drlint.policy import Case, Policy
from drlint.recovery.third_parties import declared

policy = Policy(
    title="Each third party in the Terraform configuration is declared by a workload",
    severity="medium",
    checklist="third-parties-covered",
    applies_to=("terraform_required_provider", "terraform_provider", "terraform_plan_provider"),
    scope="any",
    why="""
A provider other than AWS's is a company whose service your workload, or its rebuild, calls: DNS, identity, monitoring,
payments. On the night it may be down as well, or your account with it may be locked to the Region that is lost. A plan
that does not name it has no contact, no promised recovery time and no way round. Providers that call nobody (random,
tls, archive …) or what you run yourself (kubernetes, helm …) are those of the parameter `no_third_party`.
""",
    fix="""
Name it under `third_parties:` of the workload that depends on it, by `name:` or `provider:`, with `purpose:`,
`contact:`, `rto:` and `fallback:`.

Or add it to the parameter `no_third_party` of this policy in drlint.yaml, where it calls nobody.
""",
    controls={
        "nist-800-53": ("CP-2", "CM-8"),
        "iso-22301": ("8.4",),
        "soc-2": ("CC9.2",),
        "dora": ("11(4)",),
        "aws-well-architected": ("REL13-BP02",),
    },
    references=(
        "https://developer.hashicorp.com/terraform/language/providers/requirements",
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_disaster_recovery.html",
    ),
    doors=("plan", "source"),
    joined=True,
    parameters={
        "no_third_party": [
            "archive",
            "aws",
            "awscc",
            "cloudinit",
            "external",
            "helm",
            "http",
            "kubectl",
            "kubernetes",
            "local",
            "null",
            "random",
            "template",
            "terraform",
            "time",
            "tls",
        ],
    },
)


@policy.check
def check(case: Case) -> None:
    provider = case.resource
    name = provider["name"]
    kind = kind_of(provider)
    if {name, kind} & set(case.parameters["no_third_party"]) or provider is not first_of_root(case, name):
        case.skip()
        return
    found = declared({name, kind}, case.estate)
    if isinstance(found, Unknown):
        case.unknown(found)
    elif not found:
        case.fail(
            f"provider {kind} is a third party that no workload declares: whom to call, how soon it is back and what "
            "to do without it is written nowhere",
            reads=[(provider, "name")],
        )


def kind_of(provider: Resource) -> str:
    """The provider's own name: the last part of its source, which a root may call otherwise."""
    source = None if provider.kind == "terraform_provider" else provider["source"]
    return source.rpartition("/")[2].lower() if isinstance(source, str) else str(provider["name"])


def first_of_root(case: Case, name: str) -> Resource:
    """The block that stands for a provider of a root module, which may name it in every module."""
    return min(of_name(case, name), key=lambda each: (each.kind == "terraform_provider", each.address.path))


def of_name(case: Case, name: str) -> Iterator[Resource]:
    root = case.resource.address.root
    for kind in policy.said["applies_to"]:
        yield from (each for each in case.estate.of_kind(kind) if each.address.root == root and each["name"] == name)


DATADOG = """
terraform {
  required_providers {
    aws     = { source = "hashicorp/aws" }
    datadog = { source = "DataDog/datadog" }
    random  = { source = "hashicorp/random" }
  }
}
provider "datadog" {}
"""

policy.passes(
    DATADOG,
    documents="workload: {name: orders, third_parties: [{name: Datadog EU, purpose: monitoring}]}",
)
policy.passes(
    DATADOG,
    documents="workload: {name: orders, third_parties: [{name: Our monitoring, provider: DataDog/datadog}]}",
)
policy.passes(
    DATADOG + 'provider "acme" {}\n',
    documents="workload: {name: orders, third_parties: [Datadog]}",
    parameters={"no_third_party": ["acme", "aws", "random"]},
)
policy.fails(DATADOG, documents="workload: {name: orders, third_parties: [Stripe]}")
policy.fails('provider "cloudflare" {}\n', documents="workload: {name: orders}")
policy.unknown(DATADOG, documents="runbook: {name: Failover, version: 1}")
policy.unknown(DATADOG, documents="workload: {name: orders, third_parties: [{name: [a, b]}]}")
