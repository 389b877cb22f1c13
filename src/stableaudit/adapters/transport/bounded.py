"""One total bound for work that waits on a network.

Socket timeouts bound one silence, not the whole: a name server that hangs, a TLS handshake, a
header or a body that drips a byte a second each restart them. Running the exchange in a thread of
its own and leaving it behind bounds all of them alike. The thread is a daemon, ends with its
sockets' own timeouts, and is told to stop between two pieces of a body.
"""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class _Outcome(Generic[T]):
    """What a thread leaves for the one that waits: a value in a list of one, or an error."""

    __slots__ = ("error", "value")

    def __init__(self) -> None:
        self.value: list[T] = []
        self.error: BaseException | None = None


def bounded(work: Callable[[threading.Event], T], seconds: float) -> T:
    """Return what `work` returns.

    `work` is handed an event that is set once nobody waits for it any more.

    Raises:
        TimeoutError: it did not end within `seconds`.
        BaseException: whatever `work` raised.
    """
    outcome: _Outcome[T] = _Outcome()
    abandoned = threading.Event()

    def run() -> None:
        try:
            outcome.value.append(work(abandoned))
        except BaseException as error:  # noqa: BLE001 - carried over and raised in the caller's thread
            outcome.error = error

    thread = threading.Thread(target=run, name="stableaudit-exchange", daemon=True)
    thread.start()
    try:
        thread.join(seconds)
    finally:
        abandoned.set()
    if thread.is_alive():
        raise TimeoutError
    if outcome.error is not None:
        raise outcome.error
    return outcome.value[0]
