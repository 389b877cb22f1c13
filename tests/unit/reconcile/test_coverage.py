"""COV and the reserve book: intervals decide."""

from dataclasses import replace
from fractions import Fraction

import pytest

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import MassUnit, Unknown, WeightBasis
from stableaudit.domain.evidence import HoldingEvidence
from stableaudit.domain.findings import Bearing, Severity, Verdict
from stableaudit.domain.intervals import Interval
from stableaudit.domain.policy import CoverageBasis
from stableaudit.domain.reserve_assets import AllocatedGold
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reconcile.books import Open, ReserveBook
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from tests.cases import (
    BNB,
    COINS,
    ETHEREUM,
    GOLD,
    MISSING,
    NO_ANSWER,
    STATEMENT,
    coin_feed,
    coin_price,
    deployment_evidence,
    feed,
    feed_evidence,
    figures_of,
    findings_of,
    healthy_case,
    reading,
    with_deployment,
    with_feed,
    with_gold,
    with_statement,
)
from tests.unit.reconcile.flow_cases import CASH as MONEY
from tests.unit.reconcile.flow_cases import change

KRESTON = replace(
    GOLD,
    quantity=Figure("376"),
    weight_basis=Unknown(),
    fineness=Unknown(),
    fineness_floor=Figure("995.0"),
    declared_price=Figure("4163.475"),
    declared_value=Figure("50331256"),
)
FINE_376 = replace(
    KRESTON,
    quantity=Figure("376.000"),
    weight_basis=WeightBasis.FINE,
    declared_value=Unknown(),  # the published one implies 376.0025 kg
)


def book_of(case: Case) -> ReserveBook:
    return judge(case, fail_on=Severity.HIGH).books.reserves


def priced(gold: AllocatedGold, answer: str) -> Case:
    case = with_gold(healthy_case(), gold)
    base_units = int(Fraction(answer) * 10**8)
    for index, entry in enumerate(case.scope.feeds):
        case = with_feed(case, index, feed_evidence(entry, answer=base_units))
    return case


@pytest.mark.parametrize(
    ("gold", "price", "verdict"),
    [
        (KRESTON, "4136.1", Verdict.INCONCLUSIVE),
        (KRESTON, "4000", Verdict.UNRECONCILED),
        (KRESTON, "4180", Verdict.RECONCILED),
        (FINE_376, "4161", Verdict.RECONCILED),
        (FINE_376, "4000", Verdict.UNRECONCILED),
    ],
)
def test_usdkg_like_statement_decides_only_where_its_precision_allows(
    gold: AllocatedGold, price: str, verdict: Verdict
) -> None:
    assert judge(priced(gold, price), fail_on=Severity.HIGH).verdict is verdict


def test_statement_own_terms_are_kept_beside_ours() -> None:
    book = book_of(priced(KRESTON, "4180"))
    assert not isinstance(book.declared, Open)
    assert not isinstance(book.declared_break_even, Open)
    assert book.declared.value / 50_000_000 == Fraction("1.00662512")
    assert book.declared_value_coverage == Interval(Fraction("1.00662511"), Fraction("1.00662513"))
    assert book.declared_break_even.low < Fraction("4136.073") < book.declared_break_even.high
    assert book.declared_break_even.width < Fraction("0.002")


def test_coverage_exactly_one_passes() -> None:
    # 31.1034768 g are one ounce: 1000 ounces at 50,000 dollars owe and cover 50,000,000 alike.
    ounces = replace(GOLD, quantity=Figure("1000"), unit=MassUnit.TROY_OUNCE)
    exact = replace(ounces, declared_price=Unknown(), declared_value=Unknown())
    book = book_of(priced(exact, "50000"))
    assert isinstance(book.coverage, Interval)
    assert (book.coverage.low, book.coverage.high) == (Fraction(1999, 2000), Fraction(2001, 2000))
    finest = replace(exact, quantity=Figure("1000.000000000000000000"))
    assert findings_of(priced(finest, "50000"), "COV-03")[0].bearing is Bearing.UNDECIDED
    above = replace(exact, quantity=Figure("1000.5"))
    assert findings_of(priced(above, "50000"), "COV-03") == ()


