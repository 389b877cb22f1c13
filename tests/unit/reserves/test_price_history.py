"""What a feed's history tells, and what it leaves open."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.domain.instants import parse_instant
from stableaudit.domain.intervals import Interval
from stableaudit.domain.prices import PriceHistory
from stableaudit.domain.questions import Round
from stableaudit.reserves.price_history import (
    DAY_SECONDS,
    DaysBelow,
    complete_rounds,
    days_below,
    longest_gap,
    percentile_of,
    price_at,
    prices_of_day,
)

DAY = parse_instant("2026-11-16T00:00:00Z")
"""A Monday."""


def a_round(days: Fraction | int, answer: int) -> Round:
    updated = DAY + int(days * DAY_SECONDS)
    return Round((1 << 64) + updated, answer, updated, updated)


def history(
    *prices: tuple[Fraction | int, int], complete: int = 30, stride: int = 1
) -> PriceHistory:
    """Return a history until 30 days after Monday, with prices of 0 decimals by day."""
    rounds = tuple(a_round(days, answer) for days, answer in prices)
    return PriceHistory(rounds, DAY + complete * DAY_SECONDS, DAY + 30 * DAY_SECONDS, stride)


HALF = Fraction(1, 2)
FEW = history((0, 100), (1, 110), (1 + HALF, 90), (3, 105))


@pytest.mark.parametrize(
    ("days", "answer"),
    [(0, 100), (HALF, 100), (1, 110), (2, 90), (30, 105), (31, None), (-1, None)],
)
def test_price_at_is_that_of_the_last_round_until_then(days: Fraction, answer: int | None) -> None:
    found = price_at(FEW, DAY + int(days * DAY_SECONDS))
    assert (found.answer if found else None) == answer


def test_price_at_is_not_known_where_rounds_were_left_out() -> None:
    sampled = history((0, 100), (1, 110), (20, 90), complete=2, stride=3)
    assert price_at(sampled, DAY + 2 * DAY_SECONDS) == a_round(1, 110)
    assert price_at(sampled, DAY + 2 * DAY_SECONDS + 1) is None


@given(answers=st.lists(st.integers(1, 9), min_size=1, max_size=20), at=st.integers(0, 30))
def test_price_at_equals_looking_at_every_round(answers: list[int], at: int) -> None:
    whole = history(*((day, answer) for day, answer in enumerate(answers)))
    expected = [one for one in whole.rounds if one.updated_at <= DAY + at * DAY_SECONDS][-1]
    assert price_at(whole, DAY + at * DAY_SECONDS) == expected


@pytest.mark.parametrize(
    ("days", "low", "high"),
    [(0, 100, 100), (1, 90, 110), (1 + HALF, 90, 110), (2, 90, 90), (3, 105, 105)],
)
def test_prices_of_a_day_are_from_its_lowest_to_its_highest(
    days: Fraction, low: int, high: int
) -> None:
    found = prices_of_day(FEW, DAY + int(days * DAY_SECONDS), decimals=0)
    assert found == Interval(Fraction(low), Fraction(high))


def test_prices_of_the_day_on_which_the_feed_begins_are_those_from_then_on() -> None:
    late = history((HALF, 100), (1, 110))
    assert prices_of_day(late, DAY, decimals=0) == Interval.exactly(100)


def test_prices_of_a_day_that_is_not_covered_are_not_known() -> None:
    sampled = history((0, 100), (1, 110), (20, 90), complete=1, stride=3)
    assert prices_of_day(sampled, DAY + 10 * DAY_SECONDS, decimals=0) is None
    assert prices_of_day(FEW, DAY - 1, decimals=0) is None


def test_prices_of_a_day_with_one_that_is_not_positive_are_not_known() -> None:
    assert prices_of_day(history((0, 0), (HALF, 5)), DAY, decimals=0) is None


@pytest.mark.parametrize(
    ("price", "since", "days", "last"),
    [(90, 0, 0, None), (91, 0, 1, 1), (101, 0, 2, 1), (111, 0, 3, 3), (111, 2, 1, 3)],
)
def test_days_below_counts_each_day_once(
    price: int, since: int, days: int, last: int | None
) -> None:
    found = days_below(FEW, Fraction(price), decimals=0, since=DAY + since * DAY_SECONDS)
    last_day = None if last is None else DAY + last * DAY_SECONDS
    assert found == DaysBelow(days, last_day, sampled=False)


def test_days_below_of_a_sampled_history_say_that_there_may_be_more() -> None:
    sampled = history((0, 100), (20, 90), complete=1, stride=3)
    found = days_below(sampled, Fraction(95), decimals=0, since=DAY)
    assert found == DaysBelow(1, DAY + 20 * DAY_SECONDS, sampled=True)


@pytest.mark.parametrize(
    ("days", "share"),
    [(0, Fraction(1, 4)), (1, Fraction(3, 4)), (2, Fraction(0)), (3, Fraction(2, 4))],
)
def test_percentile_is_the_share_of_near_rounds_below_the_price(days: int, share: Fraction) -> None:
    assert percentile_of(FEW, DAY + days * DAY_SECONDS) == share


def test_percentile_leaves_out_rounds_of_more_than_a_week_away() -> None:
    far = history((0, 100), (7, 50), (7 + HALF, 40))
    assert percentile_of(far, DAY) == Fraction(1, 2)


def test_percentile_of_a_price_that_stood_still_is_not_high() -> None:
    assert percentile_of(history((0, 100), (1, 100), (2, 100)), DAY) == 0


@pytest.mark.parametrize("days", [-1, 29])
def test_percentile_without_rounds_near_is_not_known(days: int) -> None:
    assert percentile_of(FEW, DAY + days * DAY_SECONDS) is None


def test_longest_gap_leaves_out_the_weekend() -> None:
    friday, sunday = Fraction(4 * 24 + 21, 24), Fraction(6 * 24 + 23, 24)
    rounds = (a_round(friday, 1), a_round(sunday, 1), a_round(7, 1))
    assert longest_gap(rounds) == 90 * 60


def test_longest_gap_of_one_round_is_not_known() -> None:
    assert longest_gap((a_round(0, 1),)) is None


def test_complete_rounds_are_those_before_rounds_were_left_out() -> None:
    sampled = history((0, 100), (1, 110), (20, 90), complete=2, stride=3)
    assert complete_rounds(sampled) == sampled.rounds[:2]
    assert complete_rounds(FEW) == FEW.rounds
