"""The Regions and what is copied between them, before and after a change, as Mermaid diagrams in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drlint.model.topology import Copying, Holder, Topology, TopologyChange
from drlint.reports import wording
from drlint.reports.escape import code, markdown, mermaid
from drlint.reports.markdown_detail import Detail, short
from drlint.reports.markdown_story import Story

# GitHub draws no more than 50,000 characters and 500 arrows (mermaid's maxTextSize and maxEdges; read 2026-11-26).
MOST_CHARACTERS = 45_000
LISTED = 20  # copies that come or go, in words
_GONE, _MADE = "stroke:#cf222e,stroke-width:3px", "stroke:#1a7f37,stroke-width:3px"


def diagrams(story: Story, detail: Detail) -> Iterator[str]:
    """What a change does to copies, in words and drawn; nothing where it does nothing to them."""
    found = [each for each in story.report.topology if _changes(each)]
    if not found or not detail.entries:
        return
    yield "\n## Regions and copies\n"
    for each in found:
        yield from _change(each, detail)


def _changes(change: TopologyChange) -> bool:
    return bool(change.before.without(change.after) or change.after.without(change.before))


def _change(change: TopologyChange, detail: Detail) -> Iterator[str]:
    gone, made = change.before.without(change.after), change.after.without(change.before)
    with_root = len({each.root for some in (change.before, change.after) for each in some.holders}) > 1
    yield "\n"
    yield from _listed("gone", gone, detail, with_root=with_root)
    yield from _listed("new", made, detail, with_root=with_root)
    if not detail.diagram:
        return
    drawn = [_drawn(change.before, gone, _GONE, with_root=with_root)]
    drawn.append(_drawn(change.after, made, _MADE, with_root=with_root))
    if any(len(each) > MOST_CHARACTERS for each in drawn):
        return
    for title, text in zip(("Before", "After"), drawn, strict=True):
        yield f"\n### {title}\n\n"
        yield f"```mermaid\n{text}```\n" if "[" in text else "Nothing is copied.\n"
    if change.left_out:
        yield f"\n{wording.count(change.left_out, 'copy', 'copies')} that the change does not touch are not drawn.\n"


def _listed(when: str, copyings: Sequence[Copying], detail: Detail, *, with_root: bool) -> Iterator[str]:
    most = min(LISTED, detail.entries)
    for each in copyings[:most]:
        source, target = (_in_words(end, detail, with_root=with_root) for end in (each.source, each.target))
        number = f" × {each.number:,}" if each.number > 1 else ""
        yield f"- {when}: {markdown(each.mechanism)}{number}, {source} {'↔' if each.is_mutual else '→'} {target}\n"
    if len(copyings) > most:
        yield f"- {when}: {wording.count(len(copyings) - most, 'more copy', 'more copies')}\n"


def _in_words(holder: Holder, detail: Detail, *, with_root: bool) -> str:
    name = code(short(_name(holder, with_root=with_root), detail.words))
    return f"{name} in {markdown(short(_region(holder.region), detail.words))}"


def _name(holder: Holder, *, with_root: bool) -> str:
    if not holder.name:
        return f"{holder.kind or 'all'} × {holder.number:,}"
    return f"{holder.root or '.'}: {holder.name}" if with_root else holder.name


def _region(region: str) -> str:
    return region or "a Region that is not known"


def _drawn(topology: Topology, marked: Sequence[Copying], style: str, *, with_root: bool) -> str:
    """A flowchart: a box for each Region, an arrow for each copy, dashed where it is not certain."""
    names = {each: f"h{number}" for number, each in enumerate(topology.holders)}
    lines = ["flowchart LR"]
    for number, region in enumerate(sorted({each.region for each in topology.holders})):
        lines.append(f'  subgraph r{number}["{mermaid(_region(region))}"]')
        inside = (each for each in topology.holders if each.region == region)
        lines += [f'    {names[each]}["{mermaid(_name(each, with_root=with_root))}"]' for each in inside]
        lines.append("  end")
    for each in topology.copyings:
        how = f"{each.mechanism} × {each.number:,}" if each.number > 1 else each.mechanism
        lines.append(f'  {names[each.source]} {_arrow(each)}|"{mermaid(how)}"| {names[each.target]}')
    lines += [f"  linkStyle {at} {style}" for at, each in enumerate(topology.copyings) if each in marked]
    return "".join(f"{line}\n" for line in lines)


def _arrow(copying: Copying) -> str:
    line = "--" if copying.certain else "-.-"
    return f"{'<' if copying.is_mutual else ''}{line}>"
