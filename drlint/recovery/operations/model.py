"""The words in which an operation of AWS is described."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from msgspec import Struct, structs

# What an operation does, in the order in which a failover does it; `other` changes something that is none of these.
FENCE: Final = "fence"  # the old side stops taking writes
PROMOTE: Final = "promote"  # a copy becomes writable
FAILOVER: Final = "failover"  # a copy becomes writable though the original may be gone
SWITCHOVER: Final = "switchover"  # copy and original change places, both being there
DETACH: Final = "detach"  # a copy leaves what it copies and so becomes writable
RESTORE: Final = "restore"
COPY: Final = "copy"
CREATE: Final = "create"
CONFIGURE: Final = "configure"
SCALE: Final = "scale"
START: Final = "start"
DEPLOY: Final = "deploy"
STOP: Final = "stop"
TRAFFIC: Final = "traffic"
CHECK: Final = "check"
OTHER: Final = "other"

DATA: Final = frozenset({PROMOTE, FAILOVER, SWITCHOVER, DETACH, RESTORE})
COMPUTE: Final = frozenset({SCALE, START, DEPLOY})

# Roles of what a parameter names.
SUBJECT, WHOLE, MEMBER, SOURCE, MADE = "subject", "whole", "member", "source", "made"


class Names(Struct, frozen=True):
    """A parameter that names things of some kinds, and what they are to the operation.

    `role`: subject (what it is done to), whole (a global cluster), member (of the whole), source (what is copied or
    restored), made (what there is afterwards). `anywhere`: it may stand in another Region than the one that is called.
    """

    parameter: str
    kinds: tuple[str, ...]
    role: str = SUBJECT
    anywhere: bool = False


class Operation(Struct, frozen=True, kw_only=True):
    """What an operation does.

    `until` are the waiters and checks that tell when it is done, where it answers before that; `seen` says in words
    what to look for. It does that with one of the parameters `moves_with` alone, if there are any. `source` is where
    that stands, with the day on which it was read.
    """

    does: str
    names: tuple[Names, ...] = ()
    until: tuple[str, ...] = ()
    seen: str = ""
    moves_with: frozenset[str] | None = None
    source: str = ""

    @property
    def changes(self) -> bool:
        return self.does != CHECK

    @property
    def asynchronous(self) -> bool:
        return bool(self.until)


Table: TypeAlias = Mapping[str, Operation]


def sourced(source: str, table: Table) -> Table:
    """A table whose operations all carry one source."""
    return {name: structs.replace(each, source=source) for name, each in table.items()}
