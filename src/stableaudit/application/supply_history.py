"""A deployment's mints, burns and wipes, taken from its ledger: the newest, as many as are kept."""

from collections import deque
from typing import Final

from stableaudit.domain.ledger import EntryKind, EntryRow
from stableaudit.domain.ledger_evidence import SupplyHistory
from stableaudit.ports.ledger_store import LedgerStore

MOST_EVENTS: Final = 10_000
"""Kept of one deployment. What is matched and walked through is then bounded."""

_KINDS: Final = (EntryKind.MINT, EntryKind.BURN, EntryKind.WIPE)


def supply_history(store: LedgerStore, *, until: int, most: int = MOST_EVENTS) -> SupplyHistory:
    """Return the last supply events up to a block, and how many before them were left out."""
    kept: deque[EntryRow] = deque(maxlen=most)
    seen = 0
    for row in store.entries(kinds=_KINDS, first=0, until=until, limit=None):
        kept.append(row)
        seen += 1
    return SupplyHistory(tuple(kept), seen - len(kept))
