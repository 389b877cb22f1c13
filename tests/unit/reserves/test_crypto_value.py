"""What holdings on chain are worth."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.intervals import Interval
from stableaudit.reserves.crypto_value import CRYPTO_SHOCKS, PricedHolding, crypto_value, value

ONE = PricedHolding(TokenAmount(15 * 10**17, 18), Interval(Fraction(600), Fraction(602)))
OTHER = PricedHolding(TokenAmount(1, 8), Interval.exactly(90_000))


def test_value_of_a_holding_is_as_wide_as_its_price() -> None:
    assert crypto_value(ONE) == Interval(Fraction(900), Fraction(903))


def test_value_of_all_is_the_sum() -> None:
    small = Fraction(9, 10_000)
    assert value((ONE, OTHER)) == Interval(900 + small, 903 + small)


def test_value_of_no_holdings_is_nothing() -> None:
    assert value(()) == Interval.exactly(0)


@pytest.mark.parametrize(("shock", "low"), list(zip(CRYPTO_SHOCKS, (630, 450, 270), strict=True)))
def test_value_after_a_fall_is_smaller_by_that_share(shock: Fraction, low: int) -> None:
    assert value((ONE,), shock=shock).low == low


@pytest.mark.parametrize("shock", [Fraction(-1), Fraction(-101, 100)])
def test_value_after_a_fall_by_all_is_nothing_and_more_is_refused(shock: Fraction) -> None:
    if shock < -1:
        with pytest.raises(ValueError, match="cannot fall by more than all"):
            value((ONE,), shock=shock)
    else:
        assert value((ONE,), shock=shock) == Interval.exactly(0)


@given(st.integers(0, 2**256 - 1), st.fractions(-1, 0), st.fractions(-1, 0))
def test_value_falls_with_the_shock(units: int, one: Fraction, other: Fraction) -> None:
    held = (PricedHolding(TokenAmount(units, 18), Interval(Fraction(1), Fraction(2))),)
    less, more = sorted((one, other))
    assert value(held, shock=less).high <= value(held, shock=more).high
