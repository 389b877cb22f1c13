"""The thresholds of a check, printed with it. Reserve side only: the token side has none."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from stableaudit.domain.reserve_assets import AssetClass


class CoverageBasis(StrEnum):
    """Coverage of which tokens decides."""

    MINTED = "minted"
    """All that are natively minted: the strict one."""

    REDEEMABLE = "redeemable"
    """Those that can be redeemed, if every deduction from the minted is verified on chain."""


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

    quorum: int | None = None
    """How many independent operators must give each required figure alike; None: as many as do."""

    haircuts: tuple[tuple[AssetClass, Fraction], ...] = ()
    """Share of an asset's value that is not counted, by class; 0 for a class that is not named."""

    coverage_basis: CoverageBasis = CoverageBasis.MINTED
    max_rate_age_days: int = 14
    """Of a published exchange rate, which stays in force over weekends and holidays."""

    max_rate_divergence: Fraction = Fraction(10, 10_000)
    min_gold_fall: Fraction = Fraction(5, 100)
    """A fall of gold alone that coverage must stand; the second of the stress scenarios."""

    max_holder_share: Fraction = Fraction(1, 4)
    """Of all natively minted tokens, in the hands of one account."""

    match_window_seconds: int = 7 * 86_400
    """Between a mint and the declared issuance that it is matched with."""

    max_event_lag_seconds: int = 35 * 86_400
    """Between a mint and the first publication of what explains it: a monthly statement's."""

    def __post_init__(self) -> None:
        lengths = (
            self.max_statement_age_seconds,
            self.max_price_age_seconds,
            self.max_weekend_price_age_seconds,
            self.max_skew_seconds,
            self.max_rate_age_days,
        )
        shares = (
            self.max_feed_divergence,
            self.max_price_divergence,
            self.max_rate_divergence,
            self.match_window_seconds,
            self.max_event_lag_seconds,
        )
        if self.min_coverage <= 0:
            message = "a coverage of nothing would be enough: min_coverage must be above 0"
            raise ValueError(message)
        if any(share < 0 for share in shares) or any(length < 0 for length in lengths):
            message = f"a tolerance is 0 or more: {self}"
            raise ValueError(message)
        if not (0 <= self.min_gold_fall <= 1 and 0 <= self.max_holder_share <= 1):
            message = "min_gold_fall and max_holder_share are shares from 0 to 1"
            raise ValueError(message)
        if self.quorum is not None and self.quorum < 1:
            message = f"a quorum of {self.quorum} operators agrees on nothing"
            raise ValueError(message)
        if any(not 0 <= share < 1 for _, share in self.haircuts):
            message = "a haircut is a share from 0 to below 1"
            raise ValueError(message)

    def haircut(self, asset_class: AssetClass) -> Fraction:
        """Return the share of a class's value that is not counted."""
        return dict(self.haircuts).get(asset_class, Fraction(0))
