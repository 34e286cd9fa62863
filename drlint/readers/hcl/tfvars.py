"""Finds what a root module is given from outside: environment, files of values, flags, and the workspace.

https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence (2026-11-25)

A value may be a secret: nothing that is said here quotes one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from drlint.model.errors import DrlintError, UnreadableError
from drlint.model.finding import BlindSpot
from drlint.model.nearness import near
from drlint.model.resource import Location
from drlint.model.values import Unknown
from drlint.readers.files import LARGEST_SOURCE, SOURCE_ENDINGS, VALUES_ENDINGS, Disk, read_regular
from drlint.readers.hcl import tree
from drlint.readers.hcl.allowance import Allowance
from drlint.readers.hcl.code import MAX_PROBLEMS, Code
from drlint.readers.hcl.source import cleaned, parse_clean
from drlint.readers.hcl.variables import Given, Settings

Flag: TypeAlias = "tuple[Literal['var', 'var-file'], str]"  # as they stand on the command line

_PREFIX = "TF_VAR_"
_PLAIN = ("terraform.tfvars", "terraform.tfvars.json")
_AUTOMATIC = (".auto.tfvars", ".auto.tfvars.json")
_LARGEST_NAME = 4096
_NAMED = 3  # variables, and files, in a note
_NAME = re.compile(r"[^\W\d][\w-]*")
_MENTIONED = re.compile(rb'^[ \t]*([^\W\d][\w-]*)[ \t]*=|"([^\W\d][\w-]*)"[ \t\r\n]*:', re.MULTILINE)


class _Values(Struct, frozen=True):
    """What one source of values gives; `broken` where it cannot be read at all."""

    given: Mapping[str, Given]
    blind: tuple[BlindSpot, ...] = ()
    broken: tree.Broken | None = None


def settings_of(
    folder: str,
    *,
    disk: Disk,
    flags: Sequence[Flag] = (),
    environment: Mapping[str, str] = {},
    workspace: str | None = None,
    provider_regions: Mapping[str, str] = {},
    allowance: Allowance | None = None,
) -> tuple[Settings, tuple[BlindSpot, ...]]:
    """What the root in a folder is given, and what of it could not be read; raises DrlintError for a wrong flag."""
    variables: dict[str, Given] = {
        name.removeprefix(_PREFIX): text for name, text in environment.items() if name.startswith(_PREFIX)
    }
    unread: tree.Broken | None = None
    blind: list[BlindSpot] = []
    for each in (*_found(folder, disk, allowance), *_flagged(flags, disk, allowance)):
        blind += each.blind
        if each.broken is not None:  # whatever came before may be set in there
            variables, unread = {}, each.broken
        variables |= each.given
    named: str | Unknown = workspace or environment.get("TF_WORKSPACE") or ""
    if isinstance(named, str) and not named:
        named = _selected(folder, disk)
    if isinstance(named, Unknown):
        blind.append(BlindSpot("terraform.workspace", named.reason, Location(disk.uri(folder))))
    settings = Settings(variables=variables, unread=unread, workspace=named, provider_regions=provider_regions)
    return settings, tuple(blind)


def left_out(folder: str, disk: Disk, code: Code, settings: Settings) -> str:
    """A note on files of values that nobody asked for, where variables have no value; empty without such files."""
    if settings.unread is not None:
        return ""
    required = (name for name, block in code.variables.items() if block.body.attribute("default") is None)
    unset = [name for name in required if name not in settings.variables]
    files = _unasked(folder, disk) if unset else []
    if not files:
        return ""
    names = ", ".join(unset[:_NAMED]) + (f" + {len(unset) - _NAMED} more" if len(unset) > _NAMED else "")
    have = "has" if len(unset) == 1 else "have"
    of = f"{disk.uri(folder)}: {names} {have} no value"
    return f"{of}; {' or '.join(files)} would be read with --var-file"


def _unasked(folder: str, disk: Disk) -> list[str]:
    """The files of values beside a root's code, or one folder below, that Terraform reads only where it is told to."""
    found: list[str] = []
    for here in (folder, *disk.folders(folder)):
        try:
            names = disk.names(here)
        except UnreadableError:
            continue
        if here == folder:
            names = tuple(each for each in names if each not in _PLAIN and not each.endswith(_AUTOMATIC))
        elif any(each.endswith(SOURCE_ENDINGS) for each in names):
            continue  # those of another root
        found += [disk.uri(os.path.join(here, each)) for each in names if each.endswith(VALUES_ENDINGS)]  # noqa: PTH118
    return found[:_NAMED]


def require_declared(flags: Sequence[Flag], codes: Iterable[Code]) -> None:
    """Refuse a `--var` for a variable that none of the roots declares; raises DrlintError."""
    read = tuple(codes)
    declared = {name for code in read for name in code.variables}
    if any(code.blind for code in read):
        return
    for kind, text in flags:
        name = _pair(text)[0] if kind == "var" else ""
        if name and name not in declared:
            where = "the root module" if len(read) == 1 else "any of the root modules"
            raise DrlintError(f"--var {name}: no variable of this name is declared in {where}{near(name, declared)}")


