"""What is left unknown is found where it costs something, and only there."""

from dataclasses import replace

import pytest

from stableaudit.domain.amounts import Figure
from stableaudit.domain.bars import BarList
from stableaudit.domain.declarations import Unknown, WeightBasis
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.reserve_assets import (
    AllocatedGold,
    AssetClass,
    CryptoHolding,
    Custody,
    MonetaryAsset,
    PriceFix,
)
from stableaudit.domain.statements import FIRST, ReserveStatement
from stableaudit.domain.undertakings import RedemptionTerms
from stableaudit.reserves.statement_lacks import Lack, Lacking, is_encumbered, lacks_of
from tests.cases import ASSURANCE, BNB, GOLD, SOURCE, STATEMENT

KEPT = Custody("Bank", "KG", "Bishkek", related_party=False, segregated=True, pledged=False)
WHOLE = replace(
    GOLD,
    custody=KEPT,
    price_fix=PriceFix.PM,
    bar_list=BarList("bars.csv", "ab" * 32, (), ()),
)
TERMS = RedemptionTerms(at_par=True, provenance=SOURCE)
SAID = replace(
    STATEMENT,
    reserves=(WHOLE,),
    supersedes=FIRST,
    redemption=TERMS,
    assurance=replace(ASSURANCE, document_sha256="ab" * 32),
)


def test_statement_that_says_everything_lacks_nothing() -> None:
    assert lacks_of(SAID) == ()


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        (replace(SAID, declared_supply=Unknown()), Lacking.SUPPLY),
        (replace(SAID, promised_cadence_days=Unknown()), Lacking.CADENCE),
        (replace(SAID, supersedes=Unknown()), Lacking.PREDECESSOR),
        (replace(SAID, assurance=Unknown()), Lacking.ASSURANCE),
        (replace(SAID, assurance=ASSURANCE), Lacking.SIGNED_DOCUMENT),
        (replace(SAID, redemption=Unknown()), Lacking.REDEMPTION),
        (replace(SAID, redemption=replace(TERMS, at_par=Unknown())), Lacking.PAR),
    ],
)
def test_statement_that_lacks_one_thing_says_which(
    statement: ReserveStatement, what: Lacking
) -> None:
    assert lacks_of(statement) == (Lack("", what),)


GROSS = replace(WHOLE, weight_basis=WeightBasis.GROSS)


@pytest.mark.parametrize(
    ("gold", "what"),
    [
        (replace(GROSS, fineness=Figure("999.9")), ()),
        (GROSS, (Lacking.PURITY,)),
        (replace(GROSS, fineness_floor=Figure("995")), (Lacking.FINENESS,)),
        (replace(WHOLE, weight_basis=Unknown()), (Lacking.WEIGHT_BASIS, Lacking.PURITY)),
        (replace(WHOLE, declared_price=Unknown()), (Lacking.PRICE,)),
        (replace(WHOLE, price_fix=Unknown()), (Lacking.PRICE_FIX,)),
        (replace(WHOLE, declared_value=Unknown()), (Lacking.VALUE,)),
        (replace(WHOLE, bar_list=Unknown()), (Lacking.BAR_LIST,)),
        (replace(WHOLE, custody=replace(KEPT, custodian=Unknown())), (Lacking.CUSTODIAN,)),
        (replace(WHOLE, custody=replace(KEPT, related_party=Unknown())), (Lacking.RELATED_PARTY,)),
        (replace(WHOLE, custody=replace(KEPT, segregated=Unknown())), (Lacking.SEGREGATION,)),
        (replace(WHOLE, custody=replace(KEPT, pledged=Unknown())), (Lacking.ENCUMBRANCE,)),
    ],
)
def test_gold_that_lacks_something_says_what(
    gold: AllocatedGold, what: tuple[Lacking, ...]
) -> None:
    assert lacks_of(replace(SAID, reserves=(gold,))) == tuple(Lack("gold-1", one) for one in what)


def test_crypto_without_a_declared_holding_lacks_it_and_its_custody() -> None:
    held = CryptoHolding("bnb", AccountId(BNB, bytes(20)), None, "BNB", 18, Unknown(), SOURCE, KEPT)
    assert lacks_of(replace(SAID, reserves=(held,))) == (Lack("bnb", Lacking.HOLDING),)
    said = replace(held, declared=Figure("1"))
    assert lacks_of(replace(SAID, reserves=(said,))) == ()


def test_money_whose_encumbrance_is_not_said_lacks_it() -> None:
    cash = MonetaryAsset(
        "cash",
        AssetClass.CASH,
        Figure("1"),
        negative=False,
        currency="USD",
        provenance=SOURCE,
        custody=replace(KEPT, pledged=Unknown()),
    )
    assert lacks_of(replace(SAID, reserves=(cash,))) == (Lack("cash", Lacking.ENCUMBRANCE),)


def test_net_of_what_is_owed_is_in_nobodys_custody() -> None:
    net = MonetaryAsset(
        "net",
        AssetClass.NET_OTHER,
        Figure("1"),
        negative=True,
        currency="USD",
        provenance=SOURCE,
    )
    assert lacks_of(replace(SAID, reserves=(net,))) == ()
    assert is_encumbered(replace(net, custody=Custody(pledged=True))) is True
