"""What declared gold is worth and whether it covers the tokens.

Figures: USDKG's statement of 2025-11-28 (about 376 kg valued at 50,331,256 USD at 4,163.475 an
ounce, for 50 million tokens) and Circle's reserve report of 2025-01-31.
"""

from dataclasses import replace
from fractions import Fraction

import pytest

from stableaudit.domain.amounts import Figure, TokenAmount
from stableaudit.domain.declarations import MassUnit, Provenance, Unknown, WeightBasis
from stableaudit.domain.intervals import Comparison, Interval
from stableaudit.domain.questions import Round
from stableaudit.domain.reserve_assets import AllocatedGold
from stableaudit.reserves.held_gold import total_held_grams
from stableaudit.reserves.mass import Unbounded
from stableaudit.reserves.valuation import (
    DeclaredTerms,
    break_even_price,
    coverage,
    declared_terms,
    gold_value,
    round_price,
)

TOKENS = Fraction(50_000_000)
USDKG = AllocatedGold(
    id="gold",
    quantity=Figure("376"),
    unit=MassUnit.KILOGRAM,
    weight_basis=WeightBasis.FINE,
    fineness=Unknown(),
    fineness_floor=Unknown(),
    bars=30,
    declared_price=Figure("4163.475"),
    declared_value=Figure("50331256"),
    currency="USD",
    provenance=Provenance("agreed-upon procedures report", "2025-11-28"),
)
TO_THE_GRAM = replace(USDKG, quantity=Figure("376.000"))


def test_no_holdings_are_no_gold() -> None:
    assert total_held_grams(()) == Interval.exactly(0)


def test_holdings_of_other_units_add_as_grams() -> None:
    ounce = replace(USDKG, quantity=Figure("1.000"), unit=MassUnit.TROY_OUNCE)
    total = total_held_grams((TO_THE_GRAM, ounce))
    half = Fraction("0.0005")
    assert total == Interval(
        376_000 - 1000 * half + (1 - half) * Fraction("31.1034768"),
        376_000 + 1000 * half + (1 + half) * Fraction("31.1034768"),
    )


def test_one_unbounded_holding_leaves_the_total_unbounded() -> None:
    murky = replace(USDKG, weight_basis=Unknown())
    assert isinstance(total_held_grams((USDKG, murky, USDKG)), Unbounded)


def test_round_price_of_a_feed_with_8_decimals_is_exact() -> None:
    latest = Round(round_id=1, answer=416_347_500_001, started_at=1, updated_at=2)
    assert round_price(latest, 8) == Fraction("4163.47500001")


def test_round_price_of_a_negative_answer_stays_negative_for_the_check_to_see() -> None:
    assert round_price(Round(round_id=1, answer=-1, started_at=1, updated_at=2), 0) == -1


def test_value_of_376_kg_at_the_declared_price_is_near_the_declared_value() -> None:
    value = gold_value(Interval.exactly(376_000), Interval.exactly(Fraction("4163.475")))
    assert round(value.low) == 50_330_920
    assert value.width == 0


def test_coverage_of_376_kg_at_the_declared_price_contains_1_006() -> None:
    ratio = _coverage(USDKG, Fraction("4163.475"))
    assert ratio.low < Fraction("1.006") < ratio.high


def test_coverage_by_the_statement_s_own_value_is_100_66_per_cent() -> None:
    ratio = coverage(Interval.exactly(50_331_256), TOKENS)
    assert round(ratio.low, 4) == Fraction("1.0066")


@pytest.mark.parametrize(
    ("holding", "price", "side"),
    [
        (USDKG, "4136.1", Comparison.UNDECIDED),
        (USDKG, "4000", Comparison.BELOW),
        (USDKG, "4161", Comparison.AT_LEAST),
        (TO_THE_GRAM, "4161", Comparison.AT_LEAST),
        (TO_THE_GRAM, "4136.0", Comparison.BELOW),
        (TO_THE_GRAM, "4136.2", Comparison.AT_LEAST),
        (
            replace(USDKG, weight_basis=WeightBasis.GROSS, fineness=Figure("995.0")),
            "4161",
            Comparison.UNDECIDED,
        ),
    ],
)
def test_coverage_of_50_million_tokens_is_decided_only_where_the_figures_allow(
    holding: AllocatedGold, price: str, side: Comparison
) -> None:
    assert _coverage(holding, Fraction(price)).compare(Fraction(1)) is side


def test_coverage_of_gross_gold_at_995_0_to_the_gram_is_barely_enough_at_4161() -> None:
    """The cushion of 0.6 % shrinks to 0.1 %."""
    gross = replace(TO_THE_GRAM, weight_basis=WeightBasis.GROSS, fineness=Figure("995.0"))
    ratio = _coverage(gross, Fraction(4161))
    assert round(ratio.low, 3) == Fraction("1.001")
    assert round(ratio.high, 3) == Fraction("1.001")


