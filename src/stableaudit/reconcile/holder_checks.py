"""Checks of books 1 and 2: supply by events, balances by ledger and by chain (SUP, HOL)."""

from collections.abc import Iterator
from typing import Final

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.findings import Bearing, NamedQuantity, Severity
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.ledger import BalanceSheet
from stableaudit.domain.ledger_evidence import LedgerState
from stableaudit.domain.quantities import Tokens
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import Deployment, LedgerDepth
from stableaudit.reconcile.books import Books, LedgerBook, Open, SheetLine
from stableaudit.reconcile.case import Case, describe
from stableaudit.reconcile.check import Check, Violation, figure
from stableaudit.reconcile.standing import bearing_of_chain_fact

_SHOWN: Final = 5
"""Accounts that a finding names; it says how many more there are."""


def _books_of(case: Case, books: Books) -> Iterator[tuple[Deployment, LedgerBook]]:
    return zip(case.scope.token.deployments, books.ledgers, strict=True)


def _by_events(case: Case, books: Books) -> Iterator[Violation]:
    for deployment, book in _books_of(case, books):
        if isinstance(book.residual, Open) or book.residual.base_units == 0:
            continue
        assumed = "" if deployment.law_established else f", which is assumed to be {deployment.law}"
        yield Violation(
            describe(deployment, case.scope),
            f"mints less burns, read by its supply law{assumed}, are not its total supply",
            _bearing(case, books, deployment),
            _amounts(
                case,
                ("minted", book.minted),
                ("burned", book.burned),
                ("total supply", book.observed),
                ("residual (events − total supply)", book.residual),
            ),
        )


def _by_balances(case: Case, books: Books) -> Iterator[Violation]:
    for deployment, book in _books_of(case, books):
        if isinstance(book.balances_residual, Open) or book.balances_residual.base_units == 0:
            continue
        yield Violation(
            describe(deployment, case.scope),
            "the balances of all accounts do not add up to its total supply",
            _bearing_of_balances(case, books, deployment, book),
            _amounts(
                case,
                ("Σ balances by the ledger", book.balances),
                ("total supply", book.observed),
                ("residual (balances − total supply)", book.balances_residual),
            ),
        )


def _as_the_chain_says(case: Case, books: Books) -> Iterator[Violation]:
    for deployment, book in _books_of(case, books):
        for line in book.sheets:
            bearing = _bearing_of_balances(case, books, deployment, book)
            yield from _mismatches(case, deployment, line, bearing)


def _mismatches(
    case: Case, deployment: Deployment, line: SheetLine, bearing: Bearing
) -> Iterator[Violation]:
    wrong = line.comparison.mismatches
    if not wrong:
        return
    figures: list[NamedQuantity] = [figure("accounts that differ", len(wrong))]
    for one in wrong[:_SHOWN]:
        account = AccountId(deployment.asset.chain, one.address)
        figures += [figure("account", account)]
        figures += _amounts(
            case,
            ("by the ledger", TokenAmount(one.ledger, deployment.decimals)),
            ("by the chain", TokenAmount(one.chain, deployment.decimals)),
        )
    yield Violation(
        describe(deployment, case.scope),
        f"balanceOf differs from the ledger, as {line.operator} answers: events are missing, or "
        "balances moved without any",
        bearing,
        tuple(figures),
    )


def _closed(case: Case, books: Books) -> Iterator[Violation]:
    for deployment, book in _books_of(case, books):
        if not isinstance(book.state, LedgerState) or deployment.depth is not LedgerDepth.FULL:
            continue
        if _left_out(book.state):
            continue  # HOL-04 names what was left out.
        for line in book.sheets:
            if not isinstance(line.residual, Open) and line.residual.base_units != 0:
                yield Violation(
                    describe(deployment, case.scope),
                    "the balances of all known accounts, read from the chain, are not its total "
                    f"supply, as {line.operator} answers",
                    _bearing_of_balances(case, books, deployment, book),
                    _amounts(
                        case,
                        ("total supply", book.observed),
                        ("held by accounts nobody named", line.residual),
                    ),
                )


