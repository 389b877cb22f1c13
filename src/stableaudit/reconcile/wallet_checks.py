"""Checks of the issuer's wallets: is control of them proven (WAL)."""

from collections.abc import Iterator
from typing import Final

from stableaudit.domain.findings import Bearing, Severity
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.phrases import say
from stableaudit.domain.wallets import Refused
from stableaudit.reconcile.books import Books
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.check import Check, Violation, figure
from stableaudit.reconcile.wallets import judge_wallet


def _unproven(case: Case, books: Books) -> Iterator[Violation]:
    told: set[AccountId] = set()
    for line in books.reserves.outstanding.deductions:
        account = line.declared.account
        if account not in told and isinstance(line.control, Refused):
            yield Violation(
                line.symbol_on,
                say(
                    "control of an account whose tokens are declared not redeemable is not "
                    "proven: {reason}",
                    reason=line.control.reason,
                ),
                Bearing.NOTED,
                (figure("account", account),),
            )
        told.add(account)
    yield from _others(case, told)


def _others(case: Case, told: set[AccountId]) -> Iterator[Violation]:
    """Yield the wallets of the register that nothing is deducted for, and that are not proven."""
    scope, register = case.scope, case.scope.wallets
    digest = "" if scope.statement is None else scope.statement.digest
    for entry in () if register is None else register.wallets:
        if entry.wallet.account in told:
            continue
        at = case.evidence.measurement_time
        answered = case.wallet(entry.wallet.account)
        verdict = judge_wallet(
            entry, token=scope.token.key, at=at, statement=digest, answered=answered
        )
        if isinstance(verdict, Refused):
            yield Violation(
                "register of wallets",
                say(
                    "control of a {purpose} wallet is not proven: {reason}",
                    purpose=entry.wallet.purpose,
                    reason=verdict.reason,
                ),
                Bearing.NOTED,
                (figure("account", entry.wallet.account),),
            )


PROVEN: Final = Check(
    "WAL-01",
    "The issuer is shown to hold the key of every wallet whose tokens it deducts or registers.",
    Severity.MEDIUM,
    "Whose an account is, no chain says. Tokens that are said to lie in the issuer's own treasury "
    "may lie with a customer, to whom they are owed. With --wallets, nothing is deducted for an "
    "account whose key did not sign; without it, the report says that control is not proven. "
    "Medium, because coverage of all minted tokens does not rest on it.",
    "The issuer signs the line that `wallets challenge` makes, with the wallet's key; give the "
    "register of such proofs with --wallets.",
    _unproven,
)
