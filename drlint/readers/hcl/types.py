"""Type constraints, as variables declare them and values are converted to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain

from msgspec import Struct

from drlint.model.values import Reference, Unknown
from drlint.readers.hcl import tree
from drlint.readers.hcl.conversion import PRIMITIVES, UNSEEN, kind_of, set_of
from drlint.readers.hcl.seen import (
    MAX_ELEMENTS,
    Called,
    Instance,
    Invalid,
    ListOf,
    MapOf,
    Seen,
    SetOf,
    gap,
    size,
)

MAX_NESTING = 40

_COLLECTIONS = frozenset({"list", "set", "map"})


class Member(Struct, frozen=True):
    """An attribute of an object type; `default` is what an optional one has where it is not given."""

    type: Type
    optional: bool = False
    default: tree.Expression | None = None


class Type(Struct, frozen=True, kw_only=True):
    """`any`, a primitive (`string`, `number`, `bool`), a collection `of` a type, an object or a tuple."""

    kind: str
    of: Type | None = None
    members: Mapping[str, Member] = {}
    items: tuple[Type, ...] = ()


ANY = Type(kind="any")
STRING = Type(kind="string")
NUMBER = Type(kind="number")
BOOL = Type(kind="bool")

_PRIMITIVES = {"string": STRING, "number": NUMBER, "bool": BOOL}
_NAMED = {**_PRIMITIVES, "any": ANY, **{kind: Type(kind=kind, of=ANY) for kind in sorted(_COLLECTIONS)}}


def type_of(expression: tree.Expression, depth: int = 0) -> Type:
    """The type that `type = …` of a variable names; `any` for what is no type, or is nested too deep."""
    if depth > MAX_NESTING:
        return ANY
    if isinstance(expression, tree.Name):
        return _NAMED.get(expression.name, ANY)
    if isinstance(expression, tree.Literal) and isinstance(expression.value, str):
        return _NAMED.get(expression.value, ANY)  # "string", "list" and "map" in quotes are how 0.11 wrote types
    if not isinstance(expression, tree.Call) or not expression.arguments:
        return ANY
    inside = expression.arguments[0]
    if expression.name in _COLLECTIONS:
        return Type(kind=expression.name, of=type_of(inside, depth + 1))
    if expression.name == "tuple" and isinstance(inside, tree.TupleOf):
        return Type(kind="tuple", items=tuple([type_of(each, depth + 1) for each in inside.items]))
    if expression.name == "object" and isinstance(inside, tree.ObjectOf):
        named = [(key.value, value) for key, value in inside.items if isinstance(key, tree.Literal)]
        return Type(kind="object", members={str(name): _member(value, depth + 1) for name, value in named})
    return ANY


def type_in(value: Seen) -> Type:
    """The type of a value; `any` where it is null or not known."""
    if isinstance(value, bool):
        return BOOL
    if isinstance(value, str):
        return STRING
    if isinstance(value, Reference) and not value.attribute.endswith("s"):
        return STRING  # ids, names and ARNs are texts, and several of them a list
    if value is None or isinstance(value, UNSEEN):
        return ANY
    if isinstance(value, ListOf | MapOf):
        kind = "set" if isinstance(value, SetOf) else "list" if isinstance(value, ListOf) else "map"
        return Type(kind=kind, of=elements_type(value))
    if isinstance(value, tuple):
        return Type(kind="tuple", items=tuple([type_in(each) for each in value]))
    if isinstance(value, Mapping):
        return Type(kind="object", members={key: Member(type_in(each)) for key, each in value.items()})
    return NUMBER


def unified(types: Iterable[Type]) -> Type | None:
    """The one type to which values of all these types can be converted; None where there is none."""
    wanted = [each for each in types if each.kind != "any"]
    kinds = {each.kind for each in wanted}
    if not kinds:
        return ANY
    if kinds <= _PRIMITIVES.keys():
        return _PRIMITIVES[kinds.pop()] if len(kinds) == 1 else STRING if "string" in kinds else None
    if kinds <= {"list", "set", "tuple"}:
        return _unified_lists(wanted)
    return _unified_maps(wanted) if kinds <= {"map", "object"} else None


def elements_type(value: ListOf | MapOf) -> Type:
    """The type of a list's, set's or map's elements; `any` where it has none."""
    if isinstance(value.of, Type):
        return value.of
    of = unified([type_in(each) for each in (value.values() if isinstance(value, MapOf) else value)])
    return ANY if of is None else of


def converted(value: Seen, wanted: Type, default_of: Callable[[tree.Expression], Seen]) -> Seen:
    """A value in a type, as Terraform converts it; what is not known stays so, what cannot be converted is Invalid.

    `default_of` evaluates the defaults of optional attributes, which are constant expressions.
    """
    if isinstance(value, tuple | Mapping) and size(value, MAX_ELEMENTS, MAX_NESTING) is None:
        return Unknown(f"a value of more than {MAX_ELEMENTS:,} elements or {MAX_NESTING} levels is not converted")
    return _converted(value, wanted, default_of)


def _converted(value: Seen, wanted: Type, default_of: Callable[[tree.Expression], Seen]) -> Seen:
    if value is None or wanted.kind == "any" or isinstance(value, Unknown | Reference):
        return value
    if wanted.kind in PRIMITIVES:
        return PRIMITIVES[wanted.kind](value)
    if wanted.kind in {"list", "set", "tuple"}:
        return _listed(value, wanted, default_of)
    if isinstance(value, Instance | Called):  # its attributes are read by name, as an object's are
        return value if wanted.kind == "object" else gap(value)
    if not isinstance(value, Mapping):
        return Invalid(f"{kind_of(value)} is no {wanted.kind}")
    return _mapped(value, wanted, default_of)


