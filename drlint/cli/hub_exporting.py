"""What `drlint export resilience-hub` does: a policy for each workload, all of them or none."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import click
import msgspec

from drlint import __version__
from drlint.cli.discovery import documents_in
from drlint.cli.document_inputs import Documents
from drlint.exports.resilience_hub.parts import HubPolicy, UnsaidError
from drlint.exports.resilience_hub.v1 import resiliency_policy
from drlint.exports.resilience_hub.v2 import policy
from drlint.model.errors import DrlintError, UnreadableError, UnrecognisedError
from drlint.model.resource import Resource
from drlint.readers.documents.recognition import is_named_so
from drlint.readers.walk import Walk
from drlint.recovery.document_lines import said_at
from drlint.reports.escape import code, markdown, terminal

INDEX = "README.md"
_CALLS = {
    "v1": "aws resiliencehub create-resiliency-policy",
    "v2": "aws resiliencehubv2 create-policy",
}
_NOTHING = 3


def export(folder: Path, paths: Sequence[str], *, api: str, round_down: bool) -> int:
    """Write the policies of all workloads below the paths, and what they do not hold; the exit code."""
    making = resiliency_policy if api == "v1" else lambda workload: policy(workload, round_down=round_down)
    made: dict[str, tuple[HubPolicy, str]] = {}
    wrong: list[str] = []
    for workload in workloads_in(paths, wrong):
        _make(workload, making, made, wrong)
    for each in wrong:
        click.echo(f"drlint: {terminal(each)}", err=True)
    if wrong:
        click.echo("drlint: nothing is written until all workloads can be", err=True)
        return 2
    if not made:
        where = ", ".join(paths)
        click.echo(
            f"drlint: {terminal(where)}: no workload document is there; drlint new workload begins one", err=True
        )
        return _NOTHING
    texts = {f"{each.name}.json": _json(each) for each, _ in made.values()}
    write_new(folder, texts | {INDEX: _index(list(made.values()), api)})
    _tell(folder, [each for each, _ in made.values()], api)
    return 0


def workloads_in(paths: Sequence[str], wrong: list[str]) -> Iterator[Resource]:
    """The workloads of documents, and of those below folders; what is `wrong` is noted."""
    documents = Documents({})
    for path in _documents(paths, wrong):
        uri = documents.uri(path)
        try:
            read = documents.read(path, uri, "", is_named=path in paths)
        except UnrecognisedError as error:
            if path in paths:
                wrong.append(f"{uri}: {error}")
            continue
        except UnreadableError as error:
            wrong.append(f"{uri}: {error}")
            continue
        workloads = [each for each in read.resources if each.kind == "workload"]
        if workloads:
            wrong += [f"{spot.location}: {spot.reason}" for spot in read.blind_spots]
        if not read.blind_spots:
            yield from workloads


def _documents(paths: Sequence[str], wrong: list[str]) -> Iterator[str]:
    for path in dict.fromkeys(paths):
        if not os.path.isdir(path):  # noqa: PTH112
            if is_named_so(path) or not os.path.lexists(path):
                yield path
            else:
                wrong.append(f"{path}: is no document; give a folder, or a file that ends with .yaml or .md")
            continue
        walk = Walk(path)
        yield from documents_in(walk)
        wrong += [f"{where}: {reason}" for where, reason in walk.unread]
        wrong += [f"{path}: {walk.cut}"] if walk.cut else []


def _make(
    workload: Resource,
    making: Callable[[Resource], HubPolicy],
    made: dict[str, tuple[HubPolicy, str]],
    wrong: list[str],
) -> None:
    view = workload.view
    try:
        found = making(workload)
    except UnsaidError as error:
        place = said_at(workload, error.attribute, "").location
        wrong.append(f"{place}: {error}")
        return
    other = made.setdefault(found.name.lower(), (found, f"{view.location}"))
    if other[0] is not found:  # as files of a system that does not tell A from a
        wrong.append(f"{view.location}: {found.name} is a workload of {other[1]}, too; give them apart")


def _json(made: HubPolicy) -> str:
    return msgspec.json.format(msgspec.json.encode(made.input), indent=2).decode() + "\n"


def write_new(folder: Path, texts: Mapping[str, str]) -> None:
    """Write new files, over nothing that is there; raises DrlintError before the first where one is."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        taken = next((name for name in sorted(texts) if os.path.lexists(folder / name)), None)
        if taken is not None:
            raise DrlintError(f"{folder / taken}: is there already and stays; choose another folder, or delete it")
        for name, text in texts.items():
            with (folder / name).open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as error:
        raise DrlintError(f"{error.filename or folder}: cannot be written: {error.strerror}") from error


def _index(made: Sequence[tuple[HubPolicy, str]], api: str) -> str:
    lines = [f"<!-- Generated by drlint {__version__} -->", f"# Workloads as policies of AWS Resilience Hub {api}", ""]
    lines += ["One file for each, the input of the call that makes the policy:", "", "```console"]
    lines += [f"$ {_CALLS[api]} --cli-input-json file://{each.name}.json" for each, _ in made]
    lines += ["```", "", "## Left out", "", "What the documents say, and such a policy cannot hold.", ""]
    for each, where in made:
        said = "; ".join(markdown(part) for part in each.left_out) or "nothing"
        lines.append(f"* {code(each.name)} ({markdown(where)}): {said}")
    return "\n".join(lines) + "\n"


def _tell(folder: Path, made: Sequence[HubPolicy], api: str) -> None:
    for each in made:
        if each.left_out:
            said = ", ".join(each.left_out)
            click.echo(f"drlint: {terminal(each.name)}: a policy of {api} cannot hold {terminal(said)}", err=True)
    counted = "1 policy" if len(made) == 1 else f"{len(made)} policies"
    click.echo(f"{counted} written to {terminal(str(folder))}; {INDEX} there tells what they cannot hold")
