"""How long and how large an exchange may become, and how much time an audit has left."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_MIB: Final = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one request. Every one is finite: a node that never ends must not hang a check."""

    connect_seconds: float = 5.0
    read_seconds: float = 15.0
    """Longest silence between two pieces of an answer."""

    max_response_bytes: int = 32 * _MIB
    """Of the body after decompression."""

    attempts: int = 3
    """Tries of one request altogether, the first included."""

    total_seconds: float = 60.0
    """One try altogether, however steadily its answer drips."""

    def __post_init__(self) -> None:
        seconds = min(self.connect_seconds, self.read_seconds, self.total_seconds)
        if seconds <= 0 or self.max_response_bytes < 1 or self.attempts < 1:
            message = f"limits are above zero, not {self}"
            raise ValueError(message)


class Deadline:
    """A point in time that everything of one audit shares.

    It only tells; it stops nothing. Whoever asks next is told that no time is left.
    """

    __slots__ = ("_clock", "_ends")

    def __init__(self, seconds: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Start now; `clock` counts seconds and never goes back."""
        self._clock = clock
        self._ends = clock() + seconds

    def remaining(self) -> float:
        """Return the seconds left, 0.0 when it has passed."""
        return max(0.0, self._ends - self._clock())

    def expire(self) -> None:
        """Leave no time, from now on: the audit is not wanted any more."""
        self._ends = min(self._ends, self._clock())
