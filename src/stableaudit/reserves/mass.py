"""How much pure gold a declaration amounts to, as an interval.

What the declaration leaves unknown widens the interval; what cannot be bounded at all is said so.
A declared mass without a basis may be of bars as weighed or of the gold in them: the interval then
runs from the least gold that the stated kind of bar holds to all of it being gold.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, assert_never

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import MassUnit, Unknown, WeightBasis
from stableaudit.domain.intervals import Interval
from stableaudit.domain.reserve_assets import AllocatedGold

GRAMS_PER_TROY_OUNCE: Final = Fraction("31.1034768")
"""Exact by definition. LBMA Good Delivery Rules, Annex C."""

_GRAMS: Final = {
    MassUnit.GRAM: Fraction(1),
    MassUnit.KILOGRAM: Fraction(1000),
    MassUnit.TROY_OUNCE: GRAMS_PER_TROY_OUNCE,
}
_ONE: Final = Fraction(1)
_PER_MILLE: Final = Fraction(1000)


@dataclass(frozen=True, slots=True)
class Unbounded:
    """A declared holding whose pure gold cannot be bounded, and what is missing."""

    missing: str


def fine_grams(holding: AllocatedGold) -> Interval | Unbounded:
    """Return the grams of pure gold that the declaration can mean."""
    purity = _purity(holding)
    if isinstance(purity, Unbounded):
        return purity
    return holding.quantity.interval * Interval.exactly(_GRAMS[holding.unit]) * purity


def change_grams(holding: AllocatedGold, change: Figure) -> Interval | Unbounded:
    """Return the grams of pure gold that a change of a holding can mean, in its unit and basis."""
    return fine_grams(replace(holding, quantity=change, encumbered=Unknown()))


def as_fine(holding: AllocatedGold) -> Interval | Unbounded:
    """Return the pure gold if the declared mass is fine weight, whatever its basis says."""
    return fine_grams(replace(holding, weight_basis=WeightBasis.FINE))


def as_gross(holding: AllocatedGold) -> Interval | Unbounded:
    """Return the least pure gold if the declared mass is of the bars as weighed."""
    purity = _purity_of_gross(holding)
    if isinstance(purity, Unbounded):
        return purity
    return holding.quantity.interval * Interval.exactly(_GRAMS[holding.unit] * purity.low)


def in_grams(value: Fraction, unit: MassUnit) -> Fraction:
    """Return a mass in grams, exact."""
    return value * _GRAMS[unit]


def in_unit(grams: Fraction, unit: MassUnit) -> Fraction:
    """Return a mass that is given in grams in another unit, exact."""
    return grams / _GRAMS[unit]


def troy_ounces(grams: Interval) -> Interval:
    """Return a mass of pure gold in fine troy ounces."""
    return grams / Interval.exactly(GRAMS_PER_TROY_OUNCE)


def _purity(holding: AllocatedGold) -> Interval | Unbounded:
    match holding.weight_basis:
        case WeightBasis.FINE:
            return Interval.exactly(1)
        case WeightBasis.GROSS:
            return _purity_of_gross(holding)
        case Unknown():
            gross = _purity_of_gross(holding)
            return gross if isinstance(gross, Unbounded) else Interval(gross.low, _ONE)
        case _ as never:
            assert_never(never)


def _purity_of_gross(holding: AllocatedGold) -> Interval | Unbounded:
    floor = Fraction(0)
    if isinstance(holding.fineness_floor, Figure):
        floor = holding.fineness_floor.value
    if isinstance(holding.fineness, Figure):
        written = holding.fineness.interval
        # Rounding cannot take a bar below the least that its kind has.
        return _per_mille(Interval(max(written.low, min(floor, written.high)), written.high))
    if floor > 0:
        return Interval(floor / _PER_MILLE, _ONE)
    return Unbounded("neither the fineness nor a least fineness of the kind of bar is declared")


def _per_mille(fineness: Interval) -> Interval:
    return Interval(fineness.low / _PER_MILLE, min(fineness.high / _PER_MILLE, _ONE))
