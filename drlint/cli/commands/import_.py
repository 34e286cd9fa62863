"""`drlint import`: writes documents from what other tools know."""

from __future__ import annotations

from pathlib import Path

import click


@click.group("import")
def command() -> None:
    """Write recovery documents from what another tool knows."""


@command.command("resilience-hub")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("-o", "--output", "folder", type=click.Path(path_type=Path), metavar="DIR", help="Where to write them.")
def resilience_hub(files: tuple[str, ...], folder: Path | None) -> None:
    """Write a workload document for each policy of AWS Resilience Hub, which `drlint export resilience-hub` reads back.

    FILEs are JSON of either API, - is standard input: what get-policy, list-policies (resiliencehubv2),
    describe-resiliency-policy, list-resiliency-policies (resiliencehub) answer, what their create calls take, or a
    list of these. One document goes to standard output where no DIR is given.

    No number is changed: each document was read again and gives the same policy, else it is refused. Of a policy are
    not kept, and told on standard error and in a comment of the document: dates, cost tier, the count of services, the
    organization, and fields that drlint does not know. A field that looks like a slip of the pen is refused. A target
    that says nothing is left out.

    All documents are written or none, and no file that is there is written over.

    Exit codes: 0 written, 2 wrong usage or no such policy, 5 drlint broke.
    """
    from drlint.cli.hub_importing import import_policies  # noqa: PLC0415 - not for `drlint import --help`

    import_policies(files, folder)
