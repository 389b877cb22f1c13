"""Declared masses become grams of pure gold, as wide as the declaration leaves them.

Figures: USDKG's statement of November 2025 (376 kg, fineness not published) and the LBMA's Good
Delivery Rules, Annex C (the row 401.125 oz at 995.8, the agreed contents of one-kilogram bars).
"""

from fractions import Fraction

import pytest

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import MassUnit, Provenance, Unknown, WeightBasis
from stableaudit.domain.intervals import Interval
from stableaudit.domain.reserve_assets import AllocatedGold
from stableaudit.reserves.mass import (
    GRAMS_PER_TROY_OUNCE,
    Unbounded,
    fine_grams,
    troy_ounces,
)


def holding(
    quantity: str,
    unit: MassUnit = MassUnit.KILOGRAM,
    *,
    basis: WeightBasis | Unknown,
    fineness: str = "",
    floor: str = "",
) -> AllocatedGold:
    return AllocatedGold(
        id="gold",
        quantity=Figure(quantity),
        unit=unit,
        weight_basis=basis,
        fineness=Figure(fineness) if fineness else Unknown(),
        fineness_floor=Figure(floor) if floor else Unknown(),
        bars=30,
        declared_price=Unknown(),
        declared_value=Unknown(),
        currency="USD",
        provenance=Provenance("a statement", "2025-11-28"),
    )


def test_376_kg_of_fine_gold_is_12088_68_troy_ounces() -> None:
    ounces = troy_ounces(Interval.exactly(376_000))
    assert ounces.width == 0
    assert round(ounces.low, 3) == Fraction("12088.681")


def test_troy_ounce_is_exactly_31_1034768_grams() -> None:
    assert troy_ounces(Interval.exactly(GRAMS_PER_TROY_OUNCE)) == Interval.exactly(1)
    assert Fraction(311_034_768, 10_000_000) == GRAMS_PER_TROY_OUNCE


def test_fine_mass_in_kilograms_is_as_wide_as_it_is_written() -> None:
    assert fine_grams(holding("376", basis=WeightBasis.FINE)) == Interval(
        Fraction(375_500), Fraction(376_500)
    )


def test_fine_mass_ignores_a_fineness_that_is_in_it_already() -> None:
    with_fineness = holding("376", basis=WeightBasis.FINE, fineness="995.0", floor="995")
    assert fine_grams(with_fineness) == fine_grams(holding("376", basis=WeightBasis.FINE))


def test_one_mass_in_kilograms_and_in_grams_is_one_mass() -> None:
    in_kilograms = holding("376.000", basis=WeightBasis.FINE)
    in_grams = holding("376000", MassUnit.GRAM, basis=WeightBasis.FINE)
    assert fine_grams(in_kilograms) == fine_grams(in_grams)


def test_gross_mass_at_995_0_holds_half_a_per_cent_less() -> None:
    grams = fine_grams(holding("376", basis=WeightBasis.GROSS, fineness="995.0"))
    assert grams == Interval(
        Fraction(375_500) * Fraction("0.99495"), Fraction(376_500) * Fraction("0.99505")
    )


def test_gross_mass_at_995_instead_of_999_9_costs_more_than_most_of_the_cushion() -> None:
    """−0.49 %, more than four fifths of the 0.6 % that USDKG publishes."""
    low = _middle(holding("376.000", basis=WeightBasis.GROSS, fineness="995.0"))
    high = _middle(holding("376.000", basis=WeightBasis.GROSS, fineness="999.9"))
    assert round(1 - low / high, 4) == Fraction("0.0049")


def test_gross_mass_without_fineness_runs_from_the_floor_to_pure() -> None:
    grams = fine_grams(holding("376", basis=WeightBasis.GROSS, floor="995"))
    assert grams == Interval(Fraction(375_500) * Fraction("0.995"), Fraction(376_500))


def test_gross_mass_with_fineness_uses_it_and_not_the_floor() -> None:
    declared = holding("376", basis=WeightBasis.GROSS, fineness="999.9", floor="995")
    assert fine_grams(declared) == fine_grams(
        holding("376", basis=WeightBasis.GROSS, fineness="999.9")
    )


@pytest.mark.parametrize("basis", [WeightBasis.GROSS, Unknown("not said")])
def test_mass_that_may_be_gross_without_fineness_or_floor_is_unbounded(
    basis: WeightBasis | Unknown,
) -> None:
    assert fine_grams(holding("376", basis=basis)) == Unbounded(
        "neither the fineness nor a least fineness of the kind of bar is declared"
    )


def test_mass_of_unknown_basis_runs_from_the_floor_to_all_of_it_being_gold() -> None:
    grams = fine_grams(holding("376", basis=Unknown("not said"), floor="995"))
    assert grams == Interval(Fraction(375_500) * Fraction("0.995"), Fraction(376_500))


def test_mass_of_unknown_basis_with_a_fineness_may_still_be_all_gold() -> None:
    grams = fine_grams(holding("376", basis=Unknown("not said"), fineness="995.0"))
    assert grams == Interval(Fraction(375_500) * Fraction("0.99495"), Fraction(376_500))


@pytest.mark.parametrize("fineness", ["1000", "999.9999", "1000.0"])
def test_rounding_of_a_high_fineness_never_makes_more_gold_than_mass(fineness: str) -> None:
    grams = fine_grams(holding("100", MassUnit.GRAM, basis=WeightBasis.GROSS, fineness=fineness))
    assert isinstance(grams, Interval)
    assert grams.high <= Fraction("100.5")


def test_bar_of_the_lbma_s_example_row_holds_the_fine_weight_that_it_states() -> None:
    """401.125 oz gross at 995.8 is stated as 399.440 oz fine; 399.450 would be a wrong row."""
    grams = fine_grams(
        holding("401.125", MassUnit.TROY_OUNCE, basis=WeightBasis.GROSS, fineness="995.8")
    )
    assert isinstance(grams, Interval)
    ounces = troy_ounces(grams)
    assert ounces.low < Fraction("399.440") < ounces.high
    exact = Fraction("401.125") * Fraction("995.8") / 1000
    assert round(exact, 3) == Fraction("399.440")


@pytest.mark.parametrize(
    ("fineness", "agreed"), [("995.0", "31.990"), ("999.0", "32.119"), ("999.9", "32.148")]
)
def test_kilogram_bar_holds_the_agreed_fine_ounces(fineness: str, agreed: str) -> None:
    bar = holding("1000.000000", MassUnit.GRAM, basis=WeightBasis.GROSS, fineness=fineness)
    assert round(_middle(bar) / GRAMS_PER_TROY_OUNCE, 3) == Fraction(agreed)


@pytest.mark.parametrize("unit", ["oz", "lb", "t", "oz avdp", "KG", "ounce", ""])
def test_unit_that_could_be_read_as_avoirdupois_does_not_exist(unit: str) -> None:
    """There is no member for it, so no declaration can come to mean it."""
    with pytest.raises(ValueError, match="is not a valid MassUnit"):
        MassUnit(unit)
    assert [str(member) for member in MassUnit] == ["kg", "g", "ozt"]


def _middle(declared: AllocatedGold) -> Fraction:
    grams = fine_grams(declared)
    assert isinstance(grams, Interval)
    return (grams.low + grams.high) / 2
