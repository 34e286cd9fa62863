"""An account collected in this process, and its inventory read again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from drlint.catalog.registry import Catalog, load
from drlint.readers.aws.accounts import Regions, caller_of, clients_of
from drlint.readers.aws.calls import Who
from drlint.readers.aws.collecting import Progress, Wanted, collect
from drlint.readers.aws.pace import Pace
from drlint.readers.inventory.reader import read_inventory
from drlint.readers.result import ReadResult

from .conftest import REGIONS


def collected(
    folder: Path,
    regions: tuple[str, ...] = REGIONS,
    *,
    attempts: int = 1,
    read_timeout: float = 30,
    catalog: Catalog | None = None,
    since: datetime | None = None,
) -> Progress:
    who = Who()
    clients = clients_of(who, attempts=attempts, read_timeout=read_timeout)
    caller = caller_of(who, clients, Pace())
    wanted = Wanted(
        callers=(caller,),
        regions=(Regions(regions),),
        catalog=catalog or load(),
        folder=folder,
        not_before=since,
    )
    return collect(wanted, lambda *_: None)


def read(folder: Path) -> ReadResult:
    return read_inventory(str(folder), uri="inventory", catalog=load())


def found(result: ReadResult, kind: str) -> dict[str, Any]:
    return {f"{each.region} {each.address.path}": each for each in result.resources if each.kind == kind}
