"""SUP-02 and SUP-03: events and balances against the total supply, in base units, residual 0."""

from dataclasses import replace

import pytest

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.findings import Bearing, Severity, Verdict
from stableaudit.domain.ledger import HolderColumns, Totals
from stableaudit.domain.quantities import Tokens
from stableaudit.domain.tokens import LedgerDepth
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from tests.cases import (
    HOLDERS,
    NO_ANSWER,
    figures_of,
    findings_of,
    healthy_case,
    ledger_of,
    with_ledger,
)

SUPPLY = 10_000_000_000000
"""Of the second deployment, Ethereum."""


def with_totals(case: Case, totals: Totals) -> Case:
    return with_ledger(case, 1, replace(ledger_of(case, 1), totals=totals))


def with_holders(case: Case, *balances: int) -> Case:
    addresses = b"".join(HOLDERS[: len(balances)])
    columns = HolderColumns(addresses, balances)
    return with_ledger(case, 1, replace(ledger_of(case, 1), holders=columns))


def assumed(case: Case) -> Case:
    """The case with a supply law that no source establishes."""
    first, second = case.scope.token.deployments
    changed = replace(second, law_established=False)
    token = replace(case.scope.token, deployments=(first, changed))
    return replace(case, scope=replace(case.scope, token=token))


def test_healthy_ledgers_close_with_residual_zero() -> None:
    result = judge(healthy_case(), fail_on=Severity.HIGH)
    assert [book.residual for book in result.books.ledgers] == [TokenAmount(0, 6)] * 2
    assert [book.balances_residual for book in result.books.ledgers] == [TokenAmount(0, 6)] * 2
    assert (result.verdict, result.findings) == (Verdict.RECONCILED, ())


@pytest.mark.parametrize("off", [1, -1, SUPPLY])
def test_events_that_are_not_the_supply_contradict_with_the_signed_residual(off: int) -> None:
    case = with_totals(healthy_case(), Totals(SUPPLY + off + 5, 5, 0, 0, 0, 1))
    (finding,) = findings_of(case, "SUP-02")
    assert (finding.bearing, finding.severity, finding.subject) == (
        Bearing.CONTRADICTS,
        Severity.HIGH,
        "USDKG on Ethereum",
    )
    figures = figures_of(finding)
    assert figures["residual (events − total supply)"] == Tokens(TokenAmount(off, 6), "USDKG")
    assert figures["burned"] == Tokens(TokenAmount(5, 6), "USDKG")


def test_events_by_an_assumed_law_decide_nothing() -> None:
    case = assumed(with_totals(healthy_case(), Totals(SUPPLY + 1, 0, 0, 0, 0, 1)))
    (finding,) = findings_of(case, "SUP-02")
    assert finding.bearing is Bearing.UNDECIDED
    assert "assumed to be usdkg" in finding.statement


@pytest.mark.parametrize("off", [1, -1])
def test_balances_that_are_not_the_supply_contradict(off: int) -> None:
    case = with_holders(healthy_case(), SUPPLY + off)
    (finding,) = findings_of(case, "SUP-03")
    assert finding.bearing is Bearing.CONTRADICTS
    assert figures_of(finding)["residual (balances − total supply)"] == Tokens(
        TokenAmount(off, 6), "USDKG"
    )


def test_balances_that_lack_what_stands_in_suspense_decide_nothing() -> None:
    case = with_holders(healthy_case(), SUPPLY - 100)
    case = with_totals(case, Totals(SUPPLY, 0, 0, 100, 1, 1))
    (finding,) = findings_of(case, "SUP-03")
    assert finding.bearing is Bearing.UNDECIDED


def test_ledger_of_supply_events_alone_closes_book_one_and_leaves_book_two_open() -> None:
    case = healthy_case()
    first, second = case.scope.token.deployments
    token = replace(
        case.scope.token, deployments=(first, replace(second, depth=LedgerDepth.SUPPLY))
    )
    case = replace(case, scope=replace(case.scope, token=token))
    state = replace(ledger_of(case, 1), holders=HolderColumns(b"", ()), sheets=(), known=0)
    result = judge(with_ledger(case, 1, state), fail_on=Severity.HIGH)
    book = result.books.ledgers[1]
    assert book.residual == TokenAmount(0, 6)
    assert isinstance(book.balances_residual, Open)
    assert isinstance(book.distribution, Open)
    assert result.verdict is Verdict.RECONCILED
    assert [(f.check, f.bearing) for f in result.findings] == [("HOL-04", Bearing.NOTED)]


def test_ledger_that_is_missing_leaves_its_books_open_and_the_check_inconclusive() -> None:
    result = judge(with_ledger(healthy_case(), 1, NO_ANSWER), fail_on=Severity.HIGH)
    book = result.books.ledgers[1]
    assert isinstance(book.state, Open)
    assert isinstance(book.residual, Open)
    assert result.verdict is Verdict.INCONCLUSIVE
    assert [f.check for f in result.findings] == ["LED-01"]
