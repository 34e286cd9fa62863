"""Who owns what a finding is about: workload, tags, CODEOWNERS of the file, configuration; and who says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from drlint.model.globs import matches
from drlint.model.resource import Location, Resource
from drlint.recovery.belonging import CONFIGURED, Belonging, Told, belonging_of, tag_of
from drlint.recovery.objectives import Objectives, OwnerOf

# The owners of a file, by its path in the repository, each once.
CodeOwners: TypeAlias = Callable[[str], tuple[str, ...]]

SOURCE_ENDINGS = (".tf", ".tf.json", ".tofu", ".tofu.json")
_NAMED = 10  # owners of one file
_INSTALLED = ".terraform/"


def owner_of(
    resource: Resource,
    policy: str,
    location: Location,
    objectives: Objectives,
    code_owners: CodeOwners | None,
    belonging: Belonging | None = None,
) -> Told:
    """The owner, several of a file parted by commas, and who names it; no name where nobody does."""
    of_workload = (belonging or belonging_of(resource, objectives)).owner
    if of_workload.name is not None:
        return of_workload
    tagged = tag_of(resource, objectives.owner_tags)
    if tagged.name is not None:
        return tagged
    if code_owners is not None:
        file = file_of(location, resource.address.root)
        named = code_owners(file) if file else ()
        if named:
            more = f" + {len(named) - _NAMED} more" if len(named) > _NAMED else ""
            return Told(", ".join(named[:_NAMED]) + more, f"CODEOWNERS of {file}")
    for each in objectives.owners:
        if _owns(each, resource, policy):
            return Told(each.name, CONFIGURED)
    return Told(objectives.owner, CONFIGURED) if objectives.owner else Told()


def file_of(location: Location, root: str) -> str:
    """The file in the repository that a finding stands in; of a plan, and of an installed module, the root's code."""
    uri = location.uri
    if uri.endswith(SOURCE_ENDINGS) and _INSTALLED not in uri and not uri.startswith(("/", "../")):
        return uri
    if uri == "stdin" and not root:
        return ""  # where the plan's code lies nobody said
    return f"{root}/main.tf" if root else "main.tf"


def _owns(entry: OwnerOf, resource: Resource, policy: str) -> bool:
    if entry.policies and not any(matches(policy, glob) for glob in entry.policies):
        return False
    return entry.place is None or entry.place.holds(resource)
