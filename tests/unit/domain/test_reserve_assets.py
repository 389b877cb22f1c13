"""Declared assets and undertakings refuse what cannot be."""

from dataclasses import replace

import pytest

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.identifiers import AccountId, AssetId
from stableaudit.domain.reserve_assets import AssetClass, CryptoHolding, MonetaryAsset
from stableaudit.domain.statements import ReserveStatement
from stableaudit.domain.undertakings import Nonredeemable, NonredeemableClass
from tests.cases import BNB, ETHEREUM, GOLD, SOURCE, STATEMENT

ACCOUNT = AccountId(BNB, bytes([5]) * 20)
CASH = MonetaryAsset(
    "cash", AssetClass.CASH, Figure("100"), negative=False, currency="USD", provenance=SOURCE
)
COIN = CryptoHolding("bnb", ACCOUNT, None, "BNB", 18, Unknown(), SOURCE)


def test_assets_say_their_class() -> None:
    classes = [asset.asset_class for asset in (GOLD, CASH, COIN)]
    assert classes == [AssetClass.ALLOCATED_GOLD, AssetClass.CASH, AssetClass.CRYPTO]


def test_gold_with_all_of_it_encumbered_may_be_and_with_more_may_not() -> None:
    assert replace(GOLD, encumbered=GOLD.quantity).encumbered == GOLD.quantity
    with pytest.raises(ValueError, match=r"400\.01 encumbered is more than 400\.00 held"):
        replace(GOLD, encumbered=Figure("400.01"))


def test_money_with_more_encumbered_than_held_is_refused() -> None:
    with pytest.raises(ValueError, match="101 encumbered is more than 100 held"):
        replace(CASH, encumbered=Figure("101"))


@pytest.mark.parametrize("kind", [AssetClass.ALLOCATED_GOLD, AssetClass.CRYPTO])
def test_gold_and_crypto_are_not_declared_by_value(kind: AssetClass) -> None:
    with pytest.raises(ValueError, match="is not declared by its value"):
        replace(CASH, asset_class=kind)


def test_net_other_alone_may_be_negative() -> None:
    assert replace(CASH, asset_class=AssetClass.NET_OTHER, negative=True).negative
    with pytest.raises(ValueError, match="only net_other may be negative, not cash"):
        replace(CASH, negative=True)


def test_crypto_token_on_another_chain_than_its_account_is_refused() -> None:
    elsewhere = AssetId(AccountId(ETHEREUM, bytes([6]) * 20))
    with pytest.raises(ValueError, match="on another chain than the account"):
        replace(COIN, token=elsewhere)
    here = AssetId(AccountId(BNB, bytes([6]) * 20))
    assert replace(COIN, token=here).token == here


def test_statement_sorts_its_assets_by_kind() -> None:
    statement: ReserveStatement = replace(STATEMENT, reserves=(CASH, GOLD, COIN))
    assert (statement.gold, statement.crypto) == ((GOLD,), (COIN,))


def test_deduction_on_another_chain_than_its_token_is_refused() -> None:
    asset = AssetId(AccountId(BNB, bytes([7]) * 20))
    kind = NonredeemableClass.TEST
    assert Nonredeemable(kind, asset, ACCOUNT, Figure("1"), SOURCE).asset == asset
    with pytest.raises(ValueError, match="is not on the chain of"):
        Nonredeemable(kind, asset, AccountId(ETHEREUM, bytes([5]) * 20), Figure("1"), SOURCE)


def test_nonredeemable_classes_are_permanent_or_for_a_time() -> None:
    permanent = {kind for kind in NonredeemableClass if kind.permanent}
    assert permanent == {NonredeemableClass.TEST, NonredeemableClass.UNSPENDABLE}
