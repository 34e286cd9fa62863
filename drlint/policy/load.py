"""Loads policies: checked against the catalog once, and from then on read from one compiled file."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType

import msgspec
from msgspec import Struct

from drlint.catalog.kind import Door
from drlint.catalog.registry import Catalog
from drlint.model.errors import DrlintError
from drlint.model.nearness import near
from drlint.policy.definition import Check, Example, Judgement, Metadata, Policy
from drlint.policy.files import PolicyFile
from drlint.policy.reading import Reading
from drlint.policy.runnable import ExpressionPolicy, PythonPolicy, Runnable, checked, doors_of
from drlint.policy.scope import kinds_named


class CompiledPolicy(Struct, frozen=True):
    """What is kept of a policy between runs; a Python policy is named by its file.

    `about_absence`: it may fail for what is not in view; `sees_deleted`: it judges what a plan deletes, too.
    """

    metadata: Metadata
    doors: tuple[Door, ...]
    python: str = ""
    about_absence: bool = False
    sees_deleted: bool = False

    @property
    def tells_of_changes(self) -> bool:
        """Whether it judges what a plan does, and not what stands."""
        return self.sees_deleted or self.metadata.on_changes


class CompiledSet(Struct, frozen=True):
    """All policies of one folder as of `digest`."""

    digest: str
    policies: tuple[CompiledPolicy, ...]


class Loaded(Struct, frozen=True):
    """A policy that can judge, and the doors through which it can be judged."""

    metadata: Metadata
    doors: frozenset[Door]
    runnable: Runnable
    sees_deleted: bool = False

    @property
    def tells_of_changes(self) -> bool:
        """Whether it judges what a plan does, and not what stands."""
        return self.sees_deleted or self.metadata.on_changes


def compile_set(files: Sequence[PolicyFile], digest: str, catalog: Catalog) -> CompiledSet:
    """Read and check every file; raises DrlintError at the first that is wrong."""
    found: dict[str, CompiledPolicy] = {}
    for file in files:
        if file.id in found:
            raise DrlintError(f"{file.origin}: a policy {file.id!r} exists already ({found[file.id].metadata.origin})")
        found[file.id] = _compiled(file, catalog)
    return CompiledSet(digest, tuple(found.values()))


def _compiled(file: PolicyFile, catalog: Catalog) -> CompiledPolicy:
    from drlint.policy.fixes import require_fix  # noqa: PLC0415 - the hot path reads compiled policies
    from drlint.policy.metadata import metadata_of  # noqa: PLC0415 - the hot path reads compiled policies
    from drlint.policy.yaml_policy import read_policy  # noqa: PLC0415 - PyYAML costs 20 ms

    if file.is_python:
        policy, _ = python_policy(file)
        metadata = metadata_of(policy.said, file)
        checked(msgspec.structs.replace(metadata, when="", require="True", message=""), catalog)
        require_fix(metadata, catalog)
        changes = metadata.on_changes
        doors = (Door.PLAN,) if changes else _doors(policy, metadata, catalog)
        return CompiledPolicy(metadata, doors, file.origin, about_absence=not changes, sees_deleted=changes)
    metadata, _, line_of = read_policy(file)
    scope = checked(metadata, catalog, line_of)
    require_fix(metadata, catalog, line_of)
    return CompiledPolicy(
        metadata,
        tuple(sorted(doors_of(scope))),
        about_absence=scope.asks_for_absence,
        sees_deleted=scope.asks_for_changes,
    )


def _doors(policy: Policy, metadata: Metadata, catalog: Catalog) -> tuple[Door, ...]:
    """The doors through which a Python policy can judge: those it names, and some kind of its own can be seen."""
    known = {str(each): each for each in Door}
    for word in policy.said["doors"]:
        if word not in known:
            raise DrlintError(f"{metadata.origin}:1: doors: {word!r} is none of {', '.join(known)}{near(word, known)}")
    kinds = [catalog[each].doors for each in kinds_named(metadata.applies_to, catalog) if each in catalog]
    seen = frozenset[Door]().union(*kinds) if kinds else frozenset(Door)
    named = frozenset(known[word] for word in policy.said["doors"]) or frozenset(Door)
    return tuple(sorted(seen & named))


def examples_of(file: PolicyFile) -> tuple[Example, ...]:
    """The examples that stand in a policy's file."""
    if file.is_python:
        return tuple(python_policy(file)[0].examples)
    from drlint.policy.yaml_policy import read_policy  # noqa: PLC0415 - PyYAML costs 20 ms

    return read_policy(file)[1]


def loaded(compiled: Iterable[CompiledPolicy], catalog: Catalog) -> tuple[Loaded, ...]:
    """Policies ready to judge; a Python file is run when its policy is first asked."""
    made: list[Loaded] = []
    for each in compiled:
        runnable: Runnable = _LazyPython(each) if each.python else ExpressionPolicy(each.metadata, catalog)
        made.append(Loaded(each.metadata, frozenset(each.doors), runnable, each.sees_deleted))
    return tuple(made)


class _LazyPython:
    def __init__(self, compiled: CompiledPolicy) -> None:
        self.metadata = compiled.metadata
        self._origin = compiled.python
        self._policy: PythonPolicy | None = None

    def judge(self, reading: Reading) -> Sequence[Judgement] | None:
        if self._policy is None:
            path = Path(self._origin)
            _, check = python_policy(PolicyFile(path.name, b"", self._origin))
            self._policy = PythonPolicy(self.metadata, check)
        return self._policy.judge(reading)


def python_policy(file: PolicyFile) -> tuple[Policy, Check]:
    """The policy that a Python file makes, and its check; runs the file."""
    module = _module(file)
    policy = getattr(module, "policy", None)
    if not isinstance(policy, Policy) or len(policy.checks) != 1:
        raise DrlintError(f"{file.origin}:1: a Python policy makes `policy = Policy(…)` with one `@policy.check`")
    return policy, policy.checks[0]


def _module(file: PolicyFile) -> ModuleType:
    name = f"drlint_policy_{file.id.replace('-', '_')}"
    spec = importlib.util.spec_from_file_location(name, file.origin)
    if spec is None or spec.loader is None:
        raise DrlintError(f"{file.origin}: cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except DrlintError:
        raise
    except (Exception, SystemExit) as error:  # the user's code may do anything, and the user can mend it
        raise DrlintError(f"{file.origin}: {type(error).__name__}: {error}") from error
    return module
