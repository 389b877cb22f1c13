"""What a refusal of too much says of how much would do: the most blocks, the most logs, a range.

Only the wordings below are read, because any other number in a message may be the range that was
asked for. What is read is a hint: whoever uses it holds it against its own request. Source: texts
that providers were seen to send, rows of the test.
"""

import re
from dataclasses import dataclass
from typing import Final

from stableaudit.adapters.transport.hexes import hex_to_int

_NUMBER: Final = r"(\d[\d,]{0,14}k?)\b"
_BLOCKS: Final = (
    r"max(?:imum)? (?:allowed )?(?:block )?range:? #",
    r"max(?:imum)? (?:allowed )?(?:number of requested blocks )?is #",
    r"ranges? over #",
    # "limited to 0 - 50 blocks range": the upper one.
    r"limited to (?:a )?(?:\d+ ?- ?)?# (?:blocks? )?range",
    r"up to a # block range",
    r"range must not exceed #",
)
_LOGS: Final = (r"max results:? #", r"returned more than # results")
_HEX_RANGE: Final = re.compile(r"\[ ?(0x[0-9a-f]{1,16}), ?(0x[0-9a-f]{1,16}) ?\]", re.IGNORECASE)
_DECIMAL_RANGE: Final = re.compile(r"with the range (\d{1,18}) ?- ?(\d{1,18})\b", re.IGNORECASE)
_MOST_CHARACTERS: Final = 1000


def _compiled(texts: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(text.replace("#", _NUMBER), re.IGNORECASE) for text in texts)


_BLOCK_PATTERNS: Final = _compiled(_BLOCKS)
_LOG_PATTERNS: Final = _compiled(_LOGS)


@dataclass(frozen=True, slots=True)
class Hint:
    """What would be served, as far as it was said; None where it was not."""

    blocks: int | None = None
    """The most blocks of one request."""

    logs: int | None = None
    """The most logs of one answer."""

    suggested: tuple[int, int] | None = None
    """First and last block of a range that should work, ascending, both included."""


NO_HINT: Final = Hint()


def hint_of(message: str, data: object = None) -> Hint:
    """Return what an error's raw message and data say; `NO_HINT` where nothing."""
    text = message[:_MOST_CHARACTERS]
    fields = data if isinstance(data, dict) else {}
    logs = _first(_LOG_PATTERNS, text)
    limit = fields.get("limit")
    if logs is None and isinstance(limit, int) and not isinstance(limit, bool) and limit > 0:
        logs = limit
    return Hint(_first(_BLOCK_PATTERNS, text), logs, _range_in(text) or _range_of(fields))


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> int | None:
    for pattern in patterns:
        found = pattern.search(text)
        if found is not None:
            digits = found[1].replace(",", "").lower()
            number = int(digits.removesuffix("k")) * (1000 if digits.endswith("k") else 1)
            return number or None
    return None


def _range_in(text: str) -> tuple[int, int] | None:
    found = _HEX_RANGE.search(text)
    if found is not None:
        return _ascending(int(found[1], 16), int(found[2], 16))
    found = _DECIMAL_RANGE.search(text)
    return None if found is None else _ascending(int(found[1]), int(found[2]))


def _range_of(fields: dict[object, object]) -> tuple[int, int] | None:
    try:
        return _ascending(hex_to_int(fields.get("from")), hex_to_int(fields.get("to")))
    except ValueError:
        return None


def _ascending(one: int, other: int) -> tuple[int, int]:
    # Alchemy has sent ends the wrong way round.
    return min(one, other), max(one, other)
