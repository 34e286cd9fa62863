#!/usr/bin/env python3
"""Writes the index of the AWS CLI's commands from the installed botocore and `aws_cli_overlay.yaml`.

    python scripts/index_aws_cli.py --released 2026-11-20      # the day of the installed botocore's release

The same botocore, day and overlay give the same bytes.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import botocore
import msgspec
import yaml
from aws_cli_shapes import Shapes, trimmed
from botocore import xform_name
from botocore.session import get_session

from drlint.readers.awscli.index import MAGIC, PATH, Header, Index, Place
from drlint.readers.awscli.model import NOTHING, UNKNOWN, Arity, Extra, Stored, kebab

OVERLAY = Path(__file__).with_name("aws_cli_overlay.yaml")
ARITIES = {"switch": Arity.NONE, "list": Arity.MANY, "append": Arity.APPEND, "pairs": Arity.PAIRS}
KINDS = {"switch": "boolean", "append": "string", "pairs": "string"}


def main() -> None:
    """Write the index and say what is in it."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--released", type=date.fromisoformat, required=True, help="of the installed botocore")
    parser.add_argument("-o", "--output", type=Path, default=PATH)
    given = parser.parse_args()
    content = index(yaml.safe_load(OVERLAY.read_text(encoding="utf-8")), given.released)
    given.output.write_bytes(content)
    made = Index(content)
    print(f"{given.output}: {len(made.services)} services, {len(content):,} bytes, {made.version}")


def index(overlay: Mapping[str, Any], released: date) -> bytes:
    """The whole file."""
    blobs: dict[bytes, int] = {}
    services: dict[str, Place] = {}
    length = 0
    for name, model in sorted(_names(overlay).items()):
        blob = zlib.compress(msgspec.msgpack.encode(_service(name, model, overlay)), 9)
        if blob not in blobs:
            blobs[blob] = length
            length += len(blob)
        services[name] = Place(blobs[blob], len(blob), model)
    header = Header(
        botocore=botocore.__version__,
        released=released,
        options=tuple(_extras(overlay["globals"])),
        everywhere=tuple(_extras(overlay["skeleton"])),
        services=services,
    )
    head = msgspec.msgpack.encode(header)
    return MAGIC + len(head).to_bytes(4, "big") + head + b"".join(blobs)


def _names(overlay: Mapping[str, Any]) -> dict[str, str]:
    """The models by the CLI's names of the services; commands without a model have none."""
    models = LOADER.list_available_services("service-2")
    names = {each: each for each in models} | {each: "" for each in overlay["commands"] if each not in models}
    return {
        name: model for name, model in (names | overlay["names"]).items() if name not in overlay["hidden"] or not model
    }


def _service(name: str, model: str, overlay: Mapping[str, Any]) -> dict[str, Any]:
    """One service, ready to be encoded."""
    described = (
        LOADER.load_service_model(model, "service-2") if model else {"operations": {}, "shapes": {}, "metadata": {}}
    )
    shapes = Shapes(described["shapes"], whole=model in overlay["whole"].split(), hoist=name == "ec2")
    pages = _loaded(model, "paginators-1", "pagination")
    operations = {
        xform_name(each, "-"): _operation(name, each, described, shapes, pages.get(each), overlay)
        for each in sorted(described["operations"])
    }
    for other, known in overlay["operations"].get(name, {}).items():
        operations[other] = operations[known]
    for removed in overlay["removed"].get(name, ()):
        del operations[removed]
    operations.update({each: _command(spec or {}) for each, spec in overlay["commands"].get(name, {}).items()})
    table, renumbered = shapes.minimal()
    waiters = _loaded(model, "waiters-2", "waiters")
    return {
        "operations": {each: trimmed(_renumbered(found, renumbered)) for each, found in sorted(operations.items())},
        "waiters": {xform_name(each, "-"): xform_name(waiters[each]["operation"], "-") for each in sorted(waiters)},
        "shapes": table,
        "flags": _odd_flags(described),
        "lenient": described["metadata"].get("protocol") in {"ec2", "query"},
    }


