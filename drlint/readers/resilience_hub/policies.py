"""Reads policies of AWS Resilience Hub, from answers and inputs of both APIs, as fields of workload documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct

from drlint.catalog.resilience_hub import (
    APPROACHES,
    DATA_LOCATIONS,
    DISRUPTIONS,
    LONGEST_DESCRIPTION,
    LONGEST_KEY,
    MOST_SHARE,
    NAME,
    TAG_NAME,
    TAG_VALUE,
    TIER_OF,
    TIERS,
)
from drlint.model.errors import UnreadableError
from drlint.model.periods import MINUTE, written_seconds
from drlint.readers.resilience_hub.answer import Answer, objects

LARGEST = 16 * 1024 * 1024
_NAME = "2 to 60 letters, digits, hyphens and underscores, the first no sign"
_STRATEGIES = {theirs: ours for ours, theirs in APPROACHES.items()}
_LISTS = {"policySummaries": "v2", "resiliencyPolicies": "v1"}
_ARN = 2048


class Imported(Struct, frozen=True):
    """A policy: its fields as a workload document has them; `not_kept` are those that are AWS's business.

    `input` is what makes such a policy: exporting the workload gives it again.
    """

    api: str
    name: str
    arn: str
    workload: Mapping[str, Any]
    input: Mapping[str, Any]
    not_kept: tuple[str, ...]


def policies_in(said: object, place: str = "") -> Iterator[Imported]:
    """Every policy of an answer, an input, or a list of them; raises UnreadableError."""
    if isinstance(said, list):
        for each, here in objects(said, place):
            yield from policies_in(each, here)
        return
    answer = Answer(said, place)
    for name, api in _LISTS.items():
        if name in answer:
            for each, here in objects(answer.raw(name), answer.at(name)):
                yield _read(Answer(each, here), api)
            return
    inner = answer.raw("policy")
    if "policyName" in answer:
        yield _read(answer, "v1")
    elif "name" in answer:
        yield _read(answer, "v2")
    elif isinstance(inner, dict) and ("policyName" in inner or "name" in inner):
        yield _read(Answer(inner, answer.at("policy")), "v1" if "policyName" in inner else "v2")
    else:
        raise UnreadableError(
            f"{place or 'it'} is no policy of Resilience Hub; give what describe-resiliency-policy, get-policy or "
            "their lists answer, or what creates one"
        )


def is_cut(said: object) -> bool:
    """Whether an answer is one page of several."""
    return isinstance(said, dict) and bool(said.get("nextToken"))


def _read(answer: Answer, api: str) -> Imported:
    return _v1(answer) if api == "v1" else _v2(answer)


def _v2(answer: Answer) -> Imported:
    name = answer.matching("name", NAME, _NAME)
    description = answer.text("description", LONGEST_DESCRIPTION["v2"])
    made: dict[str, Any] = {"name": name, "description": description}
    left: list[str] = []
    asked: dict[str, Any] = {"name": name, "description": description}
    objectives: dict[str, Any] = {}
    for ours, theirs in DISRUPTIONS["v2"].items():
        found = answer.within(theirs)
        if found is not None:
            objectives[ours], asked[theirs] = _target(found)
            left += [f"{theirs}.{each}" for each in found.others()]
    strategy = objectives.get("region", {}).pop("approach", None)
    made |= {"strategy": strategy, "objectives": {name: each for name, each in objectives.items() if each}}
    for theirs, inner, ours in (
        ("availabilitySlo", "target", "availability"),
        ("dataRecovery", "timeBetweenBackupsInMinutes", "backup_every"),
    ):
        found = answer.within(theirs)
        if found is not None:
            number = found.share(inner, MOST_SHARE) if ours == "availability" else found.whole(inner)
            made[ours] = None if number is None else _said(number, ours)
            asked[theirs] = {inner: number}
            left += [f"{theirs}.{each}" for each in found.others()]
    settings = {
        "kms_key_id": answer.text("kmsKeyId", LONGEST_KEY, 1),
        "sharing": answer.truth("sharingEnabled"),
        "tags": answer.texts_by_name("tags", TAG_NAME, TAG_VALUE),
    }
    asked |= {"kmsKeyId": settings["kms_key_id"], "sharingEnabled": settings["sharing"], "tags": settings["tags"]}
    return _imported("v2", answer, made | {"resilience_hub": settings}, asked, left)


def _said(number: float, ours: str) -> Decimal | str:
    return Decimal(repr(number)) if ours == "availability" else written_seconds(int(number) * MINUTE)


def _target(answer: Answer) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a target says in our words, and in theirs."""
    ours: dict[str, Any] = {}
    theirs: dict[str, Any] = {}
    for name in ("rto", "rpo"):
        minutes = answer.whole(f"{name}InMinutes")
        if minutes is not None:
            ours[name] = written_seconds(minutes * MINUTE)
            theirs[f"{name}InMinutes"] = minutes
    approach = answer.word("disasterRecoveryApproach", tuple(_STRATEGIES))
    if approach is not None:
        ours["approach"] = _STRATEGIES[approach]
        theirs["disasterRecoveryApproach"] = approach
    return ours, theirs


