"""Names health checks that fail on a quiet day, and those whose checkers say nothing."""

from __future__ import annotations

from drlint.policy import Case, Policy

policy = Policy(
    title="A health check succeeds when nothing is wrong",
    severity="high",
    checklist="strategy-matches-objectives",
    applies_to=("aws_route53_health_check",),
    doors=("live",),
    why="""\
A health check that fails all the time has moved the traffic long ago, or moves it nowhere because both sides fail; when
it is needed it can say nothing new. One that is inverted is meant to fail. Checks of other checks and of alarms have no
checkers of their own and are not judged.""",
    fix="Open its status in Route 53, mend the endpoint, its path or its search string, or delete the check.",
    controls={
        "nist-800-53": ("CP-2", "CP-10"),
        "iso-22301": ("8.3.5",),
        "soc-2": ("A1.2",),
        "dora": ("11(2)",),
        "aws-well-architected": ("REL11-BP01", "REL11-BP02"),
    },
    references=["https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHealthCheckStatus.html"],
)


@policy.check
def check(case: Case) -> None:
    resource = case.resource
    said = resource["observations"]
    if resource["type"] in {"CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"} or resource["disabled"] is True:
        case.skip()
        return
    if not isinstance(said, tuple) or not said:
        case.unknown(f"none of the checkers of {resource.label} says anything")
        return
    failing = [each for each in said if isinstance(each, str) and not each.startswith("Success")]
    is_failing = len(failing) * 100 > len(said) * 82  # healthy where more than 18 % of the checkers say so
    inverted = resource["invert_healthcheck"] is True
    reason = f" ({failing[0][:120]})" if failing else ""
    case.require(
        is_failing is inverted,
        f"{resource.label}: {len(failing)} of {len(said)} checkers say that it fails{reason}",
        reads=[(resource, "observations")],
    )


def _check(*observations: str, **said: object) -> dict[str, object]:
    arn = "arn:aws:route53:::healthcheck/11111111-2222-3333-4444-555555555555"
    attributes = {"type": "HTTPS", "fqdn": "shop.example.com", "observations": list(observations), **said}
    return {"kind": "aws_route53_health_check", "arn": arn, "region": None, "attributes": attributes}


policy.passes(observed=[_check("Success: HTTP Status Code 200, OK", "Success: HTTP Status Code 200, OK")])
policy.passes(observed=[_check("Failure: Connection timed out", invert_healthcheck=True)])
policy.fails(observed=[_check("Failure: Connection timed out", "Failure: Connection timed out")])
policy.unknown(observed=[_check()])
