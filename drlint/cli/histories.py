"""What is known of the change that is judged, and of the code on earlier days."""

from __future__ import annotations

from collections.abc import Sequence

from drlint.catalog.registry import Catalog
from drlint.cli.inputs import Gathered
from drlint.cli.parts import Part, Rules
from drlint.model.resource import Resource
from drlint.recovery.history import History


def history_of(rules: Rules, parts: Sequence[Part], given: Sequence[Gathered], catalog: Catalog) -> History:
    """What the rules tell of the change, and what git tells of the days on which something was tested."""
    kinds = {each.kind for some in given for result in some.results for each in result.resources}
    touched, deleted = rules.touched(given), _deleted(given) if "workload" in kinds else ()
    if not kinds & {"runbook", "drill"}:
        return History(touched, deleted=deleted)
    from drlint.cli.trust.history import then_of  # noqa: PLC0415 - only where something was tested

    return History(touched, then_of(given, [each.found for each in parts], catalog), deleted)


def _deleted(given: Sequence[Gathered]) -> tuple[Resource, ...]:
    """What plans delete and do not make again."""
    every = (each for some in given for result in some.results for each in result.resources)
    return tuple(each for each in every if each.change is not None and each.declared is None and each.observed is None)
