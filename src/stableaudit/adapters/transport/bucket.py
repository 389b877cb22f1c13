"""Pacing: no host is asked more often than it allows, however many endpoints share it.

A bucket never sleeps. It tells how long to wait, so that the transport can hold that against its
deadline before it waits.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a host may be asked."""

    rate_per_second: float
    burst: int
    """Requests that may follow one another at once after a pause."""

    def __post_init__(self) -> None:
        if self.rate_per_second <= 0 or self.burst < 1:
            message = f"a pace is above zero, not {self}"
            raise ValueError(message)


DEFAULT_PACE: Final = Pace(rate_per_second=10.0, burst=10)
_NO_PACES: Final[Mapping[str, Pace]] = MappingProxyType({})


class TokenBucket:
    """A token bucket that may run into debt: each caller is told when its token is there.

    Thread-safe. Tokens are handed out in the order of asking.
    """

    __slots__ = ("_at", "_clock", "_held_until", "_lock", "_pace", "_tokens")

    def __init__(
        self, rate_per_second: float, burst: int, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Start full."""
        self._pace = Pace(rate_per_second, burst)
        self._clock = clock
        self._lock = threading.Lock()
        self._tokens = float(burst)
        self._at = clock()
        self._held_until = self._at

    @property
    def pace(self) -> Pace:
        """How often tokens come."""
        return self._pace

    def take(self, *, within: float) -> float:
        """Take a token and return the seconds to wait before using it.

        A wait longer than `within` seconds takes no token, so that a caller without time for it
        does not make the next one wait: the answer is then more than `within`.
        """
        with self._lock:
            now = self._clock()
            refilled = self._tokens + (now - self._at) * self._pace.rate_per_second
            self._tokens = min(float(self._pace.burst), refilled)
            self._at = now
            owed = max(0.0, 1.0 - self._tokens) / self._pace.rate_per_second
            wait = max(owed, self._held_until - now)
            if wait <= within:
                self._tokens -= 1.0
            return wait

    def hold(self, seconds: float) -> None:
        """Let nobody use the host for so long, as it has demanded."""
        with self._lock:
            self._held_until = max(self._held_until, self._clock() + seconds)


class Buckets:
    """The bucket of each host. One registry is made per audit and handed to every transport."""

    __slots__ = ("_by_host", "_default", "_lock", "_paces")

    def __init__(self, default: Pace = DEFAULT_PACE, paces: Mapping[str, Pace] = _NO_PACES) -> None:
        """Pace hosts as `paces` says by lower-case name, all others by `default`."""
        self._default = default
        self._paces = dict(paces)
        self._by_host: dict[str, TokenBucket] = {}
        self._lock = threading.Lock()

    def of(self, host: str) -> TokenBucket:
        """Return the one bucket of a host; its name is compared without regard to case."""
        name = host.lower()
        with self._lock:
            bucket = self._by_host.get(name)
            if bucket is None:
                pace = self._paces.get(name, self._default)
                bucket = TokenBucket(pace.rate_per_second, pace.burst)
                self._by_host[name] = bucket
            return bucket
