"""The gate of a run with `--trusted-ref`: what the ref says, and what the checked-out code says more strictly."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import structs

from drlint.cli.bundles.layers import extended
from drlint.cli.bundles.private import PrivateFolder, is_private
from drlint.cli.configuration import Configuration, Nearest, settled
from drlint.cli.configuration_file import Setting, said_in
from drlint.cli.discovery import Found, top_of
from drlint.cli.extends import LARGEST as LARGEST_ARCHIVE
from drlint.cli.inputs import Gathered
from drlint.cli.parts import Part, Rules
from drlint.cli.trust.compared import Said, compared
from drlint.cli.trust.files import files_changed, plans_brought
from drlint.cli.trust.nearest import LARGEST, above, configuration_in, text_in
from drlint.cli.trust.own_policies import policies_in
from drlint.cli.trust.repository import repository_of
from drlint.cli.trust.tree import Tree, tree_of
from drlint.model.errors import DrlintError
from drlint.model.gate_change import Effect, GateChange
from drlint.readers.documents.recognition import is_named_so

if TYPE_CHECKING:
    from drlint.cli.trust.comments import SourceWaivers

_PATHS = ("policies", "context")  # settings that name files and folders, relative to their own file


class Gate(Rules):
    """Rules by a trusted ref; `changes` are what differs, by what rules."""

    def __init__(self, tree: Tree, top: Path, paths: Sequence[str]) -> None:
        super().__init__()
        self._paths = paths
        self.tree = tree
        self.top = top
        self.changes: dict[Any, tuple[GateChange, ...]] = {}
        self._head = Nearest()
        self._known: dict[str, str | None] = {}
        self._private = PrivateFolder()
        self._since: Tree | None = None
        self._folders: dict[str, bool] = {}
        self._demoted: tuple[str, ...] = ()

    def widened(self, found: Found) -> Found:
        """What was found, with what were root modules at the ref and are only called now."""
        from drlint.cli.trust.demoted import demoted_in, told_of  # noqa: PLC0415 - only where source was found

        calls = demoted_in(found, self.tree, self.top)
        self._demoted = told_of(calls, self.tree.called, self.top)
        return structs.replace(found, roots=sorted({*found.roots, *calls}))

    def ruling(self, start: Path) -> tuple[str | None, Path | None]:
        """The trusted and the checked-out configuration of a file or a folder; both of their places."""
        inside = self.within(start)
        real = start.resolve()
        folder = real if real.is_dir() else real.parent
        if inside is not None:
            return self._nearest_in_ref(inside if real.is_dir() else above(inside)), self._head(start)
        if (other := top_of(folder)) is not None:
            raise DrlintError(f"{start}: lies in {other}, and --trusted-ref is about {self.top}; check it apart")
        return None, self._head(start)

    def within(self, path: Path) -> str | None:
        """A path in the repository, relative to its top; None outside.

        Links are followed as far as the repository only: those in it may have been changed to lead elsewhere.
        """
        whole = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow them all
        for each in (*reversed(whole.parents), whole):
            real = Path(os.path.realpath(each))
            if real.is_relative_to(self.top):
                return (real.relative_to(self.top) / whole.relative_to(each)).as_posix()
        return None

    def _nearest_in_ref(self, folder: str) -> str | None:
        if folder not in self._known:
            found = configuration_in(self.tree, folder)
            if found is None and folder != ".":
                found = self._nearest_in_ref(above(folder))
            self._known[folder] = found
        return self._known[folder]

    def configuration(self, ruling: Any, flags: Mapping[str, Any]) -> Configuration:
        """The tighter of both configurations; flags are whose who wrote the workflow."""
        trusted, head = ruling
        if head is not None and self.within(head) is None:  # nothing that the change could have written
            return settled(said_in(head), head, flags)
        said = {} if trusted is None else self._in(self.tree, trusted)
        path = head if trusted is None else self.top / trusted
        file = trusted or (self.within(head) if head is not None else None) or "drlint.yaml"
        other = {} if head is None else self._checked_out(head, said, file)
        found = compared(said, other, file, told=self._told)
        if found.changes and (since := self._before()) is not None:
            found = compared(said, other, file, since=self._since_of(since, file), told=self._told)
        self.changes[ruling] = found.changes
        return settled(self._held(found.said, ruling), path, flags)

    def given(self, path: Path | None, flags: Mapping[str, Any]) -> Configuration:
        """A file that a flag names: the ref's where it lies in the repository."""
        inside = None if path is None else self.within(path)
        if path is None or inside is None:
            return super().given(path, flags)
        said = self._in(self.tree, inside)
        other = self._checked_out(path, said, inside) if path.is_file() else {}
        found = compared(said, other, inside, told=self._told)
        self.changes[None] = found.changes
        return settled(self._held(found.said, None), path, flags)

    def _in(self, tree: Tree, path: str) -> dict[str, Setting]:
        text = text_in(tree, path)
        said = self._placed(said_in(self.top / path, text, f"{tree.called}:{path}"), self.top / path)
        return extended(said, (self.top / path).parent, partial(self._taken, tree))

    def _checked_out(self, path: Path, trusted: Said, file: str) -> dict[str, Setting]:
        """What the checked-out file says over the bundle that the ref extends; another one is not followed."""
        called = self.within(path) or str(path)
        said = self._placed(said_in(path, called=called), self.top / called)
        own, theirs = said.pop("extends", None), trusted.get("extends")
        if theirs is not None:
            said["extends"] = Setting(theirs.value, theirs.origin, f"{called}:1" if own is None else own.place)
            said = extended(said, (self.top / file).parent, partial(self._taken, self.tree))
            del said["extends"]
        return said if own is None else {**said, "extends": own}

    def _taken(self, tree: Tree, path: str) -> str:
        """Where a file or a folder of the ref can be read; one outside as it is."""
        inside = self.within(Path(path))
        if inside is None:
            return path
        kept = self._private.path / f"{tree.commit[:12]}-bundles" / inside
        entry = tree.entry(inside)
        if entry is not None and not kept.exists():
            names = [""] if entry.is_file else list(tree.files_below(inside))
            for name in names:
                data = tree.read(f"{inside}/{name}".rstrip("/"), LARGEST if name else LARGEST_ARCHIVE)
                self._private.write(kept / name if name else kept, data)
        return str(kept)

    def _placed(self, said: dict[str, Setting], path: Path) -> dict[str, Setting]:
        """What names files by their whole path, so that it means the same wherever the file stands."""
        for key in _PATHS:
            if key in said:
                whole = tuple(os.path.normpath(path.parent / each) for each in said[key].value)
                said[key] = Setting(whole, said[key].origin, said[key].place)
        if "baseline" in said and said["baseline"].value is not None:
            found = said["baseline"]
            said["baseline"] = Setting(os.path.normpath(path.parent / found.value), found.origin, found.place)
        return said

    def _told(self, text: str) -> str:
        return text.replace(f"{self.top}{os.sep}", "")

    def _before(self) -> Tree | None:
        """The last commit that the ref and what is checked out have in common; None where it is not in this clone."""
        if self._since is None:
            found = (self.tree.git.said("merge-base", self.tree.commit, "HEAD") or "").strip()
            self._since = self.tree.at(found) if found and found != self.tree.commit else None
        return self._since

    def _since_of(self, tree: Tree, path: str) -> Said:
        return self._in(tree, path) if tree.is_file(path) else {}

    def _held(self, said: dict[str, Setting], ruling: Any) -> dict[str, Setting]:
        """Settings whose own policies are those of the ref, and what the checked-out code adds to them."""
        setting = said.get("policies")
        if setting is not None:
            folders = [self.folder(each, ruling) for each in setting.value]
            said["policies"] = Setting(tuple(each for each in folders if each), setting.origin, setting.place)
        return said

    def folder(self, path: str, ruling: Any = None) -> str:
        """A policy folder as the ref has it, with what the checked-out code adds; one outside as it is.

        Empty where the code adds a folder that holds nothing but Python policies, which are not run.
        """
        inside = self.within(Path(path))
        if inside is None or is_private(Path(path)):
            return path
        kept = self._private.path / self.tree.commit[:12] / inside
        if inside not in self._folders:
            found = policies_in(self.tree, self.top, inside, self._before)
            self._folders[inside] = bool(found.files)
            for name, data in found.files.items():
                self._private.write(kept / name if name else kept, data)
            self._note(ruling, found.changes)
        if self._folders[inside]:
            return str(kept)
        return "" if (self.top / inside).exists() else path

    def baseline(self, path: Path) -> tuple[str, bytes] | None:
        """What the ref has at the place of a baseline; one outside the repository is read from there."""
        from drlint.cli.trust.baselines import baseline_in  # noqa: PLC0415 - only a run with a baseline needs it

        inside = self.within(path)
        found = None if inside is None else baseline_in(self.tree, self.top, inside, self._before)
        if found is None:
            return None
        self._note(None, found.changes)
        return found.name, found.data

    def held(self, part: Part, given: Gathered) -> Gathered:
        """What was read of a part, with the waivers in its source that the ref has as well."""
        met = (self.within(Path(path)) for path, named in part.found.files if not (named or is_named_so(path)))
        found = sorted({each for each in met if each is not None})
        if found:
            self._note(part.ruling, tuple(plans_brought(found, self.tree, self._before)))
        if not any(each.waivers for each in given.results):
            return given
        # In a submodule reports name files from its own top, and the ref says nothing of them.
        foreign = any(top_of(Path(each)) != self.top for each in part.found.roots)
        results = []
        for each in given.results:
            kept = self._waivers.held(() if foreign else each.waivers)
            self._note(part.ruling, kept.changes)
            results.append(structs.replace(each, waivers=kept.written))
        return structs.replace(given, results=tuple(results))

    def documents(self, given: Sequence[Gathered]) -> list[Gathered]:
        """What was read of all parts, with what of the ref's documents steers; those are what stood before."""
        from drlint.cli.trust.documents import held_documents  # noqa: PLC0415 - a run without any needs none of it

        found = held_documents(given, self.tree, self._places(), self._before)
        self._note(None, found.changes)
        return found.given

    def touched(self, given: Sequence[Gathered]) -> frozenset[str]:
        """Which documents differ from the commit that the change began at."""
        from drlint.cli.trust.documents import touched  # noqa: PLC0415 - as above

        return touched(given, self._before() or self.tree, self.top)

    def _places(self) -> list[str]:
        """What was given, as paths in the repository; a folder around it is all of it."""
        found = {path: self.within(Path(path)) for path in self._paths}
        around = (self.top.is_relative_to(os.path.realpath(path)) for path, inside in found.items() if inside is None)
        return ["."] if any(around) else [each for each in found.values() if each is not None]

    @cached_property
    def _waivers(self) -> SourceWaivers:
        from drlint.cli.trust.comments import SourceWaivers  # noqa: PLC0415 - only where source has waivers

        return SourceWaivers(self.tree, self._before)

    def _note(self, ruling: Any, changes: Sequence[GateChange]) -> None:
        self.changes[ruling] = (*self.changes.get(ruling, ()), *changes)

    def changes_by(self, rulings: Sequence[Any]) -> list[tuple[GateChange, ...]]:
        """What differs in what rules each part, told once; with the first what belongs to none."""
        own = [each for each in self._known.values() if each is not None]
        self._note(None, tuple(files_changed(self.tree, self.top, self._before, own)))
        told: set[GateChange] = set()
        found = []
        for at, ruling in enumerate(rulings):
            every = (*self.changes.get(ruling, ()), *(self.changes.get(None, ()) if at == 0 else ()))
            found.append(tuple(each for each in dict.fromkeys(every) if each not in told))
            told.update(every)
        return found

    def notes(self) -> tuple[str, ...]:
        """What rules, and what of the code makes it stricter; what loosens it is a finding."""
        rules = sorted({each for each in self._known.values() if each is not None})
        what = ", ".join(rules[:3]) + (f" + {len(rules) - 3:,} more" if len(rules) > 3 else "")  # noqa: PLR2004
        said = f"the gate is that of {self.tree.called} ({self.tree.commit[:12]}): {what or 'drlint’s defaults'}"
        every = dict.fromkeys(change for some in self.changes.values() for change in some)
        return (said, *self._demoted, *(str(each) for each in every if each.effect is Effect.TIGHTENS))

    def close(self) -> None:
        """End git, and remove what was written."""
        self.tree.close()
        self._private.remove()


@contextmanager
def trusted(ref: str, paths: Sequence[str]) -> Iterator[Gate]:
    """The gate by a ref, in the repository that the paths lie in; raises DrlintError where there is none."""
    top = repository_of(paths)
    tree = tree_of(ref, top)
    gate = Gate(tree, top, paths)
    try:
        yield gate
    finally:
        gate.close()
