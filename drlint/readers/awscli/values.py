"""Literal values held against their type: choices, numbers, JSON and shorthand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

from drlint.model.procedure import Fault, Word
from drlint.readers.awscli.model import Flag, Service, Shape
from drlint.readers.awscli.names import is_placeholder
from drlint.readers.awscli.nested import faults_of
from drlint.readers.awscli.scalars import fault_of_scalar

MANY: Final = 3  # faults of one flag: more of them have the same cause
LONG: Final = 100_000  # characters of a value; what is longer is not looked into
_FILES: Final = ("file://", "fileb://", "http://", "https://")
_LIKE_A_FILE: Final = re.compile(r"fileb?:|[^={}\[\],\s]+\.(json|ya?ml)$")
_NESTED: Final = frozenset({"structure", "list", "map"})
_BY_NAME: Final = frozenset({  # lists of structures with one member, whose entries may be its value alone
    ("elb", "describe-instance-health", "instances"), ("elb", "register-instances-with-load-balancer", "instances"),
    ("elb", "deregister-instances-from-load-balancer", "instances"), ("elb", "remove-tags", "tags"),
    ("firehose", "put-record-batch", "records"), ("workspaces", "reboot-workspaces", "reboot-workspace-requests"),
    ("workspaces", "rebuild-workspaces", "rebuild-workspace-requests"),
    ("workspaces", "terminate-workspaces", "terminate-workspace-requests"),
})  # fmt: skip


def problems_of(
    service: Service, operation: str, flag: Flag, words: Sequence[Word]
) -> Iterator[tuple[Fault, str, Word]]:
    """What is wrong with the values of a flag, in words that go behind the command's name."""
    literal = [each for each in words if each.text is not None and len(each.text) <= LONG and not _is_file(each.text)]
    if not literal or flag.shape.kind == "document":
        return
    if flag.shape.kind in _NESTED and not _is_scalar_list(service, flag.shape):
        if (service.name, operation, flag.name) not in _BY_NAME:
            yield from islice(_nested(service, flag, words), MANY)
        return
    member = flag.shape
    if member.kind == "list":
        if literal[0].text is not None and literal[0].text.lstrip().startswith("["):
            yield from _nested(service, flag, words)
            return
        member = service.shape(member.members[""]) if member.members else Shape("document")
    for word in literal:
        text = word.text or ""
        wrong = fault_of_scalar(text, member, f"--{flag.name}", lenient=service.lenient)
        if wrong and "," in text and set(text.split(",")) <= set(member.choices):
            wrong = f"--{flag.name} takes several words, not one with commas in it"
        if wrong:
            yield Fault.VALUE, wrong, word


def _is_file(text: str) -> bool:
    return text.startswith(_FILES)


def _is_scalar_list(service: Service, shape: Shape) -> bool:
    if shape.kind != "list":
        return False
    return not shape.members or service.shape(shape.members[""]).kind not in _NESTED


def _nested(service: Service, flag: Flag, words: Sequence[Word]) -> Iterator[tuple[Fault, str, Word]]:
    """Structures, maps and lists of them: JSON where the first word begins like it, else shorthand."""
    first = words[0]
    if first.text is None or _is_file(first.text):
        return
    text = first.text.strip()
    shape = flag.shape
    is_json = text.startswith(("{", "["))
    if shape.kind == "list" and is_json and text.startswith("[") and len(words) == 1:
        yield from _json(service, shape, flag, first)
        return
    if shape.kind == "list":
        entry = service.shape(shape.members[""]) if shape.members else Shape("document")
    else:
        entry = shape
    if _LIKE_A_FILE.match(text):
        yield Fault.SHAPE, f"--{flag.name} takes a file as file:// and its path", first
        return
    reading = _json if is_json or flag.name == "cli-input-json" else _shorthand
    for word in words if is_json or entry.kind != "document" else ():
        if word.text is not None and len(word.text) <= LONG:
            yield from reading(service, entry, flag, word)


def _json(service: Service, shape: Shape, flag: Flag, word: Word) -> Iterator[tuple[Fault, str, Word]]:
    try:
        value: Any = json.loads(word.text or "")
    except RecursionError:
        yield Fault.SHAPE, f"--{flag.name} nests too deep to be read", word
        return
    except ValueError as error:
        if is_placeholder(word.text or ""):
            return
        where = f" at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else ""
        yield Fault.SHAPE, f"--{flag.name} is no JSON{where}", word
        return
    if not shape.partial:
        for wrong in faults_of(service, shape, value, f"--{flag.name}", shorthand=False):
            yield Fault.SHAPE, wrong, word
    elif not isinstance(value, list if shape.kind == "list" else dict):
        yield Fault.SHAPE, f"--{flag.name} needs {'a list' if shape.kind == 'list' else 'an object'}", word


def _shorthand(service: Service, shape: Shape, flag: Flag, word: Word) -> Iterator[tuple[Fault, str, Word]]:
    from drlint.readers.awscli import shorthand  # noqa: PLC0415 - few commands need it

    text = word.text or ""
    if list(shape.members) == ["Value"] and "=" not in text:
        return
    try:
        value = shorthand.read(text)
    except shorthand.TooDeepError:
        return
    except shorthand.ShorthandError as error:
        if is_placeholder(text):
            return
        yield Fault.SHAPE, f"--{flag.name} is neither JSON nor shorthand such as Key=value: it {error}", word
        return
    if not shape.partial:
        for wrong in faults_of(service, shape, value, f"--{flag.name}", shorthand=True):
            yield Fault.SHAPE, wrong, word
