"""COV-04 and the stress book: what a fall of gold would leave."""

from dataclasses import replace
from fractions import Fraction

import pytest

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import MassUnit, Unknown
from stableaudit.domain.findings import Bearing, Severity, Verdict
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.intervals import Interval
from stableaudit.domain.quantities import Ratio
from stableaudit.domain.reserve_assets import (
    AssetClass,
    CryptoHolding,
    MonetaryAsset,
    ReserveAsset,
)
from stableaudit.domain.tokens import Peg
from stableaudit.reconcile.books import AssetLine, Open
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from stableaudit.reconcile.stress_book import close_stress_book
from stableaudit.reserves.stress import Beyond, DriverKind, Reach, StressBook
from tests.cases import (
    BNB,
    GOLD,
    MISSING,
    SOURCE,
    STATEMENT,
    feed_evidence,
    figures_of,
    findings_of,
    healthy_case,
    with_feed,
    with_gold,
    with_statement,
)

OUNCES = replace(
    GOLD,
    quantity=Figure("12500.000000000000000000"),
    unit=MassUnit.TROY_OUNCE,
    declared_price=Unknown(),
    declared_value=Unknown(),
)
SOMS = MonetaryAsset(
    "cash-1", AssetClass.CASH, Figure("60000000"), negative=False, currency="KGS", provenance=SOURCE
)
COINS = CryptoHolding(
    "coins-1", AccountId(BNB, bytes([5]) * 20), None, "BNB", 18, Unknown(), SOURCE
)


def priced(answer: int, *, fall: str = "0.05") -> Case:
    """12,500 ounces behind 50,000,000 tokens: 4,000 dollars an ounce are just enough."""
    case = with_gold(healthy_case(), OUNCES)
    for index, entry in enumerate(case.scope.feeds):
        case = with_feed(case, index, feed_evidence(entry, answer=answer * 10**8))
    policy = replace(case.scope.policy, min_gold_fall=Fraction(fall))
    return replace(case, scope=replace(case.scope, policy=policy))


def stress_of(case: Case) -> StressBook | Open:
    return judge(case, fail_on=Severity.HIGH).books.stress


def test_coverage_that_stands_more_than_the_policy_names_passes() -> None:
    assert findings_of(priced(5000), "COV-04") == ()


def test_coverage_that_stands_less_is_noted_and_the_verdict_stands() -> None:
    case = priced(4100)
    (found,) = findings_of(case, "COV-04")
    assert (found.bearing, found.severity) == (Bearing.NOTED, Severity.LOW)
    assert found.statement.startswith("a smaller fall of gold")
    stood = figures_of(found)["fall that coverage stands"]
    assert isinstance(stood, Ratio)
    assert stood.range.low < Fraction(100, 4100) < stood.range.high
    assert judge(case, fail_on=Severity.HIGH).verdict is Verdict.RECONCILED


def test_coverage_that_stands_exactly_what_the_policy_names_passes() -> None:
    case = priced(5000)
    book = stress_of(case)
    assert isinstance(book, StressBook)
    (line,) = book.reverse
    assert isinstance(line.fall.pessimistic, Fraction)
    policy = replace(case.scope.policy, min_gold_fall=line.fall.pessimistic)
    at = replace(case, scope=replace(case.scope, policy=policy))
    assert findings_of(at, "COV-04") == ()
    beyond = replace(policy, min_gold_fall=line.fall.pessimistic + Fraction(1, 10**30))
    past = replace(case, scope=replace(case.scope, policy=beyond))
    assert len(findings_of(past, "COV-04")) == 1


def test_figures_too_rough_to_say_are_noted_as_that() -> None:
    case = with_gold(priced(4200), replace(OUNCES, quantity=Figure("12500")))
    book = stress_of(case)
    assert isinstance(book, StressBook)
    policy = replace(case.scope.policy, min_gold_fall=Fraction(200, 4200))
    (found,) = findings_of(replace(case, scope=replace(case.scope, policy=policy)), "COV-04")
    assert "too roughly" in found.statement


def test_coverage_that_may_be_short_already_stands_no_fall_by_the_worst_reading() -> None:
    (found,) = findings_of(priced(4000), "COV-04")
    stood = figures_of(found)["fall that coverage stands"]
    assert isinstance(stood, Ratio)
    assert stood.range.low == 0


def test_coverage_that_is_short_already_is_another_checks_finding() -> None:
    assert findings_of(priced(3000), "COV-04") == ()
    assert len(findings_of(priced(3000), "COV-03")) == 1


def test_missing_statement_leaves_stress_open_and_is_not_found_twice() -> None:
    case = with_statement(healthy_case(), MISSING)
    assert stress_of(case) == Open("no reserve statement is known")
    assert findings_of(case, "COV-04") == ()


def test_debt_that_is_open_leaves_stress_open() -> None:
    case = healthy_case()
    book = judge(case, fail_on=None).books.reserves
    unknown = Open("a supply could not be read")
    assert close_stress_book(case, replace(book, liability=unknown)) == unknown


def test_gold_that_other_assets_need_not_is_stood_whole() -> None:
    cash = replace(SOMS, currency="USD")
    case = priced(4100)
    case = with_statement(case, replace(STATEMENT, reserves=(OUNCES, cash)))
    book = stress_of(case)
    assert isinstance(book, StressBook)
    assert [line.fall for line in book.reverse] == [Reach(Beyond.NEVER, Beyond.NEVER)]
    assert book.unmoved == ("USD",)
    assert findings_of(case, "COV-04") == ()


def test_som_behind_som_is_moved_by_no_rate() -> None:
    case = with_statement(healthy_case(), replace(STATEMENT, reserves=(SOMS,)))
    token = replace(case.scope.token, peg=Peg("KGS", Figure("1")))
    book = stress_of(replace(case, scope=replace(case.scope, token=token)))
    assert isinstance(book, StressBook)
    assert book.unmoved == ("KGS",)
    assert not any(one.scenario.changes for one in book.outcomes)


@pytest.mark.parametrize(
    ("asset", "driver", "kind"),
    [(SOMS, "KGS", DriverKind.CURRENCY), (COINS, "BNB", DriverKind.COIN)],
)
def test_other_assets_have_drivers_of_their_own(
    asset: ReserveAsset, driver: str, kind: DriverKind
) -> None:
    case = healthy_case()
    book = judge(case, fail_on=None).books.reserves
    worth = Interval.exactly(60_000_000)
    line = AssetLine(asset, driver, worth, Interval.exactly(0), Fraction(0), worth)
    found = close_stress_book(case, replace(book, assets=(line,)))
    assert isinstance(found, StressBook)
    assert [(one.driver, one.kind) for one in found.reverse] == [(driver, kind)]
