"""Policies written in YAML, read with the line of everything that may be wrong in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from drlint.model.errors import DrlintError
from drlint.model.finding import Verdict
from drlint.model.nearness import near
from drlint.policy.definition import Example, Metadata
from drlint.policy.files import PolicyFile
from drlint.policy.metadata import metadata_of
from drlint.readers.yaml_text import Document, YamlError, read_yaml

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
    "fix": str,
    "controls": dict,
    "references": list,
    "parameters": dict,
    "formerly": list,
    "examples": list,
}
_NEEDED = ("title", "severity", "checklist", "applies_to", "require", "message", "why", "fix", "examples")
_EXAMPLE_KEYS = ("pass", "fail", "unknown", "parameters", "objectives", "world")


def read_policy(file: PolicyFile) -> tuple[Metadata, tuple[Example, ...]]:
    """Metadata and examples of a YAML policy; raises DrlintError that names file, line and remedy."""
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
    return metadata, tuple(_examples(file, document, said["examples"]))


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
    return "text" if wanted is str else "a list" if wanted is list else "a mapping"


def _examples(file: PolicyFile, document: Document, said: Sequence[Any]) -> Iterator[Example]:
    for position, each in enumerate(said):
        line = document.line("examples", position)
        verdicts = [key for key in ("pass", "fail", "unknown") if isinstance(each, dict) and key in each]
        if len(verdicts) != 1:
            raise DrlintError(f"{file.origin}:{line}: an example is one of pass, fail or unknown with Terraform source")
        for key in each:
            if key not in _EXAMPLE_KEYS:
                raise DrlintError(f"{file.origin}:{line}: an example has no {key!r}{near(key, _EXAMPLE_KEYS)}")
        yield Example(
            verdict=Verdict(verdicts[0]),
            source=str(each[verdicts[0]]),
            parameters=each.get("parameters") or {},
            objectives=each.get("objectives") or {},
            world=str(each.get("world", "closed")),
        )
