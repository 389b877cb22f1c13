"""Short messages to an address that is itself a secret: a heartbeat's, a webhook's.

They are sent and forgotten: no answer is read but its status, and a failure is an error whose words
name the host at most. Bounds are short, because a check that is over must not wait for whoever
watches it. What may pass by itself is tried a second time, at once.
"""

from collections.abc import Mapping
from typing import Final

import urllib3

from stableaudit.adapters.transport import retry
from stableaudit.adapters.transport.address import headers_for, url_below
from stableaudit.adapters.transport.errors import meaning_of
from stableaudit.adapters.transport.exchange import (
    Bounds,
    Request,
    TooLargeError,
    keep_urls_out_of_logs,
    send,
)
from stableaudit.domain.errors import UnreachableError
from stableaudit.domain.tokens import Endpoint

_BOUNDS: Final = Bounds(
    connect_seconds=5.0, read_seconds=5.0, total_seconds=10.0, max_response_bytes=1 << 16
)
_OK: Final = range(200, 300)


class Messenger:
    """Whom messages go to."""

    def __init__(self, url: str, *, what: str) -> None:
        """Prepare; nothing is sent.

        Args:
            url: http or https; its path, query and user are never shown.
            what: what it is, for errors: "the heartbeat".
        """
        keep_urls_out_of_logs()
        self._endpoint = Endpoint(what, url)
        self._pool = urllib3.PoolManager(maxsize=1)

    @property
    def whom(self) -> str:
        """Who is told, as an error names it: without path, query and user."""
        return f"{self._endpoint.operator} ({self._endpoint.label})"

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Send one message.

        Args:
            path: below the address's own; "" for the address itself.
            body: as it is sent.
            headers: its content type, and whatever else is to be sent with it.

        Raises:
            UnreachableError: nobody took it; no secret is in it, nor in a traceback.
        """
        request = Request(
            "POST",
            url_below(self._endpoint, path),
            {**headers_for(self._endpoint), "Accept": "*/*", **headers},
            body,
        )
        came, again = self._send(request)
        if again:
            came, _ = self._send(request)
        if came:
            raise UnreachableError(came, asked="taking a message", whom=self.whom)

    def _send(self, request: Request) -> tuple[str, bool]:
        """Return why nobody took it, empty where somebody did, and whether to try once more."""
        try:
            reply = send(self._pool, request, _BOUNDS)
        except TooLargeError:
            # Whoever answers at such length has taken it, or has not; nobody can say.
            return "an answer that is too long to be one to a message", False
        except (urllib3.exceptions.HTTPError, TimeoutError, ValueError) as error:
            meaning = meaning_of(error)
            if meaning is None:
                raise
            return meaning.came, meaning.once_more
        if reply.status in _OK:
            return "", False
        return f"HTTP {reply.status}", retry.is_transient(reply.status, "")
