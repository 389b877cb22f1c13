"""HTTP to one endpoint: paced, bounded, retried where that helps, its answers strict JSON.

The order of one request: wait for the host's bucket, send within what the deadline leaves, judge
the status, wait and send again where the failure may pass by itself. Every wait is held against
the deadline before it begins.
"""

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

import msgspec
import urllib3

from stableaudit.adapters.transport import retry
from stableaudit.adapters.transport.address import headers_for, url_below
from stableaudit.adapters.transport.body import BodyError, decode, excerpt
from stableaudit.adapters.transport.bucket import Buckets, Pace
from stableaudit.adapters.transport.errors import (
    OverdueError,
    OversizedError,
    StatusError,
    meaning_of,
    printable_cause,
    status_error,
)
from stableaudit.adapters.transport.exchange import (
    Bounds,
    Reply,
    Request,
    TooLargeError,
    keep_urls_out_of_logs,
)
from stableaudit.adapters.transport.journal import Keep, sender
from stableaudit.adapters.transport.limits import Deadline, Limits
from stableaudit.adapters.transport.redact import redact, secrets_of
from stableaudit.domain.errors import EvidenceError, UndecodableError, UnreachableError
from stableaudit.domain.tokens import Endpoint
from stableaudit.domain.untrusted import Untrusted

_LOG: Final = logging.getLogger(__name__)
_OK: Final = range(200, 300)
_REDIRECT: Final = range(300, 400)
_BROKEN_ONCE_MORE: Final = 2
"""Tries of a request whose connection breaks: a kept-alive one may have been closed meanwhile."""
_FOREIGN: Final = (urllib3.exceptions.HTTPError, TooLargeError, TimeoutError, ValueError)


