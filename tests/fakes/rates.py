"""Sources of exchange rates in memory, and rates to give out. All figures are simulated."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from stableaudit.domain.errors import EvidenceError
from stableaudit.domain.rates import DOLLAR_IN_SOM, CurrencyPair, Rate, RateReading

BANK, SECOND = "National Bank", "Second"


def rate_reading(
    effective: date,
    value: str = "87.45",
    *,
    operator: str = BANK,
    fetched_at: int = 0,
    simulated: bool = False,
) -> RateReading:
    """Return a reading of the dollar in som."""
    rate = Rate(DOLLAR_IN_SOM, Fraction(value), effective)
    return RateReading(rate, operator, "https://rates.invalid/…", "ab" * 32, fetched_at, simulated)


@dataclass
class FakeRates:
    """Implements RateSource: gives one answer, and keeps what it was asked."""

    answer: RateReading | EvidenceError
    asked: list[tuple[CurrencyPair, date]] = field(default_factory=list)

    @property
    def operator(self) -> str:
        return BANK

    def rate(self, pair: CurrencyPair, *, until: date) -> RateReading:
        self.asked.append((pair, until))
        if isinstance(self.answer, EvidenceError):
            raise self.answer
        return self.answer