def _loaded(model: str, kind: str, key: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = LOADER.load_service_model(model, kind)[key] if model else {}
    except botocore.exceptions.DataNotFoundError:
        return {}
    return found


def _odd_flags(described: Mapping[str, Any]) -> dict[str, str]:
    """The flags of members that are not spelled as `kebab` would."""
    members = {
        member
        for operation in described["operations"].values()
        if "input" in operation
        for member in described["shapes"][operation["input"]["shape"]].get("members", {})
    }
    return {each: xform_name(each, "-") for each in sorted(members) if xform_name(each, "-") != kebab(each)}


def _operation(
    service: str, name: str, described: Mapping[str, Any], shapes: Shapes, page: Any, overlay: Mapping[str, Any]
) -> Stored:
    model = described["operations"][name]
    known = xform_name(name, "-")
    takes = model.get("input", {}).get("shape")
    answers = model.get("output", {}).get("shape")
    members = described["shapes"][takes].get("members", {}) if takes else {}
    more = overlay["more"].get(service, {}).get(known, {})
    return Stored(
        input=shapes.taken(takes) if takes else NOTHING,
        output=shapes.answered(answers) if answers else NOTHING,
        names=_renamed(members, _both(overlay["renames"], service, known)),
        extras=tuple(_extras(more)),
        free=tuple(_both(overlay["free"], service, known)) + shapes.tokens(takes),
        words=(Extra("outfile", needed=True),) if shapes.streams(answers) else (),
        pages=0 if page is None else 2 if "limit_key" in page else 1,
        conditions=tuple(_conditions(overlay["conditions"].get(service, {}).get(known, ()))),
    )


def _conditions(written: list[list[str]]) -> Iterator[tuple[str, ...]]:
    """Exactly one is at least one and at most one."""
    for kind, *flags in written:
        for each in ("any", "not") if kind == "one" else (kind,):
            yield (each, *flags)


def _both(table: Mapping[str, Any], service: str, operation: str) -> Any:
    found = table.get(service, {})
    of_all, own = found.get("*"), found.get(operation)
    if isinstance(of_all or own, list):
        return [*(of_all or []), *(own or [])]
    return {**(of_all or {}), **(own or {})}


def _renamed(members: Mapping[str, Any], renames: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in members if renames else ():
        flag = xform_name(each, "-")
        if flag in renames:
            found[each] = renames[flag]
        if f"no-{flag}" in renames:
            found[f"no {each}"] = renames[f"no-{flag}"]
    return found


def _command(spec: Mapping[str, Any]) -> Stored:
    """A command that is no operation of a model."""
    flags = {**spec.get("flags", {}), **spec.get("more", {})}
    words = tuple(_words(spec.get("words", ())))
    return Stored(
        input=NOTHING, output=UNKNOWN, extras=tuple(_extras(flags)), words=words, skeleton=spec.get("skeleton", False)
    )


def _words(specs: list[str]) -> Iterator[Extra]:
    for spec in specs:
        name, count = spec.split()
        for _ in range(1 if count == "maybe" else int(count)):
            yield Extra(name, needed=count != "maybe")


def _extras(flags: Mapping[str, Any]) -> Iterator[Extra]:
    for name, spec in flags.items():
        kind, choices, arity = spec, (), None
        if isinstance(spec, list):
            kind, choices = "string", tuple(spec)
        elif spec.startswith("maybe "):
            kind, arity = spec.removeprefix("maybe "), Arity.MAYBE
        arity = arity or ARITIES.get(kind, Arity.ONE)
        yield Extra(name.rstrip("!"), KINDS.get(kind, kind), arity, name.endswith("!"), choices)


def _renumbered(stored: Stored, numbers: Mapping[int, int]) -> Stored:
    moved = {each: numbers.get(getattr(stored, each), getattr(stored, each)) for each in ("input", "output")}
    return msgspec.structs.replace(stored, **moved)


LOADER = get_session().get_component("data_loader")

if __name__ == "__main__":
    sys.exit(main())
