"""What a call that was not answered means: who or what stood in the way, and what to do about it."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any

import botocore
import botocore.exceptions as aws
import botocore.parsers
from msgspec import Struct


class Sort(StrEnum):
    """The kinds of reasons for which something could not be looked at."""

    DENIED = "denied"
    ORGANIZATION = "denied by the organization"
    EXPIRED = "credentials expired"
    CREDENTIALS = "credentials refused"
    CLOCK = "clock"
    THROTTLED = "throttled"
    UNREACHABLE = "unreachable"
    NOT_ENABLED = "not enabled"
    UNPARSABLE = "unparsable"
    UNSUPPORTED = "unsupported"
    SERVER = "server error"
    REFUSED = "refused"
    BROKEN = "broken"


# What another run, later, may well be answered.
_PASSING = frozenset({Sort.EXPIRED, Sort.THROTTLED, Sort.UNREACHABLE, Sort.UNPARSABLE, Sort.SERVER, Sort.CLOCK})
# After these no call of the account is worth its time; credentials are also refused by Regions that are not enabled.
FATAL = frozenset({Sort.EXPIRED, Sort.CLOCK})

# How services spell one and the same thing; a dot separates what the query protocol of EC2 puts in front.
_CODES = {
    Sort.DENIED: """AccessDenied AccessDeniedException AccessDeniedError AuthorizationError
        AuthorizationErrorException NotAuthorized NotAuthorizedException UnauthorizedOperation Forbidden
        UnauthorizedAccess InsufficientPrivilegesException""",
    Sort.EXPIRED: "ExpiredToken ExpiredTokenException RequestExpired TokenRefreshRequired",
    Sort.CREDENTIALS: """InvalidClientTokenId UnrecognizedClientException AuthFailure InvalidToken InvalidAccessKeyId
        SignatureDoesNotMatch InvalidSignatureException IncompleteSignature IncompleteSignatureException
        MissingAuthenticationToken MissingAuthenticationTokenException""",
    Sort.CLOCK: "RequestTimeTooSkewed RequestInTheFuture",
    Sort.THROTTLED: """Throttling ThrottlingException ThrottledException RequestThrottled RequestThrottledException
        TooManyRequestsException TooManyRequests RequestLimitExceeded BandwidthLimitExceeded SlowDown
        PriorRequestNotComplete EC2ThrottledException LimitExceededException ProvisionedThroughputExceededException""",
    Sort.NOT_ENABLED: """OptInRequired SubscriptionRequiredException SubscriptionRequired RegionDisabledException
        InvalidRegion AWSOrganizationsNotInUseException""",
    Sort.SERVER: """InternalError InternalFailure InternalServerError InternalServerException InternalServiceError
        ServiceUnavailable ServiceUnavailableException RequestTimeout RequestTimeoutException""",
}
_SORTS = {code: sort for sort, codes in _CODES.items() for code in codes.split()}

_GONE = re.compile(r"NotFound|NoSuch|DoesNotExist|NonExistent")
_PERFORM = re.compile(r"perform: ([a-z0-9-]+:\w+)")
_IN_POLICY = re.compile(
    r"(?:explicit deny in an?|no) (service control policy|resource control policy|permissions boundary|session policy|"
    r"identity-based policy|resource-based policy|VPC endpoint policy)"
)
_ORGANIZATIONS = frozenset({"service control policy", "resource control policy"})
_LAST_CHARACTERS = 200


class Failure(Struct, frozen=True, kw_only=True):
    """One call that was not answered; `action` is IAM's name of what was wanted."""

    sort: Sort
    action: str
    reason: str
    remedy: str = ""
    code: str = ""

    @property
    def gone(self) -> bool:
        """Whether what was asked about is not there, or not any more."""
        return _GONE.search(self.code) is not None

    @property
    def passing(self) -> bool:
        return self.sort in _PASSING or self.gone


class RefusedError(Exception):
    """A call was not answered."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.reason)
        self.failure = failure


def failure_of(error: Exception, action: str) -> Failure:
    """What an exception of botocore's means."""
    if isinstance(error, RefusedError):
        return error.failure
    if isinstance(error, aws.ClientError):
        return _answered(error, action)
    for kinds, sort, reason, remedy in _UNANSWERED:
        if isinstance(error, kinds):
            return Failure(sort=sort, action=action, reason=reason, remedy=remedy)
    # One call must not silence the others; that drlint broke is told in every report.
    return Failure(
        sort=Sort.BROKEN, action=action, reason=f"drlint broke with {type(error).__name__}; please report it"
    )


def _answered(error: Any, action: str) -> Failure:
    """An answer that is an error."""
    said = error.response.get("Error") or {}
    code = str(said.get("Code") or "").rpartition("#")[2].removeprefix("Client.").removeprefix("Server.")
    message = " ".join(str(said.get("Message") or "").split())
    status = (error.response.get("ResponseMetadata") or {}).get("HTTPStatusCode") or 0
    sort = _sort_of(code, status, message)
    if sort in {Sort.DENIED, Sort.ORGANIZATION}:
        return _denied(code, message, action)
    reason = f"{_WORDS[sort]} ({code or status})"
    if sort is Sort.REFUSED and message:
        reason = f"{reason}: {message[:_LAST_CHARACTERS]}"
    return Failure(sort=sort, action=action, reason=reason, remedy=_REMEDIES.get(sort, ""), code=code)


