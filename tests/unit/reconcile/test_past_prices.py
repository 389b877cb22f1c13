"""What gold cost when the statement was made and since, and what a fix unknown is worth."""

from dataclasses import replace
from fractions import Fraction

import pytest

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import Unknown, WeightBasis
from stableaudit.domain.evidence import FeedEvidence
from stableaudit.domain.findings import Bearing, Severity
from stableaudit.domain.instants import parse_instant
from stableaudit.domain.intervals import Interval
from stableaudit.domain.prices import PriceEntry, PriceFile, PriceHistory
from stableaudit.domain.questions import Round
from stableaudit.domain.reserve_assets import PriceFix
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reconcile.books import Open, ReserveBook
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from stableaudit.reconcile.past_prices import price_of_its_time
from stableaudit.reserves.mass import Unbounded
from stableaudit.reserves.price_history import BelowBreakEven
from tests.cases import (
    BNB,
    ETHEREUM,
    GOLD,
    MISSING,
    NO_ANSWER,
    NOW,
    STATEMENT,
    feed,
    feed_evidence,
    findings_of,
    healthy_case,
    reading,
    with_feed,
    with_gold,
    with_statement,
)

DAY = parse_instant("2026-11-16T00:00:00Z")
PRICES = {
    "2026-11-16T09:00:00Z": 4100,
    "2026-11-16T12:00:00Z": 3800,
    "2026-11-17T12:00:00Z": 3900,
    "2026-11-18T12:00:00Z": 4000,
}
EXACT = replace(GOLD, quantity=Figure("400.000000"), weight_basis=WeightBasis.FINE)


def rounds(prices: dict[str, int]) -> tuple[Round, ...]:
    return tuple(
        Round((1 << 64) + n, price * 10**8, parse_instant(at), parse_instant(at))
        for n, (at, price) in enumerate(prices.items(), start=1)
    )


def history(prices: dict[str, int] = PRICES, *, stride: int = 1) -> PriceHistory:
    known = rounds(prices)
    return PriceHistory(known, known[-1].updated_at, NOW, stride)


def with_history(case: Case, past: object, *, index: int = 0) -> Case:
    entry: FeedEvidence = replace(case.evidence.feeds[index], history=past)  # type: ignore[arg-type]  # any
    return with_feed(case, index, entry)


def priced(past: object = None) -> Case:
    statement = replace(STATEMENT, as_of=parse_instant("2026-11-16T23:59:59Z"), reserves=(EXACT,))
    case = with_statement(healthy_case(), statement)
    return with_history(case, reading(history(), ETHEREUM) if past is None else past)


def book_of(case: Case) -> ReserveBook:
    return judge(case, fail_on=Severity.HIGH).books.reserves


def test_days_below_break_even_are_counted_from_the_statement_on() -> None:
    below = book_of(priced()).below_break_even
    assert isinstance(below, BelowBreakEven)
    # break-even of 400 kg is 3,887.9 dollars: of the 17th only 3,900 is known, above it
    assert (below.surely.days, below.perhaps.days, below.feed) == (0, 0, "XAU / USD on Ethereum")
    lower = reading(history({**PRICES, "2026-11-19T12:00:00Z": 3700}), ETHEREUM)
    found = book_of(priced(lower)).below_break_even
    assert isinstance(found, BelowBreakEven)
    assert (found.surely.days, found.since) == (1, parse_instant("2026-11-16T23:59:59Z"))


def test_history_that_begins_after_the_statement_says_from_when_it_knows() -> None:
    late = reading(history({"2026-11-18T12:00:00Z": 4000}), ETHEREUM)
    below = book_of(priced(late)).below_break_even
    assert isinstance(below, BelowBreakEven)
    assert below.since == parse_instant("2026-11-18T12:00:00Z")


def test_history_that_could_not_be_read_leaves_the_days_open() -> None:
    assert book_of(priced(NO_ANSWER)).below_break_even == Open(str(NO_ANSWER))


def test_without_any_history_the_days_are_open() -> None:
    case = priced()
    for index in range(2):
        case = with_history(case, None, index=index)
    assert book_of(case).below_break_even == Open("no feed's history was read")


