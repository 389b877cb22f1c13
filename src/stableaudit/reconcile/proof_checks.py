"""Checks of what was proven from a reference block, where proving was asked for (PRV)."""

from collections.abc import Iterator
from typing import Final

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.evidence import ProofEvidence
from stableaudit.domain.findings import Bearing, NamedQuantity, Severity
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.ledger_evidence import LedgerState
from stableaudit.domain.phrases import joined, say
from stableaudit.domain.proofs import TokenProof
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import Deployment, LedgerDepth
from stableaudit.reconcile.book_sums import amounts, bearing_of_balances, books_of
from stableaudit.reconcile.books import Books
from stableaudit.reconcile.case import Case, describe
from stableaudit.reconcile.check import Check, Violation, figure

ENOUGH: Final = 2
"""Operators that must show which slots are what before a value of a proof counts as the token's."""

_SHOWN: Final = 5


def _not_proven(case: Case, _books: Books) -> Iterator[Violation]:
    for deployment in case.scope.token.deployments:
        evidence = case.proof(deployment.asset)
        if evidence is None:
            continue
        subject = describe(deployment, case.scope)
        for trouble in evidence.troubles:
            yield Violation(
                subject,
                say("an endpoint did not prove it: {trouble}", trouble=trouble),
                Bearing.NOTED,
            )
        if isinstance(evidence.proof, Unavailable):
            yield Violation(
                subject,
                say("nothing is proven from its reference block: {proof}", proof=evidence.proof),
                Bearing.NOTED,
            )
        elif len(evidence.confirmed) < ENOUGH:
            yield Violation(
                subject,
                say(
                    "what its slots hold is proven, but only {confirmed} showed which "
                    "slots are supply and balances",
                    confirmed=joined(" and ", evidence.confirmed) or "nobody",
                ),
                Bearing.NOTED,
            )


def _against_the_ledger(case: Case, books: Books) -> Iterator[Violation]:
    for deployment, book in books_of(case, books):
        evidence = case.proof(deployment.asset)
        if evidence is None or deployment.depth is not LedgerDepth.FULL:
            continue
        wrong = _differing(evidence, book.state)
        if not wrong:
            continue
        figures: list[NamedQuantity] = [figure("accounts that differ", len(wrong))]
        for account, by_ledger, proven in wrong[:_SHOWN]:
            figures.append(figure("account", account))
            figures += _both(case, deployment, by_ledger, proven)
        yield Violation(
            describe(deployment, case.scope),
            "proven balances differ from the ledger: events are missing, or balances moved without "
            "any",
            bearing_of_balances(case, books, deployment, book),
            tuple(figures),
        )


def _differing(
    evidence: ProofEvidence, state: LedgerState | object
) -> list[tuple[AccountId, int, int]]:
    if not isinstance(state, LedgerState) or not isinstance(evidence.proof, TokenProof):
        return []
    if len(evidence.confirmed) < ENOUGH:
        return []
    columns = state.holders
    by_ledger = {columns.address(at): amount for at, amount in enumerate(columns.balances)}
    return [
        (account, by_ledger.get(account.address, 0), value.value)
        for account, value in evidence.proof.balances
        if by_ledger.get(account.address, 0) != value.value
    ]


def _both(
    case: Case, deployment: Deployment, by_ledger: int, proven: int
) -> tuple[NamedQuantity, ...]:
    return amounts(
        case,
        ("by the ledger", TokenAmount(by_ledger, deployment.decimals)),
        ("proven", TokenAmount(proven, deployment.decimals)),
    )


PROVEN: Final = Check(
    "PRV-01",
    "Where proving was asked for, supply and largest balances follow from the reference block.",
    Severity.LOW,
    "A value that follows from a block's hash needs nobody's word but on the hash, and on which "
    "slot is what. Low, because a node may keep no state to prove; the figure then says whose word "
    "it is.",
    "Configure endpoints that serve eth_getProof and eth_createAccessList for the reference block.",
    _not_proven,
)
AS_THE_LEDGER_SAYS: Final = Check(
    "PRV-02",
    "Every proven balance is the ledger's.",
    Severity.HIGH,
    "Both are of the same block, and the proof cannot be made up: where they differ, the ledger "
    "lacks events, or the contract moved balances without telling.",
    "Look at what the account did: `events --account`. Sync a fresh ledger from other endpoints.",
    _against_the_ledger,
)
