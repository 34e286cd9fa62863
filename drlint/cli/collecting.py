"""What `collect` does: who asks, which Regions, what is kept from before, and what is told meanwhile."""

from __future__ import annotations

import gc
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from drlint.catalog.registry import load
from drlint.cli.accounts import Asking, asked_in
from drlint.cli.watching import Telling
from drlint.model.errors import DrlintError, UnreadableError
from drlint.model.periods import seconds_said
from drlint.readers.aws.collecting import Wanted, collect
from drlint.readers.inventory.folder import LOCK, manifest_in
from drlint.readers.inventory.shape import MANIFEST, Manifest

if TYPE_CHECKING:
    from drlint.readers.aws.distributed import Cluster

_INCOMPLETE = 4
_INTERRUPTED = 130


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
    telling = Telling(quiet=quiet)
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
    except DrlintError:
        telling.close()
        raise
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
