"""The parts of Terraform's JSON that drlint decodes; everything else is skipped, nothing else is kept."""

from __future__ import annotations

import codecs
import gc
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import msgspec
from msgspec import Raw, Struct

from drlint.model.errors import UnreadableError, UnrecognisedError

EMPTY = Raw(b"")
_CHUNK = 1 << 20
REMEDY = "write it again with `terraform show -json`"
_PLAIN = frozenset({"format_version", "terraform_version", "errored", "complete", "applyable", "timestamp"})
# a high surrogate without its low half, or a low one alone; an even number of backslashes before it is text
_LONE_SURROGATE = re.compile(
    rb"(?<!\\)((?:\\\\)*)(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)


class PlannedChange(Struct):
    actions: list[str] = []
    before: Raw = EMPTY
    after: Raw = EMPTY
    after_unknown: Raw = EMPTY
    before_sensitive: Raw = EMPTY
    after_sensitive: Raw = EMPTY
    replace_paths: list[list[str | int]] = []
    importing: Raw = EMPTY


class ResourceChange(Struct):
    address: str
    type: str
    name: str
    change: PlannedChange
    mode: str = "managed"
    module_address: str = ""
    index: int | str | None = None
    provider_name: str = ""
    previous_address: str | None = None
    deposed: str | None = None


class StateResource(Struct):
    address: str
    type: str
    mode: str = "managed"
    name: str = ""
    index: int | str | None = None
    provider_name: str = ""
    values: Raw = EMPTY
    sensitive_values: Raw = EMPTY


class StateModule(Struct):
    address: str = ""
    resources: list[StateResource] = []
    child_modules: list[StateModule] = []


class StateValues(Struct):
    root_module: StateModule = msgspec.field(default_factory=StateModule)


class ConfigResource(Struct):
    type: str = ""
    name: str = ""
    mode: str = "managed"
    provider_config_key: str = ""
    expressions: Raw = EMPTY
    for_each_expression: Any = None


class Output(Struct):
    expression: Any = None


class ConfigVariable(Struct):
    default: Any = None


class Module(Struct):
    resources: list[ConfigResource] = []
    module_calls: dict[str, ModuleCall] = {}
    outputs: dict[str, Output] = {}
    variables: dict[str, ConfigVariable] = {}


class ModuleCall(Struct):
    expressions: dict[str, Any] = {}
    module: Module = msgspec.field(default_factory=Module)
    for_each_expression: Any = None


class Provider(Struct):
    name: str = ""
    full_name: str = ""
    alias: str = ""
    module_address: str = ""
    expressions: Raw = EMPTY

    def __post_init__(self) -> None:
        if bytes(memoryview(self.expressions)[:1]) != b"{":
            self.expressions = EMPTY  # anything but an object tells as little as nothing


class Configuration(Struct):
    provider_config: dict[str, Provider] = {}
    root_module: Module = msgspec.field(default_factory=Module)


class Variable(Struct):
    value: Raw = EMPTY


class Document(Struct):
    """A plan (`resource_changes`) or a state (`values`); which is which is told by the keys it has."""

    format_version: Any = None
    terraform_version: str | None = None
    resource_changes: list[ResourceChange] | None = None
    configuration: Configuration | None = None
    variables: dict[str, Variable] | None = None
    planned_values: Raw = EMPTY
    values: StateValues | None = None
    errored: bool | None = None
    complete: bool | None = None


class LooseDocument(Struct):
    """The same file with each resource left undecoded: for telling which one is malformed."""

    resource_changes: list[Raw] | None = None


@contextmanager
def gc_paused() -> Iterator[None]:
    """Decoding makes many objects and no garbage: collecting meanwhile costs several times the decoding itself."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def decoded(data: bytes) -> tuple[Document, bytes, tuple[str, ...]]:
    """The document, the bytes that its Raw values point into, and notes.

    Raises UnreadableError or UnrecognisedError.
    """
    require_text(data)
    try:
        document, data, notes = _typed(data)
        _require_contents(document, data)
    except RecursionError as error:
        message = f"it is nested too deeply to be a plan; {REMEDY}"
        raise UnreadableError(message) from error
    except msgspec.ValidationError as error:
        raise UnreadableError(f"it is not as Terraform writes it: {error}; {REMEDY}") from error
    return document, data, notes


def _typed(data: bytes) -> tuple[Document, bytes, tuple[str, ...]]:
    try:
        return msgspec.json.decode(data, type=Document), data, ()
    except msgspec.ValidationError as error:
        return _without_malformed(data, error), data, ()
    except msgspec.DecodeError as error:
        mended = _LONE_SURROGATE.sub(rb"\1\\ufffd", data)
        if mended == data:
            raise UnreadableError(_malformed(data, error)) from error
        document, data, notes = _typed(mended)
        return document, data, ("half a surrogate pair stands in it; shown as U+FFFD", *notes)


def _require_contents(document: Document, data: bytes) -> None:
    """Refuse what Terraform's other commands write, and a plan of which only the code is left."""
    if document.resource_changes is not None or document.values is not None:
        return
    if memoryview(document.planned_values):
        msgspec.json.decode(document.planned_values, type=StateValues)  # read later; refused now where malformed
        return
    if document.configuration is not None:
        message = f"it shows the code, but not what is planned (no resource_changes, no planned_values); {REMEDY}"
        raise UnreadableError(message)
    others = sorted(msgspec.json.decode(data, type=dict[str, Raw]).keys() - _PLAIN)
    if {"lineage", "serial"} <= {*others}:
        message = "it is a state as Terraform stores it; give it as `terraform show -json` prints it"
        raise UnrecognisedError(message)
    if others and document.format_version is not None:
        message = f"it is JSON of Terraform's, but no plan or state (it has {', '.join(others)[:60]})"
        raise UnrecognisedError(f"{message}; give the output of `terraform show -json`")


def require_text(data: bytes) -> None:
    """Refuse what is not UTF-8 text, the whole of it."""
    if not data or data.isspace():
        message = "it is empty; did `terraform show -json` fail?"
        raise UnreadableError(message)
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in data[:2]:
        message = "it is UTF-16 (PowerShell's `>` writes that); save it as UTF-8: "
        raise UnreadableError(f"{message}`terraform show -json tfplan | Out-File -Encoding utf8 plan.json`")
    if data[:4] == b"PK\x03\x04":
        message = "it is a binary plan; give `terraform show -json` of it"
        raise UnreadableError(message)
    if data.isascii():
        return
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(data)
    for start in range(0, len(data), _CHUNK):
        begun = start - len(decoder.getstate()[0])  # a character may have been cut in two
        try:
            decoder.decode(view[start : start + _CHUNK], final=start + _CHUNK >= len(data))
        except UnicodeDecodeError as error:
            message = f"it is not UTF-8 (byte {begun + error.start}: {error.reason}); save it as UTF-8"
            raise UnreadableError(message) from error


def _malformed(data: bytes, error: Exception) -> str:
    what = str(error).removeprefix("JSON is malformed: ")
    if "truncated" in what:
        return f"it ends in the middle (after {len(data)} bytes); {REMEDY}"
    return f"it is not JSON: {what}; {REMEDY}"


def _without_malformed(data: bytes, error: msgspec.ValidationError) -> Document:
    """The document without the resources that are malformed; raises the error where more is."""
    text = str(error)
    if "- at `$.resource_changes[" not in text:
        if text.startswith("Expected `object`, got") and " - at " not in text:
            message = "it is not a Terraform plan or state; give the output of `terraform show -json`"
            raise UnrecognisedError(message) from error
        raise error
    loose = msgspec.json.decode(data, type=LooseDocument)
    document = msgspec.json.decode(_without_changes(data), type=Document)
    document.resource_changes = [
        _change_or_stub(position, raw) for position, raw in enumerate(loose.resource_changes or ())
    ]
    return document


def _without_changes(data: bytes) -> bytes:
    everything: Mapping[str, Raw] = msgspec.json.decode(data, type=dict[str, Raw])
    return msgspec.json.encode({key: value for key, value in everything.items() if key != "resource_changes"})


MALFORMED = "\x00malformed"


def _change_or_stub(position: int, raw: Raw) -> ResourceChange:
    """A stub that the reader reports as a blind spot takes the place of a malformed resource."""
    try:
        return msgspec.json.decode(raw, type=ResourceChange)
    except (msgspec.DecodeError, RecursionError) as error:
        return ResourceChange(
            address=f"resource_changes[{position}]", type=MALFORMED, name=str(error), change=PlannedChange()
        )


def value_of(raw: Raw) -> Any:
    """A Raw decoded, None where there is nothing, or a number that is out of range."""
    try:
        return msgspec.json.decode(raw) if memoryview(raw).nbytes else None
    except msgspec.DecodeError:
        return None
