"""The thresholds of a check, printed with it. Reserve side only: the token side has none."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Policy:
    """What is still acceptable. Token-side residuals are always 0 and not part of a policy."""

    min_coverage: Fraction = Fraction(1)
    max_statement_age_seconds: int = 35 * 86_400
    """A month and the days to publish."""

    max_price_age_seconds: int = 90_000
    """A day's heartbeat and slack."""

    max_weekend_price_age_seconds: int = 261_000
    """72 h 30 min, for an instant when the gold market is closed."""

    max_feed_divergence: Fraction = Fraction(50, 10_000)
    max_price_divergence: Fraction = Fraction(100, 10_000)
    """Between the price that a statement used and the feeds' at its time."""

    max_skew_seconds: int = 3_600
    """Between the earliest and the latest reference block."""

    def __post_init__(self) -> None:
        lengths = (
            self.max_statement_age_seconds,
            self.max_price_age_seconds,
            self.max_weekend_price_age_seconds,
            self.max_skew_seconds,
        )
        if self.min_coverage <= 0:
            message = "a coverage of nothing would be enough: min_coverage must be above 0"
            raise ValueError(message)
        shares = (self.max_feed_divergence, self.max_price_divergence)
        if any(tolerance < 0 for tolerance in (*shares, *lengths)):
            message = f"a tolerance is 0 or more: {self}"
            raise ValueError(message)
