"""Makes of the sections of a Markdown text what the keys of a YAML document say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from drlint.readers.documents.markdown import Block, Fence, Heading, Item, Text
from drlint.readers.yaml_text import CONSOLE, FENCE, Spot, Trail

_VERIFICATION = "verification"
_STEPS = frozenset(
    {"steps", "pre_failback_checks", "pre_failover_checks", "rollback", "post_failover", "post_failback"}
)
_PROSE = frozenset({"post_failover", "post_failback"})
_DEEPEST = 7  # one more than headings have
# The headings under which people write a part, in small letters with one blank between words.
_HEADINGS = {
    "prerequisites": "prerequisites|pre requisites|requirements|preconditions|before you begin|before you start",
    "decision_criteria": "decision criteria|criteria|when to fail over|when to failover|when to fail back|triggers",
    "pre_failback_checks": "pre failback checks|pre failback|before failback|before failing back",
    "pre_failover_checks": "pre failover checks|pre failover|pre checks|prechecks|checks|before failover",
    "steps": "steps|procedure|failover steps|failback steps|restore steps|recovery steps|failover procedure"
    "|failback procedure|restore procedure|recovery procedure|runbook steps|instructions",
    "rollback": "rollback|roll back|rollback plan|rollback steps|rollback procedure|back out|backout|backout plan",
    "post_failover": "post failover|after failover|post failover tasks|post failover actions|post failover checks"
    "|post failover steps",
    "post_failback": "post failback|after failback|post failback tasks|post failback actions|post failback checks"
    "|post failback steps",
    "contacts": "contacts|contact|escalation|escalation contacts|on call",
    "locations": "locations|copies|where this runbook is kept|copies of this runbook",
    "trained": "trained|trained people|training",
    "participants": "participants|attendees",
    "issues": "issues|issues found|findings|problems found",
    "success_criteria": "success criteria",
    "metrics_to_capture": "metrics to capture|metrics",
    _VERIFICATION: "verification|verify|validation|validate|verify recovery|validate recovery",
}
_FIELDS = {name: field for field, names in _HEADINGS.items() for name in names.split("|")}
_OF_KIND = {
    "runbook": frozenset(
        {*_STEPS, _VERIFICATION, "prerequisites", "decision_criteria", "contacts", "locations", "trained"}
    ),
    "drill": frozenset({"participants", "issues"}),
    "test_plan": frozenset({"success_criteria", "metrics_to_capture"}),
}
_NUMBERED = re.compile(
    r"(?P<word>step\s+)?(?P<number>\d{1,4}(?:\.\d{1,3}){0,3}[a-z]?)(?:\s*[.:)–—-]\s*|$|\s+)(?P<rest>.*)", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?P<label>verification|verify|validation|validate|expected(?: result| output)?|wait|region|trigger)\s*:"
    r"\s*(?P<said>.+)",
    re.IGNORECASE,
)
_VERIFYING = re.compile(r"(?:verify|confirm|check|validate)\s+(?:that|the|if|whether)\b", re.IGNORECASE)
_MARKS = re.compile(r"\*{1,3}|`{1,3}|(?<!\w)_{1,2}(?=\S)|(?<=\S)_{1,2}(?!\w)")
_LINK = re.compile(
    r"!?\[(?P<text>[^\]\n]{0,300})\]\((?P<to>[^)\s]{0,500})[^)\n]{0,200}\)|<(?P<auto>\w+:[^>\s]{1,500})>"
)
_BOX = re.compile(r"\[[ xX]\]\s+")


class Section(Struct):
    """A heading with what stands below it up to the next; `number` as written, "" where it has none."""

    title: str
    number: str
    is_step: bool
    line: int
    level: int
    blocks: list[Block]


class Sections:
    """What the sections of a text say, as the keys of a document with their places."""

    def __init__(self, kind: str, known: Iterable[str]) -> None:
        """`known` are the keys that the front matter has, which are not said again."""
        self.data: dict[str, Any] = {}
        self.lines: dict[Trail, int] = {}
        self.spots: dict[Trail, Spot] = {}
        self._takes = _OF_KIND.get(kind, frozenset()) - frozenset(known)
        self._has_steps = "steps" in self._takes
        self._part = ""  # the field of the section that is open, and its level
        self._level = 0
        self._step: dict[str, Any] | None = None
        self._trail: Trail = ()
        self._step_level = 0

    def read(self, blocks: Sequence[Block]) -> None:
        """Take in all sections of a text."""
        sections = list(_sections(blocks))
        stepped = {each.level for each in sections if each.number and not _field(each) and _has_commands(each.blocks)}
        for each in sections:
            self._section(each, is_step=each.is_step or (bool(each.number) and each.level in stepped))

    def _section(self, section: Section, *, is_step: bool) -> None:
        field = _field(section)
        field = field if field in self._takes else ""
        inside = section.level > self._level > 0
        within = self._step is not None and section.level > self._step_level
        if field not in {"", _VERIFICATION}:
            self._open(field, section)
        elif within and (field or not is_step):
            self._step_says(section.blocks, verifies=bool(field))
        elif inside and self._part not in _STEPS:
            self._lists(section)
        elif is_step or inside or field:
            self._part = self._part if inside or self._part == "steps" else ""
            self._begin(section.number, section.title, section.line, level=section.level)
            self._step_says(section.blocks, verifies=bool(field))
        else:
            self._part, self._level, self._step = "", 0, None
            self._commands_of(section)

    def _open(self, field: str, section: Section) -> None:
        """Begin a part of the document."""
        self._part, self._level, self._step = field, section.level, None
        if field not in _STEPS:
            self._lists(section)
            return
        self.lines.setdefault((field,), section.line)
        items = [each for each in section.blocks if isinstance(each, Item)]
        numbered = [each for each in items if each.number]
        self._steps(section, numbered or items)

    def _commands_of(self, section: Section) -> None:
        """A section that is called after nothing that we know is steps where it has commands."""
        numbered = [each for each in section.blocks if isinstance(each, Item) and each.number]
        if _has_commands(section.blocks):
            self._steps(section, numbered if _has_commands(numbered) else [], whole=True)

    def _steps(self, section: Section, items: Sequence[Item], *, whole: bool = False) -> None:
        """The steps in a section: those items of lists, and what stands beside them; `whole`: one step of all that."""
        rest = [each for each in section.blocks if all(each is not item for item in items)]
        texts = [each for each in rest if isinstance(each, Text)]
        if self._part == "rollback":
            texts = [each for each in texts if not self._is_trigger(each)]
        if _has_commands(rest):
            self._begin(
                "", section.title, section.line, level=section.level if whole and section.level > 1 else _DEEPEST
            )
            self._step_says(rest)
        elif texts and not items:
            self._begin("", _plain(texts[0].text), texts[0].line)
        for each in items:
            first = next((block for block in each.blocks if isinstance(block, Text)), None)
            action = "" if first is None else _action(first.text)
            if self._part in _PROSE and not _has_commands(each.blocks):
                self._remind(action, each.line)
                continue
            self._begin(each.number, action, each.line)
            self._step_says(each.blocks, without=first)
        self._step = None if items else self._step

    def _remind(self, said: str, line: int) -> None:
        listed = self.data.setdefault(self._part, [])
        self.lines.setdefault((self._part,), line)
        self.lines[self._part, len(listed)] = line
        listed.append(said)

    def _is_trigger(self, text: Text) -> bool:
        """Whether a text says when to roll back, which is noted."""
        label = _LABEL.match(_plain(text.text))
        if label is None or label["label"].lower() != "trigger":
            return False
        self.data.setdefault("rollback", {"steps": []})["trigger"] = label["said"]
        self.lines["rollback", "trigger"] = text.line
        self.lines.setdefault(("rollback",), text.line)
        return True

    def _begin(self, number: str, action: str, line: int, *, level: int = _DEEPEST) -> None:
        """Begin a step of the part that is open; headings deeper than `level` are in it."""
        if not self._has_steps:
            return
        part = self._part if self._part in _STEPS else "steps"
        trail: Trail = ("rollback", "steps") if part == "rollback" else (part,)
        listed = (
            self.data.setdefault(part, {"steps": []})["steps"] if part == "rollback" else self.data.setdefault(part, [])
        )
        self.lines.setdefault((part,), line)
        self._step, self._trail, self._step_level = {"action": action}, (*trail, len(listed)), level
        if number:
            self._step["id"] = number
        listed.append(self._step)
        self.lines[self._trail] = line

    def _step_says(self, blocks: Sequence[Block], *, verifies: bool = False, without: Block | None = None) -> None:
        """Add what blocks say of the step that is open: commands, how it is verified, how long to wait."""
        for each in blocks:
            if isinstance(each, Item):
                self._step_says(each.blocks, verifies=verifies)
            elif isinstance(each, Fence):
                self._command(each)
            elif isinstance(each, Text):
                lines = each.text.split("\n")
                for line in lines[1:] if each is without else lines:
                    self._line(_plain(line), verifies=verifies)

    def _line(self, said: str, *, verifies: bool) -> None:
        if self._step is None or not said:
            return
        label = _LABEL.match(said)
        name = "" if label is None else label["label"].lower()
        if label is not None and name in {"wait", "region"}:
            self._step.setdefault(name, label["said"].rstrip("."))
        elif (label is not None and name != "trigger") or verifies or _VERIFYING.match(said):
            self._step.setdefault(_VERIFICATION, []).append(said if label is None else label["said"])

    def _command(self, fence: Fence) -> None:
        if self._step is None:
            return
        commands = self._step.setdefault("commands", [])
        trail = (*self._trail, "commands", len(commands))
        commands.append(fence.text)
        self.lines[trail] = self.lines[(*self._trail, "commands")] = fence.line
        self.spots[trail] = Spot(fence.line, fence.column, CONSOLE if fence.is_console else FENCE)

    def _lists(self, section: Section) -> None:
        """The texts of a section that is a list; commands in it are a check of their own."""
        field = self._part
        listed = self.data.setdefault(field, [])
        self.lines.setdefault((field,), section.line)
        items: list[Block] = [each for each in section.blocks if isinstance(each, Item)]
        for each in items or [each for each in section.blocks if isinstance(each, Text)]:
            text = _first_text(each)
            if text:
                self.lines[field, len(listed)] = each.line
                listed.append(_target(text) if field == "locations" else _plain(text))
        if _has_commands(section.blocks) and "pre_failover_checks" in self._takes:
            self._part = "pre_failover_checks"
            self._begin("", section.title, section.line)
            self._step_says(section.blocks)
            self._part, self._step = field, None


def _sections(blocks: Sequence[Block]) -> Iterator[Section]:
    section = Section("", "", False, 1, 0, [])  # noqa: FBT003 - what stands above the first heading
    for each in blocks:
        if not isinstance(each, Heading):
            section.blocks.append(each)
            continue
        yield section
        title = _plain(each.text)
        numbered = _NUMBERED.fullmatch(title)
        section = Section(title, "", False, each.line, each.level, [])  # noqa: FBT003 - as above
        if numbered is not None:
            section.title, section.number = numbered["rest"] or title, numbered["number"]
            section.is_step = bool(numbered["word"])
    yield section


def _field(section: Section) -> str:
    """The field of which a heading speaks, empty where of none."""
    words = " ".join(re.findall(r"[a-z]+", section.title.lower()))
    return _FIELDS.get(words, "")


def _has_commands(blocks: Sequence[Block]) -> bool:
    return any(isinstance(each, Fence) or (isinstance(each, Item) and _has_commands(each.blocks)) for each in blocks)


def _first_text(block: Block) -> str:
    if isinstance(block, Item):
        return next((each.text for each in block.blocks if isinstance(each, Text)), "")
    return block.text if isinstance(block, Text) else ""


def _action(text: str) -> str:
    """What a step does: the lines of its first paragraph that say nothing else."""
    lines = [_plain(line) for line in text.split("\n")]
    return " ".join([lines[0], *(each for each in lines[1:] if not _LABEL.match(each) and not _VERIFYING.match(each))])


def _plain(text: str) -> str:
    """A text without the marks of Markdown."""
    text = _LINK.sub(lambda found: found["text"] or found["auto"] or "", text)
    return _BOX.sub("", _MARKS.sub("", " ".join(text.split())), count=1) if text else ""


def _target(text: str) -> str:
    """Where a text leads by its first link, else what it says."""
    found = _LINK.search(text)
    return _plain(text) if found is None else found["to"] or found["auto"] or ""
