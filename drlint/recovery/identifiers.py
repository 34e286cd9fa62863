"""What the identifiers in a command name in the estate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from drlint.estate.estate import Estate
from drlint.model.collection import Collection
from drlint.model.procedure import Word
from drlint.model.resource import Resource
from drlint.model.values import Unknown
from drlint.recovery.operations.model import MADE, Names
from drlint.recovery.procedures import Asked, calls_of

# What documentation writes where the reader has to put something of his own.
_PLACEHOLDER: Final = re.compile(
    r"(?:your|my|the|example|sample|placeholder|changeme|todo|xxx+)(?:[-_.].*)?|.*(?:xxxx|\.\.\.|…|0123456789|1234567890).*",
    re.IGNORECASE,
)
_OF_SECRETS: Final = re.compile(r"-[A-Za-z0-9]{6}$")
_ARN_TAIL: Final = re.compile(r"[/:]")
# Names that stand in a family: a service's own word for what others name, too.
_FAMILIES: Final = (
    ("aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster"),
    ("aws_db_instance", "aws_rds_cluster_instance", "aws_docdb_cluster_instance", "aws_neptune_cluster_instance"),
    ("aws_rds_global_cluster", "aws_docdb_global_cluster", "aws_neptune_global_cluster"),
    ("aws_elasticache_replication_group", "aws_elasticache_global_replication_group", "aws_elasticache_cluster"),
    ("aws_ebs_volume", "aws_ebs_snapshot", "aws_instance"),
)

# Ids of what mostly stands in another root, and where they are written.
_REFERRING: Final = {
    "aws_route53_zone": (("aws_route53_record", "zone_id"),),
    "aws_route53_health_check": (("aws_route53_record", "health_check_id"),),
}


class Named(Struct, frozen=True, kw_only=True):
    """One literal identifier of a call, and what it names.

    `found`: of the kinds that are asked for; `of_other_kind`: resources of a neighbouring kind that have this name.
    `perhaps` says why something in view may have this name though that cannot be told; `is_referred_to`: something in
    view names it, so that it is there.
    """

    asked: Asked
    names: Names
    word: Word
    text: str
    found: Collection
    of_other_kind: tuple[Resource, ...] = ()
    perhaps: Unknown | None = None
    is_referred_to: bool = False

    @property
    def one(self) -> Resource | None:
        """The resource, where there is one alone."""
        return self.found.items[0][0] if len(self.found.items) == 1 and self.found.items[0][1] else None


def named_in(asked: Asked, estate: Estate) -> tuple[Named, ...]:
    """The literal identifiers of a call, but for those of what it makes."""
    return estate.remembered(("named", id(asked)), lambda: tuple(_named(asked, estate)))


def named_as(asked: Asked, role: str, estate: Estate) -> Named | None:
    """The one literal identifier of a role."""
    found = [each for each in named_in(asked, estate) if each.names.role == role]
    return found[0] if len(found) == 1 else None


def _named(asked: Asked, estate: Estate) -> Iterator[Named]:
    for names in asked.operation.names:
        if names.role == MADE:
            continue
        for word in asked.call.parameters.get(names.parameter, ()):
            if word.text and "://" not in word.text:
                told = _told(asked, names, word, word.text, estate)
                if told.found.items or not is_placeholder(word.text):
                    yield told


def _told(asked: Asked, names: Names, word: Word, text: str, estate: Estate) -> Named:
    kinds = tuple(each for each in names.kinds if each in estate.catalog)
    found = _found(text, kinds, estate)
    others: tuple[Resource, ...] = ()
    perhaps: Unknown | None = None
    referred = False
    if not found.items:
        near = [each for family in _FAMILIES if set(family) & set(kinds) for each in family]
        beside = {each for family in _near_families(kinds) for each in family} | set(near)
        wanted = tuple(sorted(each for each in beside - set(kinds) if each in estate.catalog))
        others = estate.resolve(text, wanted).certain
        perhaps = _perhaps(text, kinds, estate)
        referred = _is_referred_to(text, kinds, estate)
    return Named(
        asked=asked,
        names=names,
        word=word,
        text=text,
        found=found,
        of_other_kind=others,
        perhaps=perhaps,
        is_referred_to=referred,
    )


def _found(text: str, kinds: tuple[str, ...], estate: Estate) -> Collection:
    found = estate.resolve(text, kinds)
    for spelling in () if found.items else _spellings(text, kinds):
        other = estate.resolve(spelling, kinds)
        if other.items:
            return other
    return found


def _spellings(text: str, kinds: tuple[str, ...]) -> Iterator[str]:
    """How else AWS takes a name: zones with a path, functions with a qualifier, secrets by ARN, names in capitals."""
    if "aws_route53_zone" in kinds:
        yield text.rpartition("/")[2]
    elif "aws_lambda_function" in kinds:
        yield text.rpartition(":function:")[2].partition(":")[0]
    elif "aws_secretsmanager_secret" in kinds:
        yield _OF_SECRETS.sub("", text.rpartition(":secret:")[2])
    elif text != text.lower() and not text.startswith("arn:"):
        yield text.lower()


def _near_families(kinds: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The families that a hurried person mixes up with these kinds: clusters, instances and global clusters."""
    databases = _FAMILIES[:3]
    if any(set(family) & set(kinds) for family in databases):
        yield from databases


def _perhaps(text: str, kinds: tuple[str, ...], estate: Estate) -> Unknown | None:
    """Why one in view may be it: its name is only known after apply."""
    for kind in kinds:
        known = estate.catalog[kind]
        name = (known.identity or known.names or ("id",))[-1]
        for each in estate.of_kind(kind):
            if not isinstance(each.view.attributes.get(name), str):
                return Unknown(f"{each.address.path} may be {shown(text)}: its {name} is not known before apply")
    return None


def _is_referred_to(text: str, kinds: tuple[str, ...], estate: Estate) -> bool:
    """Whether a resource in view stands in, or goes by, what has this id."""

    def told() -> frozenset[str]:
        values = (
            each.view.attributes.get(attribute)
            for referring in _REFERRING.values()
            for source, attribute in referring
            for each in estate.of_kind(source)
        )
        return frozenset(each for each in values if isinstance(each, str))

    return any(kind in _REFERRING for kind in kinds) and text in estate.remembered(("referred to", 0), told)


def shown(text: str) -> str:
    """An identifier as a message may quote it: of an ARN what comes last."""
    tail = _ARN_TAIL.split(text)[-1] if text.startswith("arn:") else text
    return tail if len(tail) <= 64 and tail.isprintable() else f"{tail[:61]!a}…"  # noqa: PLR2004 - a line's worth


def is_placeholder(text: str) -> bool:
    """Whether a text stands for something that the reader has to fill in."""
    return _PLACEHOLDER.fullmatch(text) is not None


def made_in_runbooks(estate: Estate) -> frozenset[str]:
    """The names that the commands of runbooks give to what they make; a failback goes on where a failover ended."""

    def told() -> frozenset[str]:
        return frozenset(
            word.text
            for runbook in estate.of_kind("runbook")
            for asked in calls_of(runbook, estate)
            for names in asked.operation.names
            if names.role == MADE
            for word in asked.call.parameters.get(names.parameter, ())
            if word.text
        )

    return estate.remembered(("made", 0), told)
