"""An attribute as checkov finds it in Terraform: where it stands, and what its absence means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct, structs

from drlint.catalog.kind import SOURCE_ONLY, Attribute, Block, Holds, Kind
from drlint.exports.checkov.conditions import Condition, Leaf, Unsaid, every, opposite, some
from drlint.model.values import Unknown

ELSEWHERE = "another resource declares what it reads"
PROVIDER = "it reads tags, which the provider's default_tags add to"
UNPLANNED = "it reads what no plan shows, so that checkov would fail every plan"
ELEMENTS = "it looks into each of several blocks"
OPEN = "it asks whether a list holds anything, which a plan may leave open and checkov then takes for yes"
SPELLING = "it reads a word that Terraform spells otherwise than AWS"

# How checkov shows an attribute that an expression made null: as the text None.
_NOTHING = ["", "None"]


class Absence(Struct, frozen=True):
    """How an attribute can be missing, and what drlint takes it for then."""

    condition: Condition
    value: Any


class Readable(Struct, frozen=True):
    """An attribute or a block of the resource judged; `is_block` and `many` as of the catalog.

    `missing` says in one condition that it is absent, however it is, where that decides alone.
    """

    path: str
    holds: Holds
    absences: tuple[Absence, ...]
    missing: Condition = False
    is_block: bool = False
    many: bool = False

    @property
    def exists(self) -> Leaf:
        return Leaf(self.path, "exists")

    @property
    def is_set(self) -> Condition:
        """Something stands there, be it a reference."""
        if self.is_block:
            return every(self.exists, Leaf(self.path, "not_equals", "[]"))
        if self.many:
            return Unsaid(OPEN, self.path)
        return every(self.exists, Leaf(self.path, "not_equals", ""))

    @property
    def is_number(self) -> Leaf:
        return Leaf(self.path, "regex_match", r"^-?\d+(\.\d+)?$")

    def absent_where(self, answers: Callable[[Any], bool]) -> Condition:
        """It is missing, and what it is taken for then answers so."""
        fitting = [each for each in self.absences if answers(each.value)]
        if self.missing is not False and len(fitting) == len(self.absences):
            return self.missing
        return some(*[each.condition for each in fitting])


def read(kind: Kind, names: Sequence[str]) -> Readable | Unsaid:
    """What `resource.a.b` reads in Terraform; Unsaid where the resource's own attributes do not tell."""
    declared: Attribute | Block | None = kind.find(names[0])
    path = above = ""
    for position, name in enumerate(names):
        if position:
            inner = declared.attributes if isinstance(declared, Block) else ()
            declared = next((each for each in inner if each.name == name), None)
        if declared is None:
            return Unsaid(ELSEWHERE, name)
        refused = _refused(kind, declared, is_last=position == len(names) - 1)
        if refused is not None:
            return refused
        above, path = path, f"{path}.{declared.path.removeprefix(f'{kind.name}:')}".lstrip(".")
    without = (Absence(_no_block(above), None),) if above else ()
    if isinstance(declared, Block):
        own = Absence(every(_block(above), _no_block(path)), () if declared.many else None)
        return Readable(path, "any", (*without, own), _no_block(path), is_block=True, many=declared.many)
    return _readable(kind, declared, path, above, without) if declared is not None else Unsaid(ELSEWHERE, names[-1])


def _readable(kind: Kind, declared: Attribute, path: str, above: str, without: tuple[Absence, ...]) -> Readable:
    """An attribute that is not set is its default, unless that cannot be known or another attribute decides."""
    made = Readable(path, declared.kept_as, without, many=declared.many)
    if isinstance(declared.default, Unknown):
        return made
    unset: Condition = Leaf(path, "not_exists")
    unset = unset if declared.many else some(unset, Leaf(path, "within", _NOTHING))
    origins = [_origin_unset(kind, each, above) for each in declared.inherits]
    own = Absence(every(_block(above), unset, *origins), declared.default)
    return structs.replace(made, absences=(*without, own), missing=False if origins else unset)


def _no_block(path: str) -> Condition:
    """There is no such block; a plan has an empty list in its place."""
    return some(Leaf(path, "not_exists"), Leaf(path, "equals", "[]"))


def _block(path: str) -> Condition:
    return opposite(_no_block(path)) if path else True


def _origin_unset(kind: Kind, name: str, above: str) -> Condition:
    declared = kind.find(name)
    path = f"{above}.{name}".lstrip(".")
    is_list = isinstance(declared, Block) or (declared is not None and declared.many)
    empty = Leaf(path, "equals", "[]") if is_list else Leaf(path, "within", _NOTHING)
    return some(Leaf(path, "not_exists"), empty)


def _refused(kind: Kind, declared: Attribute | Block, *, is_last: bool) -> Unsaid | None:
    owner, _, path = declared.path.rpartition(":")
    if owner not in {"", kind.name} or any(each.merges_into == declared.name for each in kind.companions):
        return Unsaid(ELSEWHERE, owner or declared.name)
    if path == "tags_all":
        return Unsaid(PROVIDER, declared.name)
    if declared.doors <= SOURCE_ONLY:
        return Unsaid(UNPLANNED, declared.name)
    if not path or path.startswith("@"):
        return Unsaid(ELSEWHERE, declared.name)
    if isinstance(declared, Block):
        return Unsaid(ELEMENTS, declared.name) if declared.many and not is_last else None
    is_spelled = declared.words and declared.kept_as == "text"
    return Unsaid(SPELLING, declared.name) if is_spelled or declared.unset is not None else None
