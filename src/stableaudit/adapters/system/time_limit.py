"""An end to a run, whatever it is doing: the system's alarm, which raises in the main thread.

`--timeout` bounds the requests, and what it cut off is reported; this bounds everything, and what
it cuts off is nothing. A piece of work that is deep in a library hears of it when it comes back,
so whoever must be certain has the service manager end the process a while later.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class OutOfTime(BaseException):
    """The time of the run is up. No Exception, so that no library takes it for a failure."""


class TimeLimit:
    """The time that a run has, until it is lifted."""

    def __init__(self, seconds: int | None) -> None:
        """Take the seconds, or None for as long as it takes; nothing is started."""
        self.seconds = seconds
        self._passed = False

    def lift(self) -> None:
        """Let what follows take its time: a verdict was come to, and is now written.

        Raises:
            OutOfTime: the time had passed, and whoever was told did not pass it on.
        """
        signal.setitimer(signal.ITIMER_REAL, 0)
        if self._passed:
            raise OutOfTime

    def ring(self, _signal: int, _frame: FrameType | None) -> None:
        """Say that the time is up."""
        self._passed = True
        raise OutOfTime


@contextmanager
def time_limit(seconds: int | None) -> Iterator[TimeLimit]:
    """Yield the limit of what is inside, which ends with OutOfTime where it takes longer."""
    limit = TimeLimit(seconds)
    if seconds is None:
        yield limit
        return
    previous = signal.signal(signal.SIGALRM, limit.ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield limit
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
