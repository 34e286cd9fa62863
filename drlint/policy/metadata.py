"""What a policy says of itself, checked word by word."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from drlint.model.errors import DrlintError
from drlint.model.finding import Severity
from drlint.model.nearness import near
from drlint.policy.controls.table import wrong_with
from drlint.policy.definition import CHECKLIST, Metadata
from drlint.policy.files import PolicyFile

SEVERITIES: Mapping[str, Severity] = {str(each): each for each in Severity}
STAGES = ("stable", "preview")
SCOPES = ("production", "any")


_FIX = ("says", "set")


def metadata_of(said: Mapping[str, Any], file: PolicyFile, line_of: Callable[..., int] | None = None) -> Metadata:
    """Metadata from what a YAML file or a Python policy says; raises DrlintError where a word is not one of ours."""

    def one_of(key: str, known: Sequence[str], value: str) -> str:
        if value not in known:
            line = line_of(key) if line_of else 1
            raise DrlintError(
                f"{file.origin}:{line}: {key} {value!r} is none of {', '.join(known)}{near(value, known)}"
            )
        return value

    fix, sets = _fix(said["fix"], file, line_of)
    severity = one_of("severity", tuple(SEVERITIES), str(said["severity"]))
    return Metadata(
        id=file.id,
        category=file.category,
        title=str(said["title"]).strip(),
        severity=SEVERITIES[severity],
        checklist=one_of("checklist", CHECKLIST, str(said["checklist"])),
        applies_to=tuple(str(each) for each in said["applies_to"]),
        why=str(said["why"]).strip(),
        fix=fix,
        stage=one_of("stage", STAGES, str(said.get("stage", "stable"))),
        scope=one_of("scope", SCOPES, str(said.get("scope", "production"))),
        message=str(said.get("message", "")).strip(),
        when=_logical(said.get("when", "")),
        require=_logical(said.get("require", "")),
        controls=_controls(said.get("controls") or {}, file, line_of),
        references=tuple(str(each) for each in said.get("references") or ()),
        parameters=said.get("parameters") or {},
        formerly=tuple(str(each) for each in said.get("formerly") or ()),
        origin=file.origin,
        on_changes=bool(said.get("on_changes")),
        joined=bool(said.get("joined")),
        sets=sets,
    )


def _controls(
    said: Mapping[str, Any], file: PolicyFile, line_of: Callable[..., int] | None
) -> Mapping[str, tuple[str, ...]]:
    """The controls that a policy supports, by framework; those of frameworks that drlint knows are checked."""
    found: dict[str, tuple[str, ...]] = {}
    for framework, ids in said.items():
        if not isinstance(ids, list) or not all(isinstance(each, str | int | float) for each in ids):
            line = line_of("controls", str(framework)) if line_of else 1
            raise DrlintError(f"{file.origin}:{line}: controls: {framework} must be a list of ids")
        found[str(framework)] = tuple(str(each) for each in ids)
    wrong = wrong_with(found)
    if wrong is not None:
        line = line_of("controls", wrong[0]) if line_of else 1
        raise DrlintError(f"{file.origin}:{line}: controls: {wrong[1]}")
    return found


def _fix(
    said: str | Mapping[str, Any], file: PolicyFile, line_of: Callable[..., int] | None
) -> tuple[str, Mapping[str, Any]]:
    """What a person does, and what `drlint fix` sets."""
    if isinstance(said, str):
        return said.strip(), {}

    def refused(reason: str, *trail: str) -> DrlintError:
        return DrlintError(f"{file.origin}:{line_of('fix', *trail) if line_of else 1}: fix: {reason}")

    for key in said:
        if key not in _FIX:
            raise refused(f"it has no {key!r}{near(str(key), _FIX)}", str(key))
    text, sets = said.get("says"), said.get("set")
    if not isinstance(text, str):
        raise refused("it needs `says`, the text that a person reads", "says")
    if not isinstance(sets, Mapping) or not sets:
        raise refused("`set` is a mapping of attributes to values", "set")
    for name, value in sets.items():
        if not isinstance(value, bool | int | float | str):
            raise refused(f"{name} is set to a text, a number, true or false", "set", str(name))
    return text.strip(), {str(name): value for name, value in sets.items()}


def _logical(value: Any) -> str:
    return str(value) if isinstance(value, bool) else str(value).strip()
