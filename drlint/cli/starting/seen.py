"""What a repository shows of how it is run: environments, owners, Regions, and the tools that are there."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from drlint.catalog.registry import Catalog
from drlint.cli.code_owners import place_in
from drlint.cli.configuration import Nearest
from drlint.cli.discovery import Found, found_in, top_of
from drlint.cli.inputs import Gathered, gather, root_of_folder
from drlint.cli.source_inputs import SourceInputs
from drlint.model.resource import Resource
from drlint.model.values import Unknown
from drlint.recovery.belonging import class_of, tag_of, tier_named
from drlint.recovery.objectives import Objectives
from drlint.recovery.places import tags_of

_PLAIN = Objectives()
GITLAB = ".gitlab-ci.yml"
_ON_GITLAB = re.compile(r"\s*url\s*=\s*(?:\w+://)?(?:[^@/]*@)?[\w.-]*gitlab[\w.-]*[:/]", re.IGNORECASE)


class Seen(Struct, frozen=True, kw_only=True):
    """A repository: `top` is its folder, `place` the one that is asked about, from there (empty where it is the top).

    `documents` are files about recovery. Environments by name, tags by name and value, Regions: each with how many
    resources have it. `root_environments` are those that folders of root modules are called after; in
    `recovery_regions` data stands, in a root module most of which stands in another Region.
    """

    top: Path
    place: str
    is_repository: bool
    found: Found
    given: Gathered
    configuration: Path | None
    code_owners: str
    resources: int
    roots: int
    documents: int
    environments: Mapping[str, int]
    environment_tags: tuple[str, ...]
    root_environments: Mapping[str, tuple[str, ...]]
    owner_tags: Mapping[str, int]
    tier_tags: tuple[str, ...]
    regions: Mapping[str, int]
    recovery_regions: tuple[str, ...]
    without_region: int

    def has(self, name: str) -> bool:
        """Whether something of that name stands at the top."""
        return os.path.lexists(self.top / name)

    @property
    def is_gitlab(self) -> bool:
        """Whether it lives on a GitLab: has something of one, or comes from a host that is called so."""
        if self.has(GITLAB):
            return True
        return not self.has(".github") and (self.has(".gitlab") or _comes_from_gitlab(self.top))


def seen_in(folder: Path, catalog: Catalog) -> Seen:
    """What is to be seen below a folder; raises DrlintError where it is none, or two plans are of one root."""
    whole = folder.resolve()
    top = top_of(whole)
    found = found_in((str(folder),))
    given = gather(found, catalog, root=None, sources=SourceInputs(), provider_regions={})
    resources = [one for each in given.results if each.kind != "document" for one in each.resources]
    folders = {one.address.root for each in given.results if each.kind == "document" for one in each.resources}
    roots = set(given.roots) - (folders - {each.address.root for each in resources})
    return Seen(
        top=top or whole,
        place=whole.relative_to(top).as_posix() if top is not None and whole != top else "",
        is_repository=top is not None,
        found=found,
        given=given,
        configuration=Nearest()(folder),
        code_owners=place_in(str(top or whole)),
        resources=len(resources),
        roots=len(roots),
        documents=sum(each.kind == "document" for each in given.inputs),
        environments=_counted(_named(resources, _PLAIN.environment_tags)),
        environment_tags=_used(resources, _PLAIN.environment_tags),
        root_environments=_by_folder(found, resources),
        owner_tags=_counted(_used_by_each(resources, _PLAIN.owner_tags)),
        tier_tags=_tier_tags(resources),
        regions=_counted(each.region for each in resources if isinstance(each.region, str)),
        recovery_regions=_recovery_regions(resources, catalog),
        without_region=sum(1 for each in resources if each.region is not None and not isinstance(each.region, str)),
    )


def _comes_from_gitlab(top: Path) -> bool:
    """Whether a remote in git's configuration is on a host with GitLab in its name."""
    try:
        with (top / ".git" / "config").open(encoding="utf-8", errors="replace") as lines:
            return any(_ON_GITLAB.match(line) for line in lines)
    except OSError:
        return False


def _recovery_regions(resources: Iterable[Resource], catalog: Catalog) -> tuple[str, ...]:
    """Where a root module holds data beside the Region in which most of it stands."""
    by_root: dict[str, list[tuple[str, bool]]] = {}
    for each in resources:
        if isinstance(each.region, str):
            by_root.setdefault(each.address.root, []).append((each.region, catalog[each.kind].holds_data))
    found: dict[str, None] = {}
    for stands in by_root.values():
        main = next(iter(_counted(region for region, _ in stands)))
        found |= dict.fromkeys(sorted({region for region, holds_data in stands if holds_data and region != main}))
    return tuple(found)


def _counted(names: Iterable[str]) -> dict[str, int]:
    """Each name with how often it occurs, the most frequent first."""
    return dict(sorted(Counter(names).items(), key=lambda item: (-item[1], item[0])))


def _named(resources: Iterable[Resource], tags: tuple[str, ...]) -> Iterable[str]:
    return (told.name for each in resources if (told := tag_of(each, tags)).name is not None)


def _used_by_each(resources: Iterable[Resource], tags: tuple[str, ...]) -> Iterable[str]:
    """The tag of each resource that has one of these."""
    return (told.origin.removeprefix("tag ") for each in resources if (told := tag_of(each, tags)).name is not None)


def _used(resources: Iterable[Resource], tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_counted(_used_by_each(resources, tags)))


def _tier_tags(resources: Iterable[Resource]) -> tuple[str, ...]:
    """The usual tags of which some value names a tier."""
    found: dict[str, None] = {}
    for each in resources:
        tags = tags_of(each)
        if isinstance(tags, Unknown):
            continue
        for name in _PLAIN.tier_tags:
            value = tags.get(name)
            if isinstance(value, str) and tier_named(value) is not None:
                found[name] = None
    return tuple(found)


def _by_folder(found: Found, resources: Iterable[Resource]) -> dict[str, tuple[str, ...]]:
    """Root modules whose resources have no environment's tag, by the last part of their path that means one."""
    tagged = {each.address.root for each in resources if tag_of(each, _PLAIN.environment_tags).name is not None}
    by_name: dict[str, list[str]] = {}
    for root in map(root_of_folder, found.roots):
        name = next((part for part in reversed(root.split("/")) if class_of(part, ())), None)
        if root not in tagged and name is not None:
            by_name.setdefault(name, []).append(root)
    return {name: tuple(sorted(roots)) for name, roots in sorted(by_name.items())}