def _found(folder: str, disk: Disk, allowance: Allowance | None) -> Iterator[_Values]:
    """The files that Terraform reads by itself, in its order."""
    try:
        names = disk.names(folder)
    except UnreadableError:
        return  # said where its code is read
    automatic = (each for each in names if each.endswith(_AUTOMATIC))
    for name in (*(each for each in _PLAIN if each in names), *automatic):
        path = os.path.join(folder, name)  # noqa: PTH118
        uri = disk.uri(path)
        try:
            data = disk.contents(path)
        except UnreadableError as error:
            broken = tree.Broken(f"{uri}: {error}; what it sets is not known", Location(uri))
            yield _Values({}, (BlindSpot(uri, broken.reason, broken.location),), broken)
        else:
            yield _values(data, uri, allowance)


def _flagged(flags: Sequence[Flag], disk: Disk, allowance: Allowance | None) -> Iterator[_Values]:
    """What flags give, in their order."""
    for kind, text in flags:
        if kind == "var":
            yield _Values(dict([_pair(text)]))
            continue
        try:
            data = read_regular(text, LARGEST_SOURCE)
        except UnreadableError as error:
            raise DrlintError(f"--var-file {text}: {error}") from error
        yield _values(data, disk.uri(text), allowance)


def _pair(text: str) -> tuple[str, str]:
    """Name and value of a `--var`."""
    name, equals, value = text.partition("=")
    if not equals or not _NAME.fullmatch(name):
        shown = f" {name}" if _NAME.fullmatch(name) else ""
        raise DrlintError(f"--var{shown}: write it as name=value, without spaces around the =")
    return name, value


def _values(data: bytes, uri: str, allowance: Allowance | None) -> _Values:
    """What a file of values sets; a value that cannot be read, or follows on such a one, is broken."""
    source = _source(data, uri, allowance)
    given: dict[str, Given] = {}
    blind = [BlindSpot(uri, _discreet(each.reason), Location(uri, each.line)) for each in source.problems]
    if source.problems:
        for found in _MENTIONED.finditer(cleaned(data).data):
            name = (found.group(1) or found.group(2)).decode("utf-8", "replace")
            given[name] = tree.Broken(f"{name} may be set in the part of {uri} that cannot be read", blind[0].location)
    blind += [BlindSpot(uri, "a file of values has no blocks", each.place) for each in source.body.blocks]
    for attribute in source.body.attributes:
        value = attribute.value
        if isinstance(value, tree.Broken):
            value = tree.Broken(f"{attribute.name}: its value cannot be read", attribute.place)
        elif _has_scope(value, frozenset()):
            reason = f"{attribute.name}: a file of values has no references and calls no functions"
            value = tree.Broken(reason, attribute.place)
        given[attribute.name] = value
        if isinstance(value, tree.Broken):
            blind.append(BlindSpot(uri, value.reason, value.location))
    rest = blind[MAX_PROBLEMS:]
    if rest:
        blind[MAX_PROBLEMS:] = [BlindSpot(uri, f"{len(rest):,} more parts of it cannot be read", rest[0].location)]
    return _Values(given, tuple(blind))


def _source(data: bytes, uri: str, allowance: Allowance | None) -> tree.Source:
    if uri.endswith(".json"):
        from drlint.readers.hcl.json_syntax import parse_values  # noqa: PLC0415 - few have such files

        return parse_values(data, uri, allowance)
    return parse_clean(cleaned(data), uri, allowance)


def _discreet(reason: str) -> str:
    """A reason without the text that it quotes."""
    return reason.partition(" near ")[0]


def _has_scope(value: object, own: frozenset[str]) -> bool:
    """Whether an expression needs more than the names that its own loops make."""
    if isinstance(value, tree.Name):
        return value.name not in own
    if isinstance(value, tree.Call):
        return True
    if isinstance(value, tree.For):
        inside = own | set(value.names)
        return _has_scope(value.over, own) or any(
            _has_scope(each, inside) for each in (value.key, value.result, value.condition)
        )
    if isinstance(value, tuple):
        return any(_has_scope(each, own) for each in value)
    return isinstance(value, Struct) and any(_has_scope(getattr(value, name), own) for name in value.__struct_fields__)


def _selected(folder: str, disk: Disk) -> str | Unknown:
    """The workspace that was selected in a folder."""
    path = os.path.join(folder, ".terraform", "environment")  # noqa: PTH118
    if not os.path.lexists(path):
        return "default"
    try:
        return disk.contents(path, _LARGEST_NAME).decode("utf-8", "replace").strip() or "default"
    except UnreadableError as error:
        return Unknown(f"{disk.uri(path)} says which it is, and {error}")
