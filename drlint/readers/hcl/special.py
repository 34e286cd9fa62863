"""The functions that need more than the values of their arguments: `try` and `can`, and those that read files."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from typing import TypeAlias

from drlint.model.globs import matches
from drlint.model.values import Unknown
from drlint.readers.hcl import tree
from drlint.readers.hcl.functions.call import call
from drlint.readers.hcl.seen import MAX_TEXT, Invalid, Seen, SetOf, because, candidates, gap, leaves
from drlint.readers.hcl.types import STRING
from drlint.readers.hcl.world import Scope

Evaluate: TypeAlias = Callable[[tree.Expression, Scope], Seen]
Arguments: TypeAlias = "tuple[tree.Expression, ...]"
Special: TypeAlias = Callable[[Arguments, Scope, Evaluate], Seen]


_OPENING = 10  # steps that a file costs, whatever is in it
_RENDERING = 100


def _try(arguments: Arguments, scope: Scope, evaluate: Evaluate) -> Seen:
    """The first argument that Terraform does not refuse; not known as soon as it is not known whether it does."""
    value: Seen = Invalid("try has no argument")
    for position, each in enumerate(arguments):
        value = evaluate(each, scope)
        scope.world.budget.look(value)
        if any(isinstance(leaf, Invalid) for leaf in leaves((value,))):
            continue
        if type(value) is Unknown:
            others = [evaluate(other, scope) for other in arguments[position + 1 :]]
            return because(value.reason, candidates(value, *others))
        return value
    return value


def _can(arguments: Arguments, scope: Scope, evaluate: Evaluate) -> Seen:
    if len(arguments) != 1:
        return Invalid("can takes one argument")
    value = evaluate(arguments[0], scope)
    scope.world.budget.look(value)
    if any(isinstance(leaf, Invalid) for leaf in leaves((value,))):
        return False
    return value if type(value) is Unknown else True


def _path(arguments: Arguments, scope: Scope, evaluate: Evaluate, most: int = 1) -> str | Unknown:
    """The path that a function is given, relative to where Terraform runs."""
    if not 1 <= len(arguments) <= most:
        return Invalid("it takes one path")
    value = evaluate(arguments[0], scope)
    missing = gap(value)
    if missing is not None:
        return missing
    return value if isinstance(value, str) else Invalid("a path is a text")


def _contents(arguments: Arguments, scope: Scope, evaluate: Evaluate, most: int = 1) -> bytes | Unknown:
    path = _path(arguments, scope, evaluate, most)
    if isinstance(path, Unknown):
        return path
    found = scope.world.file(path)
    scope.world.budget.spend(_OPENING + (len(found) // 8 if isinstance(found, bytes) else 0))
    return found


def _file(arguments: Arguments, scope: Scope, evaluate: Evaluate) -> Seen:
    data = _contents(arguments, scope, evaluate)
    return data if isinstance(data, Unknown) else _text(data)


def _text(data: bytes) -> str | Unknown:
    if len(data) > MAX_TEXT:
        return Unknown(f"the file is longer than {MAX_TEXT:,} bytes")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return Invalid("the file is not UTF-8")


def _file_exists(arguments: Arguments, scope: Scope, evaluate: Evaluate) -> Seen:
    data = _contents(arguments, scope, evaluate)
    if isinstance(data, Invalid):
        return False
    return data if isinstance(data, Unknown) else True


def _encoded(function: str) -> Special:
    """A function of a file's bytes by the function of a text that does the same (`filemd5`: `md5`)."""

    def answer(arguments: Arguments, scope: Scope, evaluate: Evaluate) -> Seen:
        data = _contents(arguments, scope, evaluate)
        if isinstance(data, Unknown):
            return data
        text = _text(data)
        if isinstance(text, Unknown):
            return Unknown(f"{function} of a file that is no text")
        return call(function, [text])

    return answer


def _fileset(arguments: Arguments, scope: Scope, evaluate: Evaluate) -> Seen:
    values = [evaluate(each, scope) for each in arguments]
    missing = gap(*values)
    if missing is not None:
        return missing
    folder, pattern = values if len(values) == 2 else (None, None)  # noqa: PLR2004 - folder and pattern
    if not isinstance(folder, str) or not isinstance(pattern, str):
        return Invalid("fileset takes a folder and a pattern")
    if "**" in pattern or any(each in pattern for each in "{}[]/"):
        return Unknown(f"the pattern {pattern} is not evaluated")
    names = scope.world.files(folder)
    if isinstance(names, Unknown):
        return names
    scope.world.budget.spend(len(names))
    return SetOf(sorted(name for name in names if matches(name, pattern)), STRING)


def _templatefile(arguments: Arguments, scope: Scope, evaluate: Evaluate) -> Seen:
    data = _contents(arguments, scope, evaluate, most=2)
    given = evaluate(arguments[1], scope) if len(arguments) == 2 else {}  # noqa: PLR2004 - path and names
    if isinstance(data, Unknown):
        return because(data.reason, candidates(data, given)) if type(data) is Unknown else data
    text = _text(data)
    if isinstance(text, Unknown):
        return text
    return _rendered(text, given, scope, evaluate)


def _templatestring(arguments: Arguments, scope: Scope, evaluate: Evaluate) -> Seen:
    if len(arguments) != 2:  # noqa: PLR2004 - text and names
        return Invalid("templatestring takes a text and a map")
    text, given = (evaluate(each, scope) for each in arguments)
    missing = gap(text)
    if missing is not None:
        return missing
    return _rendered(text, given, scope, evaluate) if isinstance(text, str) else Invalid("a template is a text")


def _rendered(text: str, given: Seen, scope: Scope, evaluate: Evaluate) -> Seen:
    from drlint.readers.hcl.syntax import template_of  # noqa: PLC0415 - the parser is not needed by what never renders

    if not isinstance(given, Mapping):
        missing = gap(given)
        return Invalid("the names of a template are a map") if missing is None else missing
    budget = scope.world.budget
    budget.spend(_RENDERING + len(text) // 4)
    return evaluate(template_of(text, "a template", budget.allowance), Scope(scope.world, given))


def _abspath(arguments: Arguments, scope: Scope, evaluate: Evaluate) -> Seen:
    path = _path(arguments, scope, evaluate)
    if isinstance(path, Unknown):
        return path
    return Unknown(f"abspath({posixpath.normpath(path)}) depends on where the checkout lies")


SPECIAL: Mapping[str, Special] = {
    "try": _try,
    "can": _can,
    "file": _file,
    "fileexists": _file_exists,
    "filebase64": _encoded("base64encode"),
    "filemd5": _encoded("md5"),
    "filesha1": _encoded("sha1"),
    "filesha256": _encoded("sha256"),
    "filesha512": _encoded("sha512"),
    "filebase64sha256": _encoded("base64sha256"),
    "filebase64sha512": _encoded("base64sha512"),
    "fileset": _fileset,
    "templatefile": _templatefile,
    "templatestring": _templatestring,
    "abspath": _abspath,
}
