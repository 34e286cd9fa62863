"""The AWS calls of a runbook, each with its step and the Region it goes to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from msgspec import Struct

from drlint.estate.estate import Estate
from drlint.model.finding import Evidence
from drlint.model.procedure import Call, Command, Step
from drlint.model.resource import Resource
from drlint.model.values import Unknown
from drlint.recovery.control_planes import is_global
from drlint.recovery.operations.model import Operation
from drlint.recovery.operations.table import operation_of

MAIN: Final = "steps"
_NAMED_REGION: Final = ("AWS_REGION", "AWS_DEFAULT_REGION")  # the first counts before the second
_SAYS_REGION: Final = re.compile(r"AWS_(?:DEFAULT_)?REGION|default region|aws configure", re.IGNORECASE)
_IS_REGION: Final = re.compile(r"[a-z]{2,3}(?:-[a-z]+){1,3}-\d{1,2}")


class Asked(Struct, frozen=True, kw_only=True):
    """One AWS call of a runbook; `order` counts all its commands."""

    step: Step
    command: Command
    call: Call
    operation: Operation
    order: int
    at: int  # the step's place among all steps

    @property
    def key(self) -> str:
        """What tells its findings apart: the step and the command's position in it."""
        return f"{self.step.key}.{self.command.position}"

    @property
    def said(self) -> str:
        """The operation as a person reads it; nothing else of the command, which may hold secrets."""
        wait = "wait " if self.call.waits else ""
        return f"{self.call.service} {wait}{self.call.operation}".strip()

    @property
    def evidence(self) -> Evidence:
        return Evidence(f"{self.step.key}: aws {self.said}", self.command.location)


def steps_of(runbook: Resource) -> tuple[Step, ...]:
    """All steps of a runbook, in order."""
    said: Any = runbook["steps"]
    return said if isinstance(said, tuple) else ()


def calls_of(runbook: Resource, estate: Estate) -> tuple[Asked, ...]:
    """The AWS calls of a runbook, in the order in which they stand."""
    return estate.remembered(("calls", id(runbook)), lambda: tuple(_calls(runbook)))


def _calls(runbook: Resource) -> Iterator[Asked]:
    order = 0
    for at, step in enumerate(steps_of(runbook)):
        for command in step.commands:
            order += 1
            if command.call is not None and command.call.service:
                operation = operation_of(command.call)
                yield Asked(step=step, command=command, call=command.call, operation=operation, order=order, at=at)


def region_of(asked: Asked) -> str | Unknown | None:
    """The Region that a call goes to: by its option, its environment, its step; None where nothing says.

    Of a service that has one place for all Regions also None.
    """
    given = asked.call.options.get("region")
    if given:
        text = asked.call.literal("region")
        return _known(text, "its --region is not known before it runs")
    environment: Mapping[str, str | None] = asked.command.environment
    for name in _NAMED_REGION:
        if name in environment:
            return _known(environment[name], f"{name} is not known before it runs")
    if asked.step.region is not None:
        return asked.step.region
    if is_global(asked.call):
        return None
    if "profile" in asked.call.options or "AWS_PROFILE" in environment:
        return Unknown("its profile says the Region")
    return None


def _known(text: str | None, otherwise: str) -> str | Unknown:
    """A Region that is written as one; `$REGION`, `<region>` and words of no Region are not known."""
    return text if text is not None and _IS_REGION.fullmatch(text) else Unknown(otherwise)


def says_region(runbook: Resource) -> bool:
    """Whether a runbook tells its reader to set a Region before the first step."""
    said: Any = runbook["prerequisites"]
    texts = [each for each in said if isinstance(each, str)] if isinstance(said, tuple) else []
    texts += [each.action for each in steps_of(runbook)]
    commands = (command for step in steps_of(runbook) for command in step.commands)
    configures = any(each.call is not None and each.call.service == "configure" for each in commands)
    return configures or any(_SAYS_REGION.search(each) for each in texts)
