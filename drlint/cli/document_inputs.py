"""Reads recovery documents from disk, none from outside the repository, and tells those of one name apart."""

from __future__ import annotations

import os
import re
from pathlib import Path

from msgspec import Struct, structs

from drlint.cli.discovery import top_of
from drlint.cli.naming import uri_of, uri_of_folder
from drlint.model.errors import UnreadableError
from drlint.model.finding import BlindSpot
from drlint.model.resource import Location
from drlint.model.values import Address
from drlint.readers.documents.recognition import LARGEST
from drlint.readers.files import Disk
from drlint.readers.result import ReadResult
from drlint.readers.shell.on_disk import OnDisk


class _Folder(Struct, frozen=True):
    """A folder with its links followed, how far its documents may lead, and what reports write before their names."""

    real: str
    reach: str
    above: str
    is_in_repository: bool


class Documents:
    """The documents of one run; `named` are their files by root and address."""

    def __init__(self, named: dict[tuple[str, str], str]) -> None:
        self._named = named
        self._disks: dict[str, tuple[Disk, OnDisk]] = {}
        self._folders: dict[str, _Folder] = {}

    def uri(self, path: str) -> str:
        """A path as reports name it; a link that leads nowhere, or out of the repository, by its own name."""
        if os.path.islink(path):  # noqa: PTH114
            reach = Path(_reach(self._folder(path).real))
            if Disk(reach).is_inside(path) and os.path.exists(path):  # noqa: PTH110
                return uri_of(path)
        return self._folder(path).above + os.path.basename(path)  # noqa: PTH119

    def read(self, path: str, uri: str, root: str, *, is_named: bool) -> ReadResult:
        """What a document says; raises UnreadableError, or UnrecognisedError for what is no document."""
        from drlint.readers.documents.files_named import with_files  # noqa: PLC0415 - only documents need a parser
        from drlint.readers.documents.reader import read_document  # noqa: PLC0415 - as above

        folder = self._folder(path)
        disk, files = self._disk(folder.reach)
        if not disk.is_inside(path):
            raise UnreadableError("it is a link that leads out of the repository, so it is not read; keep a copy here")
        data = disk.contents(path, LARGEST)
        known = files if folder.is_in_repository else None
        read = read_document(data, uri=uri, root=root, is_named=is_named, files=known)
        read = with_files(read, files, files.folder(folder.real) or "")
        return self._told_apart(read, uri)

    def _folder(self, path: str) -> _Folder:
        """What is to be known of a file's folder, found out once."""
        name = os.path.dirname(path)  # noqa: PTH120
        if name not in self._folders:
            real = os.path.realpath(name or ".")
            uri, top = uri_of_folder(real), top_of(Path(real))
            above = "" if uri == "." else f"{uri}/"
            self._folders[name] = _Folder(real, _reach(real), above, is_in_repository=top is not None)
        return self._folders[name]

    def _disk(self, top: str) -> tuple[Disk, OnDisk]:
        if top not in self._disks:
            disk = Disk(Path(top))
            self._disks[top] = disk, OnDisk(disk)
        return self._disks[top]

    def _told_apart(self, read: ReadResult, uri: str) -> ReadResult:
        """What was read; what is called as something else of its folder is called after its file besides."""
        names = {each.address: self._name(each.address, uri) for each in read.resources}
        if all(address.path == name for address, name in names.items()):
            return read
        by_path = {address.path: name for address, name in names.items()}
        resources = [
            structs.replace(each, address=Address(each.address.root, names[each.address])) for each in read.resources
        ]
        waivers = [
            structs.replace(
                each, places=tuple(structs.replace(one, path=by_path.get(one.path, one.path)) for one in each.places)
            )
            for each in read.waivers
        ]
        return structs.replace(read, resources=tuple(resources), waivers=tuple(waivers))

    def _name(self, address: Address, uri: str) -> str:
        root, path = address.root, address.path
        if self._named.setdefault((root, path), uri) == uri:
            return path
        stem = re.sub(r"[^\w]+", "-", Path(uri).name.partition(".")[0].lower()).strip("-")
        names = [f"{path}-{stem}", *(f"{path}-{stem}-{number}" for number in range(2, 100))]
        return next((each for each in names if self._named.setdefault((root, each), uri) == uri), path)


def _reach(folder: str) -> str:
    """How far a document may lead: its repository, else the folder where drlint was started, else its own."""
    top = top_of(Path(folder))
    if top is not None:
        return str(top)
    here = os.path.realpath(Path.cwd())
    return here if Path(folder).is_relative_to(here) else folder


def unread(uri: str, reason: str) -> BlindSpot:
    """The blind spot for a document that cannot be read; an error may name the place ("line 7: …")."""
    found = re.match(r"line (\d+)(?:: )?", reason)
    said = reason[found.end() :] if found is not None and found[0].endswith(": ") else reason
    return BlindSpot(uri, said, Location(uri, int(found[1]) if found else 1))
