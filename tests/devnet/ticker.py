"""The passing of time: makes blocks on simulated chains while somebody reads them."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self

from tests.devnet.chain import SimulatedChain

_POLL_SECONDS: Final = 0.25


@dataclass(frozen=True, slots=True)
class Beat:
    """A chain and the seconds between its blocks."""

    chain: SimulatedChain
    spacing: int


class Ticker:
    """A context manager in which every chain makes an empty block at its own spacing.

    A block's time is a multiple of the spacing, the newest one not in the future.
    """

    def __init__(self, beats: Sequence[Beat]) -> None:
        self._beats = tuple(beats)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._sealed = {id(beat): 0 for beat in self._beats}
        self.error: BaseException | None = None
        """What stopped it, if anything did; raised again on leaving."""

    def __enter__(self) -> Self:
        self.catch_up()
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()
        if self.error is not None and kind is None:
            raise self.error

    def catch_up(self) -> None:
        """Make the block that is due now on every chain."""
        now = int(time.time())
        for beat in self._beats:
            due = now - now % beat.spacing
            if due > self._sealed[id(beat)]:
                beat.chain.seal(timestamp=due)
                self._sealed[id(beat)] = due

    def _run(self) -> None:
        try:
            while not self._stop.wait(_POLL_SECONDS):
                self.catch_up()
        except BaseException as error:  # noqa: BLE001 - a thread's error belongs to whoever waits
            self.error = error
