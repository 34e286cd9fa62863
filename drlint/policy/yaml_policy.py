"""Policies written in YAML, read with the line of everything that may be wrong in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from drlint.model.errors import DrlintError
from drlint.model.finding import Verdict
from drlint.model.gate_change import Effect
from drlint.model.nearness import near
from drlint.model.waiver import day_said
from drlint.policy.definition import Example, Metadata
from drlint.policy.files import PolicyFile
from drlint.policy.metadata import metadata_of
from drlint.readers.documents.recognition import KINDS as DOCUMENTS
from drlint.readers.yaml_text import Document, YamlError, read_yaml
from drlint.recovery.objectives import Objectives

_KEYS: Mapping[str, type | tuple[type, ...]] = {
    "title": str,
    "severity": str,
    "checklist": str,
    "applies_to": list,
    "when": str,
    "require": str,
    "message": str,
    "stage": str,
    "scope": str,
    "why": str,
    "fix": (str, dict),
    "controls": dict,
    "references": list,
    "parameters": dict,
    "formerly": list,
    "joined": bool,
    "examples": list,
}
_NEEDED = ("title", "severity", "checklist", "applies_to", "require", "message", "why", "fix", "examples")
_WORLDS = ("closed", "open", "auto")
_OBJECTIVES = tuple(Objectives.__struct_fields__)
_CHANGE = ("what", "effect", "before", "after")
_EXAMPLE_KEYS = (
    "pass",
    "fail",
    "unknown",
    "parameters",
    "objectives",
    "world",
    "as_of",
    "terraform",
    "documents",
    "files",
)


def read_policy(file: PolicyFile) -> tuple[Metadata, tuple[Example, ...], Callable[..., int]]:
    """Metadata, examples and the line of each key; raises DrlintError that names file, line and remedy."""
    try:
        document = read_yaml(file.data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise DrlintError(f"{file.origin}:1: it is not UTF-8") from error
    except YamlError as error:
        raise DrlintError(f"{file.origin}:{error.line}: {error}") from error
    said = document.data
    if not isinstance(said, dict):
        raise DrlintError(f"{file.origin}:1: a policy is a mapping with title, severity, applies_to, require …")
    _require_keys(file, document, said)
    metadata = metadata_of(said, file, document.line)
    examples = _examples(file, document, said["examples"], metadata)
    return metadata, tuple(examples), document.line


def _require_keys(file: PolicyFile, document: Document, said: Mapping[str, Any]) -> None:
    for key, value in said.items():
        if key not in _KEYS:
            raise DrlintError(f"{file.origin}:{document.line(key)}: a policy has no {key!r}{near(key, _KEYS)}")
        if not isinstance(value, _KEYS[key]) and not (key in {"when", "require"} and isinstance(value, bool)):
            raise DrlintError(f"{file.origin}:{document.line(key)}: {key} must be {_shape(_KEYS[key])}")
    for key in _NEEDED:
        if key not in said:
            raise DrlintError(f"{file.origin}:1: the policy has no {key!r}")


def _shape(wanted: type | tuple[type, ...]) -> str:
    if isinstance(wanted, tuple):
        return "text, or a mapping with says and set"
    if wanted is bool:
        return "true or false"
    return "text" if wanted is str else "a list" if wanted is list else "a mapping"


def _examples(file: PolicyFile, document: Document, said: Sequence[Any], metadata: Metadata) -> Iterator[Example]:
    """The examples; of a policy on documents the text is one, with Terraform source under `terraform`."""
    on_documents = set(metadata.applies_to) <= set(DOCUMENTS)
    for position, each in enumerate(said):
        line = document.line("examples", position)
        verdicts = [key for key in ("pass", "fail", "unknown") if isinstance(each, dict) and key in each]
        if len(verdicts) != 1:
            raise DrlintError(f"{file.origin}:{line}: an example is one of pass, fail or unknown with Terraform source")
        for key in each:
            if key not in _EXAMPLE_KEYS:
                raise DrlintError(f"{file.origin}:{line}: an example has no {key!r}{near(key, _EXAMPLE_KEYS)}")
        reason = _wrong_with(each, metadata.parameters)
        if reason:
            raise DrlintError(f"{file.origin}:{line}: {reason}")
        world = each[verdicts[0]]
        text = "" if isinstance(world, Mapping) else str(world)
        yield Example(
            verdict=Verdict(verdicts[0]),
            source=str(each.get("terraform", "")) if on_documents else text,
            documents=text if on_documents else str(each.get("documents", "")),
            files=tuple(str(name) for name in each["files"]) if isinstance(each.get("files"), list) else None,
            gate=world if isinstance(world, Mapping) else {},
            parameters=each.get("parameters") or {},
            objectives=each.get("objectives") or {},
            world=str(each.get("world", "closed")),
            as_of=day_said(str(each.get("as_of", ""))),
        )


def _wrong_with(example: Mapping[str, Any], parameters: Mapping[str, Any]) -> str:
    """What is wrong with the world that an example states; empty where nothing is."""
    if example.get("world", "closed") not in _WORLDS:
        return f"world is one of {', '.join(_WORLDS)}{near(str(example['world']), _WORLDS)}"
    change = next((each for each in map(example.get, ("pass", "fail", "unknown")) if isinstance(each, Mapping)), None)
    if change is not None and set(change) != set(_CHANGE):
        return f"a change to the gate has {', '.join(_CHANGE)}"
    if change is not None and change["effect"] not in list(Effect):
        return f"effect is one of {', '.join(Effect)}"
    if "as_of" in example and day_said(str(example["as_of"])) is None:
        return "as_of is a day, as 2026-11-26"
    for key, known in (("parameters", parameters), ("objectives", _OBJECTIVES)):
        given = example.get(key) or {}
        if not isinstance(given, Mapping):
            return f"{key} must be a mapping"
        for name in given:
            if name not in known:
                return f"{key} has no {name!r}{near(name, known)}"
    return ""
