"""Measures of how a token is spread."""

from fractions import Fraction

import pytest

from stableaudit.domain.ledger import HolderColumns
from stableaudit.ledger.distribution import (
    Concentration,
    Distribution,
    SetApart,
    measure,
)
from tests.unit.ledger.pages import LARGEST


def _account(number: int) -> bytes:
    return number.to_bytes(20)


def _holders(*balances: int) -> HolderColumns:
    """Accounts 1, 2, … with these balances."""
    addresses = (_account(number) for number, _ in enumerate(balances, start=1))
    return HolderColumns(b"".join(addresses), balances)


def _measure(
    *balances: int, floor: int = 0, top: tuple[int, ...] = (1,), excluded: tuple[int, ...] = ()
) -> Distribution:
    accounts = frozenset(map(_account, excluded))
    return measure(_holders(*balances), floor=floor, top=top, excluded=accounts, suspense=0)


def test_measure_worked_example() -> None:
    """5, 3, 1, 1 of 10: squares 36/100; a half is passed with the second; Gini by hand."""
    assert _measure(5, 3, 1, 1, top=(1, 2, 9)) == Distribution(
        holders=4,
        base_units=10,
        floor=0,
        above_floor=4,
        concentration=Concentration(
            top=((1, Fraction(1, 2)), (2, Fraction(4, 5)), (9, Fraction(1))),
            hhi=Fraction(36, 100),
            effective_holders=Fraction(100, 36),
            nakamoto=2,
        ),
        gini=Fraction(7, 20),
        excluded=SetApart(0, 0),
        negative=SetApart(0, 0),
        suspense=0,
    )


def test_measure_exactly_half_is_not_more_than_half() -> None:
    concentration = _measure(5, 5).concentration
    assert concentration is not None
    assert concentration.nakamoto == 2


def test_measure_floor_is_for_counting_and_gini_only() -> None:
    with_dust = _measure(10, 10, 2, 2, 1, floor=2)
    assert (with_dust.holders, with_dust.above_floor, with_dust.gini) == (5, 2, Fraction(0))
    assert with_dust.concentration == _measure(10, 10, 2, 2, 1).concentration


def test_measure_sets_excluded_and_negative_apart() -> None:
    apart = measure(
        _holders(100, 30, 20, 10, -7, -1),
        floor=0,
        top=(1,),
        excluded=frozenset({_account(1), _account(3), _account(6), _account(99)}),
        suspense=55,
    )
    assert (apart.holders, apart.base_units) == (2, 40)
    assert (apart.excluded, apart.negative) == (SetApart(2, 120), SetApart(2, -8))
    assert apart.suspense == 55


def test_measure_does_not_rely_on_order() -> None:
    assert _measure(1, 5, -2, 3, 1, top=(1, 2)) == _measure(5, 3, 1, 1, -2, top=(1, 2))


def test_measure_largest_amounts_are_exact() -> None:
    spread = _measure(LARGEST, LARGEST, 1)
    assert spread.base_units == 2 * LARGEST + 1
    assert spread.concentration is not None
    assert spread.concentration.hhi == Fraction(2 * LARGEST**2 + 1, (2 * LARGEST + 1) ** 2)


@pytest.mark.parametrize("balances", [(), (-5,)])
def test_measure_nothing_held_has_no_shares(balances: tuple[int, ...]) -> None:
    spread = _measure(*balances)
    assert (spread.holders, spread.concentration, spread.gini) == (0, None, None)


def test_measure_only_dust_has_shares_and_no_gini() -> None:
    spread = _measure(2, 1, floor=2)
    assert spread.concentration is not None
    assert (spread.above_floor, spread.gini) == (0, None)


@pytest.mark.parametrize(("floor", "top"), [(-1, (1,)), (0, (0,)), (0, (10, -1))])
def test_measure_impossible_question_is_refused(floor: int, top: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=f"a floor of {floor} and shares of the top"):
        _measure(1, floor=floor, top=top)
