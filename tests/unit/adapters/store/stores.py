"""Stores that hold a history."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from stableaudit.adapters.store.store import DuckLedgerStore
from stableaudit.domain.ledger import Origin
from tests.unit.adapters.store.histories import ASSET, LAW, ORIGIN, Line, window


def begun(path: Path, *, memory_limit_mib: int = 512) -> DuckLedgerStore:
    """Return a store that is ready for its first window."""
    store = DuckLedgerStore(path, ASSET, LAW, memory_limit_mib=memory_limit_mib)
    store.begin(Origin(ORIGIN, "its code appears there"))
    return store


def fill(store: DuckLedgerStore, lines: Sequence[Line], ends: Iterable[int]) -> None:
    """Append windows that end at these blocks, those that come after what is covered."""
    coverage = store.coverage()
    first = ORIGIN if coverage is None else coverage.last.number + 1
    for last in (end for end in ends if end >= first):
        store.append(window(lines, first, last))
        first = last + 1
