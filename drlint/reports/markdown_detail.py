"""How much a Markdown report tells: the steps in which it gets shorter until it fits."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

ALL = 1_000_000_000  # of a list: no limit


class Detail(Struct, frozen=True, kw_only=True):
    """One step. Numbers are the most that is listed; `words` is how long a text from outside may be, in characters.

    `said` is what the reader is told of it, empty where nothing is left out.
    """

    said: str = ""
    background: bool = True  # scorecard, inputs, what passed
    diagram: bool = True
    fixes: bool = True
    evidence: int = ALL
    instances: int | None = None
    others: bool = True  # low findings, and those that are unchanged, one by one; else counted
    most: int = ALL  # findings of a policy in a section
    entries: int = ALL  # of every other list
    words: int = ALL
    findings: bool = True
    totals: bool = False
    facts: bool = True


WHOLE = Detail()

STEPS = (
    Detail(instances=10),
    Detail(said="remedies and the scorecard are left out", background=False, fixes=False, instances=10),
    Detail(
        said="remedies and the scorecard are left out, low and unchanged findings are counted",
        background=False,
        fixes=False,
        evidence=3,
        instances=5,
        others=False,
        entries=50,
        words=1_000,
    ),
    *(
        Detail(
            said=f"of each policy the {said} listed, low and unchanged findings are counted",
            background=False,
            fixes=False,
            evidence=1,
            instances=3,
            others=False,
            most=most,
            diagram=False,
            entries=10,
            words=300,
        )
        for most, said in (
            *((100, "worst 100 are"), (50, "worst 50 are"), (20, "worst 20 are"), (10, "worst 10 are")),
            *((6, "worst 6 are"), (3, "worst 3 are"), (1, "worst one is")),
        )
    ),
    *(
        Detail(
            said="findings are counted by policy",
            background=False,
            findings=False,
            totals=True,
            diagram=False,
            entries=entries,
            words=words,
        )
        for entries, words in ((5, 200), (1, 150), (0, 100))
    ),
    Detail(
        said="only the verdict is told",
        background=False,
        findings=False,
        entries=0,
        words=60,
        facts=False,
        diagram=False,
    ),
)


def within(chunks: Iterable[str], room: int) -> str | None:
    """The chunks as one text; None as soon as they take more bytes than there is room for."""
    found = []
    for chunk in chunks:
        room -= len(chunk) if chunk.isascii() else len(chunk.encode("utf-8", "replace"))
        if room < 0:
            return None
        found.append(chunk)
    return "".join(found)


def short(text: str, words: int) -> str:
    """A text cut to so many characters; whoever writes it escapes it after that."""
    return text if len(text) <= words else f"{text[:words].rstrip()}…"
