"""What one call for many balances answers, in whichever way it was asked."""

from dataclasses import dataclass


class UnfitTallyError(Exception):
    """The bytes cannot be the answer: this way does not work there. Its text is safe to show."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Balances of the first holders that were asked for, and the block that they are of."""

    number: int
    """Of the block, as the code saw it while it ran."""

    timestamp: int
    """Of the block, seconds of UTC, as the code saw it."""

    balances: tuple[int, ...]
    """In the order of the holders; the first one that could not be read ends them."""
