"""The requests of one command: one pool, one pace for each host, and one deadline for all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from stableaudit.adapters.files.settings import Settings
from stableaudit.domain.tokens import ChainSpec

if TYPE_CHECKING:
    from stableaudit.adapters.transport.http import HttpTransport
    from stableaudit.adapters.transport.journal import Keep
    from stableaudit.adapters.transport.limits import Limits
    from stableaudit.domain.tokens import Endpoint

_OWN_HOSTS: Final = ("127.0.0.1", "localhost", "::1")
_OWN_RATE: Final = 1000.0
_OWN_BURST: Final = 1000
"""A node on this machine is its user's own: no manners are due."""

_RESERVED_SECONDS: Final = 1.5
"""Of `--timeout`, for starting before and reporting after, so that from about two seconds on the
whole command ends by then."""

_LEAST_SECONDS: Final = 0.5
_RATE_SECONDS: Final = 10.0
_RATE_BYTES: Final = 1 << 20
"""Nothing is decided by a rate: it is not waited for as a chain is."""


class Network:
    """The transports of one command."""

    def __init__(
        self,
        settings: Settings,
        chains: tuple[ChainSpec, ...],
        *,
        journal: "Callable[[str], Keep] | None" = None,
    ) -> None:
        """Start the deadline; nothing is sent yet. Hosts are paced as their endpoints ask.

        Args:
            settings: how the program runs.
            chains: whom it may ask.
            journal: gives what keeps the exchanges of a chain, by its key; or of `rates`.
        """
        import urllib3

        from stableaudit.adapters.transport.bucket import Buckets, Pace
        from stableaudit.adapters.transport.limits import Deadline

        self._journal = journal
        self._limits = limits_of(settings)
        self._deadline = Deadline(max(settings.timeout_seconds - _RESERVED_SECONDS, _LEAST_SECONDS))
        own = {host: Pace(_OWN_RATE, _OWN_BURST) for host in _OWN_HOSTS}
        asked_for = {
            urlsplit(endpoint.url).hostname or "": Pace(float(pace.value), 1)
            for spec in chains
            for endpoint in spec.endpoints
            if (pace := endpoint.requests_per_second) is not None
        }
        self._buckets = Buckets(paces={**own, **asked_for})
        self._pool = urllib3.PoolManager(num_pools=32, maxsize=4)
        self._opened: list[tuple[str, HttpTransport]] = []

    def open(self, spec: ChainSpec, endpoint: "Endpoint") -> "HttpTransport":
        """Return a transport to one endpoint, and remember it for `requests`."""
        return self._open(spec.key, endpoint, self._limits)

    def open_rates(self, endpoint: "Endpoint") -> "HttpTransport":
        """Return a transport to a publisher of rates: small answers, soon or not at all."""
        limits = replace(
            self._limits,
            read_seconds=min(self._limits.read_seconds, _RATE_SECONDS),
            total_seconds=_RATE_SECONDS,
            max_response_bytes=min(self._limits.max_response_bytes, _RATE_BYTES),
            attempts=2,
        )
        return self._open("rates", endpoint, limits)

    def _open(self, key: str, endpoint: "Endpoint", limits: "Limits") -> "HttpTransport":
        from stableaudit.adapters.transport.http import HttpTransport

        transport = HttpTransport(
            endpoint,
            limits=limits,
            deadline=self._deadline,
            buckets=self._buckets,
            pool=self._pool,
            keep=None if self._journal is None else self._journal(key),
        )
        self._opened.append((key, transport))
        return transport

    @contextmanager
    def ending(self) -> Iterator[None]:
        """Leave no time for requests once the work inside has failed or was interrupted.

        Its threads may be left behind then; each ends at its next request.
        """
        try:
            yield
        except BaseException:
            self._deadline.expire()
            raise

    def requests(self) -> dict[str, int]:
        """Return how many requests were sent so far, retries included, by chain key or `rates`."""
        counted: dict[str, int] = {}
        for key, transport in self._opened:
            counted[key] = counted.get(key, 0) + transport.requests
        return counted


def limits_of(settings: Settings) -> "Limits":
    """Return the bounds of one request: `request_timeout_seconds` is its longest silence.

    One try altogether takes as long as that where it is more than the usual bound, so that an
    answer after a long silence is not cut off.
    """
    from stableaudit.adapters.transport.limits import Limits

    usual = Limits(
        read_seconds=settings.request_timeout_seconds,
        max_response_bytes=settings.max_response_bytes,
    )
    return replace(usual, total_seconds=max(usual.total_seconds, usual.read_seconds))