def test_history_of_another_feed_counts_only_if_it_is_the_feed() -> None:
    case = with_history(priced(None), None)
    other = replace(feed_evidence(feed(BNB)), history=reading(history(), BNB))
    assert isinstance(book_of(with_feed(case, 1, other)).below_break_even, BelowBreakEven)
    wrong = replace(other, description=reading(Untrusted("EUR / USD"), BNB))
    assert isinstance(book_of(with_feed(case, 1, wrong)).below_break_even, Open)


def test_break_even_that_is_open_leaves_the_days_open() -> None:
    case = with_gold(healthy_case(), replace(GOLD, quantity=Figure("0")))
    assert book_of(case).below_break_even == Open("the declared gold may be none at all")


def test_no_gold_has_no_price_at_the_statement() -> None:
    book = book_of(with_statement(healthy_case(), MISSING))
    assert book.price_at_statement == Open("no gold is declared")


def test_price_at_the_statement_is_that_of_its_day() -> None:
    case = priced()
    entry = replace(case.evidence.feeds[0], at_statement=reading(rounds(PRICES)[1], ETHEREUM))
    entry_bnb = replace(case.evidence.feeds[1], at_statement=reading(rounds(PRICES)[1], BNB))
    case = with_feed(with_feed(case, 0, entry), 1, entry_bnb)
    assert book_of(case).price_at_statement == Interval(Fraction(3800), Fraction(4100))


def test_unknown_fix_says_what_morning_and_afternoon_would_make_of_coverage() -> None:
    (effect,) = book_of(priced()).effects
    (am, at_am), (pm, at_pm) = effect.readings
    assert (am, pm) == ("am fix of that day", "pm fix of that day")
    assert at_am.low * 3800 == at_pm.low * 4100


@pytest.mark.parametrize(
    "case",
    [
        with_statement(
            priced(),
            replace(STATEMENT, reserves=(replace(EXACT, price_fix=PriceFix.PM),)),
        ),
        priced(reading(history({"2026-11-18T12:00:00Z": 4000}), ETHEREUM)),
        priced(reading(history({"2026-11-16T09:00:00Z": 0}), ETHEREUM)),
        priced(NO_ANSWER),
    ],
    ids=["known", "not covered", "not positive", "not read"],
)
def test_fix_that_is_known_or_cannot_be_priced_has_no_effect_to_show(case: Case) -> None:
    assert [one for one in book_of(case).effects if "afternoon" in one.unknown] == []


def test_gold_that_cannot_be_bounded_has_no_effect_of_its_fix() -> None:
    case = priced()
    statement = case.scope.statement
    assert statement is not None
    unbounded = replace(EXACT, weight_basis=Unknown())
    hurt = with_statement(case, replace(statement, reserves=(unbounded,)))
    assert [one for one in book_of(hurt).effects if "afternoon" in one.unknown] == []


def test_two_lots_or_no_tokens_have_no_effects() -> None:
    two = with_statement(
        healthy_case(), replace(STATEMENT, reserves=(GOLD, replace(GOLD, id="gold-2")))
    )
    assert book_of(two).effects == ()


def file_of(*entries: tuple[int, str]) -> PriceFile:
    return PriceFile(
        "prices.csv",
        "ab" * 32,
        "USD",
        tuple(PriceEntry(at, Figure(price), Untrusted("a source")) for at, price in entries),
    )


def by_file(*entries: tuple[int, str]) -> Case:
    case = healthy_case()
    scope = replace(case.scope, feeds=(), prices=file_of(*entries))
    return replace(case, scope=scope, evidence=replace(case.evidence, feeds=()))


def test_price_file_takes_the_place_of_the_feeds() -> None:
    case = by_file((STATEMENT.as_of, "4163.475"), (NOW - 60, "4100.00"))
    book = book_of(case)
    assert book.price == Interval(Fraction("4099.995"), Fraction("4100.005"))
    assert book.price_at_statement == Figure("4163.475").interval
    assert findings_of(case, "PRC-05") == ()
    assert findings_of(case, "PRC-04") == ()


