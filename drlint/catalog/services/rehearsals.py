"""What other services of AWS's say of resilience: assessments of Resilience Hub, experiments of fault injection.

Neither is offered in every Region, nor used by everybody: where they cannot be read, nothing is claimed or missed.
"""

from __future__ import annotations

from drlint.catalog.kind import LIVE_ONLY, Attribute, Call, Kind

_HUB = "https://docs.aws.amazon.com/resilience-hub/latest/APIReference/API_ListApps.html (2026-11-26)"
_FIS = "https://docs.aws.amazon.com/fis/latest/APIReference/API_ListExperiments.html (2026-11-26)"


def _live(name: str, api: str) -> Attribute:
    return Attribute(name=name, api=api, doors=LIVE_ONLY)


APP = Kind(
    name="aws_resiliencehub_app",
    title="application of Resilience Hub",
    alone=True,
    optional=True,
    names=("arn", "name"),
    identity=("name",),
    arn="appArn",
    listed_by=Call(service="resiliencehub", operation="ListApps", items="appSummaries"),
    attributes=(
        _live("arn", "appArn"),
        _live("name", "name"),
        _live("compliance", "complianceStatus"),
        _live("drift", "driftStatus"),
        _live("assessed", "lastAppComplianceEvaluationTime"),
        Attribute(name="rto", api="rtoInSecs", doors=LIVE_ONLY, unit="seconds"),
        Attribute(name="rpo", api="rpoInSecs", doors=LIVE_ONLY, unit="seconds"),
    ),
    source=_HUB,
)

EXPERIMENT = Kind(
    name="aws_fis_experiment",
    title="fault injection experiment",
    alone=True,
    optional=True,
    names=("arn", "id"),
    identity=("id",),
    arn="arn",
    listed_by=Call(service="fis", operation="ListExperiments", items="experiments"),
    attributes=(
        _live("arn", "arn"),
        _live("id", "id"),
        _live("template", "experimentTemplateId"),
        _live("status", "state.status"),
        _live("created", "creationTime"),
        Attribute(name="tags", api="tags", doors=LIVE_ONLY),
    ),
    source=_FIS,
)
