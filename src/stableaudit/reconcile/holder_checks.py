"""Checks of book 2 account by account: balances by the ledger and by the chain (HOL)."""

from collections.abc import Iterator
from typing import Final

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.findings import Bearing, NamedQuantity, Severity
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.ledger import BalanceSheet
from stableaudit.domain.ledger_evidence import LedgerState
from stableaudit.domain.phrases import say
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import Deployment, LedgerDepth
from stableaudit.reconcile.book_sums import (
    amounts,
    bearing_of_balances,
    books_of,
)
from stableaudit.reconcile.books import Books, LedgerBook, Open, SheetLine
from stableaudit.reconcile.case import Case, describe
from stableaudit.reconcile.check import Check, Violation, figure

_SHOWN: Final = 5
"""Accounts that a finding names; it says how many more there are."""


def _as_the_chain_says(case: Case, books: Books) -> Iterator[Violation]:
    for deployment, book in books_of(case, books):
        bearing = _bearing(case, books, deployment, book)
        for line in book.sheets:
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
        figures += amounts(
            case,
            ("by the ledger", TokenAmount(one.ledger, deployment.decimals)),
            ("by the chain", TokenAmount(one.chain, deployment.decimals)),
        )
    yield Violation(
        describe(deployment, case.scope),
        say(
            "balanceOf differs from the ledger, as {operator} answers: events are "
            "missing, or balances moved without any",
            operator=line.operator,
        ),
        bearing,
        tuple(figures),
    )


def _closed(case: Case, books: Books) -> Iterator[Violation]:
    for deployment, book in books_of(case, books):
        if not isinstance(book.state, LedgerState) or deployment.depth is not LedgerDepth.FULL:
            continue
        if _left_out(book.state):
            continue  # HOL-04 names what was left out.
        for line in book.sheets:
            if not isinstance(line.residual, Open) and line.residual.base_units != 0:
                yield Violation(
                    describe(deployment, case.scope),
                    say(
                        "the balances of all known accounts, read from the chain, are not its "
                        "total supply, as {operator} answers",
                        operator=line.operator,
                    ),
                    _bearing(case, books, deployment, book),
                    amounts(
                        case,
                        ("total supply", book.observed),
                        ("held by accounts nobody named", line.residual),
                    ),
                )


def _none_negative(case: Case, books: Books) -> Iterator[Violation]:
    for deployment, book in books_of(case, books):
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
                figures += amounts(case, ("balance by the ledger", amount))
            yield Violation(
                describe(deployment, case.scope),
                "accounts sent more than the ledger saw them receive",
                bearing_of_balances(case, books, deployment, book),
                tuple(figures),
            )


def _all_asked(case: Case, books: Books) -> Iterator[Violation]:
    for deployment, book in books_of(case, books):
        if not isinstance(book.state, LedgerState):
            continue  # LED-01 says why.
        subject = describe(deployment, case.scope)
        if deployment.depth is not LedgerDepth.FULL:
            yield Violation(
                subject,
                "its holders are too many to follow: balances are a remainder of the total supply, "
                "not added up",
                Bearing.NOTED,
                amounts(case, ("remainder", book.observed)),
            )
            continue
        for sheet in book.state.sheets:
            if isinstance(sheet, Unavailable):
                yield Violation(
                    subject,
                    say("balances could not be read: {sheet}", sheet=sheet),
                    _of_missing(book.sheets),
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


def _bearing(case: Case, books: Books, deployment: Deployment, book: LedgerBook) -> Bearing:
    """Return what balances on chain prove: nothing while operators answer them differently."""
    told = {(line.comparison.mismatches, line.comparison.chain_total) for line in book.sheets}
    if len(told) > 1:
        return Bearing.UNDECIDED
    return bearing_of_balances(case, books, deployment, book)


def _of_missing(read: tuple[SheetLine, ...]) -> Bearing:
    # One operator's balances close the book; the other's silence is a fact beside it.
    return Bearing.NOTED if read else Bearing.UNDECIDED


def _left_out(state: LedgerState) -> int:
    asked = [len(s.balances) for s in state.sheets if isinstance(s, BalanceSheet)]
    return max(0, state.known - min(asked)) if asked else 0


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