def test_price_file_without_a_price_by_then_is_undecided() -> None:
    case = by_file((NOW + 60, "4100.00"))
    (found,) = findings_of(case, "PRC-05")
    assert (found.bearing, found.subject) == (Bearing.UNDECIDED, "prices.csv")
    assert isinstance(book_of(case).price, Open)
    assert isinstance(book_of(case).price_at_statement, Open)


@pytest.mark.parametrize(("age", "count"), [(0, 0), (1, 1)])
def test_price_file_may_be_as_old_as_the_policy_allows_and_no_older(age: int, count: int) -> None:
    # Saturday noon: the market has been closed for 14 hours, which are allowed on top.
    limit = 90_000 + 14 * 3_600
    case = by_file((NOW - limit - age, "4100.00"))
    assert len(findings_of(case, "PRC-05")) == count


def test_price_file_beside_no_gold_is_not_judged() -> None:
    case = with_statement(by_file((NOW + 60, "4100.00")), replace(STATEMENT, reserves=()))
    assert findings_of(case, "PRC-05") == ()


def test_price_of_its_time_is_the_history_s_or_the_file_s_and_says_what_it_does_not_know() -> None:
    by_feed = price_of_its_time(priced())
    assert by_feed is not None
    assert by_feed(DAY + 13 * 3_600) == Interval.exactly(3800)
    assert by_feed(DAY) == Unbounded("no price of gold of that time is known")
    nothing = price_of_its_time(priced(reading(history({"2026-11-16T09:00:00Z": 0}), ETHEREUM)))
    assert nothing is not None
    assert isinstance(nothing(DAY + 13 * 3_600), Unbounded)
    by_entry = price_of_its_time(by_file((DAY, "4100.00")))
    assert by_entry is not None
    assert by_entry(DAY) == Figure("4100.00").interval
    assert by_entry(DAY - 1) == Unbounded("the price file begins later")


def test_price_of_its_time_without_a_history_is_none() -> None:
    case = priced(NO_ANSWER)
    coin = replace(case.scope.feeds[1], base="BNB")
    case = replace(case, scope=replace(case.scope, feeds=(case.scope.feeds[0], coin)))
    assert price_of_its_time(case) is None


def test_days_below_break_even_look_at_feeds_of_gold_alone() -> None:
    case = priced()
    coin = replace(case.scope.feeds[0], base="BNB")
    case = replace(case, scope=replace(case.scope, feeds=(coin, case.scope.feeds[1])))
    assert book_of(case).below_break_even == Open("no feed's history was read")


def in_som(case: Case) -> Case:
    token = replace(case.scope.token, peg=replace(case.scope.token.peg, currency="KGS"))
    return replace(case, scope=replace(case.scope, token=token))


def test_history_in_another_currency_than_the_tokens_prices_nothing() -> None:
    case = in_som(priced())
    assert price_of_its_time(case) is None
    assert [one for one in book_of(case).effects if "afternoon" in one.unknown] == []
    assert book_of(case).below_break_even == Open("no feed's history was read")


@pytest.mark.parametrize("late", [0, 1])
def test_price_that_was_too_old_at_an_instant_is_not_the_price_of_its_time(late: int) -> None:
    limit, begins = 90_000, parse_instant("2026-11-16T12:00:00Z")
    alone = history({"2026-11-16T12:00:00Z": 3800, "2026-11-20T12:00:00Z": 4000})
    by_feed = price_of_its_time(priced(reading(alone, ETHEREUM)))
    by_entry = price_of_its_time(by_file((begins, "3800.00")))
    assert by_feed is not None
    assert by_entry is not None
    for price_at in (by_feed, by_entry):
        assert isinstance(price_at(begins + limit + late), Unbounded) is bool(late)


def test_price_file_of_another_currency_prices_nothing() -> None:
    case = by_file((NOW - 60, "4100.00"))
    prices = case.scope.prices
    assert prices is not None
    foreign = replace(case.scope, prices=replace(prices, currency="EUR"))
    assert book_of(replace(case, scope=foreign)).price == Open(
        "prices.csv is in EUR, the tokens are owed in USD"
    )
