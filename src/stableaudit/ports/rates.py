"""Where the rate of a currency comes from. A source answers or raises; it judges no date."""

from datetime import date
from typing import Protocol

from stableaudit.domain.rates import CurrencyPair, RateReading


class RateSource(Protocol):
    """One publisher of exchange rates, or one copy of what it published."""

    @property
    def operator(self) -> str:
        """Who answers."""
        ...

    def rate(self, pair: CurrencyPair, *, until: date) -> RateReading:
        """Return the rate of a pair, of the day `until` or of before if the source keeps the past.

        A source that has its newest rate alone returns that, even if it is of a later day: the file
        of tomorrow is evidence, too, and it is a check that does not use it.

        Raises:
            UnreachableError: nobody answered.
            UndecodableError: the answer holds no such rate.
            InconsistentError: the answer is of another pair, or of a day that was not asked for.
        """
        ...
