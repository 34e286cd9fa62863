"""Reads a runbook: the steps of a failover, a failback or a restore, and what is said of them."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from drlint.model.values import Unknown
from drlint.readers.documents.fields import Fields
from drlint.readers.documents.kept_copies import copies_in
from drlint.readers.documents.steps import PARTS, steps_of

KINDS = {"failover": "failover", "failback": "failback", "restore": "restore", "restoration": "restore"}
_LISTED = ("prerequisites", "post_failover", "post_failback", "contacts")


def runbook_of(fields: Fields, uri: str, title: str) -> dict[str, Any]:
    """The attributes of a runbook; `title` is what it is called where it has no name."""
    steps = steps_of(fields)
    name = fields.called(title, "name", "title")
    kind = fields.choice(KINDS, "kind", "procedure")
    rollback, at = fields.raw("rollback")
    inner = fields.within(rollback, at) if isinstance(rollback, dict) else None
    locations = fields.places("locations")
    attributes = {
        "name": name,
        "file": uri,
        "version": fields.text("version"),
        "kind": kind if kind is not None else _kind_by(name, fields, uri),
        "kind_given": kind is not None,
        "last_tested": fields.day("last_tested", "last_test"),
        "reviewed": fields.day("reviewed", "last_reviewed"),
        "covers": fields.texts("covers", "workloads", "workload"),
        "owner": fields.text("owner"),
        "locations": locations,
        "copies": copies_in(() if isinstance(locations, Unknown) else locations),
        "lost_region": fields.region("lost_region"),
        "trained": people_in(fields, "trained"),
        "decision_criteria": _criteria(fields),
        "steps": steps,
        "rollback_trigger": inner.text("trigger") if inner else None,
        "parts": tuple(dict.fromkeys(part for key, part in PARTS.items() if fields.raw(key)[0])),
    }
    for each, said in {"kind": "name", "kind_given": "kind", "rollback_trigger": "rollback.trigger"}.items():
        if said in fields.where:
            fields.where.setdefault(each, fields.where[said])
    return attributes | {each: fields.texts(each) for each in _LISTED}


def _kind_by(name: str, fields: Fields, uri: str) -> str:
    """What a runbook is for by its name, its file and its parts."""
    said = f"{name} {PurePosixPath(uri).stem}".lower().replace("-", "").replace("_", "")
    said = said.replace(" ", "")
    if "failback" in said or any(fields.trail(each) for each in ("pre_failback_checks", "post_failback")):
        return "failback"
    return "restore" if "restor" in said and "failover" not in said else "failover"


def _criteria(fields: Fields) -> tuple[str, ...]:
    """What makes somebody decide, whichever headings it stands under."""
    said, trail = fields.raw("decision_criteria")
    if not isinstance(said, dict):
        found = fields.texts("decision_criteria")
        return () if isinstance(found, Unknown) else found
    inner = Fields(fields.paper, (trail, said))
    each = (inner.texts(name) for name in said)
    return tuple(text for texts in each if not isinstance(texts, Unknown) for text in texts)


def people_in(fields: Fields, name: str) -> tuple[dict[str, Any], ...]:
    """People, each with the day that is said of them: a name, a mapping of name and date, or names with their dates."""
    found: list[dict[str, Any]] = []
    for said, trail in fields.several(name):
        if isinstance(said, str):
            listed = not isinstance(trail[-1], str) or trail[-1] == name
            if listed:
                found.append({"name": said, "date": None})
                continue
            said = {"name": str(trail[-1]), "date": said}  # noqa: PLW2901 - a mapping of names to days
            trail = trail[:-1]  # noqa: PLW2901
        inner = fields.within(said, trail)
        if inner is not None:
            found.append({"name": inner.text("name"), "date": inner.day("date", "on")})
    return tuple(found)
