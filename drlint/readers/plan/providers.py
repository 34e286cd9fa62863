"""The providers that a plan was made with, each once."""

from __future__ import annotations

from collections.abc import Iterator

from drlint.catalog.registry import Catalog
from drlint.model.resource import Location, Resource, View
from drlint.model.values import Address
from drlint.readers.plan.document import Configuration

_KIND = "terraform_plan_provider"


def providers_of(configuration: Configuration, root: str, place: Location, catalog: Catalog) -> Iterator[Resource]:
    """A resource for each provider by its source, whatever aliases and modules configure it."""
    if _KIND not in catalog:
        return
    known: set[str] = set()
    for each in configuration.provider_config.values():
        source = each.full_name or each.name
        if source in known or not source:
            continue
        known.add(source)
        name = source.rpartition("/")[2].lower()
        view = View(attributes={"name": name, "source": source}, location=place, where={})
        yield Resource(address=Address(root, f"provider.{source}"), kind=_KIND, region=None, declared=view)
