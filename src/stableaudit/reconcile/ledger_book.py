"""Close books 1 and 2 of each deployment: events against supply, balances against both.

Sign of every residual: what the ledger says − what the chain was read to hold.
"""

from typing import Final

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.ledger import BalanceSheet
from stableaudit.domain.ledger_evidence import LedgerState
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import Deployment, LedgerDepth
from stableaudit.ledger.distribution import Distribution, measure
from stableaudit.ledger.trial_balance import compare
from stableaudit.reconcile.books import GlobalBook, LedgerBook, Open, SheetLine, SupplyLine
from stableaudit.reconcile.case import Case

TOP: Final = (1, 10, 100)
"""Of how many largest holders the share is told."""


def close_ledger_books(case: Case, supply: GlobalBook) -> tuple[LedgerBook, ...]:
    """Return the ledger books of a case, in the registry's order.

    A supply that the global book leaves open, for want of a reading or of its scale, leaves what
    would be compared with it open here.
    """
    pairs = zip(case.scope.token.deployments, supply.lines, strict=True)
    return tuple(_close(case, deployment, line) for deployment, line in pairs)


def _close(case: Case, deployment: Deployment, line: SupplyLine) -> LedgerBook:
    places = deployment.decimals
    observed = (
        line.supply
        if isinstance(line.supply, Open)
        else TokenAmount(line.supply.value, line.decimals)
    )
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
            *(why, why),
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
        _sheets(case, deployment, state, observed),
        *_spreads(case, deployment, state),
    )


def _balances(deployment: Deployment, state: LedgerState) -> TokenAmount | Open:
    if deployment.depth is not LedgerDepth.FULL:
        return Open("the ledger of this token holds mints and burns alone")
    return TokenAmount(sum(state.holders.balances), deployment.decimals)


def _minus(ledger: TokenAmount | Open, observed: TokenAmount | Open) -> TokenAmount | Open:
    if isinstance(ledger, Open):
        return ledger
    return observed if isinstance(observed, Open) else ledger - observed


def _sheets(
    case: Case, deployment: Deployment, state: LedgerState, observed: TokenAmount | Open
) -> tuple[SheetLine, ...]:
    chain = case.chain(deployment.asset.chain)
    if chain is None or isinstance(chain.reference, Unavailable):
        return ()  # PIN-01 says why; without the block no balance can be compared.
    lines: list[SheetLine] = []
    for sheet in state.sheets:
        if isinstance(sheet, BalanceSheet):
            comparison = compare(
                state.holders, sheet, state.changes, reference=chain.reference.number
            )
            held = TokenAmount(comparison.chain_total, deployment.decimals)
            residual = observed if isinstance(observed, Open) else observed - held
            lines.append(
                SheetLine(sheet.operator, sheet.endpoint, sheet.method, comparison, residual)
            )
    return tuple(lines)


def _spreads(
    case: Case, deployment: Deployment, state: LedgerState
) -> tuple[Distribution | Open, Distribution | Open]:
    """Return how the token is spread over all accounts, and over those that nobody has named."""
    if deployment.depth is not LedgerDepth.FULL:
        why = Open("the ledger of this token holds mints and burns alone")
        return why, why
    contracts = state.contracts if isinstance(state.contracts, frozenset) else frozenset[bytes]()
    named = contracts | {
        known.account.address
        for known in case.scope.token.accounts
        if known.account.chain == deployment.asset.chain
    }
    one_token: int = 10**deployment.decimals
    whole, rest = (
        measure(
            state.holders,
            floor=one_token,
            top=TOP,
            excluded=excluded,
            suspense=state.totals.suspense,
        )
        for excluded in (frozenset[bytes](), named)
    )
    return whole, rest
