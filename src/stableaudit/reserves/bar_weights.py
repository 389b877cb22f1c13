"""What a list of bars weighs, exact.

A bar's weights are taken as they are written, without half a last digit to either side. Both are
commercial figures, not measurements that somebody rounded for print: gross weight is read down to
the vault's step of 0.025 troy ounces, fine weight is worked out from it to 0.001, and on exactly
these a bar is bought, sold and held in account. LBMA Good Delivery Rules, Annex C.

How far a stated fine weight may lie from our arithmetic is another question: 0.001 troy ounces,
because for small bars the market has agreed a table that differs by that much (250 g of 995.0 per
mille are 7.998, and arithmetic gives 7.997). A list in grams that is written more coarsely gets
half of the last digit that it uses anywhere.
"""

from fractions import Fraction
from typing import Final

from stableaudit.domain.amounts import Figure
from stableaudit.domain.bars import Bar, BarList, Weight
from stableaudit.domain.declarations import MassUnit
from stableaudit.domain.intervals import Interval
from stableaudit.reserves.mass import in_grams, in_unit

OUNCE_STEP: Final = Fraction(1, 1000)
"""Fine weight is written to a thousandth of a troy ounce."""

_PER_MILLE: Final = Fraction(1, 1000)
_HALF: Final = Fraction(1, 2)


def total_fine_grams(listed: BarList) -> Interval:
    """Return the pure gold of all bars, as the list states it: one exact value."""
    return Interval.exactly(sum((grams(bar.fine) for bar in listed.bars), Fraction(0)))


def total_gross_grams(listed: BarList) -> Interval:
    """Return what all bars weigh, as the list states it: one exact value."""
    return Interval.exactly(sum((grams(bar.gross) for bar in listed.bars), Fraction(0)))


def grams(weight: Weight) -> Fraction:
    """Return a weight in grams, exact."""
    return in_grams(weight.figure.value, weight.unit)


def ounces(weight: Weight) -> Fraction:
    """Return a weight in troy ounces, exact."""
    return in_unit(grams(weight), MassUnit.TROY_OUNCE)


def computed_fine(bar: Bar) -> Fraction:
    """Return gross weight × fineness in the unit of the bar's fine weight.

    In troy ounces to three decimals, half rounded up, as LBMA works it out; in grams exact.
    """
    exact = in_unit(grams(bar.gross), bar.fine.unit) * bar.fineness.value * _PER_MILLE
    if bar.fine.unit is not MassUnit.TROY_OUNCE:
        return exact
    thousandths = exact * 1000 + _HALF
    return Fraction(thousandths.numerator // thousandths.denominator, 1000)


def fine_tolerance_grams(listed: BarList) -> Fraction:
    """Return how far the stated fine weight of one bar may lie from what is worked out."""
    least = in_grams(OUNCE_STEP, MassUnit.TROY_OUNCE)
    in_metric = [bar.fine for bar in listed.bars if bar.fine.unit is not MassUnit.TROY_OUNCE]
    if not in_metric:
        return least
    # A spreadsheet drops zeros at the end: the longest figure tells how finely the list is written.
    return max(least, min(_half_last_digit(weight) for weight in in_metric))


def _half_last_digit(weight: Weight) -> Fraction:
    decimals = _decimals(weight.figure)
    scale: int = 10**decimals
    return in_grams(Fraction(1, 2 * scale), weight.unit)


def _decimals(figure: Figure) -> int:
    return len(figure.text.partition(".")[2])
