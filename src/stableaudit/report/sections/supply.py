"""What exists on chain, deployment by deployment, and what it adds up to."""

from dataclasses import dataclass

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.evidence import DeploymentEvidence
from stableaudit.domain.readings import Reading, Unavailable, not_asked
from stableaudit.domain.tokens import Deployment
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reconcile.books import Open, SupplyLine
from stableaudit.reconcile.case import Case, describe
from stableaudit.reconcile.judge import Result


@dataclass(frozen=True, slots=True)
class DeploymentEntry:
    """One contract: the registry's word, and what was read of it."""

    registered: Deployment
    chain_title: str
    simulated: bool
    amount: TokenAmount | None
    """Total supply with the registry's decimals; None where it was not read."""

    supply: Reading[int] | Unavailable
    decimals: Reading[int] | Unavailable
    name: Reading[Untrusted] | Unavailable
    symbol: Reading[Untrusted] | Unavailable
    code_hash: Reading[str] | Unavailable


@dataclass(frozen=True, slots=True)
class SupplySection:
    """The global book: Σ native = declared. Bridged copies are shown, not added."""

    deployments: tuple[DeploymentEntry, ...]
    native: TokenAmount | Open
    declared: TokenAmount | Open
    residual: TokenAmount | Open
    """declared − native."""


def supply_section(result: Result) -> SupplySection:
    """Return the global book with what its lines rest on, in the registry's order."""
    case, book = result.case, result.books.supply
    lines = {line.asset: line for line in book.lines}
    entries = tuple(
        _entry(case, deployment, lines[deployment.asset])
        for deployment in case.scope.token.deployments
    )
    return SupplySection(entries, book.native, book.declared, book.residual)


def _entry(case: Case, deployment: Deployment, line: SupplyLine) -> DeploymentEntry:
    chain = case.scope.chain(deployment.asset.chain)
    evidence = case.deployment(deployment.asset) or _nothing(case, deployment)
    return DeploymentEntry(
        deployment,
        chain.title,
        chain.simulated,
        line.amount,
        evidence.total_supply,
        evidence.decimals,
        evidence.name,
        evidence.symbol,
        evidence.code_hash,
    )


def _nothing(case: Case, deployment: Deployment) -> DeploymentEvidence:
    absent = not_asked(
        describe(deployment, case.scope),
        whom="nobody",
        reason="the evidence holds nothing about it",
    )
    return DeploymentEvidence(deployment.asset, absent, absent, absent, absent, absent, ())
