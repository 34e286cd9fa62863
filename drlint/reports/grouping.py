"""Findings that are one to a person: the instances that `count` and `for_each` make of one source block."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from drlint.model.finding import Finding

_INSTANCE_KEY = re.compile(r'\[(?:"(?:[^"\\]|\\.)*"|\d+)\]')


class Group(Struct):
    """A finding and the same finding on other instances of its block; `block` is empty where there are no instances."""

    first: Finding
    block: str
    others: list[Finding]


def block_of(path: str) -> str:
    """An address without instance keys: `module.db["x"].aws_s3_bucket.b[0]` is `module.db.aws_s3_bucket.b`."""
    return _INSTANCE_KEY.sub("", path) if "[" in path else path


def grouped(findings: Iterable[Finding], *, on_real_lines: bool) -> list[Group]:
    """Findings by source block, in the order of each group's first.

    One group holds one policy, severity, root and place, and each address once: what a policy says twice of one
    resource are two things. With `on_real_lines` only findings whose place has a line are gathered.
    """
    groups: list[Group] = []
    known: dict[tuple[object, ...], Group] = {}
    said: dict[tuple[str, str, str], int] = {}
    for finding in findings:
        root, path = finding.resource.root, finding.resource.path
        location = finding.evidence[0].location if finding.evidence else None
        line = location.line if location else None
        if "[" not in path or (on_real_lines and line is None):
            groups.append(Group(finding, "", []))
            continue
        again = said[finding.policy, root, path] = said.get((finding.policy, root, path), 0) + 1
        block = block_of(path)
        uri = location.uri if location and line is not None else None
        key = (finding.policy, finding.severity, finding.verdict, root, block, uri, line, again)
        group = known.get(key)
        if group is None:
            group = known[key] = Group(finding, block, [])
            groups.append(group)
        else:
            group.others.append(finding)
    return groups
