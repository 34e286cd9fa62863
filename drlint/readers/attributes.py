"""A resource's attributes, each projected from its body when it is first read."""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, KeysView, Mapping, Sequence, ValuesView
from collections.abc import Set as AbstractSet
from typing import Any, Protocol

from drlint.model.values import Unknown, Value
from drlint.readers.projection import MalformedError, is_given, projected
from drlint.readers.recipes import Recipe, Source


class Overlay(Protocol):
    """What is still to be laid over a body: the unknowns of a plan."""

    def lay(self, body: dict[str, Any], keys: Sequence[str]) -> None: ...


class Attributes(dict[str, Value]):
    """Every catalogued attribute of a resource, in the catalog's order; `body` has only keys that the recipe reads.

    Policies read a few attributes of many resources, so each is made when it is asked for. What turns out malformed
    then is unknown.
    """

    __slots__ = ("_body", "_names", "_others", "_overlay", "_recipe", "_region")

    def __init__(
        self, recipe: Recipe, body: dict[str, Any], region: str | Unknown | None, overlay: Overlay | None = None
    ) -> None:
        self._recipe = recipe
        self._body = body
        self._region = region
        self._overlay = overlay
        self._names: Mapping[str, Any] = recipe.sources
        self._others: Mapping[str, Value] | None = None

    def __missing__(self, name: str) -> Value:
        if name not in self._names:
            raise KeyError(name)
        if self._others is not None and name in self._others:
            value = self._others[name]
        else:
            value = self._projected(self._recipe.sources[name])
        self[name] = value
        return value

    def _projected(self, source: Source) -> Value:
        try:
            if self._overlay is not None:
                self._overlay.lay(self._body, source.keys)
            return projected(source, self._body, self._region)
        except (MalformedError, RecursionError) as error:
            return Unknown(f"its value is not as Terraform writes it: {error}")

    def is_unset(self, name: str) -> bool:
        """Whether nobody set an attribute that the kind has."""
        source = self._recipe.sources.get(name)
        if source is None:
            return False
        try:
            if self._overlay is not None:
                self._overlay.lay(self._body, source.keys)
            return not is_given(source, self._body)
        except (MalformedError, RecursionError):
            return False

    def __or__(self, others: Mapping[str, Any]) -> Attributes:  # type: ignore[override]
        """The same with others laid over it; what is not read yet, of either, stays so."""
        made = Attributes(self._recipe, self._body, self._region, self._overlay)
        made._names = dict.fromkeys((*self._names, *others))
        made._others = others if self._others is None else {**self._others, **others}
        return made

    def __ror__(self, others: Mapping[str, Any]) -> dict[str, Value]:  # type: ignore[override]
        return {**others, **self}

    def get(self, name: str, default: Any = None, /) -> Any:
        return self[name] if name in self._names else default

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __len__(self) -> int:
        return len(self._names)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __reversed__(self) -> Iterator[str]:
        return reversed(tuple(self._names))

    def keys(self) -> Any:
        return KeysView(self)

    def values(self) -> Any:
        return ValuesView(self)

    def items(self) -> Any:
        return ItemsView(self)

    def copy(self) -> dict[str, Value]:
        return {name: self[name] for name in self._names}

    def __eq__(self, other: object) -> bool:
        return self.copy() == (other.copy() if isinstance(other, Attributes) else other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None

    def __repr__(self) -> str:
        return repr(self.copy())


class Unset(AbstractSet[str]):
    """The names of the attributes that nobody set, each looked at when it is asked for.

    `silent` are those that the configuration does not set; `filled` those that something else brought.
    """

    __slots__ = ("_attributes", "_filled", "_silent")

    def __init__(
        self, attributes: Attributes, silent: AbstractSet[str] = frozenset(), filled: AbstractSet[str] = frozenset()
    ) -> None:
        self._attributes = attributes
        self._silent = silent
        self._filled = filled

    def __contains__(self, name: object) -> bool:
        if name in self._filled or not isinstance(name, str):
            return False
        return name in self._silent or self._attributes.is_unset(name)

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._attributes if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def intersection(self, *others: Iterable[str]) -> frozenset[str]:
        """As a frozenset has it; of these names alone it is asked whether somebody set them."""
        first, *rest = others or (self,)
        return frozenset(name for name in first if name in self).intersection(*rest)

    def __sub__(self, other: AbstractSet[Any]) -> AbstractSet[str]:
        return Unset(self._attributes, self._silent, self._filled | other)

    def __repr__(self) -> str:
        return repr(frozenset(self))

    @classmethod
    def _from_iterable(cls, names: Iterable[Any]) -> AbstractSet[Any]:
        return frozenset(names)