def test_gold_that_cannot_be_bounded_is_undecided_and_says_what_is_missing() -> None:
    case = with_gold(healthy_case(), replace(KRESTON, fineness_floor=Unknown()))
    (found,) = findings_of(case, "COV-03")
    assert (found.bearing, "least fineness" in found.statement) == (Bearing.UNDECIDED, True)
    assert findings_of(case, "COV-01") == ()


def test_no_price_leaves_coverage_open() -> None:
    entry = replace(feed_evidence(feed(ETHEREUM)), round=NO_ANSWER)
    (found,) = findings_of(with_feed(healthy_case(), 0, entry), "COV-03")
    assert "missing: the price of XAU / USD on Ethereum" in found.statement


def test_feed_evidence_left_out_leaves_coverage_open() -> None:
    case = healthy_case()
    bare = replace(case, evidence=replace(case.evidence, feeds=()))
    assert isinstance(book_of(bare).price, Open)


def test_price_that_is_not_positive_leaves_coverage_open() -> None:
    case = with_feed(healthy_case(), 0, feed_evidence(feed(ETHEREUM), answer=0))
    assert book_of(case).price == Open("a feed answered a price that is not positive")


def test_price_in_another_currency_leaves_coverage_open() -> None:
    case = healthy_case()
    pounds = tuple(replace(entry, quote="GBP") for entry in case.scope.feeds)
    book = book_of(replace(case, scope=replace(case.scope, feeds=pounds)))
    assert book.price == Open("the registry names no feed of XAU in USD")


def test_no_feed_at_all_leaves_coverage_open() -> None:
    case = healthy_case()
    book = book_of(replace(case, scope=replace(case.scope, feeds=())))
    assert book.price == Open("the registry names no feed of XAU in USD")


def test_no_tokens_leave_coverage_open_and_the_surplus_whole() -> None:
    case = healthy_case()
    for index, entry in enumerate(case.scope.token.deployments):
        case = with_deployment(case, index, deployment_evidence(entry, 0))
    book = book_of(case)
    assert book.coverage == Open("there are no tokens to cover")
    assert book.surplus == book.value


def test_supply_missing_leaves_every_figure_of_liability_open() -> None:
    case = healthy_case()
    entry = replace(case.evidence.deployments[0], total_supply=NO_ANSWER)
    book = book_of(with_deployment(case, 0, entry))
    opened = (book.liability, book.coverage, book.break_even, book.declared_break_even)
    assert [isinstance(figure, Open) for figure in opened] == [True] * 4
    assert isinstance(book.value, Interval)


def test_statement_without_its_own_terms_is_judged_at_the_measured_price_alone() -> None:
    gold = replace(GOLD, declared_price=Unknown(), declared_value=Unknown())
    case = with_gold(healthy_case(), gold)
    book = book_of(case)
    assert (isinstance(book.declared, Open), isinstance(book.coverage, Interval)) == (True, True)
    assert findings_of(case, "COV-01") == ()


def test_declared_value_of_nothing_has_no_break_even() -> None:
    book = book_of(with_gold(healthy_case(), replace(GOLD, declared_value=Figure("0"))))
    assert book.declared_break_even == Open("the declared value may be nothing")


def test_gold_that_may_be_none_has_no_break_even() -> None:
    book = book_of(with_gold(healthy_case(), replace(GOLD, quantity=Figure("0"))))
    assert book.break_even == Open("the declared gold may be none at all")
    (found,) = findings_of(with_gold(healthy_case(), replace(GOLD, quantity=Figure("0"))), "COV-03")
    assert "break-even price" not in figures_of(found)


def test_missing_statement_opens_the_whole_book() -> None:
    book = book_of(with_statement(healthy_case(), MISSING))
    assert (book.value, book.coverage) == (
        Open("no reserve statement is known"),
        Open("no reserve statement is known"),
    )


def test_statement_without_reserves_says_so() -> None:
    book = book_of(with_statement(healthy_case(), replace(STATEMENT, reserves=())))
    assert book.value == Open("no reserves are declared")


def test_two_holdings_at_one_price_are_judged_together_at_the_statements_own_price() -> None:
    second = replace(KRESTON, id="gold-2")
    case = with_statement(healthy_case(), replace(STATEMENT, reserves=(KRESTON, second)))
    book = book_of(case)
    assert not isinstance(book.declared, Open)
    assert book.declared.value == 2 * 50_331_256


