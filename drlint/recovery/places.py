"""Which resources a person means: by address, root, account and tags, each a glob."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from drlint.model.globs import matches
from drlint.model.resource import Resource
from drlint.model.values import Unknown


class Place(Struct, frozen=True, kw_only=True):
    """What is named must all fit, of each name's globs one; a place that names nothing holds nothing."""

    addresses: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    arns: tuple[str, ...] = ()
    tags: Mapping[str, str] = {}

    def holds(self, resource: Resource) -> bool:
        """Whether a resource is meant; what cannot be seen of it fits nothing."""
        named = self.addresses or self.roots or self.accounts or self.arns or self.tags
        return bool(named) and self._fits(resource)

    def _fits(self, resource: Resource) -> bool:
        if self.addresses and not _fits_any(resource.address.path, self.addresses):
            return False
        if self.roots and not _fits_few(resource.address.root or ".", self.roots):
            return False
        if self.accounts and not (isinstance(resource.account, str) and _fits_few(resource.account, self.accounts)):
            return False
        if self.arns and not _has_arn(resource, self.arns):
            return False
        tags = tags_of(resource) if self.tags else {}
        return not isinstance(tags, Unknown) and all(_is(tags.get(name), glob) for name, glob in self.tags.items())


def _has_arn(resource: Resource, globs: tuple[str, ...]) -> bool:
    arn = resource.view.attributes.get("arn")
    return isinstance(arn, str) and _fits_any(arn, globs)


def tags_of(resource: Resource) -> Mapping[str, object] | Unknown:
    """A resource's tags, provider default_tags included; unknown where they cannot be seen."""
    tags = resource.view.attributes.get("tags")
    if isinstance(tags, Unknown):
        return tags
    if type(tags) is dict or isinstance(tags, Mapping):
        return tags
    return _tags_of_blocks(resource.view.attributes.get("tag"))


def _tags_of_blocks(blocks: object) -> Mapping[str, object] | Unknown:
    """The tags of an Auto Scaling group, which has a block for each."""
    if isinstance(blocks, Unknown):
        return blocks
    found: dict[str, object] = {}
    for each in blocks if isinstance(blocks, tuple) else ():
        if isinstance(each, Unknown):
            return each
        key = each.get("key")
        if isinstance(key, Unknown):
            return key
        found[str(key)] = each.get("value")
    return found


def _is(value: object, glob: str) -> bool:
    return isinstance(value, str) and matches(value, glob)


@lru_cache(16_384)
def _fits_few(text: str, globs: tuple[str, ...]) -> bool:
    """The same for texts of which there are few, and that are asked about for each finding."""
    return _fits_any(text, globs)


def _fits_any(text: str, globs: tuple[str, ...]) -> bool:
    return any(matches(text, glob) for glob in globs)
