"""Writes an evidence bundle: members by name, then the manifest that names them."""

from __future__ import annotations

from typing import BinaryIO

from drlint.reports.evidence import documents, pages, rows
from drlint.reports.evidence.archive import Archive
from drlint.reports.evidence.contents import Bundle
from drlint.reports.evidence.readme import readme
from drlint.reports.evidence.tables import write_table
from drlint.reports.evidence.tally import tallied


def write(bundle: Bundle, out: BinaryIO) -> None:
    """Write the archive; the same bundle gives the same bytes."""
    report = bundle.report
    tallies = tallied(report)
    texts = {
        **pages.controls(report.policies, tallies),
        "README.md": readme(bundle, tallies),
        "bundle.json": documents.about(bundle, tallies),
        "elsewhere.json": documents.elsewhere(report),
        "inputs.json": documents.inputs(bundle),
        "policies.json": documents.policies(bundle, tallies),
        "tool.json": documents.tool(bundle),
    }
    tables = rows.tables(report, bundle.population, bundle.passes)
    with Archive(out) as archive:
        for name in sorted([*texts, *tables]):
            with archive.member(name) as text:
                if name in texts:
                    text.write(texts[name])
                else:
                    write_table(name, *tables[name], text)
        with archive.member(documents.MANIFEST) as text:
            text.write(documents.manifest(archive.members))
