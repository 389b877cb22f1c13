"""Part 2: what each class of asset counts for."""

from dataclasses import replace
from fractions import Fraction

import pytest

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import Unknown, WeightBasis
from stableaudit.domain.findings import Severity
from stableaudit.domain.intervals import Interval
from stableaudit.domain.policy import Policy
from stableaudit.domain.reserve_assets import (
    AssetClass,
    CryptoHolding,
    Custody,
    MonetaryAsset,
    ReserveAsset,
)
from stableaudit.reconcile.books import Open, ReserveBook
from stableaudit.reconcile.judge import judge
from tests.bar_cases import bar
from tests.bar_cases import listed as list_of
from tests.cases import COINS, GOLD, SOURCE, STATEMENT, healthy_case, with_statement

LIST = list_of(bar())
CASH = MonetaryAsset(
    "cash",
    AssetClass.CASH,
    Figure("1000000.00"),
    negative=False,
    currency="USD",
    provenance=SOURCE,
)
EXACT_GOLD = replace(GOLD, quantity=Figure("400.000000000000000000"))


def book_of(*reserves: ReserveAsset, policy: Policy | None = None) -> ReserveBook:
    case = with_statement(healthy_case(), replace(STATEMENT, reserves=reserves))
    if policy is not None:
        case = replace(case, scope=replace(case.scope, policy=policy))
    return judge(case, fail_on=Severity.HIGH).books.reserves


def eligible(book: ReserveBook, index: int = 0) -> Interval:
    value = book.assets[index].eligible
    assert isinstance(value, Interval)
    return value


def test_money_counts_at_its_declared_value_with_its_precision() -> None:
    book = book_of(CASH)
    assert eligible(book) == Interval(Fraction("999999.995"), Fraction("1000000.005"))
    assert (book.assets[0].driver, book.value) == ("USD", eligible(book))
    assert book.price == Open("no gold is declared")
    assert book.haircuts == ()


def test_net_liabilities_are_taken_off() -> None:
    payables = replace(CASH, asset_class=AssetClass.NET_OTHER, negative=True, value=Figure("10.0"))
    assert eligible(book_of(payables)) == Interval(Fraction("-10.05"), Fraction("-9.95"))


def test_money_in_another_currency_leaves_the_value_open() -> None:
    book = book_of(CASH, replace(CASH, id="som", currency="KGS"))
    assert book.value == Open("som is declared in KGS, the tokens are owed in USD")


def test_encumbered_part_does_not_count() -> None:
    pledged = replace(CASH, encumbered=Figure("400000.00"))
    assert eligible(book_of(pledged)) == Interval(Fraction("599999.99"), Fraction("600000.01"))


def test_encumbered_gold_raises_the_break_even_price() -> None:
    free, half = book_of(EXACT_GOLD), book_of(replace(EXACT_GOLD, encumbered=Figure("200")))
    assert isinstance(free.break_even, Interval)
    assert isinstance(half.break_even, Interval)
    assert half.break_even.low < 2 * free.break_even.low < half.break_even.high


def test_encumbered_money_in_another_currency_is_open_too() -> None:
    foreign = replace(CASH, currency="KGS", encumbered=Figure("1"))
    assert isinstance(book_of(foreign).assets[0].encumbered, Open)


def test_gold_that_cannot_be_bounded_leaves_line_and_break_even_open() -> None:
    unbounded = replace(GOLD, weight_basis=Unknown())
    book = book_of(unbounded, CASH)
    assert isinstance(book.assets[0].eligible, Open)
    assert isinstance(book.break_even, Open)
    assert isinstance(book.value, Open)


def test_haircut_of_the_policy_is_taken_off_its_class_alone() -> None:
    policy = Policy(haircuts=((AssetClass.ALLOCATED_GOLD, Fraction(1, 10)),))
    plain, cut = book_of(EXACT_GOLD, CASH), book_of(EXACT_GOLD, CASH, policy=policy)
    assert eligible(cut) == eligible(plain) * Interval.exactly(Fraction(9, 10))
    assert eligible(cut, 1) == eligible(plain, 1)
    assert isinstance(cut.break_even, Interval)
    assert isinstance(plain.break_even, Interval)
    assert cut.break_even.low * Fraction(9, 10) == plain.break_even.low


