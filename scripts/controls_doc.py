"""Writes docs/controls.md from the table of controls and the policies, or says that it differs."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from drlint.catalog.registry import load
from drlint.cli.policy_sets import builtin_policies
from drlint.policy.controls.framework import Framework
from drlint.policy.controls.table import FRAMEWORKS, NAMED_ONLY

DOCUMENT = Path(__file__).parent.parent / "docs" / "controls.md"
_HEAD = """\
# Controls

Every policy says which controls of five frameworks its verdicts are evidence for; `drlint explain POLICY` shows them,
`drlint policies --control nist-800-53:CP-9` lists the policies of one, and `drlint evidence` puts verdicts together by
control. A passing policy *supports* a control: it shows a part of it, for the resources that were judged. It never
shows that a control is met. What no tool that reads code, plans and states can see is said of each control below.

Titles are in our own words and only point at the framework's text, which they do not replace. Policies of your own may
name controls of these frameworks (an id that cannot be one is an error) and of any other. {named} ids are those
of AWS's rules, which have pages of their own.

This page is written by `python scripts/controls_doc.py`.
"""


def document() -> str:
    """The page."""
    named = " and ".join(f"`{each}`" for each in NAMED_ONLY)
    return "\n".join([_HEAD.replace("{named}", named), *(line for each in FRAMEWORKS.values() for line in _part(each))])


def _part(framework: Framework) -> Iterator[str]:
    supporting = _supporting(framework.key)
    yield f"## {framework.name}, {framework.edition}"
    yield ""
    yield f"Key: `{framework.key}`. Its text: <{framework.source}>; looked over on {framework.checked}." + (
        f" {framework.note}" if framework.note else ""
    )
    yield ""
    yield "| control | in our words | what drlint can show | what it cannot | policies |"
    yield "|---|---|---|---|---|"
    for each in framework.controls:
        yield f"| {each.id} | {each.title} | {each.shows} | {each.beyond} | {supporting[each.id]} |"
    yield ""


def _supporting(framework: str) -> dict[str, int]:
    """How many policies name each control."""
    counts: dict[str, int] = defaultdict(int)
    for policy in builtin_policies(load()):
        for each in policy.metadata.controls.get(framework, ()):
            counts[each] += 1
    return counts


def main() -> int:
    """Write the page; with `--check` only say whether it differs."""
    text = document()
    if DOCUMENT.is_file() and DOCUMENT.read_text(encoding="utf-8") == text:
        return 0
    if "--check" in sys.argv[1:]:
        print("docs/controls.md differs; python scripts/controls_doc.py writes it anew")
        return 1
    DOCUMENT.write_text(text, encoding="utf-8")
    print("docs/controls.md written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
