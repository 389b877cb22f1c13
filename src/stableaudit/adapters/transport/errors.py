"""Foreign exceptions of an exchange, in our words. The one place that knows urllib3's classes.

Their texts are not used: several carry the URL with its path and query. The exception stays as the
cause for a traceback only where nothing it prints is secret.
"""

import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from urllib3 import exceptions as foreign

from stableaudit.adapters.transport.redact import redact
from stableaudit.adapters.transport.retry import is_rate_limit
from stableaudit.domain.errors import (
    EvidenceError,
    RateLimitedError,
    UndecodableError,
    UnreachableError,
)

_ANOTHER: Final = "another endpoint (--endpoint)"
_LATER: Final = "again later, or another endpoint (--endpoint)"
_NOT_SERVED: Final = frozenset({404, 405, 501})
_ADDRESS: Final = "whether the endpoint's address is written right"


class NotServedError(UnreachableError):
    """The endpoint has nothing at that path: another interface of the same chain may be there."""


class OverdueError(UnreachableError):
    """No answer in time; one to a smaller question may come."""


class OversizedError(UndecodableError):
    """A larger answer than is taken; one to a smaller question may fit."""


class StatusError(UnreachableError):
    """An HTTP status other than 2xx."""

    def __init__(
        self, came: str, *, status: int, asked: str, whom: str, at: str = "", hint: str = ""
    ) -> None:
        """Keep the status beside what every error keeps."""
        self.status = status
        super().__init__(came, asked=asked, whom=whom, at=at, hint=hint)


class NotServedStatusError(StatusError, NotServedError):
    """An HTTP status that says that the endpoint has nothing there: 404, 405 or 501."""


class BusyStatusError(StatusError, RateLimitedError):
    """An HTTP status that asks for fewer requests: 429, or 403 with words to that end."""


def status_error(status: int, text: str) -> type[StatusError]:
    """Return the class of the error that an HTTP status and the text of its body amount to."""
    if is_rate_limit(status, text):
        return BusyStatusError
    return NotServedStatusError if status in _NOT_SERVED else StatusError


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a foreign exception amounts to."""

    error: type[EvidenceError]
    came: str
    hint: str
    once_more: bool = False
    """Whether the same request may succeed at once: a connection broke, nobody refused it."""

    overdue: bool = False
    """Whether it is raised as an OverdueError."""


_BROKEN = Meaning(UnreachableError, "the connection broke", _LATER, once_more=True)
_REFUSED = Meaning(UnreachableError, "no connection (refused or no route)", _LATER, once_more=True)
_NO_NAME = Meaning(UnreachableError, "its host name does not resolve", _ADDRESS)
_SILENT = Meaning(UnreachableError, "no answer in time", _LATER, overdue=True)
_TLS = Meaning(
    UnreachableError,
    "no trusted TLS connection (certificate or protocol refused)",
    "whether the address is right and this machine's certificates and clock are",
)
_NO_URL = Meaning(UnreachableError, "its address is no http or https URL", _ADDRESS)
_PROXY = Meaning(UnreachableError, "a proxy failed", _ANOTHER)
_OURS = Meaning(UnreachableError, "the HTTP client could not carry the request", _ANOTHER)
_GARBLED = Meaning(UndecodableError, "an answer that is not well-formed HTTP", _ANOTHER)
_NOT_UNPACKED = Meaning(UndecodableError, "a compressed answer that does not unpack", _ANOTHER)

MEANINGS: Final[Mapping[type[BaseException], Meaning]] = MappingProxyType(
    {
        foreign.HTTPError: _OURS,
        foreign.PoolError: _OURS,
        foreign.RequestError: _OURS,
        foreign.MaxRetryError: _OURS,
        foreign.HostChangedError: _OURS,
        foreign.TimeoutStateError: _OURS,
        foreign.EmptyPoolError: _OURS,
        foreign.FullPoolError: _OURS,
        foreign.ClosedPoolError: _OURS,
        foreign.UnrewindableBodyError: _OURS,
        foreign.ResponseError: _OURS,
        foreign.SSLError: _TLS,
        foreign.ProxyError: _PROXY,
        foreign.ProxySchemeUnknown: _PROXY,
        foreign.ProxySchemeUnsupported: _PROXY,
        foreign.ProtocolError: _BROKEN,
        foreign.IncompleteRead: _BROKEN,
        foreign.NewConnectionError: _REFUSED,
        foreign.NameResolutionError: _NO_NAME,
        foreign.TimeoutError: _SILENT,
        foreign.ReadTimeoutError: _SILENT,
        foreign.ConnectTimeoutError: _SILENT,
        foreign.LocationValueError: _NO_URL,
        foreign.LocationParseError: _NO_URL,
        foreign.URLSchemeUnknown: _NO_URL,
        foreign.ResponseNotChunked: _GARBLED,
        foreign.BodyNotHttplibCompatible: _GARBLED,
        foreign.InvalidChunkLength: _GARBLED,
        foreign.InvalidHeader: _GARBLED,
        foreign.HeaderParsingError: _GARBLED,
        foreign.DecodeError: _NOT_UNPACKED,
        # Not urllib3's, but met while it works:
        TimeoutError: _SILENT,
        ValueError: Meaning(
            UnreachableError,
            "its key or address cannot be sent (a line break or a character outside ASCII?)",
            "whether the key is written right",
        ),
    }
)
"""By exact class; a subclass unknown to us means what its nearest known base means."""


def meaning_of(error: Exception) -> Meaning | None:
    """Return what an exception amounts to, or None for one that only a defect of ours raises."""
    for known in type(error).__mro__:
        meaning = MEANINGS.get(known)
        if meaning is not None:
            return meaning
    return None


def printable_cause(error: Exception, secrets: tuple[str, ...]) -> Exception | None:
    """Return the exception if a traceback of it shows no secret, else None."""
    if not isinstance(error, foreign.HTTPError):
        # http.client quotes the header it cannot send, escaped in ways that no search finds.
        return None
    printed = "".join(traceback.format_exception(error))
    return error if redact(printed, secrets) == printed else None