def test_holding_declared_in_another_currency_gives_no_terms_in_dollars() -> None:
    book = book_of(with_gold(healthy_case(), replace(KRESTON, currency="EUR")))
    assert book.declared == Open("the statement gives no price and value of its gold in USD")


def test_declared_price_counts_with_the_precision_it_was_written_in() -> None:
    # 400.00 kg at "3888" are 50,001,235 dollars; at 3887.5, which also rounds to it, 49,994,184.
    rough = replace(GOLD, declared_price=Figure("3888"), declared_value=Figure("50001235"))
    (found,) = findings_of(priced(rough, "4180"), "COV-01")
    assert found.bearing is Bearing.UNDECIDED


def test_feed_of_something_else_gives_no_price() -> None:
    case = healthy_case()
    entry = replace(case.evidence.feeds[0], description=reading(Untrusted("EUR / USD"), ETHEREUM))
    book = book_of(with_feed(case, 0, entry))
    assert book.price == Open("a feed that is surely XAU / USD on Ethereum")
    assert isinstance(book.coverage, Open)


def test_feed_whose_decimals_were_not_read_gives_no_price() -> None:
    case = healthy_case()
    entry = replace(case.evidence.feeds[0], decimals=NO_ANSWER)
    assert isinstance(book_of(with_feed(case, 0, entry)).price, Open)


def test_shortfall_at_the_declared_price_is_undecided_where_coins_have_a_stale_price() -> None:
    case = with_statement(
        healthy_case(),
        replace(
            STATEMENT,
            reserves=(
                replace(GOLD, quantity=Figure("300.00"), declared_value=Figure("40157917")),
                COINS,
            ),
        ),
    )
    spec = coin_feed(BNB, "BNB")
    case = replace(
        case,
        scope=replace(case.scope, feeds=(*case.scope.feeds, spec)),
        evidence=replace(
            case.evidence,
            feeds=(*case.evidence.feeds, coin_price(spec, 600_00000000)),
            holdings=(HoldingEvidence("bnb-1", reading(12505 * 10**17, BNB), None),),
        ),
    )
    assert [f.bearing for f in findings_of(case, "COV-01")] == [Bearing.CONTRADICTS]
    stale = with_feed(case, 2, coin_price(spec, 600_00000000, age=40 * 86_400))
    assert [f.bearing for f in findings_of(stale, "COV-01")] == [Bearing.UNDECIDED]


@pytest.mark.parametrize(
    ("days_ago", "kilograms", "decrease", "undecided"),
    [
        (4, "1.00", True, False),  # 399 kg still cover
        (4, "30.00", True, True),
        (5, "30.00", True, False),  # of the statement's own time: it is in its figures
        (4, "30.00", False, False),
    ],
)
def test_decrease_declared_after_the_statement_s_own_time_counts(
    days_ago: int, kilograms: str, *, decrease: bool, undecided: bool
) -> None:
    moved = change("r1", days_ago, kilograms, decrease=decrease, reserve="gold-1")
    case = with_statement(healthy_case(), replace(STATEMENT, reserve_events=(moved,)))
    found = [f.bearing for f in findings_of(case, "COV-03")]
    assert found == ([Bearing.UNDECIDED] if undecided else [])


@pytest.mark.parametrize("reserve", ["nowhere", "gold-1"])
def test_decrease_that_cannot_be_followed_is_undecided(reserve: str) -> None:
    moved = change("r1", 4, "30.00", decrease=True, reserve=reserve)
    case = with_statement(
        healthy_case(), replace(STATEMENT, reserves=(MONEY,), reserve_events=(moved,))
    )
    assert [f.bearing for f in findings_of(case, "COV-03")] == [Bearing.UNDECIDED]


@pytest.mark.parametrize("amount", ["900000.00", "12000000.00"])
def test_decrease_is_held_against_the_tokens_whose_coverage_decides(amount: str) -> None:
    moved = change("r1", 4, amount, decrease=True, reserve="cash-1")
    case = with_statement(
        healthy_case(), replace(STATEMENT, reserves=(MONEY,), reserve_events=(moved,))
    )
    policy = replace(case.scope.policy, coverage_basis=CoverageBasis.REDEEMABLE)
    found = findings_of(replace(case, scope=replace(case.scope, policy=policy)), "COV-03")
    assert len(found) == (amount != "900000.00")
