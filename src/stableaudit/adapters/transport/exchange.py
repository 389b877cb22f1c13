"""One HTTP request and its answer, bounded in time and size. No retries, no judgement."""

import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

import urllib3

from stableaudit.adapters.transport.bounded import bounded
from stableaudit.adapters.transport.limits import Limits

_PIECE_BYTES: Final = 2**18
_MOST_DIGITS: Final = 20
_URLLIB3_LOGGERS: Final = ("urllib3.connection", "urllib3.connectionpool")


@dataclass(frozen=True, slots=True)
class Request:
    """What to send where. Its text form shows neither URL, headers nor body."""

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(default=None, repr=False)
    path: str = field(default="", repr=False)
    """What was asked below the endpoint's own path."""

    query: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """What was asked beside the endpoint's own query."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long and how large one exchange may become."""

    connect_seconds: float
    read_seconds: float
    total_seconds: float
    max_response_bytes: int
    """Of the body after decompression."""

    @classmethod
    def within(cls, limits: Limits, remaining: float) -> Self:
        """Return the bounds of a request that has `remaining` seconds at most."""
        return cls(
            min(limits.connect_seconds, remaining),
            min(limits.read_seconds, remaining),
            min(limits.total_seconds, remaining),
            limits.max_response_bytes,
        )


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it came: any status, the body decompressed."""

    status: int
    headers: Mapping[str, str]
    """Looked up without regard to case."""

    content: bytes


class TooLargeError(Exception):
    """The body, decompressed, is larger than allowed."""


def send(pool: urllib3.PoolManager, request: Request, bounds: Bounds) -> Reply:
    """Return the answer to one request; a redirect is an answer, not an instruction.

    Raises:
        TooLargeError: the body is larger than allowed.
        TimeoutError: it did not end within the total bound.
        Exception: any of urllib3's, see errors.MEANINGS.
    """
    if not request.url.lower().startswith(("http://", "https://")):
        # urllib3 2 takes a URL without a scheme for http, with a warning.
        raise urllib3.exceptions.URLSchemeUnknown("")
    ends = time.monotonic() + bounds.total_seconds

    def exchange(abandoned: threading.Event) -> Reply:
        response = pool.urlopen(
            request.method,
            request.url,
            redirect=False,
            headers=request.headers,
            body=request.body,
            retries=False,
            preload_content=False,
            timeout=urllib3.Timeout(connect=bounds.connect_seconds, read=bounds.read_seconds),
        )
        try:
            content = _read(response, bounds.max_response_bytes, ends, abandoned)
        except BaseException:
            # Half-read: nothing else may ever be read from this connection.
            response.close()
            raise
        response.release_conn()
        return Reply(response.status, response.headers, content)

    return bounded(exchange, bounds.total_seconds)


def keep_urls_out_of_logs() -> None:
    """Let urllib3 log nothing from the loggers that print URLs; may be called again.

    "Failed to parse headers (url=…)" is a warning that any server can provoke, and Python prints
    warnings of a program without logging set-up to stderr: the URL's key with them.
    """
    for name in _URLLIB3_LOGGERS:
        logging.getLogger(name).addFilter(_nothing)


def _nothing(_: logging.LogRecord) -> bool:
    return False


def _read(
    response: urllib3.BaseHTTPResponse, most_bytes: int, ends: float, abandoned: threading.Event
) -> bytes:
    declared = response.headers.get("Content-Length", "")
    if declared.isdecimal() and int(declared[:_MOST_DIGITS]) > most_bytes:
        raise TooLargeError
    pieces: list[bytes] = []
    size = 0
    # read1 gives what has come; read would wait for a whole piece, a byte a second.
    while piece := response.read1(_PIECE_BYTES):
        pieces.append(piece)
        size += len(piece)
        if size > most_bytes:
            raise TooLargeError
        if abandoned.is_set() or time.monotonic() > ends:
            raise TimeoutError
    return b"".join(pieces)
