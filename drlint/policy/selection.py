"""Which policies a word means: an id, a former id, a category, an item of the checklist, or a glob."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from drlint.model.globs import matches
from drlint.model.nearness import near
from drlint.policy.definition import Metadata

_LONGEST = 100  # characters of a word that is none
_HELPED = 100  # words that are told what was probably meant: looking for that takes a millisecond or two


def is_named(metadata: Metadata, words: Iterable[str]) -> bool:
    """Whether one of some words means a policy."""
    names = (metadata.id, metadata.category, metadata.checklist, *metadata.formerly)
    return any(matches(name, word) for word in words for name in names)


def none_called(word: str, known: Iterable[Metadata]) -> str:
    """The complaint that a word means no policy, with what was probably meant."""
    names = {name for each in known for name in (each.id, each.category, each.checklist)}
    return f"no policy is called {word!r}{near(word, sorted(names)) or '; drlint policies lists them'}"


class Naming:
    """Answers which policies a word waives, each word once; those of the category `sacred` cannot be waived."""

    def __init__(self, policies: Sequence[Metadata], sacred: str = "gate") -> None:
        self._policies = policies
        self._sacred = sacred
        self._known: dict[str, frozenset[str] | str] = {}
        self._unknown = 0

    def ids(self, word: str) -> frozenset[str] | str:
        """The ids of the policies that a word means; why it means none that can be waived."""
        if word not in self._known:
            self._known[word] = self._ids(word)
        return self._known[word]

    def _ids(self, word: str) -> frozenset[str] | str:
        found = [each for each in self._policies if is_named(each, (word,))]
        if not found:
            self._unknown += 1
            return none_called(word[:_LONGEST], self._policies if self._unknown <= _HELPED else ())
        if len(found) == len(self._policies) > 1:
            return f"{word!r} would waive every policy; name those that are meant"
        ids = frozenset(each.id for each in found if each.category != self._sacred)
        return ids or f"{word!r} is about waivers themselves, which no waiver sets aside"
