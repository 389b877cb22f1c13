"""What holdings on chain are worth: balances, read, at measured prices. Stress moves the price."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.intervals import Interval
from stableaudit.domain.phrases import say

CRYPTO_SHOCKS: Final = (Fraction(-30, 100), Fraction(-50, 100), Fraction(-70, 100))
"""Changes of price that a holding of coins is stressed by."""


@dataclass(frozen=True, slots=True)
class PricedHolding:
    """An amount, and the price of one coin or token in the currency of valuation."""

    amount: TokenAmount
    price: Interval


def crypto_value(holding: PricedHolding) -> Interval:
    """Return what a holding is worth: amount × price, as wide as the price is."""
    return Interval.exactly(holding.amount.tokens) * holding.price


def value(holdings: tuple[PricedHolding, ...], *, shock: Fraction = Fraction(0)) -> Interval:
    """Return what all holdings are worth together after every price has moved by a share.

    Args:
        holdings: in one currency; none are worth nothing.
        shock: −3/10 is a fall by 30 %; not below −1.

    Raises:
        ValueError: a price would fall below nothing.
    """
    if shock < -1:
        message = say("a price cannot fall by more than all of it: {shock}", shock=shock)
        raise ValueError(message)
    total = Interval.exactly(0)
    for holding in holdings:
        total = total + crypto_value(holding)
    return total * Interval.exactly(1 + shock)