class HttpTransport:
    """Requests to one endpoint. Thread-safe; counts every request that was sent."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        limits: Limits,
        deadline: Deadline,
        buckets: Buckets,
        pool: urllib3.PoolManager | None = None,
        keep: Keep | None = None,
    ) -> None:
        """Prepare; nothing is sent.

        Args:
            endpoint: whom to ask. Its URL may have a path, a query and a user.
            limits: of each request.
            deadline: of all of them together.
            buckets: of the audit; endpoints of one host share one.
            pool: kept-alive connections to share; a pool of its own without it. Proxies named in
                the environment are not used.
            keep: is told of every request and its answer.
        """
        keep_urls_out_of_logs()
        self.endpoint = endpoint
        self._limits = limits
        self._deadline = deadline
        self._bucket = buckets.of(urlsplit(endpoint.url).hostname or "")
        self._pool = urllib3.PoolManager(maxsize=4) if pool is None else pool
        self._secrets, self._headers = secrets_of(endpoint), headers_for(endpoint)
        self._sender = sender(endpoint, keep)
        self._requests = 0
        self._lock = threading.Lock()

    @property
    def whom(self) -> str:
        """The endpoint as an error names it: operator and label."""
        return f"{self.endpoint.operator} ({self.endpoint.label})"

    @property
    def pace(self) -> Pace:
        """How often the host is asked at most."""
        return self._bucket.pace

    @property
    def requests(self) -> int:
        """How many requests were sent, retries included."""
        return self._requests

    def get_json(
        self, path: str, query: Sequence[tuple[str, str]] = (), *, asked: str = "", at: str = ""
    ) -> object:
        """Return the JSON value that a GET answers; see post_json."""
        request = self._get(path, query, self._headers)
        asked = asked or f"GET {path or '/'}"
        return self._json(self._exchange(request, asked=asked, at=at), asked=asked, at=at)

    def get_bytes(
        self, path: str = "", query: Sequence[tuple[str, str]] = (), *, accept: str, asked: str
    ) -> bytes:
        """Return the body that a GET answers, of the media types `accept`; raises as post_json."""
        headers = {**self._headers, "Accept": accept}
        reply = self._exchange(self._get(path, query, headers), asked=asked, at="")
        if reply.status not in _OK:
            raise self.refused(reply, asked=asked)
        return reply.content

    def post_json(self, path: str, body: object, *, asked: str = "", at: str = "") -> object:
        """Return the JSON value that a POST of the JSON `body` answers with a 2xx status.

        Args:
            path: below the endpoint's own path.
            body: what msgspec can write as JSON.
            asked: the question in an error's words; method and path without it.
            at: the block it is about, for errors.

        Raises:
            UnreachableError: no connection, too late, any other status, or a redirect.
            UndecodableError: too large, or not JSON as `body.decode` wants it.
        """
        asked = asked or f"POST {path or '/'}"
        return self._json(self.post(path, body, asked=asked, at=at), asked=asked, at=at)

    def post(self, path: str, body: object, *, asked: str = "", at: str = "") -> Reply:
        """Return the answer to a POST, of any status but redirects and transient failures.

        For protocols that explain themselves in the body of an HTTP error. Raises as post_json.
        """
        headers = {**self._headers, "Content-Type": "application/json"}
        url, data = url_below(self.endpoint, path), msgspec.json.encode(body)
        request = Request("POST", url, headers, data, path)
        return self._exchange(request, asked=asked or f"POST {path or '/'}", at=at)

    def redact(self, text: str) -> str:
        """Return text of the endpoint without its secrets, which a server may have repeated."""
        return redact(text, self._secrets)

    def pause(self, seconds: float) -> bool:
        """Wait, unless the deadline passes before; return whether it was waited."""
        if seconds >= self._deadline.remaining():
            return False
        time.sleep(seconds)
        return True

    def refused(self, reply: Reply, *, asked: str, at: str = "") -> StatusError:
        """Return the error of a status other than 2xx, of the class that status_error gives."""
        if reply.status in _REDIRECT:
            target = urlsplit(reply.headers.get("Location", ""))
            where = Untrusted(self.redact(f"{target.scheme}://{target.hostname}"))
            came = f"HTTP {reply.status}, a redirect to {where}, which is not followed"
            hint = "the address that the operator documents"
        else:
            text = Untrusted(self.redact(excerpt(reply.content)))
            came = f"HTTP {reply.status}: {text}" if text.raw else f"HTTP {reply.status}"
            hint = "the endpoint's key and address, or another endpoint (--endpoint)"
        error = status_error(reply.status, excerpt(reply.content))
        return error(came, status=reply.status, asked=asked, whom=self.whom, at=at, hint=hint)

    def value(self, reply: Reply, *, asked: str, at: str = "") -> object:
        """Return the JSON value of a body, whatever the status; UndecodableError if it is none."""
        try:
            return decode(reply.content)
        except BodyError as error:
            text = Untrusted(self.redact(excerpt(reply.content)))
            came = f"HTTP {reply.status}, {len(reply.content)} bytes, no answer: {error}: {text}"
            raise UndecodableError(
                came, asked=asked, whom=self.whom, at=at, hint="another endpoint (--endpoint)"
            ) from None

    def _get(
        self, path: str, query: Sequence[tuple[str, str]], headers: Mapping[str, str]
    ) -> Request:
        url = url_below(self.endpoint, path, query)
        return Request("GET", url, headers, None, path, tuple(query))

    def _json(self, reply: Reply, *, asked: str, at: str) -> object:
        if reply.status in _OK:
            return self.value(reply, asked=asked, at=at)
        raise self.refused(reply, asked=asked, at=at)

    def _exchange(self, request: Request, *, asked: str, at: str) -> Reply:
        broken = 0
        attempt = 0
        while True:
            attempt += 1
            try:
                reply = self._send(request, asked=asked, at=at)
            except _FOREIGN as error:
                failure, once_more = self._translate(error, asked=asked, at=at)
                broken += 1
                if not once_more or broken >= min(_BROKEN_ONCE_MORE, self._limits.attempts):
                    raise failure from printable_cause(error, self._secrets)
                pause = 0.0
            else:
                text = excerpt(reply.content)
                if reply.status in _REDIRECT:
                    raise self.refused(reply, asked=asked, at=at)
                if not retry.is_transient(reply.status, text):
                    return reply
                failure = self.refused(reply, asked=asked, at=at)
                demanded = retry.demanded_pause(reply.headers, text)
                if demanded is not None:
                    self._bucket.hold(demanded)
                pause = retry.backoff(attempt) if demanded is None else demanded
            if attempt >= self._limits.attempts or not self.pause(pause):
                raise failure
            _LOG.debug("%s: %s, asked again", self.whom, failure.came)

    def _send(self, request: Request, *, asked: str, at: str) -> Reply:
        remaining = self._deadline.remaining()
        wait = self._bucket.take(within=remaining)
        if remaining <= 0 or wait > remaining:
            raise UnreachableError(
                "not asked: the time for the whole audit has run out",
                asked=asked,
                whom=self.whom,
                at=at,
                hint="a longer --timeout",
            )
        time.sleep(wait)
        remaining = max(self._deadline.remaining(), 0.001)
        with self._lock:
            self._requests += 1
        return self._sender(self._pool, request, Bounds.within(self._limits, remaining))

    def _translate(self, error: Exception, *, asked: str, at: str) -> tuple[EvidenceError, bool]:
        if isinstance(error, TooLargeError):
            mebibytes = self._limits.max_response_bytes / 2**20
            came = f"an answer of more than {mebibytes:g} MiB"
            hint = "another endpoint (--endpoint)"
            return OversizedError(came, asked=asked, whom=self.whom, at=at, hint=hint), False
        meaning = meaning_of(error)
        if meaning is None:
            raise error
        kind = OverdueError if meaning.overdue else meaning.error
        failure = kind(meaning.came, asked=asked, whom=self.whom, at=at, hint=meaning.hint)
        return failure, meaning.once_more
