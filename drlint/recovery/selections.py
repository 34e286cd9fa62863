"""Whether an AWS Backup selection takes a resource, by AWS's own rules and with three answers.

Resources or tags choose (either is enough; neither chooses everything), every condition must hold, `not_resources`
takes away, and a Region's opt-in decides where nothing named the resource's type.
https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html and
https://repost.aws/knowledge-center/backup-assign-resources (2026-11-23)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, TypeAlias

from drlint.catalog.services.backup import SUPPORTED
from drlint.estate.estate import Estate, exists_for
from drlint.model.resource import Resource
from drlint.model.values import UNSEEN, Reference, Unknown, Value, as_unknown

Answer: TypeAlias = bool | Unknown
Test: TypeAlias = Callable[[str, str], bool]
Predicate: TypeAlias = Callable[[Resource], Answer]

_TAG_KEY = "aws:ResourceTag/"
# Stands for what is not known of an ARN: only a `*` takes it in.
_HIDDEN = "\x00"
_ARN_PARTS = 6
# Only these need the opt-in even where a selection names them.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html (2026-11-23)
_ALWAYS_BY_OPT_IN = frozenset({"Aurora", "DocumentDB", "Neptune"})

# How the ARN of each kind is made: service, what stands before the name, the attribute that is the name.
_ARNS: Mapping[str, tuple[str, str, str]] = {
    "aws_db_instance": ("rds", "db:", "identifier"),
    "aws_docdb_cluster": ("rds", "cluster:", "cluster_identifier"),
    "aws_dynamodb_table": ("dynamodb", "table/", "name"),
    "aws_ebs_volume": ("ec2", "volume/", "id"),
    "aws_efs_file_system": ("elasticfilesystem", "file-system/", "id"),
    "aws_instance": ("ec2", "instance/", "id"),
    "aws_neptune_cluster": ("rds", "cluster:", "cluster_identifier"),
    "aws_rds_cluster": ("rds", "cluster:", "cluster_identifier"),
    "aws_redshift_cluster": ("redshift", "cluster:", "cluster_identifier"),
    "aws_s3_bucket": ("s3", "", "bucket"),
}


def selection_covers(selection: Resource, candidate: Resource, estate: Estate) -> Answer:
    """Whether the selection's plan backs the candidate up; a plan reaches its own Region and account only.

    Where nothing in view says what a Region has opted in to, the candidate's type counts as opted in.
    """
    if candidate.kind not in SUPPORTED:
        return False
    tests = estate.remembered(("selection", id(selection)), lambda: _tests(selection, estate))
    return _fold(tests, candidate, stop=False)


def _tests(selection: Resource, estate: Estate) -> tuple[Predicate, ...]:
    """All that a candidate must meet; what holds for any candidate is left out."""
    tests: list[Predicate] = [partial(_same_place, selection)]
    if selection.unsure is not None:
        tests.append(lambda candidate: exists_for(candidate, selection))
    if not _empty(selection["resources"]) or not _empty(selection["selection_tag"]):
        tags = [_tag_test(each) for each in _elements(selection["selection_tag"])]
        choices = (*_naming(selection["resources"]), *tags)
        tests.append(lambda candidate: _fold(choices, candidate, stop=True))
    exceptions = _naming(selection["not_resources"])
    if exceptions:
        tests.append(lambda candidate: _not(_fold(exceptions, candidate, stop=True)))
    tests += _conditions(selection)
    if estate.of_kind("aws_backup_region_settings"):
        tests.append(lambda candidate: _opted_in(selection, candidate, estate))
    return tuple(tests)


def _same_place(selection: Resource, candidate: Resource) -> Answer:
    mine, its = selection.account, candidate.account
    if isinstance(mine, str) and isinstance(its, str) and mine != its:
        return False
    here, there = selection.region, candidate.region
    if here is there:
        # One provider whose Region is not known (from the environment, a variable) is still in one Region.
        return True
    for each in (here, there):
        if isinstance(each, Unknown):
            return each
    return here == there


def _empty(value: Value) -> bool:
    return value is None or (isinstance(value, tuple) and not value)


def _naming(value: Value) -> tuple[Predicate, ...]:
    """A test of each entry of `resources` or `not_resources`."""
    entries = (value,) if isinstance(value, Unknown | Reference) else value if isinstance(value, tuple) else ()
    return tuple(partial(_names, each) for each in entries)


def _names(value: Any, candidate: Resource) -> Answer:
    """Whether one entry of `resources` or `not_resources` names the candidate."""
    if isinstance(value, Reference):
        return value.to == candidate.address
    if isinstance(value, Unknown):
        return False if value.candidates and candidate.address not in value.candidates else value
    if not isinstance(value, str):
        return False
    arn = candidate.view.attributes.get("arn")
    text = arn if isinstance(arn, str) else "".join(piece or _HIDDEN for piece in _arn_of(candidate))
    if _matches(value, text):
        return True
    if _can_meet(value, text):
        return Unknown(f"the ARN of {candidate.address.path} is not known, so {value} may or may not match it")
    return False


def _arn_of(candidate: Resource) -> tuple[str | None, ...]:
    """The candidate's ARN in pieces, None for each that is not known."""
    service, before, attribute = _ARNS[candidate.kind]
    name = candidate.view.attributes.get(attribute)
    known_name = name if isinstance(name, str) else None
    region = candidate.region if isinstance(candidate.region, str) else None
    partition = _partition(region)
    if service == "s3":
        return ("arn:", partition, ":s3:::", known_name)
    account = candidate.account if isinstance(candidate.account, str) else None
    return ("arn:", partition, f":{service}:", region, ":", account, f":{before}", known_name)


