"""What an estate tells of a workload: its members, its Regions, and by what it recovers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, structs

from drlint.catalog.registry import load
from drlint.cli.configuration import configuration
from drlint.cli.discovery import found_in
from drlint.cli.inputs import gather
from drlint.cli.source_inputs import SourceInputs
from drlint.estate.estate import Estate
from drlint.estate.join import join
from drlint.model.resource import Resource
from drlint.recovery.belonging import belonging_of
from drlint.recovery.objectives import Objectives
from drlint.recovery.primary_region import primary_regions_of
from drlint.recovery.workloads import WORKLOAD, members_of, with_documents

_PLAIN = re.compile(r"[\w.:/@+=,-]+")  # what needs no quotes in a shell, and ends no line of YAML
_CAPACITY = {"aws_autoscaling_group": "min_size", "aws_ecs_service": "desired_count"}
_SERVING = frozenset(
    {
        *_CAPACITY,
        "aws_cloudfront_distribution",
        "aws_globalaccelerator_accelerator",
        "aws_instance",
        "aws_lambda_function",
        "aws_lb",
        "aws_route53_record",
    }
)
_PARTS = frozenset({"aws_rds_cluster_instance", "aws_docdb_cluster_instance", "aws_neptune_cluster_instance"})
_UNTAGGED = frozenset({"aws_autoscaling_group", "aws_route53_record"})  # these have no tags, or tags of their own kind
_REPLICAS = ("aws_rds_cluster", "aws_db_instance")


class Facts(Struct, frozen=True, kw_only=True):
    """A workload as the estate shows it; everything is empty where no estate was given.

    `addressed` are the members that no tag names.
    """

    name: str
    owner: str = ""
    tags: tuple[tuple[str, str], ...] = ()
    members: tuple[Resource, ...] = ()
    addressed: tuple[Resource, ...] = ()
    primary: str = ""
    recovery: tuple[str, ...] = ()
    estate: Estate | None = None

    @property
    def target(self) -> str:
        """The Region that is recovered to."""
        return self.recovery[0] if self.recovery else "<recovery-region>"

    @property
    def groups(self) -> list[Resource]:
        """The global databases that members are part of, each once."""
        found = (group for each in self.of_kind("aws_rds_cluster") for group in self.links(each, "member_of"))
        return list({id(each): each for each in found}.values())

    def of_kind(self, kind: str, region: str | None = None) -> list[Resource]:
        """The members of a kind, in a Region where one is given."""
        return [each for each in self.members if each.kind == kind and region in {None, each.region}]

    def links(self, resource: Resource, name: str) -> list[Resource]:
        """What a relation leads to."""
        return [] if self.estate is None else list(self.estate.links(resource, name))

    @property
    def strategy(self) -> str:
        """The strategy that what is deployed looks like; empty where nothing is known."""
        if not self.members:
            return ""
        beside = [each for each in self.members if each.region in self.recovery]
        serving = [each for each in beside if each.kind in _CAPACITY]
        if any(_number(each, _CAPACITY[each.kind]) > 0 for each in serving):
            return "warm-standby"
        return "pilot-light" if any(_holds_data(each, self.estate) for each in beside) else "backup-and-restore"


def facts_of(name: str, paths: Sequence[str]) -> Facts:
    """What the paths tell of a workload; raises DrlintError where they cannot be read."""
    if not paths:
        return Facts(name=name)
    settings = configuration(Path(paths[0]), None, {})
    catalog, regions = load(), settings["provider_regions"]
    given = gather(found_in(paths), catalog, root=None, sources=SourceInputs(), provider_regions=regions)
    estate = join([resource for each in given.results for resource in each.resources], catalog)
    objectives = with_documents(settings.objectives(), estate)
    found = _members(name, estate, objectives)
    primary, recovery = _regions(found.members, estate)
    return structs.replace(found, primary=primary, recovery=recovery, estate=estate)


def identity(resource: Resource, *names: str) -> str:
    """How commands call a resource; a placeholder where that is not known before it is applied."""
    for each in names:
        found = resource.view.attributes.get(each)
        if isinstance(found, str) and _PLAIN.fullmatch(found):
            return found
    return f"<{re.sub(r'[^a-z0-9]+', '-', resource.address.path.lower()).strip('-')}>"


def number(resource: Resource, *names: str) -> int:
    """The first of these attributes that is a number, else 1."""
    found = (resource.view.attributes.get(each) for each in names)
    return next((int(each) for each in found if isinstance(each, int | float)), 1)


def _number(resource: Resource, name: str) -> float:
    found = resource.view.attributes.get(name)
    return found if isinstance(found, int | float) else 0


def _holds_data(resource: Resource, estate: Estate | None) -> bool:
    return estate is not None and estate.catalog[resource.kind].holds_data


def _members(name: str, estate: Estate, objectives: Objectives) -> Facts:
    """What is part of the workload: as a document of it says, else what its tags call so, else all."""
    told = [each for each in estate.of_kind(WORKLOAD) if each["name"] == name]
    if told:
        owner, found = told[0]["owner"], tuple(_recovered(members_of(told[0], estate), estate))
        return Facts(name=name, owner=owner if isinstance(owner, str) else "", members=found, addressed=found)
    every = tuple(_recovered(estate.resources, estate))
    workloads = [belonging_of(each, objectives).workload for each in every]
    own = [each for each, told in zip(every, workloads, strict=True) if told.name == name]
    if not own:
        return Facts(name=name, members=every, addressed=every)
    tags = {
        told.origin.removeprefix("tag ") for told in workloads if told.name == name and told.origin.startswith("tag ")
    }
    rest = tuple(
        each for each, told in zip(every, workloads, strict=True) if told.name is None and each.kind in _UNTAGGED
    )
    pairs = tuple((each, name) for each in sorted(tags))
    return Facts(name=name, tags=pairs, members=(*own, *rest), addressed=rest if tags else (*own, *rest))


def _recovered(resources: Iterable[Any], estate: Estate) -> Iterable[Resource]:
    """What a recovery is about: what holds data, and what serves."""
    for each in resources:
        if each.kind in _SERVING or (estate.catalog[each.kind].holds_data and each.kind not in _PARTS):
            yield each


def _regions(members: Sequence[Resource], estate: Estate) -> tuple[str, tuple[str, ...]]:
    """The primary Region, and the others: what others are copies of tells it, then capacity, then numbers."""
    held = [each for each in members if isinstance(each.region, str) and not estate.catalog[each.kind].is_global]
    origins = Counter(each.region for each in held if _is_origin(each, estate))
    capacity: Counter[Any] = Counter()
    for each in held:
        capacity[each.region] += int(_number(each, _CAPACITY.get(each.kind, "")))
    counted = Counter(each.region for each in held if not is_copy(each, estate))
    told = [each for each in primary_regions_of(estate) if each in {each.region for each in held}]
    primary = (
        told[0]
        if len(told) == 1
        else max(counted, key=lambda region: (origins[region], capacity[region], counted[region]), default="")
    )
    return str(primary), tuple(sorted({str(each.region) for each in held} - {primary}))


def _is_origin(resource: Resource, estate: Estate) -> bool:
    """Whether copies elsewhere are made of it, or a global database is declared where it stands."""
    if resource.kind not in _REPLICAS:
        return False
    groups = estate.links(resource, "member_of") if resource.kind == "aws_rds_cluster" else ()
    follows = any(isinstance(each.region, str) and each.region != resource.region for each in groups)
    return bool(estate.links(resource, "replicas").items) or (bool(groups) and not follows)


def is_copy(resource: Resource, estate: Estate) -> bool:
    """Whether a database follows another one."""
    if resource.kind not in _REPLICAS:
        return False
    names = ("replicate_source_db", "replication_source_identifier", "source_region")
    return any(resource.view.attributes.get(each) is not None for each in names) or bool(
        estate.links(resource, "replicates").items
    )
