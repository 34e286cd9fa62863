"""Takes AWS Resilience Hub at its word where an application breaches its own policy."""

from __future__ import annotations

from drlint.model.values import Unknown
from drlint.policy import Case, Policy

policy = Policy(
    title="An application that Resilience Hub assesses meets its policy",
    severity="medium",
    checklist="strategy-matches-objectives",
    applies_to=("aws_resiliencehub_app",),
    doors=("live",),
    why="""\
Resilience Hub estimates for each kind of disruption how long an application takes to recover and how much it loses, and
holds that against the policy that somebody gave it. A breach that nobody follows up is a known gap; an application that
changed since its assessment, or was never assessed, tells nothing. Both assessments read configuration; neither replaces
a drill.""",
    fix="Open the application's latest assessment, take up its recommendations or change its policy, and assess it again.",
    controls={
        "nist-800-53": ("CP-2", "CP-4"),
        "iso-22301": ("8.5",),
        "soc-2": ("A1.3",),
        "dora": ("11(6)",),
        "aws-well-architected": ("REL13-BP01", "REL13-BP03"),
    },
    references=["https://docs.aws.amazon.com/resilience-hub/latest/userguide/understand-drift-status.html"],
)

_OPEN = {
    "NotAssessed": "it was never assessed",
    "ChangesDetected": "it changed since it was assessed",
    "MissingPolicy": "it has no policy to be held against",
    "NotApplicable": "Resilience Hub has no word for it",
}


@policy.check
def check(case: Case) -> None:
    app = case.resource
    said = app["compliance"]
    if isinstance(said, Unknown):
        case.unknown(said)
    elif said == "PolicyBreached":
        case.fail(f"Resilience Hub finds that {app['name']} breaches its policy", reads=[(app, "compliance")])
    elif said != "PolicyMet":
        case.unknown(f"Resilience Hub does not tell of {app['name']}: {_OPEN.get(str(said), str(said))}")


def _app(compliance: object) -> dict[str, object]:
    arn = "arn:aws:resiliencehub:eu-west-1:111122223333:app/1"
    return {
        "kind": "aws_resiliencehub_app",
        "arn": arn,
        "attributes": {"arn": arn, "name": "orders", "compliance": compliance},
    }


policy.passes(observed=[_app("PolicyMet")])
policy.fails(observed=[_app("PolicyBreached")])
policy.unknown(observed=[_app("ChangesDetected")])
policy.unknown(observed=[_app("NotAssessed")])
