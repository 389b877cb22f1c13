"""Intervals keep what is known of a figure, and say so where a threshold is straddled."""

from fractions import Fraction

import pytest

from stableaudit.domain.intervals import Comparison, Interval

ONE_TO_TWO = Interval(Fraction(1), Fraction(2))
MINUS_ONE_TO_THREE = Interval(Fraction(-1), Fraction(3))


def test_interval_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot start at 2 and end at 1"):
        Interval(Fraction(2), Fraction(1))


def test_interval_that_ends_the_least_bit_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="an interval cannot start at"):
        Interval(1 + Fraction(1, 10**30), Fraction(1))


@pytest.mark.parametrize("value", [3, Fraction(3)])
def test_exact_value_of_either_kind_is_an_interval_of_fractions(value: int | Fraction) -> None:
    exact = Interval.exactly(value)
    assert exact == Interval(Fraction(3), Fraction(3))
    assert type(exact.low) is Fraction
    assert exact.width == 0


def test_width_is_high_minus_low() -> None:
    assert MINUS_ONE_TO_THREE.width == 4


def test_sum_adds_the_ends() -> None:
    total = ONE_TO_TWO + MINUS_ONE_TO_THREE
    assert total == Interval(Fraction(0), Fraction(5))


def test_difference_crosses_the_ends() -> None:
    difference = ONE_TO_TWO - MINUS_ONE_TO_THREE
    assert difference == Interval(Fraction(-2), Fraction(3))


def test_difference_of_an_interval_with_itself_is_not_zero() -> None:
    """Two figures known to the same digits are still two figures."""
    first, second = _between(1, 2), _between(1, 2)
    assert first - second == _between(-1, 1)


@pytest.mark.parametrize(
    ("left", "right", "product"),
    [
        ((1, 2), (3, 4), (3, 8)),
        ((-2, -1), (3, 4), (-8, -3)),
        ((-2, -1), (-4, -3), (3, 8)),
        ((-1, 2), (-3, 4), (-6, 8)),
        ((-3, 2), (-5, 1), (-10, 15)),
        ((0, 0), (-5, 7), (0, 0)),
    ],
)
def test_product_takes_the_extreme_corners(
    left: tuple[int, int], right: tuple[int, int], product: tuple[int, int]
) -> None:
    low, high = product
    result = _between(*left) * _between(*right)
    assert result == Interval(Fraction(low), Fraction(high))


def test_quotient_by_a_positive_interval_crosses_the_ends() -> None:
    assert ONE_TO_TWO / _between(4, 5) == Interval(Fraction(1, 5), Fraction(1, 2))


def test_quotient_by_a_negative_interval_turns_round() -> None:
    assert ONE_TO_TWO / _between(-5, -4) == Interval(Fraction(-1, 2), Fraction(-1, 5))


@pytest.mark.parametrize("divisor", [(0, 0), (0, 1), (-1, 0), (-1, 1)])
def test_quotient_by_an_interval_that_holds_zero_is_refused(divisor: tuple[int, int]) -> None:
    with pytest.raises(ZeroDivisionError, match="contains zero"):
        ONE_TO_TWO / _between(*divisor)


def test_arithmetic_at_the_top_of_uint256_loses_no_unit() -> None:
    largest = Interval.exactly(2**256 - 1)
    assert (largest / Interval.exactly(3) * Interval.exactly(3)) == largest
    assert (largest + Interval.exactly(1)).low == 2**256


@pytest.mark.parametrize(
    ("threshold", "side"),
    [
        (Fraction(1, 2), Comparison.AT_LEAST),
        (Fraction(1), Comparison.AT_LEAST),  # touching from above is enough
        (Fraction(1) + Fraction(1, 10**30), Comparison.UNDECIDED),
        (Fraction(3, 2), Comparison.UNDECIDED),
        (Fraction(2), Comparison.UNDECIDED),  # its high end would still do
        (Fraction(2) + Fraction(1, 10**30), Comparison.BELOW),
    ],
)
def test_compare_with_a_threshold_says_where_the_whole_interval_lies(
    threshold: Fraction, side: Comparison
) -> None:
    assert ONE_TO_TWO.compare(threshold) is side


@pytest.mark.parametrize(("threshold", "side"), [(1, Comparison.AT_LEAST), (2, Comparison.BELOW)])
def test_compare_of_an_exact_value_is_always_decided(threshold: int, side: Comparison) -> None:
    assert Interval.exactly(1).compare(Fraction(threshold)) is side


def _between(low: int, high: int) -> Interval:
    return Interval(Fraction(low), Fraction(high))
