"""Checks of books 1 and 2 by sums: events and balances against the total supply (SUP)."""

from collections.abc import Iterator
from typing import Final

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.findings import Bearing, NamedQuantity, Severity
from stableaudit.domain.ledger_evidence import LedgerState
from stableaudit.domain.phrases import say
from stableaudit.domain.quantities import Tokens
from stableaudit.domain.tokens import Deployment
from stableaudit.reconcile.books import Books, LedgerBook, Open
from stableaudit.reconcile.case import Case, describe
from stableaudit.reconcile.check import Check, Violation, figure
from stableaudit.reconcile.standing import bearing_of_chain_fact


def books_of(case: Case, books: Books) -> Iterator[tuple[Deployment, LedgerBook]]:
    """Yield each deployment with its ledger book."""
    return zip(case.scope.token.deployments, books.ledgers, strict=True)


def _by_events(case: Case, books: Books) -> Iterator[Violation]:
    for deployment, book in books_of(case, books):
        if isinstance(book.residual, Open) or book.residual.base_units == 0:
            continue
        assumed = (
            ""
            if deployment.law_established
            else say(", which is assumed to be {law}", law=deployment.law)
        )
        yield Violation(
            describe(deployment, case.scope),
            say(
                "mints less burns, read by its supply law{assumed}, are not its total supply",
                assumed=assumed,
            ),
            bearing_of_events(case, books, deployment),
            amounts(
                case,
                ("minted", book.minted),
                ("burned", book.burned),
                ("total supply", book.observed),
                ("residual (events − total supply)", book.residual),
            ),
        )


def _by_balances(case: Case, books: Books) -> Iterator[Violation]:
    for deployment, book in books_of(case, books):
        if isinstance(book.balances_residual, Open) or book.balances_residual.base_units == 0:
            continue
        yield Violation(
            describe(deployment, case.scope),
            "the balances of all accounts do not add up to its total supply",
            bearing_of_balances(case, books, deployment, book),
            amounts(
                case,
                ("Σ balances by the ledger", book.balances),
                ("total supply", book.observed),
                ("residual (balances − total supply)", book.balances_residual),
            ),
        )


def bearing_of_events(case: Case, books: Books, deployment: Deployment) -> Bearing:
    """Return what a residual proves: under a supply law that is only assumed, nothing yet."""
    if not deployment.law_established:
        return Bearing.UNDECIDED
    return bearing_of_chain_fact(case, books)


def bearing_of_balances(
    case: Case, books: Books, deployment: Deployment, book: LedgerBook
) -> Bearing:
    """Return what balances prove: nothing while some of what was minted stands in suspense."""
    if isinstance(book.state, LedgerState) and book.state.totals.unattributed:
        return Bearing.UNDECIDED
    return bearing_of_events(case, books, deployment)


def amounts(case: Case, *labelled: tuple[str, TokenAmount | Open]) -> tuple[NamedQuantity, ...]:
    """Return the figures of those amounts that are known."""
    symbol = case.scope.token.symbol
    return tuple(
        figure(label, Tokens(amount, symbol))
        for label, amount in labelled
        if isinstance(amount, TokenAmount)
    )


BY_EVENTS: Final = Check(
    "SUP-02",
    "On every deployment, mints less burns by its supply law equal its total supply.",
    Severity.HIGH,
    "Book 1. A supply that no issuance explains was made in a way that nobody was told of, or the "
    "history is not whole. Residual 0: both sides are integers on chain.",
    "Read the transactions around the first block at which the two part; check the supply law.",
    _by_events,
)
BY_BALANCES: Final = Check(
    "SUP-03",
    "On every deployment, the balances of all accounts add up to its total supply.",
    Severity.HIGH,
    "Book 2. Everything that was minted lies somewhere. Blind to a transfer that was lost between "
    "two accounts, which is why every balance is also asked of the chain. Residual 0.",
    "See SUP-02 and the accounts that HOL-01 names.",
    _by_balances,
)
