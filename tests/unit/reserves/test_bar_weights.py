"""What bars weigh: exact sums, LBMA's rounding, and the tolerance of one bar."""

from fractions import Fraction

import pytest

from stableaudit.domain.declarations import MassUnit
from stableaudit.domain.intervals import Interval
from stableaudit.reserves.bar_weights import (
    computed_fine,
    fine_tolerance_grams,
    total_fine_grams,
    total_gross_grams,
)
from tests.bar_cases import bar, listed

GRAM = MassUnit.GRAM


def test_sums_of_bars_in_ounces_and_grams_are_exact() -> None:
    bars = listed(bar(), bar(gross="1000.1", fine="999.9", fineness="999.9", unit=GRAM))
    factor = Fraction("31.1034768")
    assert total_fine_grams(bars) == Interval.exactly(
        Fraction("399.440") * factor + Fraction("999.9")
    )
    assert total_gross_grams(bars) == Interval.exactly(
        Fraction("401.125") * factor + Fraction("1000.1")
    )


def test_sum_of_no_bars_is_nothing() -> None:
    assert total_fine_grams(listed()) == Interval.exactly(0)


@pytest.mark.parametrize(
    ("gross", "fineness", "fine"),
    [("401.125", "995.8", "399.440"), ("400.500", "995.0", "398.498"), ("1", "999.5", "1.000")],
)
def test_fine_weight_in_ounces_is_rounded_half_up_to_thousandths(
    gross: str, fineness: str, fine: str
) -> None:
    assert computed_fine(bar(gross=gross, fineness=fineness)) == Fraction(fine)


def test_fine_weight_in_grams_is_not_rounded() -> None:
    metric = bar(gross="250", fineness="995.1", fine="248.8", unit=GRAM)
    assert computed_fine(metric) == Fraction("248.775")


def test_tolerance_of_a_list_in_ounces_is_a_thousandth_however_it_is_written() -> None:
    assert fine_tolerance_grams(listed(bar(fine="399"))) == Fraction("0.0311034768")


@pytest.mark.parametrize(
    ("fines", "grams"),
    [
        (("12389", "12400.5"), "0.05"),
        (("12389", "12400"), "0.5"),
        (("12389.04", "12400"), "0.0311034768"),
    ],
)
def test_tolerance_of_a_list_in_grams_is_half_the_last_digit_it_uses(
    fines: tuple[str, ...], grams: str
) -> None:
    bars = listed(*(bar(gross="12500", fine=fine, unit=GRAM) for fine in fines))
    assert fine_tolerance_grams(bars) == Fraction(grams)
