"""One client per service and Region, shared by all accounts: whose call it is, is said when it is made."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import NoCredentialsError

from drlint import __version__
from drlint.readers.aws.genuine import require_genuine

THREADS = 16
ATTEMPTS = 8
_CALLER: ContextVar[Any] = ContextVar("drlint_caller", default=None)


@contextmanager
def speaking_as(credentials: Any) -> Iterator[None]:
    """Sign the calls of this task with these credentials."""
    token = _CALLER.set(credentials)
    try:
        yield
    finally:
        _CALLER.reset(token)


class _Callers:
    """Credentials that are those of whoever is calling."""

    method = "drlint"
    account_id = None  # an endpoint of an account's own would be kept for all accounts

    def frozen(self) -> Any:
        """The keys to sign with; raises NoCredentialsError where nobody said who calls."""
        caller = _CALLER.get()
        if caller is None:
            raise NoCredentialsError
        return caller.get_frozen_credentials()

    def deferred(self, _: str) -> Callable[[], None]:
        """No property of an account goes into endpoints."""
        return lambda: None

    def load_credentials(self) -> _Callers:
        return self

    # what botocore calls them
    get_frozen_credentials, get_deferred_property = frozen, deferred


def text_of(value: Any) -> str:
    """A time as AWS's protocols write it (ISO 8601, seconds since 1970, as in mail), as the catalog does."""
    if isinstance(value, int | float):
        return _written(datetime.fromtimestamp(value, UTC))
    text = str(value)
    try:
        if text[:1].isalpha():
            return _written(parsedate_to_datetime(text))
        if text.replace(".", "", 1).isdigit():
            return _written(datetime.fromtimestamp(float(text), UTC))
        found = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        return text
    return _written(found if found.tzinfo else found.replace(tzinfo=UTC))


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Clients:
    """The clients of a run, each made when it is first needed."""

    def __init__(self, profile: str | None = None, *, attempts: int = ATTEMPTS, read_timeout: float = 30) -> None:
        self.session = botocore.session.Session(profile=profile)
        self.session.register_component("credential_provider", _Callers())
        # Times stay text: parsing them took 40 % of the time of an answer.
        self.session.get_component("response_parser_factory").set_parser_defaults(timestamp_parser=text_of)
        self.session.register("before-parse", require_genuine)
        self._config = Config(
            retries={"mode": "adaptive", "total_max_attempts": attempts},
            connect_timeout=5,
            read_timeout=read_timeout,
            max_pool_connections=THREADS,
            user_agent_extra=f"drlint/{__version__}",
        )
        self._made: dict[tuple[str, str], Any] = {}
        self._lock = threading.Lock()

    def of(self, service: str, region: str) -> Any:
        """The client of a service in a Region; raises botocore's UnknownServiceError."""
        key = (service, region)
        with self._lock:  # sessions are not to be used by several threads at a time
            found = self._made.get(key)
            if found is None:
                found = self.session.create_client(service, region_name=region, config=self._config)
                self._made[key] = found
            return found
