"""Instants as whole seconds of UTC since 1970, and their one written form, RFC 3339."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

LAST_INSTANT: Final = 253_402_300_799
"""The last second of the year 9999; what lies beyond has no written form."""

_RFC3339: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:[0-5]\d)",
    re.ASCII,
)
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND: Final = timedelta(seconds=1)


def parse_instant(text: str) -> int:
    """Return the seconds of an RFC 3339 time with zone, or of a date (its last second, UTC).

    A statement "as of 2025-11-28" speaks of the end of that day. Raises ValueError.
    """
    if _DATE.fullmatch(text) is not None:
        return _seconds(f"{text}T23:59:59+00:00")
    if _RFC3339.fullmatch(text) is None:
        message = f"{text!r} is not an RFC 3339 time with zone, such as 2025-11-28T15:00:00Z"
        raise ValueError(message)
    return _seconds(text)


def first_instant(text: str) -> int:
    """Return the seconds of an RFC 3339 time with zone, or of a date's first second, UTC.

    Since a date means since its beginning. Raises ValueError.
    """
    if _DATE.fullmatch(text) is not None:
        return _seconds(f"{text}T00:00:00+00:00")
    return parse_instant(text)


def format_instant(seconds: int) -> str:
    """Return the RFC 3339 text of an instant, in UTC."""
    moment = _EPOCH + timedelta(seconds=seconds)
    return moment.replace(tzinfo=None).isoformat() + "Z"


def _seconds(text: str) -> int:
    seconds = (datetime.fromisoformat(text.upper()) - _EPOCH) // _SECOND
    if not 0 <= seconds <= LAST_INSTANT:
        message = f"{text!r} is not between 1970 and 9999"
        raise ValueError(message)
    return seconds
