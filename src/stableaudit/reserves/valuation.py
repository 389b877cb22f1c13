"""What declared gold is worth, whether it covers the tokens, and at which price it just would."""

from dataclasses import dataclass
from fractions import Fraction

from stableaudit.domain.amounts import Figure
from stableaudit.domain.intervals import Interval
from stableaudit.domain.questions import Round
from stableaudit.domain.reserve_assets import AllocatedGold
from stableaudit.reserves.mass import troy_ounces


@dataclass(frozen=True, slots=True)
class DeclaredTerms:
    """The statement's own arithmetic, kept beside ours."""

    price: Fraction
    """Per fine troy ounce, as written."""

    price_range: Interval
    """Every price that rounds to what was written."""

    value: Fraction
    value_range: Interval
    """Every value that rounds to what was written."""

    implied_ounces: Interval
    """Value over price: the ounces its author must have used."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What something unknown is worth: coverage if it were one way, and the other."""

    unknown: str
    readings: tuple[tuple[str, Interval], ...]


def round_price(price_round: Round, decimals: int) -> Fraction:
    """Return a feed's answer as a price in its quote currency."""
    scale: int = 10**decimals
    return Fraction(price_round.answer, scale)


def gold_value(grams: Interval, price: Interval) -> Interval:
    """Return the worth of a mass of pure gold at a price per fine troy ounce."""
    return troy_ounces(grams) * price


def coverage(value: Interval, liability: Fraction) -> Interval:
    """Return eligible reserve value over liability. Raises ZeroDivisionError for no liability."""
    return value / Interval.exactly(liability)


def break_even_price(grams: Interval, needed: Interval) -> Interval:
    """Return the price per fine troy ounce at which the gold is worth just what is needed of it.

    Raises ZeroDivisionError where the gold may be none at all.
    """
    return needed / troy_ounces(grams)


def declared_terms(holdings: tuple[AllocatedGold, ...], *, currency: str) -> DeclaredTerms | None:
    """Return the statement's own price and value in `currency`, over all its holdings.

    None where a holding does not give both in that currency, or where two give different prices.
    """
    value = Interval.exactly(0)
    written = Fraction(0)
    price: Figure | None = None
    for holding in holdings:
        if not isinstance(holding.declared_price, Figure) or holding.currency != currency:
            return None
        if not isinstance(holding.declared_value, Figure) or holding.declared_price.value == 0:
            return None
        if price is not None and price.value != holding.declared_price.value:
            return None
        price = holding.declared_price
        value = value + holding.declared_value.interval
        written += holding.declared_value.value
    if price is None:
        return None
    return DeclaredTerms(price.value, price.interval, written, value, value / price.interval)
