"""Instants as whole seconds of UTC since 1970, and their one written form, RFC 3339."""

import re
from datetime import UTC, datetime
from typing import Final

_RFC3339: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})"
)
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


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


def format_instant(seconds: int) -> str:
    """Return the RFC 3339 text of an instant, in UTC."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _seconds(text: str) -> int:
    moment = datetime.fromisoformat(text)
    return int(moment.timestamp())
