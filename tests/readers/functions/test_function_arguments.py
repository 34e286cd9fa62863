"""Whatever a function is given, it answers with a value, an unknown or a refusal; it never breaks."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from drlint.model.values import WITHHELD, Address, Reference, Unknown
from drlint.readers.hcl.functions.call import FUNCTIONS, call
from drlint.readers.hcl.seen import Instance, Invalid, Seen, gap

ADDRESS = Address("app", "aws_kms_key.k")

TEXTS = st.sampled_from(
    [
        *(
            "",
            "a",
            "b",
            "1",
            "-1",
            "1.5",
            "true",
            "é",
            "e\u0301",
            "a\r\nb",
            " x ",
            "%s",
            "%d%v",
            "%[2]s",
            "/(a)/",
            "$1",
        ),
        *("[", "(?P<n>a)", "a*", "10.0.0.0/16", "fd00::/64", "2024-01-02T03:04:05Z", "1h", "YYYY", '{"a": [1]}', "- a"),
        *("a,b\n1,2", "YQ==", "UTF-8", "dns", "\ud800", "\0", "9" * 400, "x" * 3_000),
    ]
)
SCALARS = st.one_of(
    TEXTS,
    st.sampled_from([0, 1, 2, -1, 7, 2**70, 10**299, 0.1, -2.5, 1e300, 1 / 3, True, False, None]),
    st.sampled_from([Unknown("not seen"), WITHHELD, Reference(ADDRESS, "arn")]),
    st.just(Instance(kind="aws_kms_key", address=ADDRESS, block=None, home=None)),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple), st.dictionaries(st.sampled_from(["a", "b", ""]), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=1_000, deadline=None)
@given(st.sampled_from(sorted(FUNCTIONS)), st.lists(VALUES, max_size=4))
def test_it_never_breaks(name: str, arguments: list[Any]) -> None:
    made = call(name, arguments)
    assert _is_value(made)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(FUNCTIONS)), st.lists(VALUES, max_size=3), VALUES)
def test_a_refusal_is_passed_on(name: str, arguments: list[Any], beside: Any) -> None:
    refused = Invalid("no such thing")
    assert call(name, [*arguments, (beside, {"a": refused})]) is refused


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(sorted(set(FUNCTIONS) - {"sensitive"})),
    st.lists(VALUES.filter(lambda v: gap(v) is None), max_size=3),
)
def test_what_is_known_has_no_candidates(name: str, arguments: list[Any]) -> None:
    made = call(name, arguments)
    missing = gap(made)
    assert missing is None or missing.candidates == ()


def _is_value(value: Seen) -> bool:
    if isinstance(value, tuple):
        return all(map(_is_value, value))
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_value(each) for key, each in value.items())
    return value is None or isinstance(value, bool | int | float | str | Unknown | Reference | Instance)
