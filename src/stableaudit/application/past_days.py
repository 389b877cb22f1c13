"""What a token's ledgers say of past days: read from their stores, added up elsewhere."""

from typing import Final

from stableaudit.application.holders import UNFOLLOWED
from stableaudit.application.opened import OpenLedger
from stableaudit.domain.tokens import LedgerDepth
from stableaudit.reconcile.past_days import LedgerDays

_ANY: Final = 0
"""Who has more base units than this is a holder, as a check counts them."""


def days_of(ledger: OpenLedger) -> LedgerDays | None:
    """Return what a ledger says day by day; None where it covers nothing yet. Raises StoreError."""
    coverage = ledger.store.coverage()
    if coverage is None:
        return None
    until = coverage.last.number
    followed = ledger.deployment.depth is LedgerDepth.FULL
    return LedgerDays(
        ledger.deployment,
        coverage.last,
        ledger.store.issuance_by_day(until=until),
        ledger.store.holders_by_day(until=until, floor=_ANY) if followed else UNFOLLOWED,
    )
