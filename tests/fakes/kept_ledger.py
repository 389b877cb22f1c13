"""A ledger in memory, for what reads one: the sums are Python's own, over all entries each time."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from stableaudit.domain.ledger import (
    Boundary,
    Coverage,
    DayHolders,
    DaySupply,
    Entry,
    EntryKind,
    EntryRow,
    HolderColumns,
    Origin,
    Party,
    Totals,
    Window,
    WindowRecord,
)

DAY = 86_400


class FakeLedgerStore:
    """Implements LedgerStore for reading; it is filled when it is made."""

    def __init__(
        self,
        coverage: Coverage | None,
        rows: tuple[EntryRow, ...] = (),
        irregularities: tuple[str, ...] = (),
    ) -> None:
        self._coverage = coverage
        self._rows = rows
        self._irregularities = irregularities
        self.closed = False

    def coverage(self) -> Coverage | None:
        return self._coverage

    def totals(self, *, until: int) -> Totals:
        entries = [row.entry for row in self._until(until)]
        burned = [one for one in entries if one.kind in {EntryKind.BURN, EntryKind.WIPE}]
        return Totals(
            minted=sum(one.base_units for one in entries if one.kind is EntryKind.MINT),
            burned=sum(one.base_units for one in burned),
            wiped=sum(one.base_units for one in burned if one.kind is EntryKind.WIPE),
            suspense=self._balances(until)[Boundary.SUSPENSE],
            unattributed=sum(Boundary.SUSPENSE in {one.source, one.destination} for one in entries),
            transfers=sum(one.kind is EntryKind.TRANSFER for one in entries),
        )

    def holders(self, *, until: int) -> HolderColumns:
        found = self._balances(until).items()
        held = [(who, units) for who, units in found if isinstance(who, bytes) and units]
        held.sort(key=lambda one: (-one[1], one[0]))
        return HolderColumns(b"".join(who for who, _ in held), tuple(units for _, units in held))

    def issuance_by_day(self, *, until: int) -> tuple[DaySupply, ...]:
        days = []
        for day in self._days(until):
            rows = tuple(row for row in self._until(until) if row.timestamp // DAY == day)
            of_day = FakeLedgerStore(None, rows).totals(until=until)
            days.append(DaySupply(day, of_day.minted, of_day.burned, of_day.transfers))
        return tuple(days)

    def holders_by_day(self, *, until: int, floor: int) -> tuple[DayHolders, ...]:
        counts = []
        for day in self._days(until):
            rows = tuple(row for row in self._until(until) if row.timestamp // DAY <= day)
            balances = FakeLedgerStore(None, rows).holders(until=until).balances
            counts.append(DayHolders(day, sum(units > floor for units in balances)))
        return tuple(counts)

    def last_block_until(self, instant: int) -> int | None:
        blocks = [row.entry.block for row in self._rows if row.timestamp <= instant]
        return max(blocks, default=None)

    def entries(
        self, *, kinds: Sequence[EntryKind], first: int, until: int, limit: int | None
    ) -> Iterator[EntryRow]:
        rows = [row for row in self._until(until) if row.entry.block >= first]
        found = [row for row in rows if row.entry.kind in kinds]
        yield from found[:limit]

    def irregularities(self, limit: int) -> tuple[str, ...]:
        return self._irregularities[:limit]

    def close(self) -> None:
        self.closed = True

    def begin(self, origin: Origin) -> None:
        raise NotImplementedError

    def append(self, window: Window) -> None:
        raise NotImplementedError

    def newest(self, count: int) -> tuple[WindowRecord, ...]:
        raise NotImplementedError

    def roll_back(self, *, to: int) -> None:
        raise NotImplementedError

    def attribute(self, entry: Entry) -> None:
        raise NotImplementedError

    def accounts(self, *, until: int) -> bytes:
        raise NotImplementedError

    def changes(self, *, after: int, until: int) -> Mapping[bytes, Mapping[int, int]]:
        raise NotImplementedError

    def digest(self) -> str:
        raise NotImplementedError

    def export(self, path: Path) -> None:
        raise NotImplementedError

    def _until(self, until: int) -> list[EntryRow]:
        return [row for row in self._rows if row.entry.block <= until]

    def _days(self, until: int) -> list[int]:
        return sorted({row.timestamp // DAY for row in self._until(until)})

    def _balances(self, until: int) -> Mapping[Party, int]:
        balances: defaultdict[Party, int] = defaultdict(int)
        for row in self._until(until):
            balances[row.entry.source] -= row.entry.base_units
            balances[row.entry.destination] += row.entry.base_units
        return balances
