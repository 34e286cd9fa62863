"""Policies as files: which there are, and what their YAML must look like."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from drlint.model.errors import DrlintError
from drlint.model.finding import Severity, Verdict
from drlint.policy.definition import CHECKLIST, Example, Metadata
from drlint.policy.vocabulary import near
from drlint.readers.yaml_text import Document, YamlError, read_yaml

SEVERITIES: Mapping[str, Severity] = {str(each): each for each in Severity}
STAGES = ("stable", "preview")
SCOPES = ("production", "any")
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
_LARGEST = 256 * 1024


class PolicyFile(Struct, frozen=True):
    """One file of a policy folder: its place relative to that folder, and its bytes."""

    path: str
    data: bytes
    origin: str

    @property
    def id(self) -> str:
        return Path(self.path).stem

    @property
    def category(self) -> str:
        return Path(self.path).parent.as_posix()

    @property
    def is_python(self) -> bool:
        return self.path.endswith(".py")


def policy_files(folder: Path) -> Iterator[PolicyFile]:
    """Every policy of a folder, in order of path; a single file is a folder of one."""
    if folder.is_file():
        yield _file(folder, f"{folder.parent.name}/{folder.name}")
        return
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        hidden = any(part.startswith((".", "_")) for part in relative.parts)
        if path.suffix in {".yaml", ".yml", ".py"} and not hidden and path.is_file():
            yield _file(path, relative.as_posix())


def _file(path: Path, relative: str) -> PolicyFile:
    try:
        size = path.stat().st_size
        if size > _LARGEST:
            raise DrlintError(f"{path}: a policy of {size} bytes is larger than {_LARGEST}; split it")
        return PolicyFile(relative, path.read_bytes(), str(path))
    except OSError as error:
        raise DrlintError(f"{path}: cannot be read: {error.strerror}") from error


def digest_of(files: Sequence[PolicyFile], *, salt: str) -> str:
    """Identity of a set of policy files (SHA-256 of paths and bytes)."""
    hashed = hashlib.sha256(salt.encode())
    for each in files:
        hashed.update(each.path.encode() + b"\0" + each.data + b"\0")
    return hashed.hexdigest()


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
    metadata = metadata_of(said, file, document)
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


def metadata_of(said: Mapping[str, Any], file: PolicyFile, document: Document | None = None) -> Metadata:
    """Metadata from what a YAML file or a Python policy says; raises DrlintError where a word is not one of ours."""

    def one_of(key: str, known: Sequence[str], value: str) -> str:
        if value not in known:
            line = document.line(key) if document else 1
            raise DrlintError(
                f"{file.origin}:{line}: {key} {value!r} is none of {', '.join(known)}{near(value, known)}"
            )
        return value

    severity = one_of("severity", tuple(SEVERITIES), str(said["severity"]))
    return Metadata(
        id=file.id,
        category=file.category,
        title=str(said["title"]).strip(),
        severity=SEVERITIES[severity],
        checklist=one_of("checklist", CHECKLIST, str(said["checklist"])),
        applies_to=tuple(str(each) for each in said["applies_to"]),
        why=str(said["why"]).strip(),
        fix=str(said["fix"]).strip(),
        stage=one_of("stage", STAGES, str(said.get("stage", "stable"))),
        scope=one_of("scope", SCOPES, str(said.get("scope", "production"))),
        message=str(said.get("message", "")).strip(),
        when=_logical(said.get("when", "")),
        require=_logical(said.get("require", "")),
        controls={str(name): tuple(str(each) for each in ids) for name, ids in (said.get("controls") or {}).items()},
        references=tuple(str(each) for each in said.get("references") or ()),
        parameters=said.get("parameters") or {},
        formerly=tuple(str(each) for each in said.get("formerly") or ()),
        origin=file.origin,
        on_changes=bool(said.get("on_changes")),
    )


def _logical(value: Any) -> str:
    return str(value) if isinstance(value, bool) else str(value).strip()


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
