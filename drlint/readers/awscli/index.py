"""The packaged index of the AWS CLI's commands, read service by service as they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from msgspec import Struct, msgpack

from drlint.readers.awscli.model import Extra, Service, StoredService

PATH: Final = Path(__file__).with_name("index.bin")
MAGIC: Final = b"drlint aws cli 1\n"


class Place(Struct, array_like=True, frozen=True):
    """Where a service stands in the file, and which service's model it is."""

    offset: int
    length: int
    model: str


class Header(Struct, frozen=True):
    """What the index says of itself; `released` is the day of the botocore release it was made from."""

    botocore: str
    released: date
    options: tuple[Extra, ...]
    everywhere: tuple[Extra, ...]
    services: dict[str, Place]
    hidden: tuple[str, ...] = ()


class Index:
    """Services, operations and flags of the AWS CLI."""

    def __init__(self, content: bytes) -> None:
        if not content.startswith(MAGIC):
            raise ValueError("this is no index of the AWS CLI, or one of another version")
        start = len(MAGIC) + 4
        end = start + int.from_bytes(content[len(MAGIC) : start], "big")
        self.header = msgpack.decode(content[start:end], type=Header)
        self._blobs = memoryview(content)[end:]
        self._services: dict[str, Service] = {}

    @property
    def version(self) -> str:
        return f"botocore {self.header.botocore} ({self.header.released.isoformat()})"

    @property
    def services(self) -> Mapping[str, Place]:
        return self.header.services

    def service(self, name: str) -> Service | None:
        """None where the CLI has no service of this name."""
        found = self._services.get(name)
        if found is None and (place := self.header.services.get(name)) is not None:
            import zlib  # noqa: PLC0415 - only where a command is judged

            content = zlib.decompress(self._blobs[place.offset : place.offset + place.length])
            stored = msgpack.decode(content, type=StoredService)
            found = self._services[name] = Service(name, stored, self.header.everywhere)
        return found


@cache
def packaged() -> Index:
    """The index that drlint brings along."""
    return Index(PATH.read_bytes())
