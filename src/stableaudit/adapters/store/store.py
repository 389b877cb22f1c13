"""The ledger of one token on one chain, in a file of its own."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from stableaudit.adapters.store import balances, control, coverage, holder_days, listing, totals
from stableaudit.adapters.store.append import Tail, append, load_tail
from stableaudit.adapters.store.attribution import attribute
from stableaudit.adapters.store.database import Database
from stableaudit.adapters.store.digest import digest
from stableaudit.adapters.store.errors import RefusedError
from stableaudit.adapters.store.export import export
from stableaudit.adapters.store.schema import prepare
from stableaudit.adapters.store.sql import Connection
from stableaudit.domain.control_history import ControlLogs
from stableaudit.domain.identifiers import AssetId
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


def file_name(asset: AssetId) -> str:
    """Return the name of an asset's file: its CAIP-19 name, with hyphens for what separates."""
    return re.sub(r"[:/]", "-", str(asset)) + ".duckdb"


class DuckLedgerStore:
    """Implements LedgerStore. Not for several threads at once."""

    def __init__(
        self,
        path: Path,
        asset: AssetId,
        law: str,
        *,
        memory_limit_mib: int = 512,
        read_only: bool = False,
    ) -> None:
        """Open the file at `path`; where it may be written and is not there, make it.

        One process may write it, or several may read it.

        Raises:
            StoreError: it is in use, damaged, of another asset or supply law, or of a newer
                version.
        """
        self._chain = asset.chain
        self._may_write = not read_only
        self._tail: Tail | None = None
        self._database = Database(
            path,
            partial(prepare, asset=asset, law=law),
            memory_limit_mib=memory_limit_mib,
            read_only=read_only,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def coverage(self) -> Coverage | None:
        """See LedgerStore.coverage."""
        return self._database.run(partial(coverage.coverage, chain=self._chain))

    def begin(self, origin: Origin) -> None:
        """See LedgerStore.begin."""
        self._rewrite(partial(coverage.begin, origin=origin))

    def append(self, window: Window) -> None:
        """See LedgerStore.append."""
        self._write(lambda con: append(con, window, chain=self._chain, tail=self._known(con)))

    def newest(self, count: int) -> tuple[WindowRecord, ...]:
        """See LedgerStore.newest."""
        return self._database.run(partial(coverage.newest, count=count))

    def roll_back(self, *, to: int) -> None:
        """See LedgerStore.roll_back."""
        self._rewrite(partial(coverage.roll_back, to=to))

    def attribute(self, entry: Entry) -> None:
        """See LedgerStore.attribute."""
        self._write(lambda con: attribute(con, entry, accounts=self._known(con).accounts))

    def totals(self, *, until: int) -> Totals:
        """See LedgerStore.totals."""
        return self._database.run(partial(totals.totals, until=until))

    def holders(self, *, until: int) -> HolderColumns:
        """See LedgerStore.holders. Keeps balances in the file where that spares the next time."""
        return self._database.run(
            partial(
                balances.holders,
                until=until,
                may_write=self._may_write,
                worth=balances.WORTH_KEEPING,
            ),
            spread=True,
        )

    def accounts(self, *, until: int) -> bytes:
        """See LedgerStore.accounts."""
        return self._database.run(partial(balances.accounts_named, until=until), spread=True)

    def changes(self, *, after: int, until: int) -> Mapping[bytes, Mapping[int, int]]:
        """See LedgerStore.changes. Blocks that changed nothing are left out."""
        return self._database.run(partial(balances.changes, after=after, until=until))

    def issuance_by_day(self, *, until: int) -> tuple[DaySupply, ...]:
        """See LedgerStore.issuance_by_day."""
        return self._database.run(partial(totals.issuance_by_day, until=until))

    def holders_by_day(self, *, until: int, floor: int) -> tuple[DayHolders, ...]:
        """See LedgerStore.holders_by_day."""
        return self._database.run(
            partial(holder_days.holders_by_day, until=until, floor=floor), spread=True
        )

    def last_block_until(self, instant: int) -> int | None:
        """See LedgerStore.last_block_until."""
        return self._database.run(partial(coverage.last_block_until, instant=instant))

    def entries(
        self, *, kinds: Sequence[EntryKind], first: int, until: int, limit: int | None
    ) -> Iterator[EntryRow]:
        """See LedgerStore.entries. A plain transfer has no transaction: it is empty."""
        wanted = tuple(kinds)
        left = limit
        if not wanted or left == 0:
            return
        for blocks in self._database.run(
            partial(listing.pages, kinds=wanted, first=first, until=until)
        ):
            rows = self._database.run(
                partial(listing.page, kinds=wanted, blocks=blocks, limit=left)
            )
            yield from rows
            if left is not None:
                left -= len(rows)
                if left == 0:
                    return

    def control_logs(self, *, until: int, most: int) -> ControlLogs:
        """See LedgerStore.control_logs."""
        return self._database.run(partial(control.control_logs, until=until, most=most))

    def irregularities(self, limit: int) -> tuple[str, ...]:
        """See LedgerStore.irregularities."""
        return self._database.run(partial(coverage.irregularities, limit=limit))

    def digest(self) -> str:
        """See LedgerStore.digest."""
        return self._database.run(digest)

    def export(self, path: Path) -> None:
        """See LedgerStore.export."""
        # Not spread: a second thread spares little, and duckdb 1.4 then sorts beyond its memory.
        self._database.run(partial(export, path=path))

    def close(self) -> None:
        """See LedgerStore.close."""
        self._tail = None
        self._database.close()

    def _write(self, task: Callable[[Connection], None]) -> None:
        try:
            self._database.run(task if self._may_write else _refuse)
        except BaseException:
            self._tail = None  # it may have learnt accounts that are not in the file
            raise

    def _rewrite(self, task: Callable[[Connection], None]) -> None:
        self._write(task)
        self._tail = None

    def _known(self, con: Connection) -> Tail:
        if self._tail is None:
            self._tail = load_tail(con)
        return self._tail


def _refuse(_con: Connection) -> None:
    raise RefusedError("was opened for reading only")
