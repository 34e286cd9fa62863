"""What is known of the change that is judged, and of the code on earlier days."""

from __future__ import annotations

from collections.abc import Sequence

from drlint.catalog.registry import Catalog
from drlint.cli.inputs import Gathered
from drlint.cli.parts import Part, Rules
from drlint.recovery.history import History


def history_of(rules: Rules, parts: Sequence[Part], given: Sequence[Gathered], catalog: Catalog) -> History:
    """What the rules tell of the change, and what git tells of the days on which something was tested."""
    kinds = {each.kind for some in given for result in some.results for each in result.resources}
    touched = rules.touched(given)
    if not kinds & {"runbook", "drill"}:
        return History(touched)
    from drlint.cli.trust.history import then_of  # noqa: PLC0415 - only where something was tested

    return History(touched, then_of(given, [each.found for each in parts], catalog))
