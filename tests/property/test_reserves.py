"""What holds for every reserve: no gold out of nothing, and not knowing never narrows."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import MassUnit, Provenance, Unknown, WeightBasis
from stableaudit.domain.intervals import Comparison, Interval
from stableaudit.domain.reserve_assets import AllocatedGold
from stableaudit.reserves.gold_market import is_closed
from stableaudit.reserves.held_gold import total_held_grams
from stableaudit.reserves.mass import GRAMS_PER_TROY_OUNCE, fine_grams, troy_ounces
from stableaudit.reserves.valuation import (
    break_even_price,
    coverage,
    declared_terms,
    gold_value,
)

no_deadline = settings(deadline=None)
"""A shared machine may pause anywhere; time is measured by the benchmarks, never by a test."""

GRAMS = {
    MassUnit.GRAM: Fraction(1),
    MassUnit.KILOGRAM: Fraction(1000),
    MassUnit.TROY_OUNCE: Fraction("31.1034768"),
}
"""Written out again: a test that took them from the code could not see a wrong one."""

WEEK = 7 * 86_400

masses = st.integers(1, 10**9).map(lambda mass: Figure(str(mass)))
finenesses = st.integers(9950, 9999).map(lambda tenths: Figure(f"{tenths // 10}.{tenths % 10}"))
prices = st.integers(1, 10**7).map(lambda cents: Fraction(cents, 100))
tokens = st.integers(1, 10**18).map(lambda units: Fraction(units, 10**6))
bases = st.sampled_from([WeightBasis.GROSS, WeightBasis.FINE])


@st.composite
def holdings(draw: st.DrawFn) -> AllocatedGold:
    """A holding of which everything that bears on its gold is declared."""
    return AllocatedGold(
        id="gold",
        quantity=draw(masses),
        unit=draw(st.sampled_from(MassUnit)),
        weight_basis=draw(bases),
        fineness=draw(finenesses),
        fineness_floor=Figure("990"),
        bars=Unknown(),
        declared_price=draw(prices.map(_price_text)),
        declared_value=draw(masses),
        currency="USD",
        provenance=Provenance("simulated", "2026-11-21"),
    )


def _price_text(price: Fraction) -> Figure:
    cents = int(price * 100)
    return Figure(f"{cents // 100}.{cents % 100:02d}")


@no_deadline
@given(
    holdings(),
    st.fractions(-1, 1, max_denominator=100),
    st.fractions(-1, 1, max_denominator=100),
)
def test_true_gold_that_was_declared_with_rounding_lies_in_the_interval(
    holding: AllocatedGold, of_mass: Fraction, of_fineness: Fraction
) -> None:
    assert isinstance(holding.fineness, Figure)
    true_mass = (holding.quantity.value + of_mass / 2) * GRAMS[holding.unit]
    true_purity = (holding.fineness.value + of_fineness / 20) / 1000
    true = true_mass * (true_purity if holding.weight_basis is WeightBasis.GROSS else 1)
    assume(true_purity <= 1)
    grams = _grams(holding)
    assert grams.low <= true <= grams.high


@no_deadline
@given(holdings())
def test_gold_is_never_more_than_the_mass_it_is_in(holding: AllocatedGold) -> None:
    grams = _grams(holding)
    assert 0 <= grams.low <= grams.high <= holding.quantity.interval.high * GRAMS[holding.unit]


@no_deadline
@given(holdings())
def test_not_knowing_the_fineness_widens(holding: AllocatedGold) -> None:
    assert _within(_grams(holding), _grams(replace(holding, fineness=Unknown())))


@no_deadline
@given(holdings())
def test_not_knowing_the_weight_basis_widens(holding: AllocatedGold) -> None:
    assert _within(_grams(holding), _grams(replace(holding, weight_basis=Unknown())))


@no_deadline
@given(holdings())
def test_writing_a_mass_with_another_digit_narrows(holding: AllocatedGold) -> None:
    sharper = replace(holding, quantity=Figure(holding.quantity.text + ".0"))
    assert _within(_grams(sharper), _grams(holding))
    assert _grams(sharper).width < _grams(holding).width


@no_deadline
@given(st.lists(holdings(), max_size=5))
def test_total_of_holdings_is_their_sum_in_any_order(gold: list[AllocatedGold]) -> None:
    total = total_held_grams(tuple(gold))
    assert isinstance(total, Interval)
    assert total == total_held_grams(tuple(reversed(gold)))
    assert total.low == sum(_grams(holding).low for holding in gold)
    assert total.high == sum(_grams(holding).high for holding in gold)


@no_deadline
@given(holdings(), prices)
def test_gold_s_value_is_its_ounces_at_the_price(holding: AllocatedGold, price: Fraction) -> None:
    grams = _grams(holding)
    value = gold_value(grams, Interval.exactly(price))
    assert value.low * GRAMS_PER_TROY_OUNCE == grams.low * price
    assert value.high * GRAMS_PER_TROY_OUNCE == grams.high * price


@no_deadline
@given(holdings(), tokens)
def test_coverage_at_the_break_even_price_contains_one(
    holding: AllocatedGold, liability: Fraction
) -> None:
    grams = _grams(holding)
    assume(grams.low > 0)
    price = break_even_price(grams, Interval.exactly(liability))
    ratio = coverage(gold_value(grams, price), liability)
    assert ratio.low <= 1 <= ratio.high
    middle = Interval.exactly(grams.high)
    exact = break_even_price(middle, Interval.exactly(liability))
    assert coverage(gold_value(middle, exact), liability) == Interval.exactly(1)


@no_deadline
@given(holdings(), prices, prices, tokens)
def test_coverage_never_falls_when_the_price_rises(
    holding: AllocatedGold, price: Fraction, rise: Fraction, liability: Fraction
) -> None:
    order = (Comparison.BELOW, Comparison.UNDECIDED, Comparison.AT_LEAST)
    before = _side(holding, price, liability)
    after = _side(holding, price + rise, liability)
    assert order.index(before) <= order.index(after)


@no_deadline
@given(holdings(), prices, tokens, st.integers(2, 10**6))
def test_coverage_of_as_many_times_gold_and_tokens_is_the_same(
    holding: AllocatedGold, price: Fraction, liability: Fraction, times: int
) -> None:
    value = gold_value(_grams(holding), Interval.exactly(price))
    scaled = value * Interval.exactly(times)
    assert coverage(scaled, liability * times) == coverage(value, liability)


@no_deadline
@given(holdings())
def test_declared_terms_contain_the_ounces_that_their_author_used(holding: AllocatedGold) -> None:
    terms = declared_terms((holding,), currency=holding.currency)
    assert terms is not None
    assert terms.implied_ounces.low <= terms.value / terms.price <= terms.implied_ounces.high


@no_deadline
@given(st.integers(1, 10**12))
def test_troy_ounces_and_grams_are_one_mass(grams: int) -> None:
    ounces = troy_ounces(Interval.exactly(grams))
    assert ounces * Interval.exactly(GRAMS[MassUnit.TROY_OUNCE]) == Interval.exactly(grams)


@no_deadline
@given(st.integers(0, 4_000_000_000), st.integers(0, 50))
def test_gold_market_keeps_the_same_hours_every_week(instant: int, weeks: int) -> None:
    assert is_closed(instant) is is_closed(instant + weeks * WEEK)


def _grams(holding: AllocatedGold) -> Interval:
    grams = fine_grams(holding)
    assert isinstance(grams, Interval)
    return grams


def _side(holding: AllocatedGold, price: Fraction, liability: Fraction) -> Comparison:
    value = gold_value(_grams(holding), Interval.exactly(price))
    return coverage(value, liability).compare(Fraction(1))


def _within(narrow: Interval, wide: Interval) -> bool:
    return wide.low <= narrow.low <= narrow.high <= wide.high
