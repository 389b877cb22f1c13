"""Checks of the ledger itself: that it is whole, stood, and could be read (LED)."""

from collections.abc import Iterator
from typing import Final

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.findings import Bearing, Severity
from stableaudit.domain.ledger_evidence import LedgerState
from stableaudit.domain.phrases import joined, say
from stableaudit.domain.quantities import Tokens
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import Deployment
from stableaudit.reconcile.books import Books
from stableaudit.reconcile.case import Case, describe
from stableaudit.reconcile.check import Check, Violation, figure


def _states(case: Case) -> Iterator[tuple[Deployment, str, LedgerState]]:
    for deployment in case.scope.token.deployments:
        state = case.ledger(deployment.asset)
        if isinstance(state, LedgerState):
            yield deployment, describe(deployment, case.scope), state


def _covered(case: Case, _books: Books) -> Iterator[Violation]:
    for deployment in case.scope.token.deployments:
        subject = describe(deployment, case.scope)
        chain = case.chain(deployment.asset.chain)
        if chain is None or isinstance(chain.reference, Unavailable):
            continue  # PIN-01 says why nothing of this chain could be read.
        state = case.ledger(deployment.asset)
        if state is None:
            yield Violation(subject, "nobody looked at its past", Bearing.UNDECIDED)
        elif isinstance(state, Unavailable):
            yield Violation(
                subject,
                say("its past could not be read to the end: {state}", state=state),
                Bearing.UNDECIDED,
            )
        elif state.coverage.last.number < chain.reference.number:
            yield Violation(
                subject,
                "its ledger ends before the reference block",
                Bearing.UNDECIDED,
                (
                    figure("ledger ends at", state.coverage.last),
                    figure("reference block", chain.reference),
                ),
            )


def _stood(case: Case, _books: Books) -> Iterator[Violation]:
    for _, subject, state in _states(case):
        for told in state.rewritten:
            yield Violation(subject, told, Bearing.UNDECIDED)


def _legible(case: Case, _books: Books) -> Iterator[Violation]:
    for _, subject, state in _states(case):
        if state.coverage.irregular:
            yield Violation(
                subject,
                say(
                    "its supply law could not read every log: {logs}",
                    logs=joined("; ", state.irregular),
                ),
                Bearing.NOTED,
                (figure("logs", state.coverage.irregular),),
            )


def _attributed(case: Case, _books: Books) -> Iterator[Violation]:
    for deployment, subject, state in _states(case):
        if state.totals.unattributed:
            held = TokenAmount(state.totals.suspense, deployment.decimals)
            yield Violation(
                subject,
                "neither log, calldata nor a balance names the account of some mints or burns; "
                "they stand in suspense",
                Bearing.NOTED,
                (
                    figure("events", state.totals.unattributed),
                    figure("in suspense", Tokens(held, case.scope.token.symbol)),
                ),
            )


def _of_one_mind(case: Case, _books: Books) -> Iterator[Violation]:
    for _, subject, state in _states(case):
        if state.coverage.decided:
            yield Violation(
                subject,
                "two sources of its events differed, and the transactions themselves decided",
                Bearing.NOTED,
                (figure("differences", state.coverage.decided),),
            )
        for told in state.troubles:
            yield Violation(subject, told, Bearing.NOTED)


COVERED: Final = Check(
    "LED-01",
    "The ledger of every deployment holds every block from its first to the reference block.",
    Severity.HIGH,
    "Mints less burns are the supply only if no block was left out. The ledger says where it "
    "begins and why no earlier block is needed, and is extended by whole windows alone.",
    "Run `stableaudit sync`, which goes on where it stopped; give an endpoint that serves logs.",
    _covered,
)
STOOD: Final = Check(
    "LED-02",
    "Final history that was committed to the ledger still stands.",
    Severity.HIGH,
    "A final block does not change. Where its hash or its logs are others than before, the "
    "endpoint lied then or lies now, or finality failed; what rests on it is read again and the "
    "fact is told.",
    "Run the check again, with other endpoints; compare the block's hash with an explorer.",
    _stood,
)
LEGIBLE: Final = Check(
    "LED-03",
    "Every log of the token could be read by its supply law.",
    Severity.LOW,
    "What does not fit is counted, never dropped. Low, because books 1 and 2 show what it costs: "
    "where they close, nothing that moves supply or balances was in it.",
    "Compare the contract's source with the supply law in the registry.",
    _legible,
)
ATTRIBUTED: Final = Check(
    "LED-04",
    "Every mint and burn is attributed to an account.",
    Severity.MEDIUM,
    "An issuance that no log, no calldata and no balance explains is money of an unknown holder. "
    "It is in the supply, and in a suspense account where everybody sees it.",
    "Look at the transactions; teach calldata.py the wrapper that made the call.",
    _attributed,
)
OF_ONE_MIND: Final = Check(
    "LED-05",
    "All sources of the ledger's events said the same.",
    Severity.LOW,
    "Indexes and log queries fail in different ways, each without an error. A difference that the "
    "transaction itself decided costs nothing, and says how far to trust the source.",
    "Prefer another endpoint where it recurs.",
    _of_one_mind,
)
