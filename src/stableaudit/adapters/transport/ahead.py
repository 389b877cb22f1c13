"""Work on what comes next while what came before is being used: in order, and bounded.

`concurrency` pieces of work run at once, one more may wait to run, and results are handed out in
the order of their keys. Threads are daemons, as in ports/parallel.py: whoever waits may be
interrupted, and whoever stops is not held up by work that is under way.
"""

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Generic, Self, TypeVar

S = TypeVar("S")
T = TypeVar("T")


class Ahead(Generic[S, T]):
    """Work under way. Used by one thread, as a context manager."""

    def __init__(self, work: Callable[[S], T], *, concurrency: int) -> None:
        """Do `work`, at most `concurrency` times at once."""
        self._work = work
        self._room = concurrency + 1
        self._running = threading.Semaphore(concurrency)
        self._stopped = threading.Event()
        self._jobs: dict[int, _Job[S, T]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Begin nothing more. What runs is left behind, its result unused."""
        self._stopped.set()
        for _ in self._jobs:
            self._running.release()

    def __len__(self) -> int:
        return len(self._jobs)

    @property
    def has_room(self) -> bool:
        """Whether another piece may be begun: results not taken yet count, they fill memory."""
        return len(self._jobs) < self._room

    def begin(self, key: int, item: S) -> None:
        """Begin the work on an item, or queue it; its key says when its result is wanted."""
        job = _Job(self._work, item, self._running, self._stopped)
        self._jobs[key] = job
        job.start()

    def take(self) -> tuple[S, T]:
        """Wait for the result with the lowest key; return it with its item.

        Raises:
            BaseException: what the work raised.
        """
        job = self._jobs.pop(min(self._jobs))
        job.join()
        return job.item, job.outcome()


class _Job(threading.Thread, Generic[S, T]):
    def __init__(
        self,
        work: Callable[[S], T],
        item: S,
        running: threading.Semaphore,
        stopped: threading.Event,
    ) -> None:
        super().__init__(name="stableaudit-ahead", daemon=True)
        self.item = item
        self._work = work
        self._running = running
        self._stopped = stopped
        self._value: list[T] = []
        self._error: BaseException | None = None

    def run(self) -> None:
        """Do the work once there is room; called by the thread."""
        with self._running:
            if self._stopped.is_set():
                return
            try:
                self._value.append(self._work(self.item))
            except BaseException as error:  # noqa: BLE001 - carried over and raised in the caller's thread
                self._error = error

    def outcome(self) -> T:
        if self._error is not None:
            raise self._error
        return self._value[0]
