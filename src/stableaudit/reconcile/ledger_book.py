"""Close books 1 and 2 of each deployment: events against supply, balances against both.

Sign of every residual: what the ledger says − what the chain was read to hold.
"""

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.ledger import BalanceSheet
from stableaudit.domain.ledger_evidence import LedgerState
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import Deployment, LedgerDepth
from stableaudit.ledger.distribution import Distribution, distribution_of
from stableaudit.ledger.trial_balance import compare
from stableaudit.reconcile.books import LedgerBook, Open, SheetLine
from stableaudit.reconcile.case import Case


def close_ledger_books(case: Case) -> tuple[LedgerBook, ...]:
    """Return the ledger books of a case, in the registry's order."""
    return tuple(_close(case, deployment) for deployment in case.scope.token.deployments)


def _close(case: Case, deployment: Deployment) -> LedgerBook:
    places = deployment.decimals
    observed = _observed(case, deployment)
    state = case.ledger(deployment.asset)
    if not isinstance(state, LedgerState):
        why = Open("nobody looked" if state is None else str(state))
        return LedgerBook(
            deployment.asset,
            deployment.depth,
            why,
            *(why, why, why),
            observed,
            *(why, why, why),
            (),
            why,
        )
    totals = state.totals
    derived = TokenAmount(totals.supply, places)
    balances = _balances(deployment, state)
    return LedgerBook(
        deployment.asset,
        deployment.depth,
        state,
        TokenAmount(totals.minted, places),
        TokenAmount(totals.burned, places),
        derived,
        observed,
        _minus(derived, observed),
        balances,
        _minus(balances, observed),
        _sheets(state, observed, places),
        _distribution(deployment, state),
    )


def _observed(case: Case, deployment: Deployment) -> TokenAmount | Open:
    evidence = case.deployment(deployment.asset)
    if evidence is None:
        return Open("it was not asked for")
    if isinstance(evidence.total_supply, Unavailable):
        return Open(str(evidence.total_supply))
    return TokenAmount(evidence.total_supply.value, deployment.decimals)


def _balances(deployment: Deployment, state: LedgerState) -> TokenAmount | Open:
    if deployment.depth is not LedgerDepth.FULL:
        return Open("the ledger of this token holds mints and burns alone")
    return TokenAmount(sum(state.holders.balances), deployment.decimals)


def _minus(ledger: TokenAmount | Open, observed: TokenAmount | Open) -> TokenAmount | Open:
    if isinstance(ledger, Open):
        return ledger
    return observed if isinstance(observed, Open) else ledger - observed


def _sheets(state: LedgerState, observed: TokenAmount | Open, places: int) -> tuple[SheetLine, ...]:
    lines: list[SheetLine] = []
    for sheet in state.sheets:
        if isinstance(sheet, BalanceSheet):
            comparison = compare(state.holders, sheet, state.changes)
            held = TokenAmount(comparison.total, places)
            residual = observed if isinstance(observed, Open) else observed - held
            lines.append(
                SheetLine(sheet.operator, sheet.endpoint, sheet.method, comparison, residual)
            )
    return tuple(lines)


def _distribution(deployment: Deployment, state: LedgerState) -> Distribution | Open:
    if deployment.depth is not LedgerDepth.FULL:
        return Open("the ledger of this token holds mints and burns alone")
    return distribution_of(state.holders)
