"""When a price of gold can be expected to move."""

from datetime import UTC, datetime, timedelta
from typing import Final

_CLOSES: Final = timedelta(days=4, hours=22)
"""Friday 22:00 UTC, counted from Monday."""

_OPENS: Final = timedelta(days=6, hours=22, minutes=30)
"""Sunday 22:30 UTC. Both without summer time: the earlier close and the later opening."""


def is_closed(instant: int) -> bool:
    """Return whether the gold market keeps its weekend at `instant`; holidays are unknown here."""
    moment = datetime.fromtimestamp(instant, UTC)
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    since_monday = moment - midnight + timedelta(days=moment.weekday())
    return _CLOSES <= since_monday < _OPENS