def _none_negative(case: Case, books: Books) -> Iterator[Violation]:
    for deployment, book in _books_of(case, books):
        if not isinstance(book.state, LedgerState):
            continue
        columns = book.state.holders
        count = sum(balance < 0 for balance in columns.balances)
        if count:
            figures: list[NamedQuantity] = [figure("accounts", count)]
            # Largest first, so that those below zero stand last.
            for index in range(len(columns) - 1, len(columns) - 1 - min(count, _SHOWN), -1):
                amount = TokenAmount(columns.balances[index], deployment.decimals)
                account = AccountId(deployment.asset.chain, columns.address(index))
                figures += [figure("account", account)]
                figures += _amounts(case, ("balance by the ledger", amount))
            yield Violation(
                describe(deployment, case.scope),
                "accounts sent more than the ledger saw them receive",
                _bearing_of_balances(case, books, deployment, book),
                tuple(figures),
            )


def _all_asked(case: Case, books: Books) -> Iterator[Violation]:
    for deployment, book in _books_of(case, books):
        if not isinstance(book.state, LedgerState):
            continue  # LED-01 says why.
        subject = describe(deployment, case.scope)
        if deployment.depth is not LedgerDepth.FULL:
            yield Violation(
                subject,
                "its holders are too many to follow: balances are a remainder of the total supply, "
                "not added up",
                Bearing.NOTED,
                _amounts(case, ("remainder", book.observed)),
            )
            continue
        for sheet in book.state.sheets:
            if isinstance(sheet, Unavailable):
                yield Violation(
                    subject, f"balances could not be read: {sheet}", _of_missing(book.sheets)
                )
        if not book.state.sheets:
            yield Violation(subject, "no balance was asked for", Bearing.UNDECIDED)
        left = _left_out(book.state)
        if left:
            yield Violation(
                subject,
                "balances were read of the largest holders alone; the rest is a remainder",
                Bearing.UNDECIDED,
                (figure("accounts not asked", left),),
            )


def _of_missing(read: tuple[SheetLine, ...]) -> Bearing:
    # One operator's balances close the book; the other's silence is a fact beside it.
    return Bearing.NOTED if read else Bearing.UNDECIDED


def _left_out(state: LedgerState) -> int:
    asked = [len(s.balances) for s in state.sheets if isinstance(s, BalanceSheet)]
    return max(0, state.known - min(asked)) if asked else 0


def _bearing(case: Case, books: Books, deployment: Deployment) -> Bearing:
    """Return what a residual proves: under a supply law that is only assumed, nothing yet."""
    if not deployment.law_established:
        return Bearing.UNDECIDED
    return bearing_of_chain_fact(case, books)


def _bearing_of_balances(
    case: Case, books: Books, deployment: Deployment, book: LedgerBook
) -> Bearing:
    """Return what balances prove: nothing while some of what was minted stands in suspense."""
    if isinstance(book.state, LedgerState) and book.state.totals.unattributed:
        return Bearing.UNDECIDED
    return _bearing(case, books, deployment)


def _amounts(case: Case, *labelled: tuple[str, TokenAmount | Open]) -> tuple[NamedQuantity, ...]:
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
AS_THE_CHAIN_SAYS: Final = Check(
    "HOL-01",
    "The chain gives every known account the balance that the ledger gives it.",
    Severity.HIGH,
    "No commitment covers the logs an endpoint answers: it may leave out a transfer and every sum "
    "still closes. Asking the contract for all balances at the reference block finds each one that "
    "changes any balance. Residual 0 for every account.",
    "Sync again from another endpoint; where it stays, the contract moves balances without events.",
    _as_the_chain_says,
)
CLOSED: Final = Check(
    "HOL-02",
    "The balances of all known accounts, read from the chain, add up to the total supply.",
    Severity.HIGH,
    "The closure argument: if accounts that are known hold the whole supply, no unknown account "
    "holds anything, whatever logs were lost. It needs no trust in the logs at all, only that the "
    "contract conserves its supply.",
    "Sync again from another endpoint; the missing holders are in logs that were not given.",
    _closed,
)
NONE_NEGATIVE: Final = Check(
    "HOL-03",
    "No account has sent more than it received.",
    Severity.HIGH,
    "A negative balance is the mark of a mint that names nobody, or of a lost transfer. An indexer "
    "that watches transfers alone shows it for the first holder of this very token family.",
    "Look for a mint to this account that the supply law does not see.",
    _none_negative,
)
ALL_ASKED: Final = Check(
    "HOL-04",
    "The chain was asked for the balance of every known account.",
    Severity.MEDIUM,
    "Samples miss almost every loss. Where holders are too many, the largest are read and the rest "
    "is a remainder with a name, and no closure is claimed.",
    "Run the check with a longer --timeout, or an endpoint without a low limit.",
    _all_asked,
)
