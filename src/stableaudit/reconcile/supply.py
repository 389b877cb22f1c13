"""Checks of the token side: what was read, what it rests on, and the global book (SUP)."""

from collections.abc import Iterator
from typing import Final

from stableaudit.domain.findings import Bearing, Severity
from stableaudit.domain.phrases import say
from stableaudit.domain.quantities import Tokens
from stableaudit.domain.readings import Unavailable
from stableaudit.reconcile.books import Books, Open
from stableaudit.reconcile.case import Case, describe
from stableaudit.reconcile.check import Check, Violation, figure
from stableaudit.reconcile.required import required_readings
from stableaudit.reconcile.standing import bearing_of_contradiction


def _in_scope(case: Case, _books: Books) -> Iterator[Violation]:
    if not any(deployment.native for deployment in case.scope.token.deployments):
        yield Violation(
            case.scope.token.symbol,
            "the registry names no contract where it is natively minted, so there is nothing to "
            "add up",
            Bearing.UNDECIDED,
        )


def _read(case: Case, _books: Books) -> Iterator[Violation]:
    for required in required_readings(case):
        chain = case.chain(required.chain)
        if chain is not None and isinstance(chain.reference, Unavailable):
            continue  # PIN-01 says why nothing of this chain could be read.
        if isinstance(required.observed, Unavailable):
            yield Violation(
                required.subject,
                say(
                    "{what} could not be read: {observed}",
                    what=required.what,
                    observed=required.observed,
                ),
                Bearing.UNDECIDED,
            )


def _declared(case: Case, books: Books) -> Iterator[Violation]:
    book = books.supply
    if case.scope.statement is None or isinstance(book.native, Open):
        return
    symbol = case.scope.token.symbol
    if isinstance(book.declared, Open) or isinstance(book.residual, Open):
        reason = (
            book.declared.missing if isinstance(book.declared, Open) else "it cannot be compared"
        )
        yield Violation("reserve statement", reason, Bearing.UNDECIDED)
    elif book.residual.base_units != 0:
        yield Violation(
            say("{symbol} on all chains", symbol=symbol),
            "the declared supply is not what is natively minted",
            bearing_of_contradiction(case, books),
            (
                figure("declared", Tokens(book.declared, symbol)),
                figure("natively minted", Tokens(book.native, symbol)),
                figure("residual (declared − minted)", Tokens(book.residual, symbol)),
                figure("tolerance", "0, token side"),
            ),
        )


def _law(case: Case, _books: Books) -> Iterator[Violation]:
    for deployment in case.scope.token.deployments:
        if not deployment.law_established:
            yield Violation(
                describe(deployment, case.scope),
                say(
                    "its supply law is taken to be {law}; no source establishes it",
                    law=deployment.law,
                ),
                Bearing.NOTED,
            )


IN_SCOPE: Final = Check(
    "SCO-01",
    "There is a contract to check.",
    Severity.HIGH,
    "Nothing comes from nothing: a check that looked at no contract has found no discrepancy, and "
    "that must not read as a pass.",
    "Name the deployments in the token's file.",
    _in_scope,
)
READ: Final = Check(
    "SUP-01",
    "Every required reading was obtained.",
    Severity.HIGH,
    "What is required follows from the registry and the declaration. A reading that is missing, "
    "refused or undecodable is not zero and not the last known value: without it the books cannot "
    "be closed.",
    "See the reason given; give another endpoint with --endpoint CHAIN=URL.",
    _read,
)
DECLARED: Final = Check(
    "SUP-04",
    "The declared supply equals what is natively minted on all chains together.",
    Severity.HIGH,
    "A statement about the reserve of fifty million tokens says nothing about the reserve of "
    "fifty-one. Residual 0: supply is an integer on chain and a declaration of it needs no "
    "tolerance.",
    "The issuer states the supply at the measurement time, or explains issuance since the "
    "statement.",
    _declared,
)
LAW: Final = Check(
    "LAW-01",
    "The supply law of every deployment is established by a source.",
    Severity.INFO,
    "Which events change supply differs from token to token. Where no source says it, the registry "
    "assumes the most common law and says so; the ledger proves or refutes it.",
    "Read the verified source of the contract and cite it in the registry.",
    _law,
)
