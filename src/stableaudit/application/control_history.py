"""What a deployment's ledger kept of who controls it, as evidence."""

from contextlib import AbstractContextManager
from typing import Final

from stableaudit.application.sources import LedgerAccess
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.control_history import ControlHistory
from stableaudit.domain.errors import StoreError
from stableaudit.domain.ledger_evidence import LedgerEvidence
from stableaudit.domain.readings import Unavailable, not_asked
from stableaudit.domain.tokens import Deployment
from stableaudit.ledger.control_logs import keeps_control
from stableaudit.ports.ledger_store import LedgerStore

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
    with access.open(deployment) as store:
        return _read(deployment, store, at)


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
            return (
                _read(deployment, store, at) if keeps_control(deployment) else _not_kept(deployment)
            )
    except StoreError:
        # Its words name the file, which is a path of this machine.
        reason = "its ledger on this machine cannot be opened; `stableaudit sync` says why"
        return _none(deployment, reason)


def _read(
    deployment: Deployment, store: LedgerStore, at: BlockStamp
) -> ControlHistory | Unavailable:
    coverage = store.coverage()
    if coverage is None or coverage.origin.block > at.number:
        return _none(deployment, f"its ledger has nothing of the blocks up to {at.number}")
    last = min(coverage.last.number, at.number)
    told = store.control_logs(until=last, most=MOST_LOGS)
    return ControlHistory(coverage.origin.block, last, told)


def _not_kept(deployment: Deployment) -> Unavailable:
    return _none(
        deployment, "its ledger keeps supply events alone, and these would be requests of their own"
    )


def _none(deployment: Deployment, reason: str) -> Unavailable:
    return not_asked(f"events of control of {deployment.asset}", whom="its ledger", reason=reason)
