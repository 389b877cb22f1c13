"""When a failed request is worth another try, and how long to wait before it.

Only what passes by itself is tried again: a full house, a gateway without its node, a connection
that broke. Refusals, redirects and wrong answers are the same a second later.
"""

import re
from collections.abc import Mapping
from typing import Final

_TOO_MANY: Final = 429
_BUSY: Final = frozenset({_TOO_MANY, 503})
_GATEWAY: Final = frozenset({502, 504})
_FORBIDDEN: Final = 403
_RATE_WORDS: Final = re.compile(
    r"rate.?limit|request rate|frequency limit|too many requests|suspended for|allowed_rps",
    re.IGNORECASE,
)
_SUSPENDED: Final = re.compile(r"suspended for\s*(\d{1,6})\s*s\b", re.IGNORECASE)
_FIRST_PAUSE_SECONDS: Final = 0.5
_LATE_ENOUGH_SECONDS: Final = 0.1
"""Added to a wait that a host demanded: its clock and ours are not the same."""


def is_transient(status: int, text: str) -> bool:
    """Whether an HTTP status, with the text of its body, may pass by itself."""
    return status in _BUSY or status in _GATEWAY or is_rate_limit(status, text)


def is_rate_limit(status: int, text: str) -> bool:
    """Whether an HTTP status, with the text of its body, asks for fewer requests."""
    # TronGrid says 403 where others say 429.
    rate_words = status == _FORBIDDEN and _RATE_WORDS.search(text) is not None
    return rate_words or status == _TOO_MANY


def demanded_pause(headers: Mapping[str, str], text: str) -> float | None:
    """Return the seconds that a host asks to be left alone, or None where it names none.

    Reads `Retry-After` in seconds (its date form needs the host's clock and is not obeyed) and
    TRON's "suspended for N s"; the longer of the two.
    """
    after = headers.get("Retry-After", "").strip()
    named = [float(after)] if re.fullmatch(r"[0-9]{1,6}", after) else []
    named += [float(seconds) for seconds in _SUSPENDED.findall(text)]
    return max(named) + _LATE_ENOUGH_SECONDS if named else None


def backoff(attempt: int) -> float:
    """Return the seconds to wait after the failed try number `attempt` (1, 2, …): 0.5, 1, 2, …."""
    return _FIRST_PAUSE_SECONDS * float(1 << (attempt - 1))