def _v1(answer: Answer) -> Imported:
    name = answer.matching("policyName", NAME, _NAME)
    description = answer.text("policyDescription", LONGEST_DESCRIPTION["v1"])
    tier = answer.word("tier", tuple(TIERS)) or answer.refuse("tier", f"one of {', '.join(TIERS)}")
    location = answer.word("dataLocationConstraint", DATA_LOCATIONS)
    tags = answer.texts_by_name("tags", TAG_NAME, TAG_VALUE)
    number = TIERS[tier]
    made: dict[str, Any] = {"name": name, "description": description, "tier": number}
    asked: dict[str, Any] = {
        "policyName": name,
        "policyDescription": description,
        "tier": tier,
        "dataLocationConstraint": location,
    }
    left: list[str] = []
    targets = answer.within("policy") or answer.refuse("policy", "an object of disruptions")
    made["objectives"], asked["policy"] = _disruptions(targets, left)
    own = None if TIER_OF[number] == tier else tier
    made["resilience_hub"] = {"tier": own, "data_location": location, "tags": tags}
    return _imported("v1", answer, made, asked | {"tags": tags}, left)


def _disruptions(answer: Answer, left: list[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The objectives by disruption in our words, and in theirs; fields that are none of it are noted."""
    ours: dict[str, Any] = {}
    theirs: dict[str, Any] = {}
    for name, word in DISRUPTIONS["v1"].items():
        found = answer.within(word)
        if found is None:
            continue
        seconds = {part: found.whole(f"{part}InSecs") for part in ("rto", "rpo")}
        for part, each in seconds.items():
            if each is None:
                found.refuse(f"{part}InSecs", "there, for v1 asks for both")
        ours[name] = {part: written_seconds(each or 0) for part, each in seconds.items()}
        theirs[word] = {f"{part}InSecs": each for part, each in seconds.items()}
        left += [f"policy.{word}.{each}" for each in found.others()]
    unknown = next(answer.others(), None)
    if unknown is not None:
        answer.refuse(unknown, f"one of {', '.join(DISRUPTIONS['v1'].values())}")
    return ours, theirs


def _imported(api: str, answer: Answer, made: dict[str, Any], asked: dict[str, Any], left: list[str]) -> Imported:
    arn = answer.text("policyArn", _ARN) or ""
    name = str(made["name"])
    not_kept = (*left, *answer.others())
    return Imported(api, name, arn, _without_nothing(made), _without_nothing(asked, keep="policy"), not_kept)


def _without_nothing(said: Mapping[str, Any], keep: str = "") -> dict[str, Any]:
    """The same without what says nothing: null, and objects that hold nothing else."""
    made: dict[str, Any] = {}
    for name, each in said.items():
        value = _without_nothing(each) if isinstance(each, Mapping) else each
        if value is not None and (value != {} or name == keep):
            made[name] = value
    return made
