"""A policy, however it was written, and the case in which a Python policy judges one resource."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from drlint.catalog.registry import Catalog
from drlint.estate.estate import Estate
from drlint.model.collection import Collection
from drlint.model.finding import Evidence, Severity, Verdict
from drlint.model.resource import Resource
from drlint.model.values import Unknown, UnknownRead, as_unknown
from drlint.policy.reading import ReadAttribute, Reading

CHECKLIST = (
    "objectives-defined",
    "strategy-matches-objectives",
    "backups-automated-and-verified",
    "cross-region-replication",
    "runbooks-documented",
    "procedures-tested",
    "change-management",
    "replication-lag-monitored",
    "backups-encrypted",
    "runbooks-in-several-places",
    "people-trained",
    "plan-reviewed-after-tests",
    "cost-versus-recovery-time",
    "third-parties-covered",
)


class Example(Struct, frozen=True, kw_only=True):
    """An input–verdict pair: Terraform source, or for policies on changes a list of planned changes.

    `documents` are recovery documents, parted by lines of `---`, `files` what lies in the repository beside them (None:
    nobody looked). `observed` is what AWS shows beside the code: kind, arn, region and attributes as Terraform writes
    them. `as_of` is the day on which it is judged; `gate` is a
    change to the gate, for policies on that.
    """

    verdict: Verdict
    source: str = ""
    documents: str = ""
    files: tuple[str, ...] | None = None
    plan: tuple[Mapping[str, Any], ...] = ()
    observed: tuple[Mapping[str, Any], ...] = ()
    gate: Mapping[str, Any] = {}
    parameters: Mapping[str, Any] = {}
    objectives: Mapping[str, Any] = {}
    world: str = "closed"
    as_of: date | None = None


class Metadata(Struct, frozen=True, kw_only=True):
    """What a policy says of itself; `id` and `category` come from its path.

    `fix` is what a person does about it, `sets` what `drlint fix` writes: attribute to value (see `policy.fixes`).
    `joined`: it holds recovery documents against AWS resources, so that it needs both in view.
    """

    id: str
    category: str
    title: str
    severity: Severity
    checklist: str
    applies_to: tuple[str, ...]
    why: str
    fix: str
    stage: str = "stable"
    scope: str = "production"
    message: str = ""
    when: str = ""
    require: str = ""
    controls: Mapping[str, tuple[str, ...]] = {}
    references: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = {}
    formerly: tuple[str, ...] = ()
    origin: str = ""
    on_changes: bool = False
    joined: bool = False
    sets: Mapping[str, Any] = {}


class Judgement(Struct, frozen=True, kw_only=True):
    """What a check says of one resource, before the engine makes a finding of it.

    `evidence` stands instead of what was read, where a check knows the very line (of a step, of a command).
    """

    verdict: Verdict
    message: str = ""
    reads: tuple[ReadAttribute, ...] = ()
    detail: str = ""
    evidence: tuple[Evidence, ...] = ()


class Case:
    """One policy judging one resource."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.resource: Resource = reading.resource
        self.estate: Estate = reading.estate
        self.catalog: Catalog = reading.estate.catalog
        self.parameters: Mapping[str, Any] = reading.parameters
        self.objectives = reading.objectives
        self.today: date | None = reading.today
        self.judgements: list[Judgement] = []
        self.applies = True

    def require(
        self,
        condition: object,
        message: str,
        *,
        reads: Iterable[tuple[Resource, str]] = (),
        detail: str = "",
        evidence: Sequence[Evidence] = (),
    ) -> None:
        """Fail with a message where a condition does not hold; raises UnknownRead where that is not known."""
        if isinstance(condition, Collection):
            condition = condition.present
        if isinstance(condition, Unknown):
            raise UnknownRead(condition)
        if not condition:
            self.fail(message, reads=reads, detail=detail, evidence=evidence)

    def fail(
        self,
        message: str,
        *,
        reads: Iterable[tuple[Resource, str]] = (),
        detail: str = "",
        evidence: Sequence[Evidence] = (),
    ) -> None:
        """Say that the resource breaks the policy; `reads` are evidence, `detail` tells its findings apart.

        `evidence` stands instead of `reads`, the first of it where a reader is taken, the others in words beside it.
        """
        made = tuple(ReadAttribute(resource, name, resource.view.attributes.get(name)) for resource, name in reads)
        self.judgements.append(
            Judgement(verdict=Verdict.FAIL, message=message, reads=made, detail=detail, evidence=tuple(evidence))
        )

    def unknown(self, reason: str | Unknown, *, detail: str = "", evidence: Sequence[Evidence] = ()) -> None:
        """Say that it cannot be told."""
        said = reason if isinstance(reason, str) else told(reason)
        self.judgements.append(
            Judgement(verdict=Verdict.UNKNOWN, message=said, detail=detail, evidence=tuple(evidence))
        )

    def skip(self) -> None:
        """Say that the policy does not apply to the resource."""
        self.applies = False

    def links(self, resource: Resource, relation: str) -> Collection:
        """What an expression sees under that relation's name."""
        return self.estate.links(resource, relation)

    def targets(self, near: Resource, value: Any, *kinds: str) -> Collection:
        """The resources that a value (reference, ARN, id, name) means."""
        return self.estate.resolve(value, kinds, near=near)

    def ask(self, name: str, *arguments: Any) -> Any:
        """A function of the expressions' vocabulary, by name ("region", "survives", "interval" …)."""
        from drlint.policy.vocabulary import FUNCTIONS  # noqa: PLC0415 - only policies written in Python need it

        return FUNCTIONS[name].answer(self._reading, *arguments)

    def region(self, value: Any) -> Any:
        """The Region of a resource, a relation, an ARN or a reference."""
        return self.ask("region", value)

    def fact(self, resource: Resource, name: str) -> Any:
        """A fact that any resource has ("copies", "backed_up_by", "environment" …)."""
        return self._reading.fact(resource, name)


