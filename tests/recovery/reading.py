"""Estates and runbooks for tests, from the user's own texts."""

from __future__ import annotations

from drlint.catalog.registry import load
from drlint.estate.estate import Estate
from drlint.estate.join import join
from drlint.model.resource import Resource
from drlint.readers.documents.reader import read_document
from drlint.readers.hcl.reader import read_source
from drlint.recovery.procedures import Asked, calls_of

CATALOG = load()


def world(source: str, *documents: str, closed: str = "closed") -> Estate:
    """The estate of Terraform source and of documents."""
    read = read_source(source, uri="main.tf", root="", catalog=CATALOG)
    papers = [
        read_document(each.encode(), uri=f"dr/{number}.yaml", root="dr") for number, each in enumerate(documents, 1)
    ]
    found = (*read.judged, *(each for paper in papers for each in paper.resources))
    return join(found, CATALOG, world=closed, regions=read.regions)


def runbook_with(*commands: str, more: str = "", name: str = "Regional Failover") -> str:
    """A runbook of one step with these commands."""
    lines = "\n".join(f"      - |\n        {each}" for each in commands)
    return f"runbook:\n  name: {name}\n{more}steps:\n  - id: 1\n    action: Do it\n    commands:\n{lines}\n"


def runbook_of(estate: Estate) -> Resource:
    (found,) = estate.of_kind("runbook")
    return found


def calls_in(estate: Estate) -> tuple[Asked, ...]:
    return calls_of(runbook_of(estate), estate)
