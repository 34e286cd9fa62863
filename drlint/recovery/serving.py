"""Whether a Region can serve a workload's requests at once, whether traffic goes there, and with what capacity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from msgspec import Struct

from drlint.estate.estate import Estate
from drlint.model.resource import Resource
from drlint.model.values import Unknown, is_known
from drlint.recovery.copies import Copy

_COMPUTE: Final = ("aws_ecs_service", "aws_autoscaling_group", "aws_instance", "aws_lambda_function")
_COUNTED: Final = {"aws_ecs_service": "desired_count", "aws_autoscaling_group": "desired_capacity"}
_CLUSTERS: Final = ("aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster")


class Answer(Struct, frozen=True):
    """An answer, and why it is no."""

    answer: bool | Unknown
    because: str = ""


_YES: Final = Answer(answer=True)


def _no(because: str) -> Answer:
    return Answer(answer=False, because=because)


class Standing(Struct, frozen=True):
    """The members of a workload, and the Region that is to take over from the primary one."""

    members: Sequence[Resource]
    region: str
    primary: Any
    estate: Estate

    def there(self, *kinds: str) -> list[Resource]:
        """Its members of these kinds in the Region."""
        return [each for each in self.members if each.kind in kinds and _is_in(each, self.region)]

    def usual(self, *kinds: str) -> list[Resource]:
        """Its members of these kinds in the primary Region, in any other where none is named."""
        found = [each for each in self.members if each.kind in kinds and not _is_in(each, self.region)]
        return [each for each in found if _is_in(each, self.primary)] if isinstance(self.primary, str) else found

    def perhaps(self, *kinds: str) -> Unknown | None:
        """Why something of these kinds may serve it in the Region though none of its members does."""
        absent = self.estate.world.absence(f"nothing that serves requests of it in {self.region}", *kinds)
        if absent is not None:
            return absent
        own = {id(each) for each in self.members}
        for each in (resource for kind in kinds for resource in self.estate.of_kind(kind)):
            if isinstance(each.region, Unknown):
                return each.region
            if _is_in(each, self.region) and id(each) not in own:
                return Unknown(f"{each.label} stands in {self.region} and is not named as a member of it")
        return None

    def no(self, because: str, *kinds: str) -> Answer:
        """That it is not so, unless something of these kinds may make it so."""
        doubt = self.perhaps(*kinds)
        return _no(because) if doubt is None else Answer(doubt)


def _is_in(resource: Resource, region: str) -> bool:
    return isinstance(resource.region, str) and resource.region == region


def serves(standing: Standing, copies: Iterable[Copy]) -> Answer:
    """Whether what stands in a Region serves requests without anything being started first."""
    region = standing.region
    headless = next(_headless(copies, standing.estate), None)
    if headless is not None:
        return _no(f"{headless.label} in {region} has no instance that would answer")
    there, usual = standing.there(*_COMPUTE), standing.usual(*_COMPUTE)
    if not there and not usual:
        unseen = Unknown("no member in view serves requests, so whether the Region could is not known")
        outside = standing.perhaps(*_COMPUTE)
        return Answer(unseen if outside is None else outside)
    if not there:
        return standing.no(f"nothing that serves requests stands in {region}", *_COMPUTE)
    if standing.usual("aws_lb") and not standing.there("aws_lb"):
        return standing.no(f"no load balancer stands in {region}", "aws_lb")
    return _running(there, {each.kind for each in usual}, standing)


def _running(there: Sequence[Resource], usual: set[str], standing: Standing) -> Answer:
    region = standing.region
    sizes = [(each, _size(each)) for each in there]
    running = {each.kind for each, size in sizes if not isinstance(size, Unknown) and size > 0}
    if not running and _all_known(sizes):
        return standing.no(f"{there[0].label} in {region} runs nothing until it is scaled up", *_COMPUTE)
    if usual <= running:
        return _YES
    doubt = next((size for _, size in sizes if isinstance(size, Unknown)), None)
    in_part = Unknown(f"whether all that serves requests also runs in {region} is not known")
    return Answer(in_part if doubt is None else doubt)


def _all_known(sizes: Iterable[tuple[Resource, int | Unknown]]) -> bool:
    return not any(isinstance(size, Unknown) for _, size in sizes)


def _size(resource: Resource) -> int | Unknown:
    """How many tasks or instances it runs; what is not counted is one."""
    name = _COUNTED.get(resource.kind)
    if name is None:
        return 1
    said: Any = resource[name]
    if said is None and resource.kind == "aws_autoscaling_group":
        said = resource["min_size"]
    if isinstance(said, int | float):
        return int(said)
    return said if isinstance(said, Unknown) else Unknown(f"{name} of {resource.label} is not known")


def _headless(copies: Iterable[Copy], estate: Estate) -> Iterator[Resource]:
    """Clusters that copy data without any instance."""
    for copy in copies:
        cluster = copy.resource
        if cluster is not None and cluster.kind in _CLUSTERS and copy.mechanism == "global database":
            found = estate.links(cluster, "instances")
            if found.present is False and estate.world.closed:
                yield cluster


def all_capacity(standing: Standing) -> Answer:
    """Whether as much runs in a Region as in the primary one."""
    there = [_size(each) for each in standing.there(*_COUNTED)]
    others = [_size(each) for each in standing.usual(*_COUNTED)]
    doubt = next((each for each in (*there, *others) if isinstance(each, Unknown)), None)
    if doubt is not None or not (others or there):
        return Answer(Unknown("how much runs is not known") if doubt is None else doubt)
    here, usual = sum(_numbers(there)), sum(_numbers(others))
    said = f"{here} run in {standing.region} where {usual} run otherwise"
    return _YES if here >= usual else standing.no(said, *_COUNTED)


def _numbers(sizes: Iterable[int | Unknown]) -> Iterator[int]:
    return (each for each in sizes if not isinstance(each, Unknown))


def routed(standing: Standing) -> Answer:
    """Whether requests of users go to a Region in normal times; a failover record's second target gets none."""
    region, estate = standing.region, standing.estate
    balancers = standing.there("aws_lb")
    spoken: list[bool | Unknown] = [
        answer for each in balancers for answer in (*_by_records(each, estate), *_by_accelerator(each, estate))
    ]
    if any(each is True for each in spoken):
        return _YES
    if spoken and all(each is False for each in spoken):
        return _no(f"traffic goes to {region} only when another Region is unhealthy")
    doubt = next((each for each in spoken if isinstance(each, Unknown)), None)
    unseen = Unknown(f"whether users are sent to {region} is not in view")
    return Answer(unseen if doubt is None else doubt)


def _by_records(balancer: Resource, estate: Estate) -> Iterator[bool | Unknown]:
    for name in ("aliased_by", "named_by"):
        for record in estate.links(balancer, name):
            if record.kind != "aws_route53_record":
                continue
            failover, weight = record["failover"], record["weight"]
            if isinstance(failover, Unknown) or isinstance(weight, Unknown):
                yield failover if isinstance(failover, Unknown) else weight
            else:
                yield failover != "SECONDARY" and weight != 0


def _by_accelerator(balancer: Resource, estate: Estate) -> Iterator[bool | Unknown]:
    for group in estate.links(balancer, "accelerated_by"):
        dial = group["traffic_dial_percentage"]
        if not is_known(dial):
            yield Unknown(f"traffic_dial_percentage of {group.label} is not known")
        else:
            yield dial is None or dial > 0