def _partition(region: str | None) -> str:
    """The part of AWS that a Region belongs to; the public one where the Region is not known."""
    if region is None:
        return "aws"
    if region.startswith("cn-"):
        return "aws-cn"
    return "aws-us-gov" if region.startswith("us-gov-") else "aws"


def _matches(pattern: str, text: str) -> bool:
    """A glob of `*` alone, which is all that AWS Backup knows; case counts."""
    first, *rest = pattern.split("*")
    if not rest:
        return pattern == text
    if not text.startswith(first):
        return False
    here = len(first)
    for part in rest[:-1]:
        found = text.find(part, here)
        if found < 0:
            return False
        here = found + len(part)
    return len(text) - here >= len(rest[-1]) and text.endswith(rest[-1])


def _can_meet(pattern: str, text: str) -> bool:
    """Whether a glob may match a text with hidden pieces, none of which holds ":" or "/".

    `below[j]` says it of what is left of the pattern and of `text[j:]`.
    """
    below = [not text[j:].strip(_HIDDEN) for j in range(len(text) + 1)]
    for i in reversed(range(len(pattern))):
        row = [False] * (len(text) + 1)
        row[-1] = not pattern[i:].strip("*")
        for j in reversed(range(len(text))):
            if pattern[i] == "*":
                row[j] = below[j] or row[j + 1]
            elif text[j] == _HIDDEN:
                row[j] = row[j + 1] or (pattern[i] not in ":/" and below[j])
            else:
                row[j] = pattern[i] == text[j] and below[j + 1]
        below = row
    return below[0]


def _tag_test(wanted: Any) -> Predicate:
    if isinstance(wanted, Unknown | Reference):
        return _always(wanted)
    return _comparison(wanted["key"], wanted["value"], _same, missing=False)


def _conditions(selection: Resource) -> list[Predicate]:
    tests: list[Predicate] = []
    for condition in _elements(selection["condition"]):
        if isinstance(condition, Unknown | Reference):
            return [_always(condition)]
        for name, test, missing in _CONDITIONS:
            tests += [_condition(each, test, missing) for each in _elements(condition[name])]
    return tests


