"""What is known of a change, and of the code at earlier days; the edge asks git, and hands over what it said."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from msgspec import Struct


class Then(Struct, frozen=True):
    """The resource blocks of some folders at the end of a day: by folder, as `type.name`; `commit` is the last one."""

    commit: str
    blocks: Mapping[str, AbstractSet[str]]


class History(Struct, frozen=True):
    """`touched` are the documents that the change touches, None where nothing tells; `then` is the code by ISO day.

    `deleted` is what plans delete, whichever configuration rules them. A day that is not in `then` was not asked about,
    or lies before all that is known of the repository.
    """

    touched: AbstractSet[str] | None = None
    then: Mapping[str, Then] | None = None
    deleted: tuple[Any, ...] = ()  # resources; examples of policies state a history in JSON's words, and none of these
