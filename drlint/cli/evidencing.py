"""What `drlint evidence` does: one run, what was read for it, one bundle."""

from __future__ import annotations

import hashlib
import os
import platform
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click
import msgspec

from drlint.cli import baselines
from drlint.cli.caches import cache_folder
from drlint.cli.checking import Judged, Run, judge
from drlint.cli.naming import uri_of
from drlint.cli.output import replaced
from drlint.cli.policy_sets import builtin_folder
from drlint.cli.recall import Notes, noted
from drlint.cli.run import selected
from drlint.engine.ownership import owner_of
from drlint.engine.report import Report
from drlint.model.errors import DrlintError
from drlint.model.finding import Finding
from drlint.model.resource import Resource
from drlint.model.values import Address, Unknown
from drlint.policy.files import policy_files
from drlint.recovery.belonging import belonging_of
from drlint.reports.escape import terminal
from drlint.reports.evidence import contents
from drlint.reports.evidence.bundle import write
from drlint.reports.wording import count

_UNTOLD = frozenset({"no_cache", "kinds"})
_PATHS = frozenset({"context", "source", "config", "policies", "baseline"})
_LENGTH = 4  # bytes that say how long an entry is
_SOURCE = (".tf", ".tf.json", ".tofu", ".tofu.json")
_VALUES = (".tfvars", ".tfvars.json")


def bundled(paths: Sequence[str], output: Path, flags: Mapping[str, Any], day: date, period: tuple[date, date]) -> int:
    """Judge, and write the bundle; the exit code, which no verdict changes."""
    passes = Passes()
    with noted(str(cache_folder() or "")) as notes:
        run = judge(paths, exit_zero=True, witness=passes, **flags)
    if isinstance(run, int):
        return run
    bundle = contents.Bundle(
        report=run.report,
        population=Population(run, passes),
        passes=passes,
        files=files(run, notes),
        in_force=tuple(in_force(run)),
        digests=digests(run),
        as_of=day,
        since=period[0],
        until=period[1],
        python=f"{platform.python_implementation()} {platform.python_version()}",
        asked=_asked(paths, flags),
    )
    try:
        with replaced(Path(os.path.realpath(output))) as part, part.open("wb") as out:
            write(bundle, out)
    except OSError as error:
        raise DrlintError(f"{output}: the bundle cannot be written: {error.strerror}") from error
    _tell(output, bundle, passes)
    return run.code


def _asked(paths: Sequence[str], flags: Mapping[str, Any]) -> dict[str, Any]:
    """The question, with paths as reports name them; of variables only the names, for values may be secrets."""
    said: dict[str, Any] = {"paths": [uri_of(each) for each in paths]}
    for name, value in flags.items():
        if value and name not in _UNTOLD:
            listed = isinstance(value, list | tuple)
            values = [_told(name, each) for each in (value if listed else (value,))]
            said["variables" if name == "given" else name] = values if listed else values[0]
    return said


def _told(name: str, value: Any) -> Any:
    if name == "given":
        variable, is_value, _ = str(value).partition("=")
        return variable if is_value else uri_of(variable)
    if isinstance(value, date):
        return value.isoformat()[: len("2027-01-31")]
    return uri_of(str(value)) if name in _PATHS else value


def _tell(output: Path, bundle: contents.Bundle, passes: Passes) -> None:
    report = bundle.report
    verdicts = sum(passes.by_resource.values()) + len(report.findings) + len(report.unknowns)
    verdicts += len(report.waived) + len(report.baseline) + len(report.provided)
    said = (
        f"{count(report.resources, 'resource')}, {count(verdicts, 'verdict')}, {count(len(bundle.files), 'file')} read"
    )
    click.echo(f"{terminal(str(output))}: {said}; README.md in it says what it holds")