def _condition(wanted: Any, test: Test, missing: Answer) -> Predicate:
    if isinstance(wanted, Unknown | Reference):
        return _always(wanted)
    key = wanted["key"]
    if isinstance(key, str) and not key.startswith(_TAG_KEY):
        return _always(Unknown(f"the condition's key {key} does not begin with {_TAG_KEY}"))
    key = key.removeprefix(_TAG_KEY) if isinstance(key, str) else key
    return _comparison(key, wanted["value"], test, missing=missing)


def _always(value: Any) -> Predicate:
    unknown = as_unknown(value)
    return lambda _: unknown


def _comparison(key: Any, value: Any, test: Test, *, missing: Answer) -> Predicate:
    """`test(wanted, given)` on a tag of the candidate."""
    hidden = next((each for each in (key, value) if isinstance(each, Unknown | Reference)), None)
    name, wanted = (str(key), str(value)) if hidden is None else ("", "")

    def answer(candidate: Resource) -> Answer:
        tags = candidate.view.attributes.get("tags")
        if isinstance(tags, UNSEEN):
            return as_unknown(tags)
        if hidden is not None:
            return as_unknown(hidden)
        given = tags.get(name) if isinstance(tags, Mapping) else None
        if isinstance(given, UNSEEN):
            return as_unknown(given)
        return missing if given is None else test(wanted, str(given))

    return answer


def _same(wanted: str, given: str) -> bool:
    return wanted == given


def _other(wanted: str, given: str) -> bool:
    return wanted != given


def _unlike(wanted: str, given: str) -> bool:
    return not _matches(wanted, given)


_NOT_SAID = Unknown("AWS describes its negated conditions for tagged resources only, and this tag is not set")
# Each kind of condition: its test, and what it says of a resource without the tag.
_CONDITIONS: tuple[tuple[str, Test, Answer], ...] = (
    ("string_equals", _same, False),
    ("string_like", _matches, False),
    ("string_not_equals", _other, _NOT_SAID),
    ("string_not_like", _unlike, _NOT_SAID),
)


def _elements(value: Value) -> Iterator[Any]:
    if isinstance(value, Unknown | Reference | Mapping):
        yield value
    elif isinstance(value, tuple):
        yield from value


def _opted_in(selection: Resource, candidate: Resource, estate: Estate) -> Answer:
    kind = SUPPORTED[candidate.kind]
    if kind not in _ALWAYS_BY_OPT_IN and _types_named(selection, candidate):
        return True
    for settings in estate.of_kind("aws_backup_region_settings"):
        here = _same_place(settings, candidate)
        opt_in = settings["opt_in"]
        taken = opt_in.get(kind) if isinstance(opt_in, Mapping) else opt_in
        if here is False or taken is True or taken is None:
            continue
        if isinstance(taken, Unknown | Reference):
            return as_unknown(taken)
        return here if isinstance(here, Unknown) else False
    return True


def _types_named(selection: Resource, candidate: Resource) -> bool:
    """Whether an entry that takes the candidate names its type, and not just a service or everything."""
    for each in _elements(selection["resources"]):
        if _names(each, candidate) is not True:
            continue
        if isinstance(each, Reference):
            return True
        parts = str(each).split(":", _ARN_PARTS - 1)
        if len(parts) == _ARN_PARTS and not parts[-1].startswith("*"):
            return True
    return False


def _not(answer: Answer) -> Answer:
    return answer if isinstance(answer, Unknown) else not answer


def _fold(tests: Iterable[Predicate], candidate: Resource, *, stop: bool) -> Answer:
    """The answer `stop` if any test gives it, else unknown if any is, else the other answer."""
    doubt: Unknown | None = None
    for test in tests:
        answer = test(candidate)
        if answer is stop:
            return stop
        if isinstance(answer, Unknown) and doubt is None:
            doubt = answer
    return (not stop) if doubt is None else doubt
