"""Stress: exact arithmetic of shocks, and the shock that would just break coverage."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.domain.intervals import Interval
from stableaudit.reserves.stress import (
    REDEMPTIONS,
    SHOCKS,
    Beyond,
    DriverKind,
    Limit,
    Outcome,
    Reach,
    StressBook,
    StressLine,
    after_redemption,
    stress,
)

ONE = Fraction(1)


def line(
    driver: str, kind: DriverKind | None, low: int | Fraction, high: int | Fraction | None = None
) -> StressLine:
    return StressLine(
        driver, kind, Interval(Fraction(low), Fraction(low if high is None else high))
    )


def gold(low: int | Fraction, high: int | Fraction | None = None) -> StressLine:
    return line("XAU", DriverKind.GOLD, low, high)


def book(*lines: StressLine, owed: int = 100) -> StressBook:
    return stress(lines, Fraction(owed), threshold=ONE)


def outcome(found: StressBook, kind: DriverKind, percent: int) -> Outcome:
    wanted = ((kind, Fraction(percent, 100)),)
    (one,) = (o for o in found.outcomes if o.scenario.changes == wanted and not o.scenario.redeemed)
    return one


def test_fall_of_gold_moves_gold_alone() -> None:
    found = outcome(book(gold(80), line("USD", None, 40)), DriverKind.GOLD, -10)
    assert found.coverage == Interval.exactly(Fraction(112, 100))
    assert found.surplus == Interval.exactly(12)


def test_fall_of_an_interval_moves_both_ends() -> None:
    found = outcome(book(gold(100, 120)), DriverKind.GOLD, -5)
    assert found.coverage == Interval(Fraction(95, 100), Fraction(114, 100))


def test_shocks_are_those_of_the_decision() -> None:
    assert [s.changes for s in SHOCKS if s.changes[0][0] is DriverKind.GOLD] == [
        ((DriverKind.GOLD, Fraction(percent, 100)),) for percent in (-1, -5, -10, -15, -20, -30)
    ]
    assert [(one.redeemed, one.days) for one in REDEMPTIONS] == [
        (Fraction(1, 10), 1),
        (Fraction(3, 10), 7),
    ]


def test_kinds_that_are_not_there_are_not_shown() -> None:
    found = book(line("BNB", DriverKind.COIN, 200))
    kinds = {kind for one in found.outcomes for kind, _ in one.scenario.changes}
    assert kinds == {DriverKind.COIN}


def test_reserve_in_the_tokens_own_currency_is_moved_by_redemption_alone() -> None:
    found = book(line("KGS", None, 110))
    assert [one.scenario for one in found.outcomes] == list(REDEMPTIONS)
    assert (found.reverse, found.unmoved) == ((), ("KGS",))


def test_currency_moves_both_ways() -> None:
    found = book(line("USD", DriverKind.CURRENCY, 100))
    assert outcome(found, DriverKind.CURRENCY, 20).coverage.low == Fraction(12, 10)
    assert outcome(found, DriverKind.CURRENCY, -20).coverage.low == Fraction(8, 10)


@pytest.mark.parametrize(
    ("value", "share", "left"),
    [
        (110, Fraction(1, 10), Fraction(100, 90)),
        (100, Fraction(1, 10), Fraction(1)),
        (90, Fraction(1, 10), Fraction(80, 90)),
        (30, Fraction(3, 10), Fraction(0)),
        (20, Fraction(3, 10), Fraction(0)),
        (-10, Fraction(3, 10), Fraction(-1, 10)),
    ],
)
def test_redemption_at_par_lowers_both_sides_until_the_reserve_is_spent(
    value: int, share: Fraction, left: Fraction
) -> None:
    covered = after_redemption(Interval.exactly(value), Fraction(100), share)
    assert covered == Interval.exactly(left)


def test_redemption_leaves_the_surplus_what_it_is() -> None:
    found = book(gold(110))
    assert {one.surplus for one in found.outcomes if one.scenario in REDEMPTIONS} == {
        Interval.exactly(10)
    }


def test_combined_takes_the_worst_of_each_kind_and_the_larger_redemption() -> None:
    found = book(gold(100), line("BNB", DriverKind.COIN, 100), line("USD", None, 50))
    combined = found.outcomes[-1]
    assert combined.scenario.combined
    assert combined.scenario.changes == (
        (DriverKind.GOLD, Fraction(-30, 100)),
        (DriverKind.COIN, Fraction(-70, 100)),
    )
    assert combined.coverage == Interval.exactly(Fraction(150 - 30, 70))


def test_combined_raises_a_currency_that_is_owed() -> None:
    found = book(line("USD", DriverKind.CURRENCY, -20), line("KGS", None, 130))
    assert found.outcomes[-1].scenario.changes == ((DriverKind.CURRENCY, Fraction(20, 100)),)


def fall(found: StressBook) -> Reach:
    (one,) = (entry for entry in found.reverse if entry.driver == "XAU")
    return one.fall


@pytest.mark.parametrize(
    ("lines", "low", "high"),
    [
        ((gold(125),), Fraction(1, 5), Fraction(1, 5)),
        ((gold(125, 200),), Fraction(1, 5), Fraction(1, 2)),
        ((gold(100),), Fraction(0), Fraction(0)),
        ((gold(99),), Beyond.ALREADY, Beyond.ALREADY),
        ((gold(99, 125),), Beyond.ALREADY, Fraction(1, 5)),
        ((gold(50), line("USD", None, 100)), Beyond.NEVER, Beyond.NEVER),
        ((gold(50), line("USD", None, 75)), Fraction(1, 2), Fraction(1, 2)),
        ((gold(50), line("USD", None, 75, 100)), Fraction(1, 2), Beyond.NEVER),
        ((gold(40), gold(10), line("USD", None, 75)), Fraction(1, 2), Fraction(1, 2)),
        ((gold(0), line("USD", None, 100)), Beyond.NEVER, Beyond.NEVER),
        ((gold(-10), line("USD", None, 110)), Beyond.NEVER, Beyond.NEVER),
    ],
)
def test_reverse_stress_says_how_far_gold_alone_may_fall(
    lines: tuple[StressLine, ...], low: Limit, high: Limit
) -> None:
    assert fall(book(*lines)) == Reach(low, high)


def test_reverse_stress_is_against_the_threshold() -> None:
    found = stress((gold(120),), Fraction(100), threshold=Fraction(108, 100))
    assert fall(found) == Reach(Fraction(1, 10), Fraction(1, 10))


@pytest.mark.parametrize(
    ("value", "share"),
    [
        (120, Beyond.NEVER),
        (100, Beyond.NEVER),
        (80, Fraction(8, 10)),
        (0, Beyond.ALREADY),
        (-1, Beyond.ALREADY),
    ],
)
def test_reserve_below_the_debt_is_spent_at_its_own_share_of_it(value: int, share: Limit) -> None:
    assert book(gold(value)).spent == Reach(share, share)


@given(
    st.integers(1, 10**9),
    st.integers(0, 10**9),
    st.integers(-(10**9), 10**9),
    st.integers(1, 10**9),
)
def test_at_the_reverse_fall_coverage_is_just_the_threshold(
    low: int, width: int, others: int, owed: int
) -> None:
    found = book(gold(low, low + width), line("USD", None, others), owed=owed)
    reach = fall(found)
    for limit, exposed in ((reach.pessimistic, low), (reach.optimistic, low + width)):
        if isinstance(limit, Fraction):
            assert 0 <= limit <= 1
            assert exposed * (1 - limit) + others == owed
        elif limit is Beyond.NEVER:
            assert others >= owed
        else:
            assert exposed + others < owed


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 99))
def test_redemption_never_lowers_coverage_that_is_enough_nor_lifts_one_that_is_not(
    low: int, width: int, owed: int, percent: int
) -> None:
    value = Interval(Fraction(low), Fraction(low + width))
    before = value / Interval.exactly(owed)
    after = after_redemption(value, Fraction(owed), Fraction(percent, 100))
    for was, now in ((before.low, after.low), (before.high, after.high)):
        assert (now >= was) if was >= 1 else (now <= was)
