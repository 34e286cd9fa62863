"""What `collect` does: who asks, which Regions, what is kept from before, and what is told meanwhile."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drlint.catalog.registry import load
from drlint.cli.accounts import Asking, asked_in
from drlint.model.errors import DrlintError, UnreadableError
from drlint.model.periods import seconds_said
from drlint.readers.aws.accounts import Regions
from drlint.readers.aws.calls import Caller
from drlint.readers.aws.collecting import Progress, Wanted, collect
from drlint.readers.inventory.folder import LOCK, manifest_in
from drlint.readers.inventory.shape import MANIFEST, Gap, Manifest, UnitRead
from drlint.reports.escape import terminal

if TYPE_CHECKING:
    from drlint.readers.aws.distributed import Cluster

_INCOMPLETE = 4
_INTERRUPTED = 130
_EVERY = 5.0  # seconds between lines where nobody watches
_SHOWN = 20
_REGIONS = 40


def collected(
    asking: Asking,
    *,
    output: str,
    resume: bool,
    max_age: str | None,
    quiet: bool,
    dask: str | None = None,
    is_audit: bool = False,
) -> int:
    """Collect, and answer the exit code; raises DrlintError."""
    gc.enable()  # which a short command does without: every error that a service answers is a cycle
    folder = Path(output)
    not_before = _not_before(max_age, _begun(folder, is_kept=resume or max_age is not None), resume=resume)
    catalog = load()
    cluster = None if dask is None else _cluster(dask)
    asked = asked_in(asking, catalog)
    telling = _Telling(quiet=quiet)
    telling.begin(asked, _endpoint())
    wanted = Wanted(
        callers=[caller for caller, _ in asked],
        regions=[regions for _, regions in asked],
        catalog=catalog,
        folder=folder,
        not_before=not_before,
        endpoint=_endpoint(),
        spread=cluster,
    )
    try:
        progress = collect(wanted, telling.unit)
    except KeyboardInterrupt:
        telling.interrupted()
        os._exit(_INTERRUPTED)  # calls that are under way are not waited for: they may take minutes
    if cluster is not None:
        cluster.close()
    telling.end(progress, output, is_audit=is_audit)
    return _INCOMPLETE if progress.gaps else 0


def _cluster(address: str) -> Cluster:
    from drlint.readers.aws.distributed import Cluster  # noqa: PLC0415 - few runs have one

    return Cluster(address)


def _not_before(max_age: str | None, known: Manifest | None, *, resume: bool) -> datetime | None:
    """Since when a unit is young enough to be kept; None where all are read anew."""
    if max_age is None:
        return datetime.fromisoformat(known.not_before) if resume and known is not None else None
    seconds = seconds_said(max_age)
    if seconds is None:
        raise DrlintError(f"--max-age: {max_age!r} is no time, as 12h or 7 days")
    return datetime.now(UTC) - timedelta(seconds=seconds)


def _begun(folder: Path, *, is_kept: bool) -> Manifest | None:
    """The inventory that a folder holds already; raises DrlintError where it holds something else."""
    if folder.exists() and not folder.is_dir():
        raise DrlintError(f"{folder}: is no folder")
    is_inventory = (folder / MANIFEST).is_file()
    if folder.is_dir() and not is_inventory and any(each.name != LOCK for each in folder.iterdir()):
        raise DrlintError(f"{folder}: holds something else than an inventory; give another folder with -o")
    if not is_inventory or not is_kept:
        return None
    try:
        return manifest_in(folder)
    except UnreadableError as error:
        raise DrlintError(f"{folder}/{MANIFEST}: {error}; collect it anew without --resume and --max-age") from error


def _endpoint() -> str:
    """The address that answers in AWS's place, where somebody said so; without what logs in there."""
    said = os.environ.get("AWS_ENDPOINT_URL", "")
    scheme, separator, rest = said.partition("://")
    return f"{scheme}{separator}{rest.rpartition('@')[2]}"


class _Telling:
    """Says on standard error how far it is: on one line where somebody watches, else every few seconds."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._watched = sys.stderr.isatty()
        self._began = self._last = time.monotonic()
        self._gaps: list[Gap] = []

    def begin(self, asked: Sequence[tuple[Caller, Regions]], endpoint: str) -> None:
        """What is going to be read, and what is not."""
        if endpoint:
            self._say(f"AWS_ENDPOINT_URL is set: {endpoint} answers in AWS's place")
        regions = list(dict.fromkeys(region for _, found in asked for region in found.enabled))
        some = ", ".join(regions[:_REGIONS]) + (" …" if len(regions) > _REGIONS else "")
        who = f"account {asked[0][0].account}" if len(asked) == 1 else f"{len(asked):,} accounts"
        if not self._quiet:
            self._say(f"{who}, {len(regions)} Region{'s' * (len(regions) != 1)}: {some}")
        refused = [(caller.account, why) for caller, found in asked for _, why in found.refused]
        for account, why in refused[:_SHOWN]:
            self._say(f"{account}: {why.reason}" + (f"; {why.remedy}" if why.remedy else ""))
        if len(refused) > _SHOWN:
            self._say(f"{len(refused) - _SHOWN:,} more accounts or Regions are not read; drlint check lists them")

    def unit(self, progress: Progress, read: UnitRead) -> None:
        """A unit is done."""
        self._gaps += read.gaps
        now = time.monotonic()
        is_last = progress.done == progress.units
        if self._quiet or not (is_last or now - self._last > (0.2 if self._watched else _EVERY)):
            return
        self._last = now
        rate = progress.done / max(now - self._began, 0.001)
        said = f"{progress.done:,} of {progress.units:,} units, {rate:.1f} a second; {progress.resources:,} resources"
        if self._watched:
            sys.stderr.write(f"\r\x1b[K{said}" + ("\n" if is_last else ""))
            sys.stderr.flush()
        else:
            self._say(said)

    def end(self, progress: Progress, output: str, *, is_audit: bool) -> None:
        """What there is now, and what could not be read."""
        for gap in () if is_audit else self._gaps[:_SHOWN]:  # of which an audit's report tells
            remedy = f"; {gap.remedy}" if gap.remedy else ""
            self._say(f"{gap.account}/{gap.region}: {gap.action}: {gap.reason}{remedy}")
        if len(self._gaps) > _SHOWN and not is_audit:
            self._say(f"{len(self._gaps) - _SHOWN:,} more calls were not answered; drlint check lists them")
        seconds = time.monotonic() - self._began
        kept = f", {progress.kept:,} units kept from before" if progress.kept else ""
        said = f"{output}: {progress.resources:,} resources of {progress.units:,} units{kept}, {seconds:.0f} s"
        if not is_audit:
            click.echo(f"{said}; next: drlint check {output}")
        elif not self._quiet:
            self._say(said)

    def interrupted(self) -> None:
        """Somebody had enough."""
        self._say("interrupted; what was read is kept, and --resume goes on")
        sys.stderr.flush()

    def _say(self, line: str) -> None:
        click.echo(f"drlint: {terminal(line)}", err=True)
