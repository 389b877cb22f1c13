"""Checks that a contract is the token it is registered as (TOK)."""

from collections.abc import Iterator
from typing import Final

from stableaudit.domain.findings import Bearing, Severity
from stableaudit.domain.phrases import say
from stableaudit.domain.readings import Reading, Unavailable
from stableaudit.domain.tokens import Deployment
from stableaudit.reconcile.books import Books
from stableaudit.reconcile.case import Case, describe
from stableaudit.reconcile.check import Check, Violation, figure
from stableaudit.reconcile.standing import bearing_of_chain_fact


def _decimals(case: Case, books: Books) -> Iterator[Violation]:
    for deployment in case.scope.token.deployments:
        evidence = case.deployment(deployment.asset)
        if evidence is None or not isinstance(evidence.decimals, Reading):
            continue
        if evidence.decimals.value != deployment.decimals:
            yield Violation(
                describe(deployment, case.scope),
                "the contract has other decimals than the registry, so every amount is off by a "
                "power of ten",
                bearing_of_chain_fact(case, books),
                (
                    figure("registry", deployment.decimals),
                    figure("contract", evidence.decimals.value),
                ),
            )


def _symbol(case: Case, _books: Books) -> Iterator[Violation]:
    for deployment in case.scope.token.deployments:
        evidence = case.deployment(deployment.asset)
        if evidence is None or _chain_is_dark(case, deployment):
            continue  # PIN-01 says why nothing could be read there.
        subject = describe(deployment, case.scope)
        if isinstance(evidence.symbol, Unavailable):
            yield Violation(
                subject,
                say("its symbol could not be read: {symbol}", symbol=evidence.symbol),
                Bearing.NOTED,
            )
        elif evidence.symbol.value.raw != case.scope.token.symbol:
            yield Violation(
                subject,
                "the contract gives itself another symbol than the registry",
                Bearing.NOTED,
                (
                    figure("registry", case.scope.token.symbol),
                    figure("contract", evidence.symbol.value),
                ),
            )


def _code(case: Case, _books: Books) -> Iterator[Violation]:
    for deployment in case.scope.token.deployments:
        evidence = case.deployment(deployment.asset)
        if evidence is None or _chain_is_dark(case, deployment):
            continue
        if isinstance(evidence.code_hash, Unavailable):
            yield Violation(
                describe(deployment, case.scope),
                say("its code could not be identified: {code_hash}", code_hash=evidence.code_hash),
                Bearing.NOTED,
            )


def _chain_is_dark(case: Case, deployment: Deployment) -> bool:
    chain = case.chain(deployment.asset.chain)
    return chain is not None and isinstance(chain.reference, Unavailable)


DECIMALS: Final = Check(
    "TOK-01",
    "Every contract has the decimals of the registry.",
    Severity.CRITICAL,
    "A token with 18 decimals read as one with 6 is overstated a trillion times. It has happened "
    "to trackers; the contract is asked every time, and a difference is never scaled away.",
    "Correct the registry entry after reading the contract's source.",
    _decimals,
)
SYMBOL: Final = Check(
    "TOK-02",
    "Every contract gives itself the symbol of the registry.",
    Severity.MEDIUM,
    "Tokens are identified by address alone, and anyone may deploy a contract with any symbol. A "
    "symbol that changed or differs in look-alike letters is still worth a look.",
    "Compare the address with the issuer's own publication.",
    _symbol,
)
CODE: Final = Check(
    "TOK-03",
    "The code of every contract was identified.",
    Severity.LOW,
    "The hash of the runtime code is what a later check compares to see that a contract was "
    "replaced. Low, because no figure depends on it.",
    "Use an endpoint that serves the contract's code.",
    _code,
)
