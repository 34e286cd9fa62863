"""Counts in git's history how often the day of a waiver was moved later."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

from drlint.cli.trust.git import Git, Objects
from drlint.model.errors import DrlintError, UnreadableError
from drlint.model.resource import Location
from drlint.model.waiver import Waiver, day_said
from drlint.readers.files import read_regular
from drlint.readers.waiver_text import comment_of

# What a waiver is called from one commit to the next: its policy, and its ticket, or else its owner.
Name: TypeAlias = "tuple[str, str]"
Days: TypeAlias = "dict[Name, list[str]]"

SECONDS = 10.0
MOST_COMMITS = 200  # of one file
_LARGEST = 4 * 1024 * 1024
_COMMENT = re.compile(r"(?:#+|//+)[ \t]*drlint:([^\n]*)")


def renewals_in(top: Path, waivers: Sequence[Waiver]) -> Mapping[tuple[str, int | None, str], int]:
    """How often each waiver was renewed, by its identity; nothing of those of which git does not tell."""
    by_file: dict[str, list[Waiver]] = {}
    for each in waivers:
        by_file.setdefault(each.location.uri, []).append(each)
    try:
        git = Git(top)
        if (git.said("rev-parse", "--is-shallow-repository") or "").strip() != "false":
            return {}
        objects = git.objects()
    except DrlintError:
        return {}
    found: dict[tuple[str, int | None, str], int] = {}
    until = time.monotonic() + SECONDS
    try:
        for uri, some in by_file.items():
            if time.monotonic() > until:
                break
            counted = _counted(list(_versions(git, objects, top, uri)))
            found |= {each.identity: counted.get(_name(each), 0) for each in some}
    except DrlintError:
        return found
    finally:
        objects.close()
    return found


def _name(waiver: Waiver) -> Name:
    return waiver.policy or waiver.blind_spot, waiver.ticket or waiver.owner


def _versions(git: Git, objects: Objects, top: Path, uri: str) -> Iterator[Days]:
    """The days of a file's waivers in each commit that touched them, the oldest first, and as they stand."""
    if "\n" in uri or uri.startswith(".."):
        return
    is_source = not uri.endswith((".yaml", ".yml", ".toml"))
    said = git.said(
        "log",
        "--format=%H",
        f"-n{MOST_COMMITS}",
        "--no-textconv",
        "--no-ext-diff",
        f"-G{'drlint:' if is_source else 'until'}",
        "--",
        f":(top,literal){uri}",
    )
    read = _in_source if is_source else _in_configuration
    for commit in reversed((said or "").split()):
        data = objects.read(f"{commit}:{uri}", _LARGEST)
        if data is not None:
            yield read(data.decode("utf-8", "replace"), uri)
    try:
        yield read(read_regular(str(top / uri), _LARGEST).decode("utf-8", "replace"), uri)
    except UnreadableError:
        return


def _in_source(text: str, uri: str) -> Days:
    found: Days = {}
    for said in _COMMENT.findall(text):
        comment = comment_of(said, Location(uri))
        for word in comment.words if comment.until is not None else ():
            found.setdefault((word, comment.ticket or comment.owner), []).append(str(comment.until))
    return found


def _in_configuration(text: str, uri: str) -> Days:
    found: Days = {}
    for each in _said(text, uri):
        until = str(each.get("until"))
        policies = each.get("policy", each.get("blind_spot"))
        for policy in policies if isinstance(policies, list) else [policies]:
            if day_said(until) is not None:
                found.setdefault((str(policy), str(each.get("ticket") or each.get("owner"))), []).append(until)
    return found


def _said(text: str, uri: str) -> list[dict[str, Any]]:
    """The waivers that a configuration of some commit says; none where it cannot be read."""
    import tomllib  # noqa: PLC0415 - few repositories ask

    from drlint.readers.yaml_text import YamlError, read_yaml  # noqa: PLC0415

    try:
        said = tomllib.loads(text).get("tool", {}).get("drlint", {}) if uri.endswith(".toml") else read_yaml(text).data
    except (YamlError, tomllib.TOMLDecodeError):
        return []
    waivers = said.get("waivers") if isinstance(said, dict) else None
    return [each for each in waivers if isinstance(each, dict)] if isinstance(waivers, list) else []


def _counted(versions: Sequence[Days]) -> Mapping[Name, int]:
    """From version to version, how often the days of one name were moved later."""
    found: dict[Name, int] = {}
    for was, now in pairwise(versions):
        for name, days in now.items():
            before = was.get(name)
            if before is not None and len(before) == len(days):
                later = any(new > old for old, new in zip(sorted(before), sorted(days), strict=True))
                found[name] = found.get(name, 0) + later
    return found
