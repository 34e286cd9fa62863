"""Asks AWS one thing at a time, at a bearable pace, for one account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from botocore import xform_name
from msgspec import Struct

from drlint.readers.aws.actions import action_of
from drlint.readers.aws.clients import Clients, speaking_as
from drlint.readers.aws.failures import FATAL, Failure, RefusedError, Sort, failure_of
from drlint.readers.aws.pace import Pace

_MOST_PAGES = 10_000
# Answers that leave out a list with nothing in it.
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html (2026-11-26)
_LEAVE_OUT = frozenset({"sqs:ListQueues"})
# Pairs of what an answer says and what the next question repeats, where botocore does not tell.
_TOKENS = (("NextToken", "NextToken"), ("nextToken", "nextToken"), ("NextMarker", "Marker"), ("Marker", "Marker"))


class Who(Struct, frozen=True):
    """What is said of credentials on the command line; the default chain where nothing is.

    `policy` narrows what the role may do in this session.
    """

    profile: str | None = None
    role_arn: str | None = None
    external_id: str | None = None
    policy: str = ""


class Way(Struct, frozen=True):
    """How another process becomes a caller, with its own credentials: as `who`, who then takes on a role (if any)."""

    who: Who
    role_arn: str = ""
    external_id: str | None = None
    policy: str = ""


class Caller(Struct):
    """Who asks: an account with its credentials; `stopped` is why none of its calls is worth its time any more.

    `region` is where it asks about itself.
    """

    account: str
    partition: str
    credentials: Any
    clients: Clients
    pace: Pace
    stopped: Failure | None = None
    region: str = "us-east-1"
    way: Way = Way(Who())

    def pages(
        self, service: str, region: str, operation: str, parameters: Mapping[str, Any], items: str = ""
    ) -> Iterator[dict[str, Any]]:
        """All pages of an answer; raises RefusedError at the first that is missing, or that has no list at `items`."""
        action = action_of(service, operation)
        method = self._method(service, region, operation, action)
        client = self.clients.of(service, region)
        if client.can_paginate(xform_name(operation)):
            answers = iter(client.get_paginator(xform_name(operation)).paginate(**parameters))
            first = True
            while (page := self._told(service, region, action, lambda: next(answers, None))) is not None:
                yield self._holding(page, items, action) if first else page
                first = False
            return
        shape = client.meta.service_model.operation_model(operation).input_shape
        yield from self._turned(service, region, action, method, dict(parameters), items, shape)

    def _turned(
        self,
        service: str,
        region: str,
        action: str,
        method: Any,
        asked: dict[str, Any],
        items: str,
        shape: Any,
    ) -> Iterator[dict[str, Any]]:
        """The pages of a list of which botocore does not say that it has some."""
        seen: set[str] = set()
        members = {} if shape is None else shape.members
        for _ in range(_MOST_PAGES):
            page = self._told(service, region, action, lambda: method(**asked))
            yield page if seen else self._holding(page, items, action)
            token = next(((then, page[said]) for said, then in _TOKENS if page.get(said) and then in members), None)
            if token is None:
                return
            if str(token[1]) in seen:
                break
            seen.add(str(token[1]))
            asked[token[0]] = token[1]
        raise RefusedError(
            Failure(sort=Sort.UNPARSABLE, action=action, reason="the pages of the answer go round in a circle")
        )

    def _method(self, service: str, region: str, operation: str, action: str) -> Any:
        """The client's method of an operation."""
        try:
            client = self.clients.of(service, region)
        except Exception as error:
            raise RefusedError(failure_of(error, action)) from error
        method = getattr(client, xform_name(operation), None)
        if method is None:
            from botocore import __version__  # noqa: PLC0415 - hardly any run needs it

            reason = f"botocore {__version__} does not know the operation"
            failure = Failure(sort=Sort.UNSUPPORTED, action=action, reason=reason, remedy="install a newer boto3")
            raise RefusedError(failure)
        return method

    def _told(self, service: str, region: str, action: str, asking: Any) -> Any:
        if self.stopped is not None:
            raise RefusedError(Failure(**{**_fields(self.stopped), "action": action}))
        self.pace.keep(self.account, region, service)
        try:
            with speaking_as(self.credentials):
                return asking()
        except Exception as error:
            failure = failure_of(error, action)
            if failure.sort in FATAL:
                self.stopped = failure
            raise RefusedError(failure) from error

    def _holding(self, page: Any, items: str, action: str) -> dict[str, Any]:
        """The first page, which holds a list, if an empty one: silence is no list."""
        found: dict[str, Any] = page
        if not items or action in _LEAVE_OUT or found.keys() - {"ResponseMetadata"}:
            return found
        raise RefusedError(
            Failure(sort=Sort.UNPARSABLE, action=action, reason=f"the answer holds no {items}", remedy="run it again")
        )


def _fields(failure: Failure) -> dict[str, Any]:
    return {name: getattr(failure, name) for name in Failure.__struct_fields__}
