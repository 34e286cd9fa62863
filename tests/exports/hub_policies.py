"""Policies of AWS Resilience Hub and workloads, any that there can be, and AWS's own shapes to hold them against."""

from __future__ import annotations

import re
from typing import Any

import botocore.loaders
from botocore.model import ServiceModel
from botocore.validate import ParamValidator
from hypothesis import strategies as st

from drlint.catalog.resilience_hub import APPROACHES, DATA_LOCATIONS, DISRUPTIONS, TIERS
from drlint.model.periods import written_seconds

MODELS = {
    api: ServiceModel(botocore.loaders.Loader().load_service_model(name, "service-2"))
    for api, name in {"v1": "resiliencehub", "v2": "resiliencehubv2"}.items()
}
CREATES = {"v1": "CreateResiliencyPolicy", "v2": "CreatePolicy"}

INTEGERS = st.one_of(st.integers(0, 3_000), st.integers(0, 2**31 - 1))
NAMES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_\-]{1,59}", fullmatch=True)
_WHOLE = st.characters(exclude_categories=["Cs"])
_OF_TAGS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='"')


def _tags() -> st.SearchStrategy[dict[str, str]]:
    # "<<" is a word of YAML's, which no document has as a key
    names = st.text(_OF_TAGS, min_size=1, max_size=12).filter(lambda name: name != "<<")
    return st.dictionaries(names, st.text(_OF_TAGS, max_size=12), min_size=1, max_size=3)


def _some(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=optional)


def _said(strategy: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return strategy.filter(bool)


_TARGET = _said(
    _some(
        {},
        {
            "rtoInMinutes": INTEGERS,
            "rpoInMinutes": INTEGERS,
            "disasterRecoveryApproach": st.sampled_from(tuple(APPROACHES.values())),
        },
    )
)
V2 = _some(
    {"name": NAMES},
    {
        "description": st.text(_WHOLE, max_size=40),
        "availabilitySlo": st.fixed_dictionaries(
            {"target": st.one_of(st.integers(0, 100), st.decimals(0, 100, places=9).map(float))}
        ),
        "multiAz": _TARGET,
        "multiRegion": _TARGET,
        "dataRecovery": st.fixed_dictionaries({"timeBetweenBackupsInMinutes": INTEGERS}),
        "sharingEnabled": st.booleans(),
        "kmsKeyId": st.text(_WHOLE, min_size=1, max_size=40),
        "tags": _tags(),
    },
)
V1 = _some(
    {
        "policyName": NAMES,
        "tier": st.sampled_from(tuple(TIERS)),
        "policy": st.dictionaries(
            st.sampled_from(tuple(DISRUPTIONS["v1"].values())),
            st.fixed_dictionaries({"rtoInSecs": INTEGERS, "rpoInSecs": INTEGERS}),
        ),
    },
    {
        "policyDescription": st.text(_WHOLE, max_size=40),
        "dataLocationConstraint": st.sampled_from(DATA_LOCATIONS),
        "tags": _tags(),
    },
)

_MINUTES = st.integers(0, 10_000).map(lambda minutes: written_seconds(minutes * 60))
_OBJECTIVE = _said(_some({}, {"rto": _MINUTES, "rpo": _MINUTES, "approach": st.sampled_from(tuple(APPROACHES))}))


def _agreeing(said: dict[str, Any]) -> dict[str, Any]:
    """The strategy is the approach for the Region."""
    approach = said.get("objectives", {}).get("region", {}).get("approach")
    return said | {"strategy": approach} if approach and "strategy" in said else said


WORKLOADS = _some(
    {"name": NAMES},
    {
        "description": st.text(_WHOLE, max_size=20),
        "owner": st.just("payments"),
        "tier": st.integers(1, 4),
        "mtpd": st.just("8h"),
        "objectives": st.dictionaries(
            st.sampled_from(("software", "hardware", "zone", "region", "account")), _OBJECTIVE
        ),
        "availability": st.sampled_from((99.9, 99, 100, 0)),
        "backup_every": _MINUTES,
        "budget": st.just("$$"),
        "runbooks": st.just(["failover"]),
        "strategy": st.sampled_from(tuple(APPROACHES)),
    },
).map(_agreeing)


def wrong_with(api: str, said: dict[str, Any]) -> list[str]:
    """What AWS's own model has against the input of a create call: shapes, enums, lengths, patterns."""
    shape = MODELS[api].operation_model(CREATES[api]).input_shape
    found = ParamValidator().validate(said, shape)
    return ([found.generate_report()] if found.has_errors() else []) + list(_beyond(shape, said, api))


def _beyond(shape: Any, said: Any, place: str) -> list[str]:
    """What botocore itself leaves to AWS: enums, patterns, upper bounds."""
    if shape.type_name == "structure":
        return [each for name, value in said.items() for each in _beyond(shape.members[name], value, f"{place}.{name}")]
    if shape.type_name == "map":
        parts = [(shape.key, name) for name in said] + [(shape.value, value) for value in said.values()]
        return [each for part, value in parts for each in _beyond(part, value, f"{place}[]")]
    found = [f"{place}: {said!r}"] if shape.metadata.get("enum") and said not in shape.metadata["enum"] else []
    if shape.type_name == "string":
        # the shape keeps its pattern to itself
        pattern = shape._shape_model.get("pattern")
        most = shape._shape_model.get("max", len(said))
        found += [f"{place}: {said!r}"] if len(said) > most or (pattern and not re.fullmatch(pattern, said)) else []
    elif shape.type_name in {"integer", "double"}:
        most = shape._shape_model.get("max", 2**31 - 1)
        found += [f"{place}: {said!r}"] if not 0 <= said <= most else []
    return found
