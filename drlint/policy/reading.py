"""What an expression gets when it reads a name, and a record of what it read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from msgspec import Struct

from drlint.catalog.kind import Block
from drlint.estate.estate import Estate
from drlint.model.collection import NOTHING, Collection
from drlint.model.resource import Resource
from drlint.model.values import Reference, Unknown, as_unknown, first_of
from drlint.policy.kleene import ExpressionError, conjunction, equal
from drlint.policy.scope import FACTS, relation_of
from drlint.recovery.belonging import environment_of
from drlint.recovery.copies import copies_of
from drlint.recovery.objectives import Objectives
from drlint.recovery.protections import protections_of


class ReadAttribute(Struct, frozen=True):
    """One attribute that was read: evidence, should the policy fail."""

    resource: Resource
    attribute: str
    value: Any


class Reading:
    """A policy being asked about one resource after another; `reads` is None while nobody needs the evidence.

    `keeps` asks for evidence of passes, too.
    """

    __slots__ = (
        "_holders",
        "attributes",
        "estate",
        "keeps",
        "names",
        "objectives",
        "parameters",
        "reads",
        "resource",
        "today",
    )

    def __init__(
        self,
        resource: Resource,
        estate: Estate,
        parameters: Mapping[str, Any],
        objectives: Objectives,
        today: date | None = None,
    ) -> None:
        self.estate = estate
        self.parameters = parameters
        self.objectives = objectives
        self.today = today
        self.names: dict[str, Any] = {}
        self.keeps = False
        self._holders: dict[int, tuple[Resource, str]] = {}
        self.turn_to(resource)

    def turn_to(self, resource: Resource) -> None:
        """Ask about this resource from now on."""
        self.resource = resource
        declared = resource.declared
        view = resource.view if declared is None or resource.observed is not None else declared
        self.attributes = view.attributes
        self.reads: list[ReadAttribute] | None = None
        if self._holders:
            self._holders.clear()

    def attribute(self, of: Any, name: str, block: Block | None) -> Any:
        """The attribute, relation or fact `name` of a value; through a to-one relation where it is a relation."""
        if isinstance(of, Resource):
            return self._of_resource(of, name)
        if isinstance(of, Mapping):
            return self._of_element(of, name, block)
        if isinstance(of, Collection):
            return self._through(of, name, block)
        if of is None or isinstance(of, Unknown):
            return of
        if isinstance(of, Reference):
            return as_unknown(of)
        if isinstance(of, tuple):
            return self._through(Collection(tuple([(each, True) for each in of])), name, block)
        return getattr(of, name)

    def own(self, name: str) -> Any:
        """An attribute of the resource judged, neither a fact nor a relation."""
        of = self.resource
        value = self.attributes[name]
        if self.reads is not None:
            self.reads.append(ReadAttribute(of, name, value))
            self._hold(value, of, name)
        return _about(value, of, name) if isinstance(value, Unknown) else value

    def entry(self, of: Any, name: str, block: Block) -> Any:
        """What an element of a block holds under the name of an attribute."""
        if type(of) is not dict or self.reads is not None:
            return self.attribute(of, name, block)
        value = of.get(name)
        return _about(value, self.resource, f"{block.name}.{name}") if isinstance(value, Unknown) else value

    def _of_resource(self, of: Resource, name: str) -> Any:
        if name in FACTS:
            value = self.fact(of, name)
            return _about(value, of, name) if isinstance(value, Unknown) else value
        attributes = of.view.attributes
        if name in attributes:
            found = attributes[name]
            if self.reads is not None:
                self.reads.append(ReadAttribute(of, name, found))
                self._hold(found, of, name)
            return _about(found, of, name) if isinstance(found, Unknown) else found
        links = self.estate.links(of, name)
        if self.reads is not None:
            self._note_links(of, name, links)
        return links

    def _note_links(self, of: Resource, name: str, links: Collection) -> None:
        relation = self.estate.catalog[of.kind].relation(name)
        if relation is not None and self.reads is not None:
            by = relation.by.partition(".")[0]
            self.reads.append(ReadAttribute(of, by, of[by]))
            return
        if self.reads is not None:
            self.reads.append(ReadAttribute(of, name, links))

    def _of_element(self, of: Mapping[str, Any], name: str, block: Block | None) -> Any:
        relation = relation_of(block, name) if block is not None else None
        if self.reads is not None and id(of) in self._holders:
            holder, path = self._holders[id(of)]
            value = of.get(name if relation is None else relation.by)
            self.reads.append(ReadAttribute(holder, f"{path}.{name if relation is None else relation.by}", value))
            self._hold(value, holder, f"{path}.{name}")
        if relation is None:
            value = of.get(name)
            return (
                _about(value, self.resource, f"{block.name}.{name}" if block else name)
                if isinstance(value, Unknown)
                else value
            )
        return self.estate.resolve(of.get(relation.by), relation.to, near=self.resource, names=relation.names)

    def _hold(self, value: Any, holder: Resource, path: str) -> None:
        """Remember whose block an element is, for the evidence that reading from it gives."""
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Mapping):
                self._holders[id(each)] = (holder, path)

    def _through(self, of: Collection, name: str, block: Block | None) -> Any:
        """The attribute of what a relation leads to, where all it may lead to agree."""
        if not of.items:
            return of.unseen
        values = [self.attribute(each, name, block) for each in of]
        first = values[0]
        if len(values) == 1 and of.items[0][1]:
            return first
        if all(isinstance(each, Collection) for each in values):
            joined = NOTHING
            for each, (_, sure) in zip(values, of.items, strict=True):
                items = each.items if sure else tuple((inner, False) for inner, _ in each.items)
                joined = joined.joined(Collection(items, first_of(each.unseen, of.unseen), each.more, doubt=of.doubt))
            return joined
        if of.unseen is None and not of.certain and not of.named:
            return Unknown("it may be one of several resources") if of.doubt is None else of.doubt
        agree = conjunction(equal(first, each) for each in values[1:])
        if agree is True and of.unseen is None:
            return first
        if isinstance(agree, Unknown):
            return agree
        return Unknown(f"{name} differs between the resources it may mean") if of.unseen is None else of.unseen

    def fact(self, of: Resource, name: str) -> Any:
        """A fact that any resource has."""
        match name:
            case "region":
                return of.region
            case "account":
                return of.account
            case "environment":
                return environment_of(of, self.objectives)
            case "address":
                return of.address.path
            case "copies":
                return copies_of(of, self.estate)
            case "backed_up_by":
                return protections_of(of, self.estate)
            case "changes":
                return of.change
            case _:
                raise ExpressionError(f"no fact {name!r}")


def _about(value: Any, of: Resource, name: str) -> Any:
    """The unknown, naming the attribute that was read."""
    return value if value.about else msgspec.structs.replace(value, about=f"{of.address.path}.{name}")