def _listed(value: Seen, wanted: Type, default_of: Callable[[tree.Expression], Seen]) -> Seen:
    if not isinstance(value, tuple):
        return gap(value) if isinstance(value, Instance) else Invalid(f"{kind_of(value)} is no {wanted.kind}")
    if wanted.kind == "tuple":
        if len(value) != len(wanted.items):
            return Invalid(f"a list of {len(value)} elements is no tuple of {len(wanted.items)}")
        return _each(value, wanted.items, default_of)
    of = _element_type(wanted, value)
    if of is None:
        return Invalid("the elements of a list are of different types")
    made = _each(value, [of] * len(value), default_of)
    if isinstance(made, Invalid):
        return made
    return set_of(made, _exact(of, made)) if wanted.kind == "set" else ListOf(made, _exact(of, made))


def _each(
    values: tuple[Seen, ...], types: Sequence[Type], default_of: Callable[[tree.Expression], Seen]
) -> tuple[Seen, ...] | Invalid:
    """Values, each in its type; Invalid where one cannot be."""
    made = tuple([_converted(each, of, default_of) for each, of in zip(values, types, strict=True)])
    return next((each for each in made if isinstance(each, Invalid)), made)


def _mapped(value: Mapping[str, Seen], wanted: Type, default_of: Callable[[tree.Expression], Seen]) -> Seen:
    made: dict[str, Seen] = {}
    if wanted.kind == "object":
        for name, member in wanted.members.items():
            given = value.get(name)
            if name not in value and not member.optional:
                return Invalid(f"attribute {name} is not given")
            if given is None and member.default is not None:
                given = default_of(member.default)
            made[name] = _converted(given, member.type, default_of)
    else:
        of = _element_type(wanted, value)
        if of is None:
            return Invalid("the elements of a map are of different types")
        made = {name: _converted(each, of, default_of) for name, each in value.items()}
        made = MapOf(made, _exact(of, made.values()))
    for name, each in made.items():
        if isinstance(each, Invalid):
            return Invalid(f"{name}: {each.reason}")
    return made


def _element_type(wanted: Type, value: tuple[Seen, ...] | Mapping[str, Seen]) -> Type | None:
    """The type of a collection's elements; where it is `any`, the one that suits all of them."""
    of = _declared(wanted)
    if of.kind != "any":
        return of
    if isinstance(value, ListOf | MapOf):
        return elements_type(value)
    return unified([type_in(each) for each in (value.values() if isinstance(value, Mapping) else value)])


def _declared(wanted: Type) -> Type:
    return ANY if wanted.of is None else wanted.of


def _exact(of: Type, elements: Iterable[Seen]) -> Type | None:
    """The type of elements that were converted to a type, as two lists have it in common; None where not known."""
    bare = _bare(of)
    return bare if bare is not None else unified([type_in(each) for each in elements])


def _bare(of: Type) -> Type | None:
    """A type without what is optional in it; None where a part of it may be anything."""
    if of.kind in _PRIMITIVES:
        return of
    if of.kind == "any":
        return None
    inside = None if of.of is None else _bare(of.of)
    items = tuple([each for each in map(_bare, of.items) if each is not None])
    members = {name: bare for name, each in of.members.items() if (bare := _bare(each.type)) is not None}
    is_whole = len(items) == len(of.items) and len(members) == len(of.members)
    if not is_whole or (of.kind in _COLLECTIONS and inside is None):
        return None
    return Type(kind=of.kind, of=inside, items=items, members={name: Member(each) for name, each in members.items()})


def has_any(of: Type) -> bool:
    """Whether a type is not known in all its parts, or of objects and maps, which are converted in more ways."""
    return _bare(of) is None


def _unified_lists(types: list[Type]) -> Type | None:
    """Of a list and a set it is the list, of a set and a tuple the set (console of Terraform 1.11, 2026-11-25)."""
    kinds = {each.kind for each in types}
    if len(kinds) > 1 and "set" in kinds:
        return next(each for each in types if each.kind == ("list" if "list" in kinds else "set"))
    if all(each.kind == "tuple" and len(each.items) == len(types[0].items) for each in types):
        items = [unified(column) for column in zip(*[each.items for each in types], strict=True)]
        made = tuple([each for each in items if each is not None])
        return Type(kind="tuple", items=made) if len(made) == len(items) else None
    inside = [each.items if each.of is None else (each.of,) for each in types]
    of = unified(chain.from_iterable(inside))
    return None if of is None else Type(kind="set" if kinds == {"set"} else "list", of=of)


def _unified_maps(types: list[Type]) -> Type | None:
    first = types[0].members
    if all(each.kind == "object" and each.members.keys() == first.keys() for each in types):
        members = {name: unified([each.members[name].type for each in types]) for name in first}
        made = {name: Member(each) for name, each in members.items() if each is not None}
        return Type(kind="object", members=made) if len(made) == len(members) else None
    inside = [[m.type for m in each.members.values()] if each.of is None else [each.of] for each in types]
    of = unified(chain.from_iterable(inside))
    return None if of is None else Type(kind="map", of=of)


def _member(expression: tree.Expression, depth: int) -> Member:
    if not isinstance(expression, tree.Call) or expression.name != "optional" or not expression.arguments:
        return Member(type_of(expression, depth))
    default = expression.arguments[1] if len(expression.arguments) > 1 else None
    return Member(type_of(expression.arguments[0], depth), optional=True, default=default)
