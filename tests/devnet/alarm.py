"""Something that happens once, when so many requests have reached the devnet.

A count and not a clock: the same request of a program is hit in every run, however slow the
machine is. Kills, reorganisations and changes of mind between two requests are all made with it.
"""

import threading
from collections.abc import Callable, Sequence


class Alarm:
    """Counts requests; hand it to every server that the program may ask."""

    def __init__(
        self, after: int | None, action: Callable[[], None], *, of: str | None = None
    ) -> None:
        """Set the alarm.

        Args:
            after: the request that sets it off, from 1; None only counts.
            action: what is done, once, on the server's thread, before that request is answered.
            of: count only requests that name this: a JSON-RPC method on an EVM chain, a path
                without its query on TRON. A batch that names it several times is one request.
        """
        self._after = after
        self._action = action
        self._of = of
        self._lock = threading.Lock()
        self._heard = 0

    @property
    def heard(self) -> int:
        """How many requests have come."""
        return self._heard

    def hear(self, names: Sequence[str]) -> None:
        """Take note of a request that names these methods, or this path."""
        if self._of is not None and self._of not in names:
            return
        with self._lock:
            self._heard += 1
            due = self._heard == self._after
        if due:
            self._action()
