"""Reads drills, which took place, and test plans, by which they are to take place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from drlint.model.values import Unknown
from drlint.readers.documents.fields import Fields
from drlint.readers.documents.workload import DISRUPTIONS

TYPES = {
    "tabletop": "tabletop",
    "component": "component",
    "component-test": "component",
    "full-failover": "full-failover",
    "full": "full-failover",
    "failover": "full-failover",
    "restore": "restore",
    "restore-test": "restore",
}
OUTCOMES = {
    word: made
    for made, words in {
        "success": "success passed pass ok",
        "partial": "partial",
        "failure": "failure failed fail",
    }.items()
    for word in words.split()
}


def drill_of(fields: Fields, uri: str, title: str) -> dict[str, Any]:
    """The attributes of a drill."""
    del uri
    day = fields.day("date", "day")
    rto, rpo, measured = _measured(fields)
    return {
        "name": fields.called(f"{title} of {day}" if isinstance(day, str) else title, "name", "title"),
        "date": day,
        "type": fields.choice(TYPES, "type"),
        "disruption": fields.choice(DISRUPTIONS, "disruption"),
        "covers": fields.texts("covers", "workloads", "workload"),
        "runbooks": fields.files("runbooks", "runbook"),
        "rto": rto,
        "rpo": rpo,
        "outcome": fields.choice(OUTCOMES, "outcome", "result"),
        "participants": fields.texts("participants"),
        "issues": tuple(_issues(fields)),
        "measured": measured,
        "plan_reviewed": fields.day("plan_reviewed", "plan_reviewed_on", "reviewed"),
        "evidence": fields.text("evidence"),
    }


def _measured(fields: Fields) -> tuple[Any, Any, tuple[str, ...]]:
    """The measured RTO and RPO, and the names of all that was measured."""
    said, trail = fields.raw("measured", "metrics")
    inner = fields.within(said, trail) if isinstance(said, dict) else None
    names = tuple(name for name, each in said.items() if each is not None) if isinstance(said, dict) else ()
    listed = () if isinstance(said, dict) else fields.texts("measured", "metrics")
    at_top = [name for name in ("rto", "rpo") if fields.trail(name, f"measured_{name}")]
    rto = fields.seconds("rto", "measured_rto", "rto_measured")
    rpo = fields.seconds("rpo", "measured_rpo", "rpo_measured")
    if inner is not None:
        rto = inner.seconds("rto") if rto is None else rto
        rpo = inner.seconds("rpo") if rpo is None else rpo
        for each in ("rto", "rpo"):
            if f"measured.{each}" in fields.where:
                fields.where.setdefault(each, fields.where[f"measured.{each}"])
    return rto, rpo, (*names, *(() if isinstance(listed, Unknown) else listed), *at_top)


def _issues(fields: Fields) -> Iterator[dict[str, Any]]:
    for said, trail in fields.several("issues"):
        if isinstance(said, str):
            yield {"title": said, "ticket": None, "closed": None}
            continue
        inner = fields.within(said, trail)
        if inner is not None:
            title = inner.text("title", "issue", "description", "name")
            yield {"title": title, "ticket": inner.text("ticket"), "closed": inner.day("closed", "fixed")}


def test_plan_of(fields: Fields, uri: str, title: str) -> dict[str, Any]:
    """The attributes of a test plan; each success criterion is found on a line of its own."""
    del uri
    said, trail = fields.raw("success_criteria")
    for at, _ in enumerate(each for each in (said if isinstance(said, list) else ()) if each is not None):
        fields.where[f"success_criteria.{at}"] = fields.paper.location(*trail, at)
    return {
        "name": fields.called(title, "name", "title"),
        "frequency": fields.days("frequency"),
        "last_test": fields.day("last_test"),
        "next_test": fields.day("next_test"),
        "covers": fields.texts("covers", "workloads", "workload"),
        "owner": fields.text("owner"),
        "test_types": tuple(_types(fields)),
        "metrics_to_capture": fields.texts("metrics_to_capture"),
        "success_criteria": fields.texts("success_criteria"),
    }


def _types(fields: Fields) -> Iterator[dict[str, Any]]:
    for said, trail in fields.several("test_types"):
        name = str(trail[-1])
        inner = fields.within(said, trail)
        if inner is None:
            continue
        word = inner.text("type", "name") if isinstance(trail[-1], int) else name
        kind = TYPES.get(str(word).lower().replace("_", "-").replace(" ", "-"))
        yield {
            "type": kind or str(word),
            "frequency": inner.days("frequency"),
            "duration": inner.text("duration"),
            "participants": inner.texts("participants"),
            "objectives": inner.texts("objectives"),
            "tests": inner.texts("tests"),
        }
