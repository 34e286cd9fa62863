"""A file of settings: how it may be called, and what it says, every key checked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from drlint.cli.keys import checked
from drlint.cli.shapes import LineOf
from drlint.model.errors import DrlintError

NAMES = ("drlint.yaml", "drlint.yml", ".drlint.yaml", ".github/drlint.yaml")
PROJECT = "pyproject.toml"
SECTION = "[tool.drlint"


class Setting(Struct, frozen=True):
    """One value and where it came from; `place` has the line, too, where it stands in a file."""

    value: Any
    origin: str
    place: str = ""


def said_in(path: Path, text: str | None = None, called: str | None = None) -> dict[str, Setting]:
    """What a file says, checked; `text` where it is not to be read from disk, `called` what messages name the file."""
    shown = path if called is None else Path(called)
    said, line_of = _parsed(shown, _text_of(path) if text is None else text)
    return {key: Setting(checked(key, value, line_of), str(shown), line_of(key)) for key, value in said.items()}


def line_in(setting: Setting, key: str, *trail: str | int) -> str:
    """The place in a setting of a configuration, for a mistake that shows only once policies are known."""
    try:
        return _parsed(Path(setting.origin), _text_of(Path(setting.origin)))[1](key, *trail)
    except DrlintError:  # it is not on disk: it comes from a git ref
        return setting.place


def is_file(path: Path) -> bool:
    """Whether there is a file that may be looked at."""
    try:
        return path.is_file()
    except OSError:
        return False


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DrlintError(f"{path}: cannot be read: {error}") from error


def _parsed(path: Path, text: str) -> tuple[Mapping[str, Any], LineOf]:
    if path.suffix == ".toml":
        import tomllib  # noqa: PLC0415 - only where configuration stands in pyproject.toml

        try:
            said = tomllib.loads(text).get("tool", {}).get("drlint", {})
        except tomllib.TOMLDecodeError as error:
            raise DrlintError(f"{path}: {error}") from error
        return said, LineOf(path)
    from drlint.readers.yaml_text import YamlError, read_yaml  # noqa: PLC0415 - PyYAML costs 20 ms

    try:
        document = read_yaml(text)
    except YamlError as error:
        raise DrlintError(f"{path}:{error.line}: {error}") from error
    if document.data is None:
        return {}, LineOf(path, document)
    if not isinstance(document.data, dict):
        raise DrlintError(f"{path}:1: configuration is a mapping of settings")
    return document.data, LineOf(path, document)
