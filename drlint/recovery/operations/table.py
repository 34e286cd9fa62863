"""What an operation does, by its service and name."""

from __future__ import annotations

import re
from typing import Final

from drlint.model.procedure import Call
from drlint.recovery.operations.databases import DATABASES
from drlint.recovery.operations.model import CHECK, OTHER, Operation
from drlint.recovery.operations.others import OTHERS

OPERATIONS: Final = {**DATABASES, **OTHERS}
_READS: Final = re.compile(
    r"(?:describe|list|get|head|lookup|search|scan|query|estimate|preview|detect|validate|test|simulate|view)"
    r"(?:-|$)"
)
# Custom commands of the CLI that set up the machine it runs on, or only tell something.
_LOCAL: Final = frozenset({"configure", "history", "sso", "login", "logout", "help"})
_CHECKED: Final = Operation(does=CHECK)
_CHANGED: Final = Operation(does=OTHER)


def operation_of(call: Call) -> Operation:
    """What a call does; of what is in no table its verb tells whether it only reads."""
    if call.waits:
        return _CHECKED
    known = OPERATIONS.get(f"{call.service} {call.operation}")
    if known is not None:
        return known if known.moves_with is None or known.moves_with & call.parameters.keys() else _CHANGED
    return _CHECKED if _READS.match(call.operation) or call.service in _LOCAL else _CHANGED
