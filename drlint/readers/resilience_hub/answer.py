"""Reads the fields of an object in an answer of AWS, each of its shape, and knows which nobody has read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from re import Pattern
from typing import Any, NoReturn

from drlint.catalog.resilience_hub import MOST
from drlint.model.errors import UnreadableError
from drlint.model.nearness import near

_SHOWN = 60
# What AWS says of a policy, and nobody asks for.
_OF_AWS = frozenset(
    {
        "associatedServiceCount",
        "clientToken",
        "createdAt",
        "creationTime",
        "estimatedCostTier",
        "organizationId",
        "policyArn",
        "updatedAt",
    }
)


class Answer:
    """The fields of one object; a null says nothing. Every mistake raises UnreadableError with its place."""

    def __init__(self, said: object, place: str) -> None:
        if not isinstance(said, dict):
            raise UnreadableError(f"{place or 'it'} must be an object; give the answer of the AWS CLI as it is")
        self._said: dict[str, Any] = {name: each for name, each in said.items() if each is not None}
        self._place = place
        self._read: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self._said

    def at(self, name: str) -> str:
        """Where a field stands."""
        return f"{self._place}.{name}" if self._place else name

    def raw(self, name: str) -> Any:
        self._read.add(name)
        return self._said.get(name)

    def within(self, name: str) -> Answer | None:
        said = self.raw(name)
        return None if said is None else Answer(said, self.at(name))

    def text(self, name: str, longest: int, least: int = 0) -> str | None:
        said = self.raw(name)
        if said is None:
            return None
        if not isinstance(said, str) or not least <= len(said) <= longest or not _is_writable(said):
            self.refuse(name, f"a text of {least} to {longest:,} characters")
        return str(said)

    def matching(self, name: str, pattern: Pattern[str], shape: str) -> str:
        """A text that must be there."""
        said = self.raw(name)
        if not isinstance(said, str) or not pattern.fullmatch(said):
            self.refuse(name, shape)
        return str(said)

    def word(self, name: str, words: Collection[str]) -> str | None:
        said: str | None = self.raw(name)
        if said is not None and (not isinstance(said, str) or said not in words):
            hint = near(said, words) if isinstance(said, str) else ""
            self.refuse(name, f"one of {', '.join(words)}{hint}")
        return said

    def whole(self, name: str) -> int | None:
        said: int | None = self.raw(name)
        if said is not None and (type(said) is not int or not 0 <= said <= MOST):
            self.refuse(name, f"a whole number from 0 to {MOST:,}")
        return said

    def share(self, name: str, most: int) -> float | None:
        said: float | None = self.raw(name)
        if said is not None and (type(said) not in {int, float} or not 0 <= said <= most):
            self.refuse(name, f"a number from 0 to {most}")
        return said

    def truth(self, name: str) -> bool | None:
        said: bool | None = self.raw(name)
        if said is not None and not isinstance(said, bool):
            self.refuse(name, "true or false")
        return said

    def texts_by_name(self, name: str, key: Pattern[str], value: Pattern[str]) -> dict[str, str] | None:
        said = self.raw(name)
        if said is None:
            return None
        if not isinstance(said, dict):
            self.refuse(name, "an object of texts")
        for inner, each in said.items():
            if not (key.fullmatch(inner) and isinstance(each, str) and value.fullmatch(each)):
                self.refuse(name, "an object of texts as AWS takes them for tags")
            if not _is_writable(inner + each):
                self.refuse(name, "an object of texts of whole characters")
        return dict(said) or None

    def refuse(self, name: str, shape: str) -> NoReturn:
        """Raise with the place, what stands there and what should."""
        said = self._said.get(name)
        shown = "is not there" if said is None else f"is {repr(said)[:_SHOWN]}"
        raise UnreadableError(f"{self.at(name)} {shown}; it must be {shape}")

    def others(self, known: Iterable[str] = ()) -> Iterator[str]:
        """Fields that nobody has read, so that somebody can tell; one that is a slip of the pen is refused."""
        names = {*self._read, *known}
        for name in self._said:
            if name not in names:
                meant = "" if name in _OF_AWS else near(name, names)
                if meant:
                    raise UnreadableError(f"{self.at(name)[: 2 * _SHOWN]} is no field of it{meant}")
                yield name[:_SHOWN]


def _is_writable(text: str) -> bool:
    """Whether it has no half characters, which JSON can say and no file hold."""
    return not any("\ud800" <= each <= "\udfff" for each in text)


def objects(said: object, place: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    """The objects of a list, each with its place."""
    if not isinstance(said, list):
        raise UnreadableError(f"{place or 'it'} must be a list; give the answer of the AWS CLI as it is")
    for at, each in enumerate(said):
        here = f"{place}[{at}]"
        if not isinstance(each, dict):
            raise UnreadableError(f"{here} must be an object; give the answer of the AWS CLI as it is")
        yield each, here
