"""What a token pegged to another currency amounts to in dollars, beside its books and outside them.

The rate is the official one in force at the measurement time, else another source's; the supply is
what was natively minted, at par. Nothing here decides anything.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from stableaudit.domain.phrases import say
from stableaudit.domain.rates import CurrencyPair, RateOrNot, RateReading
from stableaudit.domain.readings import Unavailable
from stableaudit.reconcile.books import GlobalBook, Open
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.rates import standing_of
from stableaudit.reserves.rate_dates import Standing, age_days, bishkek_date, in_force


@dataclass(frozen=True, slots=True)
class DatedRate:
    """A rate, and what it is to the measurement time."""

    reading: RateReading
    standing: Standing
    age_days: int
    """Negative for a rate of a later day."""


@dataclass(frozen=True, slots=True)
class DollarView:
    """The supply in the pegged currency, and in the other one at the rate of the day."""

    pair: CurrencyPair
    on: date
    """The day of the measurement time, where the rate is set."""

    rates: tuple[DatedRate | Unavailable, ...]
    """Every source's, the official one first."""

    used: RateReading | Open
    owed: Fraction | Open
    """Natively minted tokens at par, in the pegged currency."""

    worth: Fraction | Open
    """The same in `pair.base`, at the rate that is used."""


def dollar_views(case: Case, supply: GlobalBook) -> tuple[DollarView, ...]:
    """Return one view for each pair of the scope; none where the peg needs no rate."""
    return tuple(_view(case, supply, pair) for pair in case.scope.rate_pairs)


def _view(case: Case, supply: GlobalBook, pair: CurrencyPair) -> DollarView:
    on = bishkek_date(case.evidence.measurement_time)
    readings = case.rates(pair).readings
    used = in_force(
        (one for one in readings if isinstance(one, RateReading)),
        on=on,
        max_age_days=case.scope.policy.max_rate_age_days,
    ) or Open(
        say("no source gave a rate of {pair} for {isoformat}", pair=pair, isoformat=on.isoformat())
    )
    owed = (
        supply.native
        if isinstance(supply.native, Open)
        else supply.native.tokens * case.scope.token.peg.per_token.value
    )
    rates = tuple(_dated(case, one, on=on) for one in readings)
    return DollarView(pair, on, rates, used, owed, _worth(owed, used))


def _dated(case: Case, reading: RateOrNot, *, on: date) -> DatedRate | Unavailable:
    if isinstance(reading, Unavailable):
        return reading
    return DatedRate(reading, standing_of(case, reading), age_days(reading.rate.effective, on=on))


def _worth(owed: Fraction | Open, used: RateReading | Open) -> Fraction | Open:
    if isinstance(owed, Open):
        return owed
    return used if isinstance(used, Open) else owed / used.rate.value
