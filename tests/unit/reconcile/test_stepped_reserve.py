"""The declared reserve as a step function, asset class by asset class."""

from dataclasses import replace
from fractions import Fraction

import pytest

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import Unknown, WeightBasis
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.intervals import Interval
from stableaudit.domain.reserve_assets import (
    AllocatedGold,
    AssetClass,
    CryptoHolding,
    Custody,
    MonetaryAsset,
    ReserveAsset,
)
from stableaudit.domain.undertakings import ReserveEvent
from stableaudit.reconcile.stepped_reserve import stepped_reserve
from stableaudit.reserves.mass import Unbounded, troy_ounces
from stableaudit.reserves.running import SteppedReserve
from tests.bar_cases import bar
from tests.bar_cases import listed as list_of
from tests.cases import BNB, GOLD, NOW, SOURCE, STATEMENT, healthy_case
from tests.unit.reconcile.flow_cases import CASH, DAY, change


def reserve(*assets: ReserveAsset, changes: tuple[ReserveEvent, ...]) -> SteppedReserve | Unbounded:
    statement = replace(STATEMENT, reserves=assets)
    return stepped_reserve(healthy_case().scope, statement, changes)


def value(found: SteppedReserve | Unbounded, days_ago: int) -> Interval:
    assert isinstance(found, SteppedReserve)
    worth = found.value(NOW - days_ago * DAY, lambda _: Interval.exactly(1))
    assert isinstance(worth, Interval)
    return worth


def kilograms(low: str, high: str) -> Interval:
    return troy_ounces(Interval(1000 * Fraction(low), 1000 * Fraction(high)))


def test_gold_moves_in_its_own_unit_and_decreases_too() -> None:
    moved = (
        change("r1", 90, "100.00", reserve="gold-1"),
        change("r2", 3, "50.00", decrease=True, reserve="gold-1"),
    )
    found = reserve(GOLD, changes=moved)
    assert value(found, 90) == kilograms("399.995", "400.005")
    assert value(found, 3) == kilograms("349.99", "350.01")


def test_haircut_never_cuts_a_debt() -> None:
    payables = replace(CASH, asset_class=AssetClass.NET_OTHER, negative=True, value=Figure("10.0"))
    scope = healthy_case().scope
    policy = replace(scope.policy, haircuts=((AssetClass.NET_OTHER, Fraction(1, 2)),))
    found = stepped_reserve(
        replace(scope, policy=policy),
        replace(STATEMENT, reserves=(payables,)),
        (change("r1", 90, "1.0"),),
    )
    assert value(found, 5) == Interval(Fraction("-10.05"), Fraction("-9.95"))


@pytest.mark.parametrize("asset", [GOLD, CASH])
def test_asset_that_is_pledged_without_an_amount_leaves_the_reserve_unbounded(
    asset: AllocatedGold | MonetaryAsset,
) -> None:
    pledged = replace(asset, custody=Custody(pledged=True))
    moved = (change("r1", 90, "1.00", reserve=asset.id),)
    found = reserve(pledged, changes=moved)
    assert found == Unbounded(f"how much of {asset.id} is pledged or lent")


@pytest.mark.parametrize("asset", [GOLD, CASH])
def test_nothing_encumbered_is_no_amount_that_was_rounded(
    asset: AllocatedGold | MonetaryAsset,
) -> None:
    moved = (change("r1", 90, "1.00", reserve=asset.id),)
    free = reserve(replace(asset, encumbered=Figure("0")), changes=moved)
    assert value(free, 5) == value(reserve(asset, changes=moved), 5)


def test_encumbered_gold_does_not_count() -> None:
    pledged = replace(GOLD, encumbered=Figure("10.00"))
    found = reserve(pledged, changes=(change("r1", 90, "100.00", reserve="gold-1"),))
    assert value(found, 5) == kilograms("389.99", "390.01")


def test_gold_that_cannot_be_bounded_leaves_the_reserve_unbounded() -> None:
    rough: AllocatedGold = replace(GOLD, weight_basis=WeightBasis.GROSS, fineness=Unknown())
    found = reserve(rough, changes=(change("r1", 90, "100.00", reserve="gold-1"),))
    assert isinstance(found, Unbounded)
    assert "fineness" in found.missing


def test_coins_leave_the_reserve_unbounded() -> None:
    account = AccountId(BNB, bytes([5]) * 20)
    coins = CryptoHolding("coins-1", account, None, "BNB", 18, Unknown(), SOURCE)
    found = reserve(coins, changes=())
    assert found == Unbounded("the past balances of coins-1 are not read")


@pytest.mark.parametrize(("negative", "low"), [(False, "5.5"), (True, "-6.5")])
def test_net_payables_count_below_zero(negative: bool, low: str) -> None:  # noqa: FBT001 - a column of the table
    other = MonetaryAsset(
        "net-1",
        AssetClass.NET_OTHER,
        Figure("6"),
        negative=negative,
        currency="USD",
        provenance=SOURCE,
    )
    cash = replace(CASH, value=Figure("0.000000000000000000"), id="cash-1")
    found = reserve(other, cash, changes=(change("r1", 90, "0.000000000000000000"),))
    assert abs(value(found, 5).low - Fraction(low)) < Fraction(1, 10**15)


LISTED = replace(GOLD, weight_basis=WeightBasis.GROSS, bar_list=list_of(bar()))
"""399.440 ounces by its list; of its mass as weighed nothing says how pure it is."""


def test_gold_with_a_list_of_its_bars_is_what_the_list_says() -> None:
    found = reserve(LISTED, CASH, changes=(change("r1", 40, "51000000.00"),))
    assert value(found, 1) == CASH.value.interval + Interval.exactly(Fraction("399.440"))


@pytest.mark.parametrize(
    ("gold", "changes"),
    [
        (replace(LISTED, encumbered=Figure("1")), ()),
        (LISTED, (change("r1", 40, "1", reserve="gold-1"),)),
    ],
    ids=["pledged part", "change"],
)
def test_gold_of_which_a_part_cannot_be_bounded_is_unbounded(
    gold: AllocatedGold, changes: tuple[ReserveEvent, ...]
) -> None:
    assert isinstance(reserve(gold, changes=changes), Unbounded)


def test_money_of_which_none_is_pledged_counts_whole() -> None:
    none = replace(CASH, encumbered=Figure("0"))
    found = reserve(none, changes=(change("r1", 40, "51000000.00"),))
    assert value(found, 1) == CASH.value.interval
