"""Figures as text: exact where they say so, containing the true value where they do not."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.domain.amounts import MAX_DECIMALS, TokenAmount
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.intervals import Interval
from stableaudit.domain.quantities import (
    Duration,
    FineGold,
    Instant,
    Money,
    Price,
    Quantity,
    Ratio,
    Tokens,
)
from stableaudit.domain.untrusted import Untrusted
from stableaudit.report.figures import (
    aligned_amounts,
    bounds,
    duration_text,
    instant_against,
    instant_text,
    money_text,
    plain_amount,
    quantity_text,
    ratio_text,
    tokens_text,
)
from stableaudit.reserves.mass import GRAMS_PER_TROY_OUNCE

EXACT_ONE = Interval.exactly(1)
BLOCK = BlockStamp(ChainId("eip155", "1"), 21925176, "0x" + "ab" * 32, 1_795_262_400)

fractions = st.fractions(min_value=-(10**30), max_value=10**30)
intervals = st.tuples(fractions, fractions).map(lambda ends: Interval(min(ends), max(ends)))
amounts = st.builds(
    TokenAmount, st.integers(-(2**256), 2**256), st.integers(min_value=0, max_value=MAX_DECIMALS)
)


def read(text: str) -> Fraction:
    """The number that a person reads in a text for people."""
    return Fraction(Decimal(text.replace(",", "").replace("−", "-")))


def ends(text: str) -> tuple[Fraction, Fraction]:
    low, _, high = text.partition(" – ")
    return read(low), read(high or low)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Money(Interval.exactly(Fraction("50331256")), "USD"), "50,331,256.00 USD"),
        (Money(Interval.exactly(Fraction("-0.125")), "USD"), "−0.125 USD"),
        (Ratio(EXACT_ONE), "1.0000"),
        (Ratio(Interval(Fraction(1, 3), Fraction(2, 3))), "0.3333 – 0.6667"),
        (
            FineGold(Interval.exactly(GRAMS_PER_TROY_OUNCE * 12)),
            "373.2417216 g fine (12.000 fine ozt)",
        ),
        (
            Price(Interval.exactly(Fraction("4163.475")), "USD", "fine ozt"),
            "4,163.475 USD per fine ozt",
        ),
        (Duration(358 * 86_400 + 4 * 3_600), "358 d 4 h"),
        (Instant(1_795_262_400), "2026-11-21T12:00:00Z"),
        (Tokens(TokenAmount(-1_500_000, 6), "USDKG"), "−1.5 USDKG"),
        (BLOCK, "block 21,925,176 0xabababab… of 2026-11-21T12:00:00Z"),
        (Fraction(1, 8), "0.1250"),
        (-1234, "−1,234"),
        (Untrusted("\x1b[31m"), "\\u001b[31m"),
        ("closed", "closed"),
    ],
)
def test_quantity_text_every_kind_has_its_unit(value: Quantity, text: str) -> None:
    assert quantity_text(value) == text


@given(intervals)
def test_ratio_text_any_interval_contains_it(value: Interval) -> None:
    low, high = ends(ratio_text(value))
    assert low <= value.low
    assert value.high <= high


@given(intervals)
def test_money_text_any_interval_contains_it_within_a_cent(value: Interval) -> None:
    low, high = ends(money_text(value, "USD").removesuffix(" USD"))
    assert 0 <= value.low - low < Fraction(1, 100)
    assert 0 <= high - value.high < Fraction(1, 100)


@given(st.integers(min_value=1, max_value=10**15))
def test_ratio_text_below_one_never_reads_as_one(distance: int) -> None:
    value = Interval(Fraction(1, 2), 1 - Fraction(distance, 10**16))
    assert ends(ratio_text(value))[1] < 1


@given(
    st.fractions(min_value=Fraction(1, 100), max_value=2, max_denominator=10**6),
    st.integers(min_value=1, max_value=10**13),
)
def test_ratio_text_below_the_required_never_reads_as_it(required: Fraction, distance: int) -> None:
    value = Interval(Fraction(0), required - Fraction(distance, 10**16))
    assert ends(ratio_text(value, mark=required))[1] < required


def test_ratio_text_below_the_required_has_as_many_decimals_as_it_takes() -> None:
    value = Interval(Fraction("0.9"), Fraction("1.04999"))
    assert ratio_text(value) == "0.9000 – 1.0500"
    assert ratio_text(value, mark=Fraction("1.05")) == "0.9000 – 1.04999"


def test_ratio_text_below_one_and_the_required_reads_as_neither() -> None:
    value = Interval(Fraction("0.9"), Fraction("0.99999"))
    assert ratio_text(value, mark=Fraction("1.05")) == "0.9000 – 0.99999"


@given(st.integers(min_value=1, max_value=10**15))
def test_money_text_of_a_loss_never_reads_as_none(distance: int) -> None:
    value = Interval(Fraction(-5), -Fraction(distance, 10**16))
    assert ends(money_text(value, "USD").removesuffix(" USD"))[1] < 0


def test_ratio_text_exact_but_endless_is_a_range_around_it() -> None:
    assert ratio_text(Interval.exactly(Fraction(1, 3))) == "0.3333 – 0.3334"


@given(amounts)
def test_tokens_text_any_amount_reads_back_exactly(amount: TokenAmount) -> None:
    assert read(tokens_text(amount, "T").removesuffix(" T")) == amount.tokens


@given(amounts)
def test_plain_amount_any_amount_parses_back_to_itself(amount: TokenAmount) -> None:
    sign, whole, fraction = re.fullmatch(r"(-?)(\d+)(?:\.(\d+))?", plain_amount(amount)).groups()  # type: ignore[union-attr]  # a text that does not match fails the test
    parsed = TokenAmount(int(sign + whole + (fraction or "")), len(fraction or ""))
    assert parsed == amount


@given(st.lists(amounts, min_size=1).map(tuple))
def test_aligned_amounts_any_column_has_one_number_of_decimals(
    column: tuple[TokenAmount, ...],
) -> None:
    texts = aligned_amounts(column)
    assert len({len(text.partition(".")[2]) for text in texts}) == 1
    assert tuple(read(text) for text in texts) == tuple(amount.tokens for amount in column)


@given(intervals)
def test_bounds_any_interval_contain_it_and_say_whether_exact(value: Interval) -> None:
    written = bounds(value)
    low, high = Fraction(written.low), Fraction(written.high)
    assert low <= value.low
    assert value.high <= high
    assert written.exact == ((low, high) == (value.low, value.high))


@given(st.integers(min_value=-(2**70), max_value=2**70))
def test_duration_text_any_length_adds_up_again(seconds: int) -> None:
    sizes = {"d": 86_400, "h": 3_600, "min": 60, "s": 1}
    text = duration_text(seconds)
    words = text.removeprefix("−").replace(",", "").split()
    total = sum(int(words[i]) * sizes[words[i + 1]] for i in range(0, len(words), 2))
    assert (-total if text.startswith("−") else total) == seconds


def test_duration_text_one_second_over_a_limit_shows() -> None:
    assert (duration_text(90_000), duration_text(90_001)) == ("1 d 1 h", "1 d 1 h 1 s")


@pytest.mark.parametrize("seconds", [2**256, -(2**63), 253_402_300_800])
def test_instant_text_beyond_every_calendar_is_written_in_seconds(seconds: int) -> None:
    assert instant_text(seconds).endswith(" s since 1970, which no calendar holds")


@pytest.mark.parametrize(
    ("seconds", "side"), [(3_600, "1 h after"), (-60, "1 min before"), (0, "the same second")]
)
def test_instant_against_another_says_which_side(seconds: int, side: str) -> None:
    start = 1_795_262_400
    text = instant_against(start + seconds, start)
    assert text == f"{instant_text(start + seconds)} ({side})"
