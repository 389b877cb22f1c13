"""How many blocks the next request for logs should span. Asks nothing.

The rules, in order:

1. The size is what the recent density of logs predicts for `AIM` logs, at most twice what has just
   been served, never more than `MOST_BLOCKS`.
2. A cap on blocks that the endpoint named, or that its refusals imply, is kept to. What lies above
   it is tried rarely and ever less often: half-way to the smallest size it refused, and once that
   is near, much later, twice the cap, since a refusal may have been a bad moment's.
3. A cap on logs that it named, or implied by refusing a range whose logs are counted later, lowers
   the aim; where there turn out to be few, such a refusal was of the blocks after all.

Source: the simulation of evm.md 2.2, repeated in the tests.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from stableaudit.adapters.transport.hints import Hint
from stableaudit.domain.blocks import BlockRange

AIM: Final = 7_000
"""Logs in one answer: some 4.5 MB of JSON."""

FIRST_BLOCKS: Final = 125
"""Of the busiest tokens, with some fifty logs a block, as many logs as are aimed at; doubled, the
caps that providers like to set: 500, 1000, 2000 blocks."""

MOST_BLOCKS: Final = 100_000
_FIRST_PROBE_AFTER: Final = 50
"""Requests at the cap, one after another, before one above it."""

_NEAR: Final = 16
"""Half-way to the refused size is near where it is less than a sixteenth above the cap."""

_FEW_LOGS: Final = 500
"""Fewer than any provider is known to refuse for their number."""

_PATIENCE: Final = 10
"""How much longer a cap is kept to once the refused size is near."""


@dataclass(frozen=True, slots=True)
class Caps:
    """What one endpoint is known to allow in one request: a small value to be kept between runs."""

    blocks: int | None = None
    """The most blocks; None where no cap is known."""

    logs: int | None = None
    """The most logs; None where no cap is known."""

    def __post_init__(self) -> None:
        if min(self.blocks or 1, self.logs or 1) < 1 or 0 in {self.blocks, self.logs}:
            message = f"caps are above zero, not {self}"
            raise ValueError(message)


NO_CAPS: Final = Caps()


class TooMuch(Enum):
    """Of what a request asked too much."""

    BLOCKS = auto()
    LOGS = auto()
    """Or bytes: a smaller range has fewer."""

    UNCLEAR = auto()
    """It took too long, or failed without a reason that is known."""


@dataclass(slots=True)
class _Suspect:
    """A refused range: how many logs it has will tell what was too much."""

    blocks: BlockRange
    logs: int = 0


class Sizer:
    """Learns from one endpoint's answers and refusals; for the windows of one thread."""

    def __init__(self, caps: Caps = NO_CAPS) -> None:
        """Begin with what is already known."""
        self._cap = caps.blocks
        self._ceiling: int | None = None
        self._logs_cap = caps.logs
        self._aim = _aim_below(caps.logs) if caps.logs is not None else AIM
        self._size = FIRST_BLOCKS
        self._served = 0
        self._recent_blocks = self._recent_logs = 0
        self._at_cap = 0
        self._probe_after = _FIRST_PROBE_AFTER
        self._suspects: list[_Suspect] = []

    @property
    def caps(self) -> Caps:
        """What is known now."""
        return Caps(self._cap, self._logs_cap)

    @property
    def proven(self) -> bool:
        """Whether any request was served yet."""
        return self._served > 0

    def expected(self) -> int:
        """Return the blocks of a typical request, as far as can be told."""
        size = self._size if self.proven else MOST_BLOCKS // 10
        return size if self._cap is None else min(size, self._cap)

    def next_size(self) -> int:
        """Return the blocks of the next request; now and then one above the cap."""
        if self._cap is None or self._size <= self._cap:
            return self._size
        if self._at_cap < self._probe_after:
            return self._cap
        above = 2 * self._cap if self._ceiling is None else (self._cap + self._ceiling) // 2
        if above - self._cap <= self._cap // _NEAR:
            if self._at_cap < _PATIENCE * self._probe_after:
                return self._cap
            above = 2 * self._cap
        self._at_cap = 0
        return above

    def served(self, window: BlockRange, logs: int) -> None:
        """Learn that a request was answered with so many logs. Windows come in ascending order."""
        size = len(window)
        self._served = max(self._served, size)
        if self._cap is not None and size >= self._cap:
            # A probe that was served is the cap now, and the next probe may follow at once.
            self._at_cap = self._at_cap + 1 if size == self._cap else self._probe_after
            self._cap = size
        self._recent_blocks = self._recent_blocks // 2 + size
        self._recent_logs = self._recent_logs // 2 + logs
        # A short window, the rest of a range, is no reason to ask for less, nor for more.
        most = min(max(2 * size, self._size), MOST_BLOCKS)
        self._size = most if self._recent_logs == 0 else max(1, min(most, self._predicted()))
        self._weigh(window, logs)

    def refused(self, window: BlockRange, what: TooMuch, hint: Hint) -> int:
        """Learn that a request was refused; return the most blocks to ask for in its place.

        That is less than it had, and at least one: a window of one block must not come here.
        """
        size = len(window)
        suggested = _overlap(window, hint)
        match what:
            case TooMuch.BLOCKS:
                return self._capped(size, hint.blocks, suggested)
            case TooMuch.UNCLEAR:
                return self._capped(size, None, None)
            case TooMuch.LOGS if hint.logs is not None:
                self._logs_cap = hint.logs
                self._aim = min(self._aim, _aim_below(hint.logs))
            case TooMuch.LOGS:
                self._suspects.append(_Suspect(window))
        most = suggested or size // 2
        self._size = min(self._size, most)
        return most

    def _capped(self, size: int, named: int | None, suggested: int | None) -> int:
        if self._cap is not None and self._cap < size:
            self._probe_after *= 2
        if named is not None and named < size:
            self._cap, self._ceiling = named, named + 1
            return named
        if self._cap is not None and self._cap < size:
            # A probe, or a window from before the cap was known: what is below it holds.
            self._ceiling = size if self._ceiling is None else min(size, self._ceiling)
            return self._cap
        if self._served >= size:
            # It was served before: the endpoint has changed its mind.
            self._served = 1
        self._cap = max(suggested or size // 2, min(self._served, size - 1))
        self._ceiling = size
        return self._cap

    def _predicted(self) -> int:
        return self._aim * self._recent_blocks // self._recent_logs

    def _weigh(self, window: BlockRange, logs: int) -> None:
        """Count the logs of refused ranges, and learn from each that is whole."""
        waiting: list[_Suspect] = []
        for suspect in self._suspects:
            suspect.logs += logs
            if window.last < suspect.blocks.last:
                waiting.append(suspect)
            elif suspect.logs < _FEW_LOGS:
                # Searching that many blocks was too much, not what was found in them.
                self._capped(len(suspect.blocks), None, None)
            else:
                # Of a burst, with far more logs than aimed at, the aim is innocent, and stays.
                self._aim = min(self._aim, suspect.logs * 3 // 4)
        self._suspects = waiting


def _aim_below(logs: int) -> int:
    """Return an aim that keeps clear of a cap on logs: seven tenths, since density varies."""
    return min(AIM, max(1, logs * 7 // 10))


def _overlap(window: BlockRange, hint: Hint) -> int | None:
    """Return how long the suggested part of a window is; None where it is none, or all of it."""
    if hint.suggested is None:
        return None
    first, last = hint.suggested
    length = min(last, window.last) - max(first, window.first) + 1
    return length if 0 < length < len(window) else None
