"""Coverage at every block that minted, over a reserve that moves in steps."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.instants import parse_instant
from stableaudit.domain.intervals import Interval
from stableaudit.reserves.flows import SupplyEvent
from stableaudit.reserves.mass import GRAMS_PER_TROY_OUNCE, Unbounded
from stableaudit.reserves.running import (
    Point,
    Step,
    SteppedAsset,
    SteppedReserve,
    first_second,
    running,
)
from tests.cases import ETHEREUM, TRON, deployment

HERE, THERE = deployment(TRON).asset, deployment(ETHEREUM).asset
NO_PRICE = Unbounded("a price")


def event(at: int, tokens: int, *, block: int | None = None, ordinal: int = 0) -> SupplyEvent:
    number = at if block is None else block
    return SupplyEvent(HERE, at, number, ordinal, b"", TokenAmount(tokens, 0))


def money(held: int, *steps: tuple[int, int]) -> SteppedAsset:
    moves = tuple(Step(at, Interval.exactly(change)) for at, change in steps)
    return SteppedAsset(Interval.exactly(held), gold=False, counted=Fraction(1), steps=moves)


def no_price(_: int) -> Interval | Unbounded:
    return NO_PRICE


def value(reserve: SteppedReserve, at: int) -> Interval | Unbounded:
    return reserve.value(at, no_price)


def points(*events: SupplyEvent, before: int = 0, reserve: SteppedReserve) -> tuple[Point, ...]:
    return running(
        events, before=Fraction(before), reserve=reserve, price_at=no_price, par=Fraction(1)
    )


def coverages(found: tuple[Point, ...]) -> list[tuple[int, Interval | Unbounded]]:
    return [(point.last.at, point.coverage) for point in found]


@pytest.mark.parametrize(
    ("at", "worth"), [(10, 60), (19, 60), (20, 90), (50, 90), (79, 90), (80, 100), (99, 100)]
)
def test_reserve_is_walked_back_and_forward_from_the_statement(at: int, worth: int) -> None:
    reserve = SteppedReserve((money(90, (80, 10), (20, 30), (10, 60)),), as_of=50)
    assert value(reserve, at) == Interval.exactly(worth)


def test_reserve_before_the_first_event_is_unknown_and_not_nothing() -> None:
    reserve = SteppedReserve((money(90, (10, 90)),), as_of=50)
    found = value(reserve, 9)
    assert isinstance(found, Unbounded)
    assert found.missing == "no reserve event is declared before 1970-01-01T00:00:10Z"


def test_reserve_without_any_event_is_unknown() -> None:
    found = value(SteppedReserve((money(90),), as_of=50), 50)
    assert found == Unbounded("no reserve event is declared")


def test_decrease_makes_the_past_larger() -> None:
    reserve = SteppedReserve((money(90, (20, -10)),), as_of=50)
    assert value(SteppedReserve((money(90, (20, -10), (5, 1)),), as_of=50), 19) == (
        Interval.exactly(100)
    )
    assert value(reserve, 20) == Interval.exactly(90)


def test_changes_widen_by_how_roughly_they_were_written() -> None:
    step = Step(60, Interval(Fraction(9), Fraction(11)))
    asset = SteppedAsset(Interval.exactly(90), gold=False, counted=Fraction(1, 2), steps=(step,))
    reserve = SteppedReserve((asset, money(0, (1, 0))), as_of=50)
    assert value(reserve, 60) == Interval(Fraction(99, 2), Fraction(101, 2))
    assert value(reserve, 50) == Interval.exactly(45)


def test_gold_is_priced_at_the_instant() -> None:
    ounce = Interval.exactly(GRAMS_PER_TROY_OUNCE)
    asset = SteppedAsset(ounce, gold=True, counted=Fraction(1), steps=(Step(1, ounce),))
    reserve = SteppedReserve((asset,), as_of=50)
    assert reserve.value(60, Interval.exactly) == Interval.exactly(60)
    assert value(reserve, 60) == NO_PRICE


def test_increase_on_a_date_counts_from_its_first_second_and_a_decrease_from_its_last() -> None:
    day = parse_instant("2026-03-01")
    morning, noon = first_second(day), day - 43_199
    assert morning == parse_instant("2026-03-01T00:00:00Z")
    assert first_second(noon) == noon
    reserve = SteppedReserve((money(90, (day, 40)), money(50, (day, -20))), as_of=day + 1)
    assert value(reserve, noon) == Interval.exactly(90 + 70)
    assert value(reserve, day) == Interval.exactly(90 + 50)


def test_change_both_ways_is_refused() -> None:
    with pytest.raises(ValueError, match="an increase or a decrease"):
        Step(0, Interval(Fraction(-1), Fraction(1)))


def test_mint_between_two_samples_that_was_burned_again_is_seen() -> None:
    reserve = SteppedReserve((money(100, (1, 100)),), as_of=90)
    found = points(event(10, 80), event(20, 60), event(30, -60), reserve=reserve)
    assert coverages(found) == [
        (10, Interval.exactly(Fraction(100, 80))),
        (20, Interval.exactly(Fraction(100, 140))),
    ]


def test_mint_burned_in_its_own_block_is_no_state_of_the_chain() -> None:
    reserve = SteppedReserve((money(100, (1, 100)),), as_of=90)
    found = points(
        event(10, 80), event(20, 60), event(20, -60, ordinal=1), event(30, -5), reserve=reserve
    )
    assert [(one.last.at, one.supply) for one in found] == [
        (10, Fraction(80)),
        (20, Fraction(80)),
    ]


def test_supply_is_that_of_all_deployments_with_what_was_before() -> None:
    reserve = SteppedReserve((money(100, (1, 100)),), as_of=90)
    other = SupplyEvent(THERE, 15, 3, 0, b"", TokenAmount(5, 1))
    found = points(event(10, 50), other, before=20, reserve=reserve)
    assert [one.supply for one in found] == [70, Fraction(141, 2)]


def test_reserve_that_is_unknown_leaves_the_point_open() -> None:
    found = points(event(10, 80), reserve=SteppedReserve((money(100, (50, 1)),), as_of=90))
    assert isinstance(found[0].coverage, Unbounded)
    assert isinstance(found[0].value, Unbounded)


def test_no_tokens_are_covered_by_nothing() -> None:
    reserve = SteppedReserve((money(100, (1, 100)),), as_of=90)
    (found,) = points(event(10, 80), before=-80, reserve=reserve)
    assert found.coverage == Unbounded("there are no tokens to cover")


MOVES = st.lists(
    st.tuples(st.booleans(), st.integers(0, 30), st.integers(-50, 50)), min_size=1, max_size=12
)


@given(MOVES, st.integers(0, 30), st.integers(0, 40), st.integers(1, 3))
def test_walked_reserve_is_the_sum_of_each_asset_moved_on_its_own(
    moves: list[tuple[bool, int, int]], as_of: int, at: int, halves: int
) -> None:
    share = Fraction(halves, 3)
    total = Interval.exactly(0)
    assets: list[SteppedAsset] = []
    for first in (True, False):
        steps = tuple(
            Step(when, Interval(Fraction(change), Fraction(change) + (0 if change < 0 else 1)))
            for one, when, change in moves
            if one is first
        )
        assets.append(SteppedAsset(Interval.exactly(500), gold=first, counted=share, steps=steps))
        held = Interval.exactly(500)
        for step in steps:
            if as_of < step.at <= at:
                held = held + step.change
            elif at < step.at <= as_of:
                held = held - step.change
        # One gram for one dollar, so that gold and money add up.
        total = total + held * Interval.exactly(share)
    ounce = Interval.exactly(GRAMS_PER_TROY_OUNCE)
    found = SteppedReserve(tuple(assets), as_of=as_of).value(at, lambda _: ounce)
    if at < min(when for _, when, _ in moves):
        assert isinstance(found, Unbounded)
    else:
        assert found == total
