"""The time of day. The core never looks at a clock; it is handed instants."""

from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> int:
        """Return the current instant, seconds of UTC."""
        ...
