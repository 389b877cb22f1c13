"""Waiting for several answers at once, without holding up who is told to stop.

An executor joins its threads when it is left and again when the interpreter ends, so that Ctrl-C
would wait for the slowest network. These threads are daemons: whoever waits for them may be
interrupted, and then nobody waits for them any more. What stops their requests is the deadline.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

S = TypeVar("S")
T = TypeVar("T")


def in_parallel(work: Callable[[S], T], items: Sequence[S]) -> tuple[T, ...]:
    """Return what `work` gives for each item, in their order; one thread for each.

    Raises:
        BaseException: what `work` raised for the first item that it failed for, once all have
            ended; or at once what interrupted the waiting, such as KeyboardInterrupt.
    """
    if len(items) == 1:
        return (work(items[0]),)
    workers = tuple(_Worker(work, item) for item in items)
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return tuple(worker.outcome() for worker in workers)


class _Worker(threading.Thread, Generic[S, T]):
    """One item's thread, which keeps what came of it: a value in a list of one, or an error."""

    def __init__(self, work: Callable[[S], T], item: S) -> None:
        super().__init__(name="stableaudit-worker", daemon=True)
        self._work = work
        self._item = item
        self._value: list[T] = []
        self._error: BaseException | None = None

    def run(self) -> None:
        """Do the work; called by the thread."""
        try:
            self._value.append(self._work(self._item))
        except BaseException as error:  # noqa: BLE001 - carried over and raised in the caller's thread
            self._error = error

    def outcome(self) -> T:
        """Return the value or raise the error; once the thread has ended."""
        if self._error is not None:
            raise self._error
        return self._value[0]