def test_shown_haircuts_cut_gold_alone_and_never_less_than_the_policys() -> None:
    book = book_of(EXACT_GOLD, CASH)
    assert [line.share for line in book.haircuts] == [Fraction(3, 20), Fraction(1, 5)]
    fifteen = book.haircuts[0].coverage
    assert isinstance(fifteen, Interval)
    assert isinstance(book.assets[0].gross, Interval)
    expected = (book.assets[0].gross.low * Fraction(17, 20) + eligible(book, 1).low) / 50_000_000
    assert fifteen.low == expected
    harder = Policy(haircuts=((AssetClass.ALLOCATED_GOLD, Fraction(1, 2)),))
    cut = book_of(EXACT_GOLD, CASH, policy=harder)
    assert [line.coverage for line in cut.haircuts] == [cut.coverage, cut.coverage]


def test_other_assets_carry_their_part_before_the_gold() -> None:
    alone, beside = book_of(EXACT_GOLD), book_of(EXACT_GOLD, CASH)
    assert isinstance(alone.break_even, Interval)
    assert isinstance(beside.break_even, Interval)
    assert beside.break_even.high < alone.break_even.low


def test_other_assets_that_cover_all_leave_no_break_even() -> None:
    book = book_of(EXACT_GOLD, replace(CASH, value=Figure("60000000")))
    assert book.break_even == Open("the other assets may cover the tokens without any gold")


def test_other_asset_that_is_open_leaves_the_break_even_open() -> None:
    book = book_of(EXACT_GOLD, replace(CASH, currency="KGS"))
    assert book.break_even == Open("cash is declared in KGS, the tokens are owed in USD")


def test_unknown_weight_basis_says_what_knowing_it_is_worth() -> None:
    unknown = replace(GOLD, weight_basis=Unknown(), fineness_floor=Figure("995.0"))
    effect = book_of(unknown).effects[0]
    (gross, if_gross), (fine, if_fine) = effect.readings
    assert (gross, fine) == ("gross, least fineness", "fine weight")
    assert if_gross.high == if_fine.high * Fraction("0.995")
    assert [one.unknown for one in book_of(GOLD).effects if "weight" in one.unknown] == []


def test_unknown_weight_basis_of_unbounded_gold_has_one_reading() -> None:
    effect = book_of(replace(GOLD, weight_basis=Unknown())).effects[0]
    assert [words for words, _ in effect.readings] == ["fine weight"]


def test_pledged_part_that_cannot_be_bounded_leaves_line_and_break_even_open() -> None:
    # the list says how much there is; how much of it is pledged, in bars as weighed, nobody does
    listed = replace(
        GOLD,
        weight_basis=WeightBasis.GROSS,
        encumbered=Figure("1"),
        bar_list=LIST,
        declared_price=Unknown(),
        declared_value=Unknown(),
    )
    book = book_of(listed)
    assert isinstance(book.assets[0].gross, Interval)
    assert isinstance(book.assets[0].encumbered, Open)
    assert book.assets[0].eligible == book.assets[0].encumbered == book.break_even
    assert isinstance(book.fine_grams, Interval)


def test_haircut_of_a_class_never_cuts_a_debt() -> None:
    payables = replace(CASH, asset_class=AssetClass.NET_OTHER, negative=True, value=Figure("10.0"))
    harder = Policy(haircuts=((AssetClass.NET_OTHER, Fraction(1, 2)),))
    assert eligible(book_of(payables, policy=harder)) == eligible(book_of(payables))
    receivables = replace(payables, negative=False)
    assert eligible(book_of(receivables, policy=harder)).high == Fraction("5.025")


@pytest.mark.parametrize("asset", [GOLD, CASH, COINS])
@pytest.mark.parametrize("encumbered", [Unknown(), Figure("0")])
def test_asset_that_is_pledged_without_an_amount_leaves_coverage_open(
    asset: ReserveAsset, encumbered: Figure | Unknown
) -> None:
    pledged = replace(asset, custody=Custody(pledged=True))
    if not isinstance(pledged, CryptoHolding):
        pledged = replace(pledged, encumbered=encumbered)
    book = book_of(pledged)
    assert book.assets[0].encumbered == Open(f"how much of {asset.id} is pledged or lent")
    assert isinstance(book.coverage, Open)
    if not isinstance(pledged, CryptoHolding):
        told = replace(pledged, encumbered=Figure("1.00"))
        assert isinstance(book_of(told).coverage, Interval)
