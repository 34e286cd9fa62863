"""What `drlint import resilience-hub` does: a workload document for each policy, all of them or none."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
import yaml

from drlint.cli.discovery import STDIN
from drlint.cli.hub_exporting import write_new
from drlint.cli.naming import uri_of
from drlint.exports.resilience_hub.parts import UnsaidError
from drlint.exports.resilience_hub.v1 import resiliency_policy
from drlint.exports.resilience_hub.v2 import policy
from drlint.model.errors import DrlintError, UnreadableError
from drlint.readers.documents.reader import read_document
from drlint.readers.files import read_regular
from drlint.readers.resilience_hub.policies import LARGEST, Imported, is_cut, policies_in
from drlint.readers.resilience_hub.strict_json import read_json
from drlint.reports.escape import terminal

_WIDTH = 100
_OPEN = "owner, members, primary_region, recovery_regions, runbooks"


def import_policies(files: Sequence[str], folder: Path | None) -> None:
    """Write the documents into a folder, or the only one to standard output; raises DrlintError before the first."""
    found: dict[str, tuple[Imported, str]] = {}
    for file in dict.fromkeys(files):
        uri = file if file == STDIN else uri_of(file)
        for each in _policies(file, uri):
            other = found.setdefault(each.name.lower(), (each, uri))
            if other[0] is not each:  # as files of a system that does not tell A from a
                raise DrlintError(f"{uri}: {each.name} is a policy of {other[1]}, too; give them apart")
    made = [each for each, _ in found.values()]
    if not made:
        raise DrlintError(f"{', '.join(files)}: no policy is in it; list them in the account and Region that has them")
    if folder is None and len(made) > 1:
        raise DrlintError(f"{len(made)} policies are {len(made)} documents; say where to: -o docs/dr")
    texts = {f"{each.name}.yaml": _document(each, uri) for each, uri in found.values()}
    if folder is None:
        click.echo(next(iter(texts.values())), nl=False)
    else:
        write_new(folder, texts)
    _tell(made, folder)


def _policies(file: str, uri: str) -> Iterator[Imported]:
    try:
        said = read_json(_contents(file))
        yield from policies_in(said)
    except UnreadableError as error:
        raise DrlintError(f"{uri}: {error}") from error
    if is_cut(said):
        click.echo(f"drlint: {terminal(uri)}: it is one page of several (nextToken); import the others, too", err=True)


def _contents(file: str) -> bytes:
    if file != STDIN:
        return read_regular(file, LARGEST)
    data = sys.stdin.buffer.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise UnreadableError(f"it is larger than {LARGEST >> 20} MiB")
    return data


def _document(made: Imported, uri: str) -> str:
    """The text, which was read again and gives the same policy; raises DrlintError where it does not."""
    source = "standard input" if uri == STDIN else uri
    lines = [f"# From the policy {made.name} of AWS Resilience Hub ({made.api}), {terminal(source)}"]
    lines += [f"# {terminal(made.arn)}"] if made.arn else []
    lines += [f"# Not kept of it: {terminal(', '.join(made.not_kept))}"] if made.not_kept else []
    lines += [f"# Still to be said, where it applies: {_OPEN}"]
    text = "\n".join(lines) + "\n" + _yaml({"workload": made.workload})
    wrong = _difference(made, text)
    if wrong:
        raise DrlintError(f"{uri}: {made.name} cannot be written as a workload that means the same: {wrong}")
    return text


class _Dumper(yaml.SafeDumper):
    """Writes a decimal number digit by digit, and odd characters as escapes: YAML folds what it takes for line ends."""

    def decimal(self, number: Decimal) -> yaml.ScalarNode:
        text = format(number, "f")
        return self.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)

    def text(self, said: str) -> yaml.ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:str", said, style=None if said.isprintable() else '"')


_Dumper.add_representer(str, _Dumper.text)
_Dumper.add_representer(Decimal, _Dumper.decimal)


def _yaml(said: Mapping[str, Any]) -> str:
    return yaml.dump(said, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH, default_flow_style=None)


def _difference(made: Imported, text: str) -> str:
    """What the document does not say as the policy did; nothing where it does."""
    try:
        read = read_document(text.encode(), uri=f"{made.name}.yaml", root="")
        if read.blind_spots:
            return f"{read.blind_spots[0].what}: {read.blind_spots[0].reason}"
        again = (resiliency_policy if made.api == "v1" else policy)(read.resources[0])
    except (UnreadableError, UnsaidError, UnicodeEncodeError) as error:
        return str(error)
    differing = [name for name in {**made.input, **again.input} if made.input.get(name) != again.input.get(name)]
    return f"{', '.join(differing)} would differ" if differing else ""


def _tell(made: Sequence[Imported], folder: Path | None) -> None:
    for each in made:
        if each.not_kept:
            said = ", ".join(each.not_kept)
            click.echo(f"drlint: {terminal(each.name)}: not kept: {terminal(said)}", err=True)
    if folder is not None:
        counted = "1 workload document" if len(made) == 1 else f"{len(made)} workload documents"
        click.echo(f"{counted} written to {terminal(str(folder))}; still to be said, where it applies: {_OPEN}")
