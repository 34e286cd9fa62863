"""The Regions and default tags that provider blocks give to the resources of a module."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from msgspec import Struct

from drlint.model.values import Unknown, as_unknown, is_known
from drlint.readers.hcl import tree
from drlint.readers.hcl.body import values, written
from drlint.readers.hcl.evaluate import evaluate
from drlint.readers.hcl.seen import Seen, settled
from drlint.readers.hcl.world import Scope


class Provider(Struct, frozen=True):
    """One provider configuration; `default_tags` is a mapping, or unknown."""

    region: str | Unknown
    default_tags: Seen = {}


_READ = frozenset({"region", "default_tags", "alias"})


def unset(name: str, regions: Mapping[str, str]) -> Provider:
    """A provider that nobody configures here; `regions` are the user's own words for where it stands."""
    return Provider(regions.get(name) or _not_set(name))


@cache
def _not_set(name: str) -> Unknown:
    """One unknown for each name: whatever the Region is, it is the same for all that stands in it."""
    remedy = f"name it in drlint.yaml under provider_regions: {{{name}: …}}"
    return Unknown(f"provider {name} sets no region (it comes from the environment); {remedy}")


def providers_of(body: tree.Body, scope: Scope, regions: Mapping[str, str]) -> dict[str, Provider]:
    """The provider configurations that a module declares, by the name a resource calls them: `aws`, `aws.dr`."""
    found: dict[str, Provider] = {}
    for block in body.blocks_of("provider"):
        if block.labels:
            given = values(block.body, scope, _READ)
            alias = given.get("alias")
            name = f"{block.labels[0]}.{alias}" if isinstance(alias, str) else block.labels[0]
            region = regions.get(name) or region_named(given.get("region"), unset(name, regions).region)
            found.setdefault(name, Provider(region, _default_tags(given)))
    return found


def passed_on(call: tree.Block, scope: Scope, own: Mapping[str, Provider]) -> dict[str, Provider]:
    """The provider configurations that a module call hands to the module: the default ones, and those it maps."""
    found = {name: provider for name, provider in own.items() if "." not in name}
    given = call.body.attribute("providers")
    if given is None:
        return found
    if not isinstance(given.value, tree.ObjectOf):
        unseen = as_unknown(evaluate(given.value, scope))
        return {name: Provider(unseen, unseen) for name in found}
    for key, value in given.value.items:
        name = written(value)
        found[written(key)] = own.get(name) or _undeclared(name)
    return found


def provider_of(block: tree.Block, providers: Mapping[str, Provider], regions: Mapping[str, str]) -> Provider:
    """The configuration a resource runs with: the one it names, else its type's own."""
    given = block.body.attribute("provider")
    if given is None:
        name = block.labels[0].partition("_")[0]
        return providers.get(name) or unset(name, regions)
    name = written(given.value)
    return providers.get(name) or (unset(name, regions) if name in regions else _undeclared(name))


def _undeclared(name: str) -> Provider:
    unseen = Unknown(f"provider {name} is not declared here")
    return Provider(unseen, unseen)


def region_named(value: Seen, otherwise: str | Unknown) -> str | Unknown:
    """A Region as a value gives it; `otherwise` where it gives none."""
    if value is None or (isinstance(value, str) and not value):
        return otherwise
    if isinstance(value, str):
        return value
    return Unknown("the Region is no text") if is_known(value) else as_unknown(value)


def all_tags(default_tags: Seen, tags: Seen) -> Seen:
    """A resource's own tags over the provider's; unknown where either is, None where there are none."""
    for each in (default_tags, tags):
        if not is_known(each):
            return as_unknown(each)
    if not isinstance(default_tags, Mapping) or not default_tags:
        return tags
    return {**default_tags, **tags} if isinstance(tags, Mapping) else default_tags


def _default_tags(given: Mapping[str, Seen]) -> Seen:
    blocks = given.get("default_tags", ())
    if isinstance(blocks, Unknown):
        return blocks
    tags = blocks[0].get("tags") if isinstance(blocks, tuple) and blocks and isinstance(blocks[0], Mapping) else None
    return {} if tags is None else settled(tags)
