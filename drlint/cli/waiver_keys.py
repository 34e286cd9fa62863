"""The settings `waivers` and `waiver_terms`: each risk that configuration accepts, checked word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from drlint.cli.shapes import SEVERITIES, LineOf, require_names, require_shape
from drlint.model.errors import DrlintError
from drlint.model.waiver import TERMS, Waiver, day_said, wrong_with

_SAID = ("owner", "reason", "until", "ticket")
_LISTS = ("addresses", "arns", "accounts", "regions")
_NAMES = ("policy", "blind_spot", *_LISTS, "tags", *_SAID)
_LONGEST_TERM = 3_650  # days
_KEYS_OF_INSTANCES = re.compile(r'\["[^"]*"\]')
_OF_A_REGEX = re.compile(r"^\.[*+]|[\^$\\|()]|\.\+|\[[^\]]*-[^\]]*\]")
_OF_A_REGEX_IN_WORDS = re.compile(r"^\.[*+]|^\^|\$$|\\|\.\+")

DEFAULT_TERMS: Mapping[str, int] = {str(severity): days for severity, days in TERMS.items()}


def waivers_said(value: Sequence[Mapping[str, Any]], line_of: LineOf) -> tuple[Waiver, ...]:
    """The waivers of configuration; raises DrlintError at the first that is none."""
    return tuple(waiver for position, each in enumerate(value) for waiver in _waivers(each, position, line_of))


def terms_said(value: Mapping[str, Any], line_of: LineOf) -> Mapping[str, int]:
    """The longest terms by severity, with what they are where nobody says it."""
    require_names(value, tuple(SEVERITIES), ("waiver_terms",), line_of)
    for name, days in value.items():
        if isinstance(days, bool) or not isinstance(days, int) or not 0 <= days <= _LONGEST_TERM:
            place = line_of("waiver_terms", name)
            raise DrlintError(f"{place}: waiver_terms.{name} must be a number of days, {_LONGEST_TERM:,} at most")
    return {**DEFAULT_TERMS, **value}


def _waivers(said: Mapping[str, Any], position: int, line_of: LineOf) -> Iterator[Waiver]:
    trail = ("waivers", position)
    require_names(said, _NAMES, trail, line_of)
    if ("policy" in said) == ("blind_spot" in said):
        raise DrlintError(f"{line_of(*trail)}: a waiver names either a policy or a blind_spot")
    written = {name: _text(said[name], (*trail, name), line_of) for name in _SAID if said.get(name) is not None}
    problem = wrong_with(written)
    if problem:
        raise DrlintError(f"{line_of(*trail)}: waivers.{position}: {problem}")
    until = day_said(written["until"])
    lists = {name: _globs(said.get(name), (*trail, name), line_of) for name in _LISTS}
    tags = _tags(said.get("tags"), (*trail, "tags"), line_of)
    blind_spot = said.get("blind_spot", "")
    if "blind_spot" in said:
        _globs([blind_spot], (*trail, "blind_spot"), line_of, _OF_A_REGEX_IN_WORDS)
        narrowing = [name for name in (*_LISTS, "tags") if said.get(name)]
        if narrowing:
            raise DrlintError(f"{line_of(*trail, narrowing[0])}: a blind spot is named by its glob alone")
    for policy in _policies(said, trail, line_of) if "policy" in said else ("",):
        yield Waiver(
            policy=policy,
            blind_spot=blind_spot,
            owner=written["owner"],
            reason=written["reason"],
            until=until or date.min,  # which `wrong_with` has refused
            ticket=written.get("ticket", ""),
            addresses=lists["addresses"],
            arns=lists["arns"],
            tags=tags,
            accounts=lists["accounts"],
            regions=lists["regions"],
            location=line_of.location(*trail),
        )


def _policies(said: Mapping[str, Any], trail: tuple[str | int, ...], line_of: LineOf) -> tuple[str, ...]:
    policies = said["policy"] if isinstance(said["policy"], list) else [said["policy"]]
    if not policies:
        raise DrlintError(f"{line_of(*trail, 'policy')}: a waiver names a policy")
    return _globs(policies, (*trail, "policy"), line_of)


def _text(value: Any, trail: tuple[str | int, ...], line_of: LineOf) -> str:
    if type(value) is date:  # of TOML
        return value.isoformat()
    require_shape(value, str, trail, line_of)
    return str(value).strip()


def _globs(
    value: Any, trail: tuple[str | int, ...], line_of: LineOf, regex: re.Pattern[str] = _OF_A_REGEX
) -> tuple[str, ...]:
    """Names with `*` and `?`, none of which fits everything, and none of which is a regular expression."""
    require_shape(value or [], [str], trail, line_of)
    for each in value or ():
        plain = _KEYS_OF_INSTANCES.sub("", each)
        if not any(letter.isalnum() for letter in each):
            raise DrlintError(f"{line_of(*trail)}: {each!r} would waive everything; name what is meant")
        if regex.search(plain):
            raise DrlintError(
                f"{line_of(*trail)}: {each!r} looks like a regular expression; only * and ? mean something here"
            )
    return tuple(value or ())


def _tags(value: Any, trail: tuple[str | int, ...], line_of: LineOf) -> tuple[tuple[str, str], ...]:
    require_shape(value or {}, {str: str}, trail, line_of)
    _globs([*(value or {}).values()], trail, line_of)
    return tuple((value or {}).items())
