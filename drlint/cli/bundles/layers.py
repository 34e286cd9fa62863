"""An organisation's bundle, which a repository's configuration extends: a configuration, and policies beside it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from drlint.cli.configuration_file import NAMES, Setting, is_file, said_in
from drlint.cli.extends import ENDINGS
from drlint.cli.tighter import ADDED, DIRECTIONS, is_same, shown
from drlint.model.errors import DrlintError

MOST = 5
_NAMES = tuple(each for each in NAMES if "/" not in each)
_OF_A_REPOSITORY = ("root", "context", "baseline")  # what names or describes one repository's files
Said: TypeAlias = "dict[str, Setting]"
# Where a file or a folder that a configuration names is read from, which is another place where a ref is trusted.
Placed: TypeAlias = "Callable[[str], str]"


def extended(said: Said, folder: Path, placed: Placed = str) -> Said:
    """Settings, and under them those of the bundles that they extend; DrlintError where they loosen what those say.

    `folder` is where the configuration lies.
    """
    return _extended(said, folder, placed, ())


def _extended(said: Said, folder: Path, placed: Placed, met: Sequence[str]) -> Said:
    setting = said.get("extends")
    if setting is None or setting.value is None:
        return said
    place = setting.place or setting.origin
    opened, called, identity = _opened(setting.value, folder, placed, place)
    if identity in met:
        raise DrlintError(f"{place}: extends {called}, which extends this in its turn")
    if len(met) == MOST:
        raise DrlintError(f"{place}: extends more than {MOST} bundles, one after the other")
    path = next((opened / name for name in _NAMES if is_file(opened / name)), None)
    if path is None:
        raise DrlintError(f"{place}: extends {called}, which holds no {_NAMES[0]}")
    theirs = _said(path, f"{called}{':' if called.endswith(ENDINGS) else '/'}{path.name}", opened)
    return _merged(_extended(theirs, opened, str, (*met, identity)), said)


def _opened(value: Any, folder: Path, placed: Placed, place: str) -> tuple[Path, str, str]:
    """A bundle's folder, what it is called, and what tells it from all others."""
    said = {"path": value} if isinstance(value, str) else value
    path = placed(os.path.normpath(folder / said["path"]))
    called = said["path"].rstrip("/")
    if "sha256" not in said:
        if not Path(path).is_dir():
            raise DrlintError(f"{place}: extends {called}: no such folder")
        return Path(path), called, os.path.realpath(path)
    if not Path(path).exists():
        raise DrlintError(f"{place}: extends {called}: no such archive; download it before")
    from drlint.cli.bundles.archive import unpacked  # noqa: PLC0415 - 10 ms, and a folder needs none of it

    top = unpacked(path, f"{place}: extends {called}", said["sha256"]).path
    inside = list(top.iterdir())
    alone = len(inside) == 1 and inside[0].is_dir()  # as archives of a whole repository are packed
    return (inside[0] if alone else top), called, said["sha256"].lower()


def _said(path: Path, called: str, folder: Path) -> Said:
    """What a bundle's configuration says; its policies lie in it."""
    said = said_in(path, called=called)
    for key in _OF_A_REPOSITORY:
        if key in said:
            raise DrlintError(f"{said[key].place}: a bundle cannot say {key}, which is of one repository")
    setting = said.get("policies")
    if setting is not None:
        whole = tuple(os.path.normpath(folder / each) for each in setting.value)
        outside = next((each for each in whole if not Path(each).resolve().is_relative_to(folder.resolve())), None)
        if outside is not None:
            raise DrlintError(f"{setting.place}: policies: {outside} lies outside of the bundle")
        said["policies"] = Setting(whole, setting.origin, setting.place)
    return said


def _merged(theirs: Said, own: Said) -> Said:
    """A repository's settings over a bundle's; DrlintError where one loosens what the bundle says."""
    found = dict(theirs)
    for key, setting in own.items():
        other = None if key == "extends" else theirs.get(key)
        if other is None or is_same(other.value, setting.value):
            found[key] = setting if other is None else other
        else:
            found[key] = Setting(_value(key, other, setting), _both(key, other, setting), setting.place)
    return found


def _both(key: str, other: Setting, setting: Setting) -> str:
    return f"{other.origin} and {setting.origin}" if key in ADDED or isinstance(setting.value, dict) else setting.origin


def _value(key: str, other: Setting, setting: Setting) -> Any:
    if key in ADDED and (other.value or key == "policies"):
        return DIRECTIONS[key](other.value, setting.value)
    if key in DIRECTIONS:
        if is_same(DIRECTIONS[key](other.value, setting.value), setting.value):
            return setting.value
        raise _loosens(key, other, setting, "which is looser")
    if isinstance(other.value, dict) and isinstance(setting.value, dict):
        return _leaves(key, other.value, setting.value, other, setting)
    raise _loosens(key, other, setting, "and nobody can tell which is tighter")


def _leaves(
    trail: str, theirs: Mapping[str, Any], own: Mapping[str, Any], other: Setting, setting: Setting
) -> dict[str, Any]:
    """What both mappings say; a repository adds to what a bundle leaves open."""
    found = dict(theirs)
    for name, value in own.items():
        known = theirs.get(name)
        if isinstance(known, dict) and isinstance(value, dict):
            found[name] = _leaves(f"{trail}.{name}", known, value, other, setting)
        elif name in theirs and not is_same(known, value):
            raise _loosens(
                f"{trail}.{name}",
                Setting(known, other.origin, other.place),
                Setting(value, setting.origin, setting.place),
                "and nobody can tell which is tighter",
            )
        else:
            found[name] = value
    return found


def _loosens(what: str, other: Setting, setting: Setting, why: str) -> DrlintError:
    return DrlintError(
        f"{setting.place}: {what} is {shown(setting.value)}, {why}: {other.place}, which this extends, says "
        f"{shown(other.value)}; a repository can only tighten it"
    )
