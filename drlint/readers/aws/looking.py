"""The command of AWS's own tool that shows a thing as it is now, for whoever has to look at it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from typing import Any

from drlint.catalog.kind import Attribute, Kind
from drlint.readers.aws.plan import home_of

_TAIL = re.compile(r"[^:/]+$")
_CALLED = {"s3": "s3api"}
_TAKE_ARNS = frozenset({"SecretId"})
_ASIDE = ("Tag", "Policy", "MountTarget", "Attributes")  # what a call says of a thing rather than the thing


def command_of(kind: Kind) -> Callable[[str, str | None], str]:
    """Makes the command of a thing's path and Region: about the thing where a call asks by its name, else the list.

    Empty where only what belongs to another thing is listed.
    """
    call = kind.listed_by
    asked = None if call is None else next(_by_name(kind), None)
    if call is None or (asked is None and call.each is not None):
        return lambda _path, _region: ""
    service, operation, parameter = asked or (call.service, call.operation, "")
    fixed = "" if asked else "".join(f" --{_spelled(name)} {_value(said)}" for name, said in call.fixed.items())
    base = f"aws {_CALLED.get(service, service)} {_spelled(operation)}{fixed}"
    home = "" if kind.region_by else home_of(kind, "aws")
    whole = parameter.removesuffix("s").endswith("Arn") or parameter in _TAKE_ARNS

    def made(path: str, region: str | None) -> str:
        tail = _TAIL.search(path)
        name = path if whole and path.startswith("arn:") else tail[0] if tail else path
        named = f" --{_spelled(parameter)} {shlex.quote(name)}" if parameter else ""
        where = home or region
        return f"{base}{named}" + (f" --region {shlex.quote(where)}" if where else "")

    return made


def _by_name(kind: Kind) -> Iterator[tuple[str, str, str]]:
    """Service, operation and parameter of the calls that take the thing's name and nothing else, the best first."""
    call = kind.listed_by
    if call is None:
        return
    names = {*_names(kind)}
    if call.each is None and not call.fixed:
        taken = _taken_by(call.service, call.operation)
        yield from ((call.service, call.operation, each) for each in taken if each in names)
        yield from ((call.service, call.operation, each) for each in taken if each.removesuffix("s") in names)
    for each in kind.details:
        is_about_it = len(each.given) == 1 and not (each.fixed or each.filters)
        if is_about_it and not any(word in each.operation for word in _ASIDE):
            ((parameter, path),) = each.given.items()
            if path in names or path == "@":
                yield each.service or call.service, each.operation, parameter


def _names(kind: Kind) -> Iterator[str]:
    """Where the API's answer has what the kind is known by, which is the end of its ARN, too."""
    for name in kind.identity:
        declared = kind.find(name)
        if isinstance(declared, Attribute) and declared.api:
            yield declared.api
    if kind.arn:
        yield kind.arn


def _taken_by(service: str, operation: str) -> tuple[str, ...]:
    from botocore.session import get_session  # noqa: PLC0415 - only a report with news needs it

    shape = get_session().get_service_model(service).operation_model(operation).input_shape
    return () if shape is None else tuple(shape.members)


def _value(said: Any) -> str:
    """A parameter's value on the command line."""
    if isinstance(said, bool):
        return ""
    return (
        " ".join(shlex.quote(str(each)) for each in said) if isinstance(said, list | tuple) else shlex.quote(str(said))
    )


def _spelled(name: str) -> str:
    from botocore import xform_name  # noqa: PLC0415

    return str(xform_name(name, "-"))
