"""Keeping a token's ledger: one store for each token contract on one chain."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from stableaudit.domain.control_history import ControlLogs
from stableaudit.domain.ledger import (
    Coverage,
    DayHolders,
    DaySupply,
    Entry,
    EntryKind,
    EntryRow,
    HolderColumns,
    Origin,
    Totals,
    Window,
    WindowRecord,
)


class LedgerStore(Protocol):
    """Exact for any uint256; a window is committed whole or not at all.

    `until` is always a block number, inclusive, and not after what is covered.
    """

    def coverage(self) -> Coverage | None:
        """Return what is covered; None where no window was committed yet."""
        ...

    def begin(self, origin: Origin) -> None:
        """Say where the ledger begins. Once, before the first window; again only the same block.

        Raises:
            StoreError: it begins elsewhere.
        """
        ...

    def append(self, window: Window) -> None:
        """Commit the window that follows what is covered.

        Raises:
            StoreError: it does not follow, a log stands twice or outside of it, or the disk failed.
        """
        ...

    def newest(self, count: int) -> tuple[WindowRecord, ...]:
        """Return the last windows, newest first."""
        ...

    def roll_back(self, *, to: int) -> None:
        """Forget every window that ends after block `to`, in one transaction."""
        ...

    def attribute(self, entry: Entry) -> None:
        """Give the entry at (block, ordinal) the parties and attribution of `entry`.

        Raises:
            StoreError: there is no such entry, or kind or amount differ.
        """
        ...

    def totals(self, *, until: int) -> Totals:
        """Return the sums up to a block."""
        ...

    def holders(self, *, until: int) -> HolderColumns:
        """Return every account with a balance at the end of a block."""
        ...

    def accounts(self, *, until: int) -> bytes:
        """Return every account that any entry names up to a block, 20 bytes each, by address."""
        ...

    def changes(self, *, after: int, until: int) -> Mapping[bytes, Mapping[int, int]]:
        """Return the net change of each account by block, for blocks in (after, until]."""
        ...

    def issuance_by_day(self, *, until: int) -> tuple[DaySupply, ...]:
        """Return each UTC day's sums, ascending."""
        ...

    def holders_by_day(self, *, until: int, floor: int) -> tuple[DayHolders, ...]:
        """Return how many accounts held more than `floor` base units at the end of each day."""
        ...

    def last_block_until(self, instant: int) -> int | None:
        """Return the last block with any entry at or before an instant; None where there is none.

        Balances at the instant are those at the end of that block.
        """
        ...

    def entries(
        self, *, kinds: Sequence[EntryKind], first: int, until: int, limit: int | None
    ) -> Iterator[EntryRow]:
        """Yield entries of these kinds in blocks from `first` to `until`, in chain order."""
        ...

    def control_logs(self, *, until: int, most: int) -> ControlLogs:
        """Return the last events of control up to a block, so many at most, in chain order."""
        ...

    def irregularities(self, limit: int) -> tuple[str, ...]:
        """Return the first irregular logs and decided differences as sentences."""
        ...

    def digest(self) -> str:
        """Return 64 hex digits that are the same for the same entries, however they came in."""
        ...

    def export(self, path: Path) -> None:
        """Write every entry as Parquet, addresses and hashes inlined, all of it or nothing.

        Events of control are no entries and are not in it.
        """
        ...

    def close(self) -> None:
        """Let the file go."""
        ...