class Passes:
    """A witness that keeps passes in a file without a name: of a large estate there are more than fit in memory."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as this does
        self._encoder = msgspec.msgpack.Encoder()
        self.by_resource: Counter[Address] = Counter()

    def __call__(self, finding: Finding) -> None:
        encoded = self._encoder.encode(msgspec.structs.replace(finding, fix=""))
        self._file.write(len(encoded).to_bytes(_LENGTH, "big") + encoded)
        self.by_resource[finding.resource] += 1

    def __iter__(self) -> Iterator[Finding]:
        decoder = msgspec.msgpack.Decoder(Finding)
        self._file.seek(0)
        while length := self._file.read(_LENGTH):
            yield decoder.decode(self._file.read(int.from_bytes(length, "big")))


class Population:
    """The resources of a run in order of address, each with how many policies spoke about it."""

    def __init__(self, run: Run, passes: Passes) -> None:
        self._verdicts = passes.by_resource + _spoken_of(run.report)
        self._lines = {each.address: each.location_of() for part in run.parts for each in part.given.source}
        parts = [(part, part.part.settings.objectives(), part.owned.code_owners) for part in run.parts]
        self._resources = sorted(
            ((each.address, each, own, owners) for part, own, owners in parts for each in _resources(part)),
            key=lambda found: found[0],
        )

    def __iter__(self) -> Iterator[contents.Judged]:
        for address, resource, objectives, owners in self._resources:
            location = self._lines.get(address) or resource.location_of()
            belonging = belonging_of(resource, objectives)
            owner = owner_of(resource, "", location, objectives, owners, belonging)
            yield contents.Judged(
                root=address.root,
                address=address.path,
                kind=resource.kind,
                region=_said(resource.region),
                account=_said(resource.account),
                owner=owner.name or "",
                owner_because=owner.origin,
                environment=belonging.environment.name or "",
                workload=belonging.workload.name or "",
                tier=belonging.tier.name or "",
                location=location,
                verdicts=self._verdicts[address],
            )


def _resources(part: Judged) -> Iterator[Resource]:
    return (resource for read in part.given.results for resource in read.judged)


def _spoken_of(report: Report) -> Counter[Address]:
    """How many policies did not pass a resource."""
    aside = (*(each.finding for each in report.waived), *report.baseline, *report.provided)
    told = (*report.findings, *report.unknowns, *aside)
    return Counter(resource for _, resource in {(each.policy, each.resource) for each in told})


def _said(value: str | Unknown | None) -> str:
    return f"unknown: {value.reason}" if isinstance(value, Unknown) else value or ""


def in_force(run: Run) -> Iterator[contents.InForce]:
    """Every policy that was asked, with its parameters under each configuration."""
    for each in run.parts:
        settings = each.part.settings
        path = "" if settings.path is None else uri_of(str(settings.path))
        given = settings["parameters"]
        for policy in selected(each.policies, settings["select"], settings["ignore"]):
            metadata = policy.metadata
            names = (metadata.id, *metadata.formerly)
            own: Mapping[str, Any] = next((given[name] for name in names if name in given), {})
            yield contents.InForce(policy=metadata.id, configuration=path, parameters={**metadata.parameters, **own})


def digests(run: Run) -> dict[str, str]:
    """The SHA-256 of each policy's file."""
    found = {file.id: hashlib.sha256(file.data).hexdigest() for file in policy_files(builtin_folder())}
    for each in run.parts:
        for policy in each.policies:
            metadata = policy.metadata
            if metadata.id not in found:
                found[metadata.id] = hashlib.sha256(Path(metadata.origin).read_bytes()).hexdigest()
    return found


def files(run: Run, notes: Notes) -> list[contents.File]:
    """What was read for a run, with the digests of contents that are still what was read; raises DrlintError else."""
    roles = _roles(run)
    found: dict[str, contents.File] = {}
    for path, stamp in notes.files.items():
        if stamp is None:
            continue  # looked for, and not there
        data = _as_read(path, stamp)
        uri = uri_of(path)
        digest = hashlib.sha256(data).hexdigest()
        found[uri] = contents.File(path=uri, role=roles.get(uri) or _role(path), bytes=len(data), sha256=digest)
    return [found[uri] for uri in sorted(found)]


def _as_read(path: str, stamp: tuple[int, int]) -> bytes:
    try:
        with Path(path).open("rb") as file:
            now = os.fstat(file.fileno())
            data = file.read()
    except OSError as error:
        raise DrlintError(f"{path}: it was read, and is gone now ({error.strerror}); run again") from error
    if (now.st_mtime_ns, now.st_size) != stamp:
        raise DrlintError(f"{path}: it was changed while it was judged; run again")
    return data


def _roles(run: Run) -> dict[str, str]:
    """What the files are that a run names, as reports name them."""
    found = {each.uri: each.kind for each in run.report.inputs}
    for each in run.parts:
        settings = each.part.settings
        found |= {uri_of(policy.metadata.origin): "policy" for policy in each.policies if policy.metadata.origin}
        if settings["baseline"] is not None:
            found[uri_of(str(baselines.named(settings)))] = "baseline"
        if settings.path is not None:
            found[uri_of(str(settings.path))] = "configuration"
    return found


def _role(path: str) -> str:
    """What a file is that is neither input nor configuration."""
    if path.endswith(_VALUES):
        return "values"
    if path.endswith(_SOURCE):
        return "source"
    return "owners" if Path(path).name == "CODEOWNERS" else "looked into"
