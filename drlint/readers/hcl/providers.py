"""The Regions and default tags that a text's provider blocks give to its resources."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from drlint.model.values import Unknown, as_unknown, is_known
from drlint.readers.hcl import tree
from drlint.readers.hcl.body import values
from drlint.readers.hcl.evaluate import Scope
from drlint.readers.hcl.seen import Seen, settled

NOT_SET = Unknown("the provider's Region is not set")


class Provider(Struct, frozen=True):
    """One provider configuration; `default_tags` is a mapping, or unknown."""

    region: str | Unknown = NOT_SET
    default_tags: Seen = {}


def providers_of(body: tree.Body, scope: Scope) -> dict[str, Provider]:
    """Provider configurations by the name a resource calls them: `aws`, `aws.dr`."""
    found: dict[str, Provider] = {}
    for block in body.blocks_of("provider"):
        if block.labels:
            given = values(block.body, scope)
            alias = given.get("alias")
            name = f"{block.labels[0]}.{alias}" if isinstance(alias, str) else block.labels[0]
            found.setdefault(name, Provider(region_named(given.get("region"), NOT_SET), _default_tags(given)))
    return found


def provider_of(block: tree.Block, providers: Mapping[str, Provider]) -> Provider:
    """The configuration a resource runs with: the one it names, else its type's own."""
    given = block.body.attribute("provider")
    if given is None:
        return providers.get(block.labels[0].partition("_")[0], Provider())
    name = _named(given.value)
    unseen = Unknown(f"provider {name} is not declared here")
    return providers.get(name, Provider(unseen, unseen))


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


def _named(expression: tree.Expression) -> str:
    """`aws.dr` as written; Terraform still takes it in quotes too."""
    if isinstance(expression, tree.GetAttribute) and isinstance(expression.of, tree.Name):
        return f"{expression.of.name}.{expression.name}"
    if isinstance(expression, tree.Name):
        return expression.name
    return str(expression.value) if isinstance(expression, tree.Literal) else "?"
