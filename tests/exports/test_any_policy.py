"""Whatever JSON is given, a policy is read whole or refused with its place; it never breaks."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from drlint.catalog.resilience_hub import APPROACHES, DISRUPTIONS, TIERS
from drlint.cli.hub_importing import _difference, _yaml
from drlint.model.errors import UnreadableError
from drlint.readers.resilience_hub.policies import policies_in
from drlint.readers.resilience_hub.strict_json import read_json
from tests.exports.hub_policies import V1, V2

_KEYS = (
    *("name", "policy", "policyName", "policySummaries", "resiliencyPolicies", "tier", "description", "tags", "target"),
    *("multiAz", "multiRegion", "dataRecovery", "availabilitySlo", "timeBetweenBackupsInMinutes", "sharingEnabled"),
    *("rtoInMinutes", "rpoInMinutes", "rtoInSecs", "rpoInSecs", "disasterRecoveryApproach", "kmsKeyId", "nextToken"),
    *DISRUPTIONS["v1"].values(),
)
_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 2**33),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(("orders", *APPROACHES.values(), *TIERS)),
    st.text(max_size=5),
)
_ANY = st.recursive(
    _LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.one_of(st.sampled_from(_KEYS), st.text(max_size=4)), inner, max_size=5)
    ),
    max_leaves=12,
)


@st.composite
def _spoilt(draw: st.DrawFn) -> Any:
    """A policy with one of its values replaced by anything."""
    said = draw(st.one_of(V1, V2))
    place = said
    while True:
        name = draw(st.sampled_from(sorted(place)))
        if isinstance(place[name], dict) and place[name] and draw(st.booleans()):
            place = place[name]
            continue
        place[name] = draw(_ANY)
        return said


@given(st.one_of(_ANY, _spoilt()))
@settings(max_examples=500, deadline=None)
def test_any_json_is_read_or_refused(said: Any) -> None:
    with contextlib.suppress(UnreadableError):
        for made in policies_in(read_json(json.dumps(said).encode())):
            # what is read means the same, or says where it would not
            assert isinstance(_difference(made, _yaml({"workload": made.workload})), str)


@given(st.binary(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(UnreadableError):
        tuple(policies_in(read_json(data)))
