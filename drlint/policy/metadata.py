"""What a policy says of itself, checked word by word."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from drlint.model.errors import DrlintError
from drlint.model.finding import Severity
from drlint.model.nearness import near
from drlint.policy.definition import CHECKLIST, Metadata
from drlint.policy.files import PolicyFile

SEVERITIES: Mapping[str, Severity] = {str(each): each for each in Severity}
STAGES = ("stable", "preview")
SCOPES = ("production", "any")


def metadata_of(said: Mapping[str, Any], file: PolicyFile, line_of: Callable[[str], int] | None = None) -> Metadata:
    """Metadata from what a YAML file or a Python policy says; raises DrlintError where a word is not one of ours."""

    def one_of(key: str, known: Sequence[str], value: str) -> str:
        if value not in known:
            line = line_of(key) if line_of else 1
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
