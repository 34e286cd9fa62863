"""Calls Terraform's pure functions by name, after a look at what they are given."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Mapping

from drlint.model.values import Unknown
from drlint.readers.hcl.functions.graphemes import composed
from drlint.readers.hcl.functions.signature import TOO_LONG, Function, Parameter
from drlint.readers.hcl.seen import MAX_ELEMENTS, MAX_TEXT, Invalid, Seen, because, candidates, gap, size

MAX_NESTING = 40
_CLOSE = 0.8  # how much of a name must be another's for a slip of the pen

# Which module has which functions: they are loaded when one of theirs is called, as few texts need many.
THEMES: Mapping[str, str] = {
    "addresses": "cidrhost cidrnetmask cidrsubnet cidrsubnets",
    "conversions": "ephemeralasnull issensitive nonsensitive sensitive tobool tolist tomap tonumber toset tostring",
    "digests": "base64sha256 base64sha512 md5 sha1 sha256 sha512 uuidv5",
    "encoding": "base64decode base64encode csvdecode textdecodebase64 textencodebase64 urlencode",
    "formatting": "format formatlist",
    "json_text": "jsondecode jsonencode",
    "lists": "chunklist coalescelist compact concat distinct element flatten matchkeys reverse slice sort",
    "maps": "keys lookup merge transpose values zipmap",
    "matching": "regex regexall replace",
    "numbers": "abs ceil floor log max min parseint pow range signum sum",
    "paths": "basename dirname",
    "questions": "alltrue anytrue coalesce contains index length one",
    "sets": "setintersection setproduct setsubtract setunion",
    "strings": "chomp endswith indent join lower split startswith strcontains strrev substr title trim trimprefix"
    " trimspace trimsuffix upper",
    "times": "formatdate timeadd timecmp",
    "yaml_text": "yamldecode yamlencode",
}
FUNCTIONS: Mapping[str, str] = {name: theme for theme, names in THEMES.items() for name in names.split()}

# What Terraform has besides (`terraform metadata functions` of 1.11, 2026-11-25), and why it has no value here.
NOT_COMPUTED: Mapping[str, str] = {
    "base64gzip": "what base64gzip compresses to is not computed",
    "bcrypt": "bcrypt makes a new value each time",
    "plantimestamp": "plantimestamp is the time of the plan",
    "rsadecrypt": "rsadecrypt is not computed",
    "timestamp": "timestamp is the time of the apply",
    "uuid": "uuid makes a new value each time",
}
ELSEWHERE = frozenset(
    {
        *("abspath", "can", "file", "filebase64", "filebase64sha256", "filebase64sha512", "fileexists", "filemd5"),
        *("fileset", "filesha1", "filesha256", "filesha512", "pathexpand", "templatefile", "templatestring", "try"),
    }
)


def call(name: str, arguments: list[Seen], spend: Callable[[int], None] = lambda _: None) -> Seen:
    """The answer of a function; an unknown that says why there is none; Invalid where Terraform refuses the call.

    `spend` is told what the call costs, in steps of evaluation.
    """
    known = name.removeprefix("core::")
    refused = _invalid_in(arguments)
    if refused is not None:
        return refused
    if known not in FUNCTIONS:
        return _unanswered(known, arguments)
    function = _function(known)
    if size(tuple(arguments), 10 * MAX_ELEMENTS, MAX_NESTING) is None:
        return because(f"{known} is given more than is computed")
    spend(_weight(arguments) * function.effort)
    made = _answer(function, arguments, spend)
    if isinstance(made, Invalid):
        return Invalid(f"{known}: {made.reason}")
    if isinstance(made, str):
        return composed(made) if len(made) <= MAX_TEXT else TOO_LONG
    return made


def spread(arguments: list[Seen]) -> list[Seen] | Unknown:
    """The arguments of `f(a, b...)`; unknown where nobody knows how many there are."""
    *first, last = arguments
    if isinstance(last, tuple):
        return [*first, *last]
    missing = gap(last)
    if missing is None:
        return Invalid("... follows what is no list")
    refused = _invalid_in(arguments)
    return because(missing.reason, candidates(*arguments)) if refused is None else refused


def _weight(arguments: list[Seen]) -> int:
    """How much a function has to look at, in elements and runs of 64 characters; those beyond ASCII take longer."""
    waiting: list[Seen] = list(arguments)
    total = len(waiting)
    while waiting:
        here = waiting.pop()
        if isinstance(here, str):
            total += len(here) >> (6 if here.isascii() else 3)
        elif isinstance(here, tuple | dict):
            total += len(here)
            waiting += here.values() if isinstance(here, dict) else here
    return total


@functools.cache
def _function(name: str) -> Function:
    theme = importlib.import_module(f"{__package__}.{FUNCTIONS[name]}")
    function: Function = theme.FUNCTIONS[name]
    return function


def _answer(function: Function, arguments: list[Seen], spend: Callable[[int], None]) -> Seen:
    parameters = _parameters(function, len(arguments))
    if isinstance(parameters, Invalid):
        return parameters
    values: list[Seen] = []
    missing: Unknown | None = None
    for parameter, argument in zip(parameters, arguments, strict=True):
        if argument is None and not parameter.nullable:
            return Invalid("an argument is null")
        value = parameter.convert(argument)
        if isinstance(value, Invalid):
            return value
        missing = parameter.missing(value) if missing is None else missing
        values.append(value)
    if missing is not None:
        return because(missing.reason, candidates(*arguments))
    return function.run(spend, *values) if function.spends else function.run(*values)


def _parameters(function: Function, given: int) -> tuple[Parameter, ...] | Invalid:
    """The parameter of each argument."""
    declared = function.parameters
    more = given - len(declared)
    if more < -function.optional or (more > 0 and function.rest is None):
        return Invalid(f"{given} arguments are not what it takes")
    if more <= 0 or function.rest is None:
        return declared[:given]
    return (*declared, *[function.rest] * more)


def _invalid_in(arguments: list[Seen]) -> Invalid | None:
    """The first thing in the arguments that Terraform refuses, however deep it lies."""
    waiting: list[Seen] = list(reversed(arguments))
    while waiting:
        here = waiting.pop()
        if isinstance(here, tuple):
            waiting += reversed(here)
        elif isinstance(here, dict):
            waiting += reversed(here.values())
        elif isinstance(here, Invalid):
            return here
    return None


def _unanswered(name: str, arguments: list[Seen]) -> Unknown:
    if name in NOT_COMPUTED:
        return because(NOT_COMPUTED[name], candidates(*arguments))
    if "::" in name or name in ELSEWHERE:
        return because(f"function {name} is not evaluated", candidates(*arguments))
    meant = _meant(name)
    if meant is not None:
        return Invalid(f"there is no function {name}; did you mean {meant}?")
    return because(f"function {name} is not known", candidates(*arguments))


@functools.lru_cache(maxsize=128)
def _meant(name: str) -> str | None:
    """The function whose name is nearly this one."""
    import difflib  # noqa: PLC0415 - only for a slip of the pen

    names = {*FUNCTIONS, *NOT_COMPUTED, *ELSEWHERE}
    return next(iter(difflib.get_close_matches(name[:80], sorted(names), 1, _CLOSE)), None)
