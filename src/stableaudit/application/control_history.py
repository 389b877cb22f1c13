"""What a deployment's ledger kept of who controls it, as evidence."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Final

from stableaudit.application.sources import LedgerAccess
from stableaudit.application.supply_history import supply_history
from stableaudit.controls.frozen import frozen
from stableaudit.controls.uses import MOST_ACTS
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.control_history import ControlHistory, ControlLogs
from stableaudit.domain.errors import StoreError
from stableaudit.domain.ledger_evidence import LedgerEvidence, SupplyHistory
from stableaudit.domain.readings import Unavailable, not_asked
from stableaudit.domain.tokens import Deployment, LedgerDepth
from stableaudit.ledger.control_logs import keeps_control
from stableaudit.ports.ledger_store import LedgerStore

MOST_FROZEN: Final = 1_000
"""Frozen accounts whose balance is looked up, those frozen last."""

MOST_LOGS: Final = 10_000
"""Events of control that evidence keeps of one deployment, the newest."""


def history_of(
    deployment: Deployment, ledger: LedgerEvidence, access: LedgerAccess, *, at: BlockStamp
) -> ControlHistory | Unavailable:
    """Return what a ledger that a check has just synced kept up to the reference block.

    Raises:
        StoreError: another process has the ledger open, or its file failed.
    """
    if isinstance(ledger.state, Unavailable):
        return _none(deployment, "its ledger does not reach the reference block")
    if not keeps_control(deployment):
        return _not_kept(deployment)
    history = ledger.state.history
    supply = None if isinstance(history, Unavailable) else _newest(history)
    with access.open(deployment) as store:
        return _read(deployment, store, at, supply)


def history_at_hand(
    deployment: Deployment,
    opened: AbstractContextManager[LedgerStore | None],
    *,
    at: BlockStamp,
) -> ControlHistory | Unavailable | None:
    """Return what a ledger on this machine kept, as far as it goes; None where there is none."""
    try:
        with opened as store:
            if store is None or store.coverage() is None:
                return None
            if not keeps_control(deployment):
                return _not_kept(deployment)
            return _read(deployment, store, at)
    except StoreError:
        # Its words name the file, which is a path of this machine.
        reason = "its ledger on this machine cannot be opened; `stableaudit sync` says why"
        return _none(deployment, reason)


def _read(
    deployment: Deployment,
    store: LedgerStore,
    at: BlockStamp,
    supply: SupplyHistory | None = None,
) -> ControlHistory | Unavailable:
    coverage = store.coverage()
    if coverage is None or coverage.origin.block > at.number:
        return _none(deployment, f"its ledger has nothing of the blocks up to {at.number}")
    last = min(coverage.last.number, at.number)
    told = store.control_logs(until=last, most=MOST_LOGS)
    return ControlHistory(
        coverage.origin.block,
        last,
        told,
        supply_history(store, until=last, most=MOST_ACTS) if supply is None else supply,
        _frozen_balances(deployment, store, told, last),
    )


def _newest(history: SupplyHistory) -> SupplyHistory:
    rows = history.rows[-MOST_ACTS:]
    return SupplyHistory(rows, history.left_out + len(history.rows) - len(rows))


def _frozen_balances(
    deployment: Deployment, store: LedgerStore, told: ControlLogs, until: int
) -> Mapping[bytes, int] | Unavailable:
    accounts = frozen(deployment.asset.contract, told.logs)[-MOST_FROZEN:]
    if not accounts:
        return {}
    if deployment.depth is not LedgerDepth.FULL:
        return _none(deployment, "its ledger keeps supply events alone, and no balances")
    holders = store.holders(until=until)
    return {each.account.address: holders.balance_of(each.account.address) for each in accounts}


def _not_kept(deployment: Deployment) -> Unavailable:
    return _none(
        deployment, "its ledger keeps supply events alone, and these would be requests of their own"
    )


def _none(deployment: Deployment, reason: str) -> Unavailable:
    return not_asked(f"events of control of {deployment.asset}", whom="its ledger", reason=reason)
