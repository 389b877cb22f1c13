"""PRC-04 and DEC-07: the statement's price and date against the feeds' history."""

from dataclasses import replace
from fractions import Fraction

import pytest

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.evidence import FeedEvidence, Observed
from stableaudit.domain.findings import Bearing, Severity, Verdict
from stableaudit.domain.intervals import Interval
from stableaudit.domain.prices import PriceHistory
from stableaudit.domain.quantities import Price
from stableaudit.domain.questions import Round
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from stableaudit.reconcile.price_history_checks import names_a_day, price_at_statement
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
    figures_of,
    findings_of,
    healthy_case,
    reading,
    with_feed,
    with_gold,
    with_statement,
)

DAY = 86_400
NOON = STATEMENT.as_of
MONDAY = NOON - DAY // 2
"""2026-11-16T00:00:00Z."""

DECLARED = Figure("4100.00")


def a_round(instant: int, answer: int) -> Round:
    return Round((1 << 64) + instant, answer * 10**8, instant, instant)


def on_ethereum(
    at_statement: Observed[Round] | None, history: Observed[PriceHistory] | None
) -> FeedEvidence:
    healthy = feed_evidence(feed(ETHEREUM))
    return replace(healthy, at_statement=at_statement, history=history)


def declaring(price: Figure | Unknown, *, as_of: int = NOON) -> Case:
    """Return a case whose statement used a price, with one feed whose prices a test gives."""
    gold = replace(GOLD, declared_price=price)
    case = with_statement(healthy_case(), replace(STATEMENT, reserves=(gold,), as_of=as_of))
    assert case.scope.statement is not None
    return with_feed(case, 1, replace(feed_evidence(feed(BNB)), at_statement=NO_ANSWER))


def priced(case: Case, *rounds: tuple[int, int], at: int) -> Case:
    """Return the case with a history, and one of its rounds as the one at the statement's time."""
    found = tuple(a_round(instant, answer) for instant, answer in rounds)
    history = reading(PriceHistory(found, NOW, NOW, 1), ETHEREUM)
    return with_feed(case, 0, on_ethereum(reading(found[at], ETHEREUM), history))


def test_healthy_case_compares_and_finds_nothing() -> None:
    assert findings_of(healthy_case(), "PRC-04") == ()
    assert findings_of(healthy_case(), "DEC-07") == ()


@pytest.mark.parametrize(
    ("declared", "found"),
    [
        ("4140.000", 0),  # 1 % above, to the digit
        ("4141.001", 1),
        ("4141", 0),  # rounded: it may have been 4140.5, of which nothing is known
        ("4142", 1),
        ("4059.000", 0),
        ("4058.999", 1),
    ],
)
def test_price_of_an_instant_may_differ_by_the_tolerance(declared: str, found: int) -> None:
    case = priced(declaring(Figure(declared)), (NOON - 60, 4100), (NOON + 60, 9000), at=0)
    assert len(findings_of(case, "PRC-04")) == found


def test_price_at_the_tolerance_exactly_is_within_it() -> None:
    case = priced(declaring(Figure("4141.0")), (NOON - 60, 4100), at=0)
    assert findings_of(case, "PRC-04") == ()
    none = replace(case.scope.policy, max_price_divergence=Fraction(0))
    strict = replace(case, scope=replace(case.scope, policy=none))
    (found,) = findings_of(strict, "PRC-04")
    assert (found.severity, found.bearing) == (Severity.MEDIUM, Bearing.NOTED)


@pytest.mark.parametrize(
    ("declared", "found"), [("4242.0", 0), ("4243.0", 1), ("3960.0", 0), ("3959.0", 1)]
)
def test_price_of_a_day_may_be_any_of_that_day(declared: str, found: int) -> None:
    end = MONDAY + DAY - 1
    case = declaring(Figure(declared), as_of=end)
    case = priced(
        case,
        (MONDAY - DAY, 1000),
        (MONDAY - 60, 4000),  # in force as the day began
        (NOON, 4200),
        (end - 60, 4100),
        (end + 60, 9000),
        at=3,
    )
    assert len(findings_of(case, "PRC-04")) == found


def test_finding_names_both_prices() -> None:
    case = priced(declaring(Figure("5000")), (NOON - 60, 4100), at=0)
    (found,) = findings_of(case, "PRC-04")
    figures = figures_of(found)
    assert figures["feeds then"] == Price(Interval.exactly(4100), "USD", "fine ozt")
    assert figures["the statement's price"] == Price(Figure("5000").interval, "USD", "fine ozt")


