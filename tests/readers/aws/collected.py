"""An account collected in this process, and its inventory read again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from drlint.catalog.registry import load
from drlint.readers.aws.accounts import Regions, Who, caller_of, clients_of
from drlint.readers.aws.collecting import Progress, Wanted, collect
from drlint.readers.aws.pace import Pace
from drlint.readers.inventory.reader import read_inventory
from drlint.readers.result import ReadResult

from .conftest import REGIONS


def collected(folder: Path, regions: tuple[str, ...] = REGIONS) -> Progress:
    who = Who()
    clients = clients_of(who, attempts=1)
    caller = caller_of(who, clients, Pace())
    wanted = Wanted(callers=(caller,), regions=(Regions(regions),), catalog=load(), folder=folder)
    return collect(wanted, lambda *_: None)


def read(folder: Path) -> ReadResult:
    return read_inventory(str(folder), uri="inventory", catalog=load())


def found(result: ReadResult, kind: str) -> dict[str, Any]:
    return {f"{each.region} {each.address.path}": each for each in result.resources if each.kind == kind}