def _sort_of(code: str, status: int, message: str) -> Sort:
    # what no service of AWS's says: a page of a proxy, or of a service that does not know the operation
    if code.isdigit() or not code:
        return Sort.DENIED if status in {401, 403} else Sort.SERVER if status >= 500 else Sort.UNPARSABLE  # noqa: PLR2004 - HTTP
    if "Signature expired" in message or "Signature not yet current" in message:
        return Sort.CLOCK
    found = _SORTS.get(code)
    if found is not None:
        return found
    if code.endswith(("AccessDenied", "Unauthorized", "UnauthorizedException")) or status == 403:  # noqa: PLR2004
        return Sort.DENIED
    if status == 429:  # noqa: PLR2004
        return Sort.THROTTLED
    return Sort.SERVER if status >= 500 else Sort.REFUSED  # noqa: PLR2004


def _denied(code: str, message: str, action: str) -> Failure:
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html (2026-11-26)
    named = _PERFORM.search(message)
    wanted = named[1] if named else action
    where = _IN_POLICY.search(message)
    policy = where[1] if where else ""
    explicit = "explicit deny" in message
    if policy in _ORGANIZATIONS:
        verb = "denies it" if explicit else "does not allow it"
        reason = f"a {policy} of the organization {verb}"
        remedy = f"ask whoever keeps the organization's policies to let {wanted} through, or waive this blind spot"
        return Failure(sort=Sort.ORGANIZATION, action=wanted, reason=reason, remedy=remedy, code=code)
    if policy and explicit:
        reason = f"access denied: {_article(policy)} {policy} denies it"
        remedy = f"take {wanted} out of that deny"
    elif policy and policy != "identity-based policy":
        reason = f"access denied: the {policy} does not allow it"
        remedy = f"allow {wanted} in the {policy}"
    else:
        reason = f"access denied ({code or 'HTTP 403'})"
        remedy = f"allow {wanted} for the role that collects"
    return Failure(sort=Sort.DENIED, action=wanted, reason=reason, remedy=remedy, code=code)


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"


_WORDS = {
    Sort.EXPIRED: "the credentials have expired",
    Sort.CREDENTIALS: "AWS does not take the credentials",
    Sort.CLOCK: "AWS finds this machine's clock wrong",
    Sort.THROTTLED: "throttled to the end",
    Sort.NOT_ENABLED: "it is not enabled in this account and Region",
    Sort.SERVER: "the service failed",
    Sort.UNPARSABLE: "the answer is none of AWS's",
    Sort.REFUSED: "refused",
}
_AGAIN = "run it again with --resume"
_REMEDIES = {
    Sort.EXPIRED: f"log in again, then {_AGAIN}",
    Sort.CREDENTIALS: "check the profile or the role",
    Sort.CLOCK: "set the clock",
    Sort.THROTTLED: f"{_AGAIN}, at another time of day if it stays so",
    Sort.NOT_ENABLED: "enable it, or leave the Region out",
    Sort.SERVER: _AGAIN,
    Sort.UNPARSABLE: f"look for a proxy on the way; {_AGAIN}",
}

_UNREACHABLE = f"check the network and AWS's health page, then {_AGAIN}"
_LOGIN = f"log in again, then {_AGAIN}"


def _named(*names: str) -> tuple[type[Exception], ...]:
    """Botocore's exceptions of these names, as far as the one that is installed has them."""
    return tuple(found for name in names if (found := getattr(aws, name, None)) is not None)


_UNANSWERED: tuple[tuple[tuple[type[Exception], ...], Sort, str, str], ...] = (
    (_named("SSLError"), Sort.UNREACHABLE, "the connection is not trusted (TLS)", "look for a proxy on the way"),
    (_named("ProxyConnectionError"), Sort.UNREACHABLE, "the proxy cannot be reached", "check HTTPS_PROXY"),
    (_named("ConnectTimeoutError"), Sort.UNREACHABLE, "the endpoint does not answer (connect timeout)", _UNREACHABLE),
    (_named("ReadTimeoutError"), Sort.UNREACHABLE, "the endpoint does not answer (read timeout)", _UNREACHABLE),
    (
        _named("EndpointConnectionError", "ConnectionClosedError", "HTTPClientError"),
        Sort.UNREACHABLE,
        "the endpoint cannot be reached",
        _UNREACHABLE,
    ),
    (
        (*_named("IncompleteReadError", "ResponseStreamingError"), botocore.parsers.ResponseParserError),
        Sort.UNPARSABLE,
        "the answer cannot be parsed",
        _REMEDIES[Sort.UNPARSABLE],
    ),
    (_named("PaginationError"), Sort.UNPARSABLE, "the pages of the answer go round in a circle", _AGAIN),
    (
        _named("UnknownServiceError", "DataNotFoundError", "UnknownEndpointError", "ApiVersionNotFoundError"),
        Sort.UNSUPPORTED,
        f"botocore {botocore.__version__} does not know the service",
        "install a newer boto3",
    ),
    (
        _named("ParamValidationError", "OperationNotPageableError"),
        Sort.UNSUPPORTED,
        f"botocore {botocore.__version__} does not know the operation as drlint calls it",
        "install a newer boto3",
    ),
    (
        _named(
            "CredentialRetrievalError",
            "TokenRetrievalError",
            "SSOError",
            "UnauthorizedSSOTokenError",
            "LoginRefreshRequired",
            "MetadataRetrievalError",
        ),
        Sort.EXPIRED,
        "the credentials could not be renewed",
        _LOGIN,
    ),
    (
        _named("NoCredentialsError", "PartialCredentialsError"),
        Sort.CREDENTIALS,
        "there are no credentials",
        "give --profile, or log in",
    ),
)