@pytest.mark.parametrize(("fall", "left"), [("0.15", "0.855"), ("0.20", "0.805")])
def test_coverage_after_a_haircut_is_the_published_table(fall: str, left: str) -> None:
    value = gold_value(Interval.exactly(376_000), Interval.exactly(Fraction("4160.92")))
    stressed = coverage(value * Interval.exactly(1 - Fraction(fall)), TOKENS)
    assert round(stressed.low, 3) == Fraction(left)


@pytest.mark.parametrize("fall", ["0.0058", "0.0060"])
def test_coverage_crosses_one_between_these_two_falls_of_gold(fall: str) -> None:
    price = Fraction("4160.92") * (1 - Fraction(fall))
    ratio = coverage(gold_value(Interval.exactly(376_000), Interval.exactly(price)), TOKENS)
    assert (ratio.low >= 1) is (fall == "0.0058")


def test_coverage_of_no_tokens_is_refused() -> None:
    with pytest.raises(ZeroDivisionError, match="contains zero"):
        coverage(Interval.exactly(1), Fraction(0))


def test_break_even_price_of_376_kg_for_50_million_is_4136_1() -> None:
    price = break_even_price(Interval.exactly(376_000), Interval.exactly(TOKENS))
    assert round(price.low, 1) == Fraction("4136.1")


def test_break_even_price_of_rounded_kilograms_is_a_range_around_it() -> None:
    grams = total_held_grams((USDKG,))
    assert isinstance(grams, Interval)
    price = break_even_price(grams, Interval.exactly(TOKENS))
    assert (round(price.low), round(price.high)) == (4131, 4142)


def test_break_even_price_at_itself_covers_exactly() -> None:
    price = break_even_price(Interval.exactly(376_000), Interval.exactly(TOKENS))
    value = gold_value(Interval.exactly(376_000), price)
    assert coverage(value, TOKENS) == Interval.exactly(1)


def test_break_even_price_of_gold_that_may_be_none_is_refused() -> None:
    with pytest.raises(ZeroDivisionError, match="contains zero"):
        break_even_price(Interval(Fraction(0), Fraction(500)), Interval.exactly(TOKENS))


def test_declared_terms_of_usdkg_imply_12088_76_ounces_and_break_even_at_4136_07() -> None:
    terms = declared_terms((USDKG,), currency="USD")
    assert terms == DeclaredTerms(
        Fraction("4163.475"),
        Interval(Fraction("4163.4745"), Fraction("4163.4755")),
        Fraction(50_331_256),
        Interval(Fraction("50331255.5"), Fraction("50331256.5")),
        Interval(
            Fraction("50331255.5") / Fraction("4163.4755"),
            Fraction("50331256.5") / Fraction("4163.4745"),
        ),
    )
    assert terms is not None
    implied = terms.value / terms.price
    assert terms.implied_ounces.low < implied < terms.implied_ounces.high
    assert round(implied, 4) == Fraction("12088.7614")
    assert round(TOKENS / implied, 2) == Fraction("4136.07")


@pytest.mark.parametrize(
    "holding",
    [
        replace(USDKG, declared_price=Unknown()),
        replace(USDKG, declared_value=Unknown()),
        replace(USDKG, declared_price=Figure("0.00")),
        replace(USDKG, currency="EUR"),
    ],
)
def test_declared_terms_without_price_or_value_are_none(holding: AllocatedGold) -> None:
    assert declared_terms((holding,), currency="USD") is None


def test_declared_terms_of_holdings_at_two_prices_are_none() -> None:
    other = replace(USDKG, declared_price=Figure("4163.48"))
    assert declared_terms((USDKG, other), currency="USD") is None


def test_declared_terms_of_no_holding_are_none() -> None:
    assert declared_terms((), currency="USD") is None


def test_declared_terms_of_the_smallest_written_price_do_not_divide_by_zero() -> None:
    terms = declared_terms((replace(USDKG, declared_price=Figure("0.01")),), currency="USD")
    assert terms is not None
    assert terms.implied_ounces.low > 0


def test_circle_s_reconciliation_of_january_2025_adds_up_to_the_dollar() -> None:
    total, unissued, denied = _usd(54_604_305_445), _usd(1_291_092_148), _usd(94_273_569)
    redeemable = total - unissued - denied
    assert redeemable == _usd(53_218_939_728)
    reserves = _usd(53_283_800_358)
    assert reserves - redeemable == _usd(64_860_630)
    ratio = coverage(Interval.exactly(reserves.tokens), redeemable.tokens)
    assert ratio.compare(Fraction(1)) is Comparison.AT_LEAST
    assert round(ratio.low, 4) == Fraction("1.0012")


def test_circle_s_reserves_do_not_cover_what_was_minted_and_not_issued() -> None:
    """Which tokens count decides: of all in totalSupply, the same reserves fall short."""
    ratio = coverage(Interval.exactly(53_283_800_358), Fraction(54_604_305_445))
    assert ratio.compare(Fraction(1)) is Comparison.BELOW


def _coverage(holding: AllocatedGold, price: Fraction) -> Interval:
    grams = total_held_grams((holding,))
    assert isinstance(grams, Interval)
    return coverage(gold_value(grams, Interval.exactly(price)), TOKENS)


def _usd(dollars: int) -> TokenAmount:
    return TokenAmount(dollars * 10**6, 6)
