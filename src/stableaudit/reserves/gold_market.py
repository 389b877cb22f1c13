"""When a price of gold can be expected to move."""

from datetime import UTC, datetime, timedelta
from typing import Final

_CLOSES: Final = timedelta(days=4, hours=22)
"""Friday 22:00 UTC, counted from Monday."""

_OPENS: Final = timedelta(days=6, hours=22, minutes=30)
"""Sunday 22:30 UTC. Both between New York's summer and winter times; holidays are unknown here."""

_SECOND: Final = timedelta(seconds=1)
_WEEK: Final = timedelta(days=7)
_FIRST_MONDAY: Final = 4 * 86_400
"""1970-01-05T00:00:00Z."""


def is_closed(instant: int) -> bool:
    """Return whether the gold market keeps its weekend at `instant`."""
    return seconds_since_close(instant) is not None


def seconds_since_close(instant: int) -> int | None:
    """Return for how long the gold market has been closed at `instant`; None while it is open."""
    moment = datetime.fromtimestamp(instant, UTC)
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    since_monday = moment - midnight + timedelta(days=moment.weekday())
    if not _CLOSES <= since_monday < _OPENS:
        return None
    return (since_monday - _CLOSES) // _SECOND


def open_seconds(first: int, last: int) -> int:
    """Return for how many of the seconds from one instant to another the gold market was open."""
    return (last - first) - (_closed_before(last) - _closed_before(first))


def _closed_before(instant: int) -> int:
    """Return the closed seconds from the first Monday of 1970 until an instant."""
    weeks, in_week = divmod(instant - _FIRST_MONDAY, _WEEK // _SECOND)
    closes, opens = _CLOSES // _SECOND, _OPENS // _SECOND
    return weeks * (opens - closes) + min(max(in_week - closes, 0), opens - closes)
