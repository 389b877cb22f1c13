"""Providers' limits on eth_getLogs, as rules over how many blocks and logs a request would have.

Source of the wordings: the rows of tests/unit/adapters/transport/test_hints.py.
"""

from collections.abc import Callable
from dataclasses import dataclass

Refuse = Callable[[int, int, int], str | None]
"""From first block, last block and number of logs to an error's message, or None."""


@dataclass(frozen=True, slots=True)
class Style:
    """One way to limit."""

    name: str
    code: int
    refuse: Refuse


def range_with_number(most: int) -> Style:
    text = f"eth_getLogs is limited to a {most:,} range"
    return Style("A", -32000, lambda a, b, _: text if b - a + 1 > most else None)


def range_without_number(most: int) -> Style:
    text = "block range is too wide"
    return Style("B", -32600, lambda a, b, _: text if b - a + 1 > most else None)


def results_with_hint(most: int, fits: Callable[[int, int], int]) -> Style:
    """Suggest the longest range from the first block on; `fits` says where it ends."""

    def refuse(first: int, _: int, logs: int) -> str | None:
        if logs <= most:
            return None
        end = fits(first, most)
        return (
            f"query returned more than {most} results. "
            f"Try with this block range [{first:#x}, {end:#x}]."
        )

    return Style("C", -32005, refuse)


def results_without_hint(most_blocks: int, most_logs: int) -> Style:
    def refuse(first: int, last: int, logs: int) -> str | None:
        if last - first + 1 > most_blocks:
            return f"exceed maximum block range: {most_blocks}"
        return "query exceeds max results" if logs > most_logs else None

    return Style("D", -32602, refuse)


def size_without_number(most_logs: int) -> Style:
    text = "query timeout exceeded"
    return Style("E", -32000, lambda _a, _b, logs: text if logs > most_logs else None)