Check = Callable[[Case], None]


class Policy:
    """A policy written in Python: metadata, one check, examples. The loader completes `id` and `category`.

    `doors` are those through which what it reads can be seen ("source" for `ignore_changes`), all where it names none.
    """

    def __init__(
        self,
        *,
        title: str,
        severity: str,
        checklist: str,
        applies_to: Sequence[str],
        why: str,
        fix: str | Mapping[str, Any],
        stage: str = "stable",
        scope: str = "production",
        controls: Mapping[str, Sequence[str]] | None = None,
        references: Sequence[str] = (),
        parameters: Mapping[str, Any] | None = None,
        formerly: Sequence[str] = (),
        on_changes: bool = False,
        doors: Sequence[str] = (),
        joined: bool = False,
    ) -> None:
        self.said: dict[str, Any] = {
            "title": title,
            "severity": severity,
            "checklist": checklist,
            "applies_to": list(applies_to),
            "why": why,
            "fix": fix,
            "stage": stage,
            "scope": scope,
            "controls": {name: list(ids) for name, ids in (controls or {}).items()},
            "references": list(references),
            "parameters": dict(parameters or {}),
            "formerly": list(formerly),
            "on_changes": on_changes,
            "doors": list(doors),
            "joined": joined,
        }
        self.examples: list[Example] = []
        self.checks: list[Check] = []

    def check(self, function: Check) -> Check:
        """Register the function that judges a case."""
        self.checks.append(function)
        return function

    def passes(self, source: str = "", **world: Any) -> None:
        """An example that keeps the policy; `documents=` are recovery documents, `observed=` what AWS shows."""
        self._example(Verdict.PASS, source, world)

    def fails(self, source: str = "", **world: Any) -> None:
        """An example that breaks it."""
        self._example(Verdict.FAIL, source, world)

    def unknown(self, source: str = "", **world: Any) -> None:
        """An example in which it cannot be told."""
        self._example(Verdict.UNKNOWN, source, world)

    def _example(self, verdict: Verdict, source: str, world: Mapping[str, Any]) -> None:
        given = dict(world)
        plan = tuple(given.pop("plan", ()))
        for name in {"files", "observed"} & given.keys():
            given[name] = tuple(given[name])
        self.examples.append(Example(verdict=verdict, source=source, plan=plan, **given))


def told(unknown: Unknown) -> str:
    """An unknown as a sentence's end: which attribute, and why."""
    known = as_unknown(unknown)
    return f"{known.about}: {known.reason}" if known.about else known.reason