@pytest.mark.parametrize(
    "evidence",
    [
        on_ethereum(None, None),
        on_ethereum(NO_ANSWER, NO_ANSWER),
        on_ethereum(reading(a_round(NOON, 0), ETHEREUM), None),
        replace(
            on_ethereum(reading(a_round(NOON, 4100), ETHEREUM), None),
            decimals=reading(18, ETHEREUM),
        ),
    ],
)
def test_price_without_a_round_at_the_statements_time_is_said_not_to_be_compared(
    evidence: FeedEvidence,
) -> None:
    case = with_feed(declaring(DECLARED), 0, evidence)
    (found,) = findings_of(case, "PRC-04")
    assert (found.bearing, "could not be compared" in found.statement) == (Bearing.NOTED, True)


@pytest.mark.parametrize("history", [None, NO_ANSWER, "before"])
def test_price_of_a_day_whose_rounds_are_not_known_is_said_not_to_be_compared(
    history: Observed[PriceHistory] | str | None,
) -> None:
    end = MONDAY + DAY - 1
    later = PriceHistory((a_round(end + 60, 4100),), NOW, NOW, 1)
    known = reading(later, ETHEREUM) if isinstance(history, str) else history
    at = reading(a_round(end, 4100), ETHEREUM)
    case = with_feed(declaring(DECLARED, as_of=end), 0, on_ethereum(at, known))
    (found,) = findings_of(case, "PRC-04")
    assert "could not be compared" in found.statement


def test_price_in_another_currency_is_said_not_to_be_compared() -> None:
    case = with_gold(healthy_case(), replace(GOLD, currency="EUR"))
    (found,) = findings_of(case, "PRC-04")
    assert "could not be compared" in found.statement


def test_statement_without_a_price_has_nothing_to_compare() -> None:
    assert findings_of(declaring(Unknown()), "PRC-04") == ()


def test_case_without_a_statement_has_nothing_to_compare() -> None:
    case = with_statement(healthy_case(), MISSING)
    assert (findings_of(case, "PRC-04"), findings_of(case, "DEC-07")) == ((), ())
    assert price_at_statement(case, "USD") is None


def test_price_at_the_statement_is_that_of_all_feeds() -> None:
    other = replace(feed_evidence(feed(BNB)), at_statement=reading(a_round(NOON - 60, 4150), BNB))
    found = price_at_statement(with_feed(healthy_case(), 1, other), "USD")
    assert found == Interval(Fraction(4150), Fraction(4163))


@pytest.mark.parametrize(("instant", "day"), [(MONDAY - 1, True), (MONDAY, False), (NOON, False)])
def test_last_second_of_a_day_names_the_day(instant: int, day: bool) -> None:  # noqa: FBT001 - a table
    assert names_a_day(instant) is day


@pytest.mark.parametrize(("below", "found"), [(9, 0), (10, 1)])
def test_date_with_a_price_above_nine_tenths_of_those_around_looks_picked(
    below: int, found: int
) -> None:
    # The round at the time itself is one of those around it: 9 of 10 is allowed, 10 of 11 not.
    rounds = [(NOON - (below - n) * 3600, 4000 + n) for n in range(below)]
    case = priced(declaring(DECLARED), *rounds, (NOON, 4100), at=below)
    assert len(findings_of(case, "DEC-07")) == found


def test_date_that_looks_picked_is_low_and_noted() -> None:
    rounds = [(NOON - 60 * n, 4000) for n in range(20, 0, -1)]
    case = priced(declaring(DECLARED), *rounds, (NOON, 4100), at=20)
    (found,) = findings_of(case, "DEC-07")
    assert (found.severity, found.bearing) == (Severity.LOW, Bearing.NOTED)


@pytest.mark.parametrize("history", [None, NO_ANSWER])
def test_date_without_the_prices_around_it_cannot_be_told(
    history: Observed[PriceHistory] | None,
) -> None:
    case = with_feed(healthy_case(), 0, on_ethereum(NO_ANSWER, history))
    (found,) = findings_of(case, "DEC-07")
    assert (found.severity, "cannot be told" in found.statement) == (Severity.INFO, True)


def test_findings_about_the_statements_price_decide_no_verdict() -> None:
    case = healthy_case()
    for index, chain in enumerate((ETHEREUM, BNB)):
        dear = reading(a_round(NOON, 5000), chain)
        around = (a_round(NOON - 60 * n, 4000) for n in range(20, 0, -1))
        peak = reading(PriceHistory((*around, dear.value), NOW, NOW, 1), chain)
        entry = replace(feed_evidence(feed(chain)), at_statement=dear, history=peak)
        case = with_feed(case, index, entry)
    assert findings_of(case, "PRC-04") != ()
    assert findings_of(case, "DEC-07") != ()
    assert judge(case, fail_on=Severity.LOW).verdict is Verdict.RECONCILED
