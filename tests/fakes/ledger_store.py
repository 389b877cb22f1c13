"""A ledger in memory behind the LedgerStore port: a list of windows, added up anew each time."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Self

from stableaudit.domain.control_history import ControlLogs, KeptLog
from stableaudit.domain.errors import StoreError
from stableaudit.domain.ledger import (
    Attribution,
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

_DAY = 86_400
_BURNS = (EntryKind.BURN, EntryKind.WIPE)


class MemoryStore:
    """Implements LedgerStore."""

    def __init__(self) -> None:
        self.origin: Origin | None = None
        self.windows: list[Window] = []
        self.settled: dict[tuple[int, int], Entry] = {}
        """Entries that were attributed after they were committed."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def coverage(self) -> Coverage | None:
        if not self.windows or self.origin is None:
            return None
        return Coverage(
            self.origin,
            self.windows[-1].last,
            len(self.windows),
            sum(len(window.transfers) for window in self.windows),
            sum(len(window.entries) for window in self.windows),
            sum(len(window.irregular) for window in self.windows),
            sum(len(window.decided) for window in self.windows),
            tuple(sorted({window.source for window in self.windows})),
        )

    def begin(self, origin: Origin) -> None:
        if self.origin is not None and self.origin.block != origin.block:
            raise StoreError(f"it begins at {self.origin.block}", where="memory")
        self.origin = origin

    def append(self, window: Window) -> None:
        assert self.origin is not None
        expected = self.windows[-1].blocks.last + 1 if self.windows else self.origin.block
        if window.blocks.first != expected:
            raise StoreError(f"{window.blocks} does not follow {expected}", where="memory")
        self.windows.append(window)

    def newest(self, count: int) -> tuple[WindowRecord, ...]:
        return tuple(
            WindowRecord(window.blocks, window.last.hash, window.digest, window.source)
            for window in reversed(self.windows[-count:])
        )

    def roll_back(self, *, to: int) -> None:
        self.windows = [window for window in self.windows if window.blocks.last <= to]

    def attribute(self, entry: Entry) -> None:
        place = (entry.block, entry.ordinal)
        if not any((e.block, e.ordinal) == place for e in self._entries(1 << 62)):
            raise StoreError(f"no entry stands at {place}", where="memory")
        self.settled[place] = entry

    def totals(self, *, until: int) -> Totals:
        found = list(self._entries(until))
        balances = self._balances(until)
        return Totals(
            sum(e.base_units for e in found if e.kind is EntryKind.MINT),
            sum(e.base_units for e in found if e.kind in _BURNS),
            sum(e.base_units for e in found if e.kind is EntryKind.WIPE),
            balances.get(Boundary.SUSPENSE, 0),
            sum(e.attribution is Attribution.NONE for e in found),
            sum(e.kind is EntryKind.TRANSFER for e in found),
        )

    def holders(self, *, until: int) -> HolderColumns:
        held = [
            (balance, party)
            for party, balance in self._balances(until).items()
            if isinstance(party, bytes) and balance
        ]
        held.sort(key=lambda pair: (-pair[0], pair[1]))
        return HolderColumns(b"".join(party for _, party in held), tuple(b for b, _ in held))

    def accounts(self, *, until: int) -> bytes:
        named = {
            party
            for entry in self._entries(until)
            for party in (entry.source, entry.destination)
            if isinstance(party, bytes)
        }
        return b"".join(sorted(named))

    def changes(self, *, after: int, until: int) -> Mapping[bytes, Mapping[int, int]]:
        moved: dict[bytes, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for entry in self._entries(until):
            if entry.block > after:
                for party, sign in ((entry.source, -1), (entry.destination, 1)):
                    if isinstance(party, bytes):
                        moved[party][entry.block] += sign * entry.base_units
        return moved

    def issuance_by_day(self, *, until: int) -> tuple[DaySupply, ...]:
        days: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
        for entry in self._entries(until):
            day = days[self._time(entry.block) // _DAY]
            if entry.kind is EntryKind.TRANSFER:
                day[2] += 1
            else:
                day[0 if entry.kind is EntryKind.MINT else 1] += entry.base_units
        return tuple(DaySupply(day, *sums) for day, sums in sorted(days.items()))

    def holders_by_day(self, *, until: int, floor: int) -> tuple[DayHolders, ...]:
        ends: dict[int, int] = {}
        for entry in self._entries(until):
            ends[self._time(entry.block) // _DAY] = entry.block
        return tuple(
            DayHolders(day, sum(balance > floor for balance in self.holders(until=end).balances))
            for day, end in sorted(ends.items())
        )

    def last_block_until(self, instant: int) -> int | None:
        blocks = [e.block for e in self._entries(1 << 62) if self._time(e.block) <= instant]
        return max(blocks, default=None)

    def entries(
        self, *, kinds: Sequence[EntryKind], first: int, until: int, limit: int | None
    ) -> Iterator[EntryRow]:
        found = [e for e in self._entries(until) if e.kind in kinds and e.block >= first]
        for entry in found[:limit]:
            yield EntryRow(entry, self._time(entry.block))

    def control_logs(self, *, until: int, most: int) -> ControlLogs:
        kept = [
            KeptLog(log, self._time(log.block))
            for window in self.windows
            for log in window.control
            if log.block <= until
        ]
        left_out = max(0, len(kept) - most)
        return ControlLogs(tuple(kept[left_out:]), left_out)

    def irregularities(self, limit: int) -> tuple[str, ...]:
        told = [
            f"block {one.block}, log {one.ordinal}: {one.reason}"
            for window in self.windows
            for one in window.irregular
        ]
        told += [text for window in self.windows for text in window.decided]
        return tuple(told[:limit])

    def digest(self) -> str:
        return hashlib.sha256(repr(list(self._entries(1 << 62))).encode()).hexdigest()

    def export(self, path: Path) -> None:
        raise NotImplementedError

    def close(self) -> None:
        pass

    def _time(self, block: int) -> int:
        for window in self.windows:
            if block in window.times.numbers:
                return window.times.timestamps[window.times.numbers.index(block)]
        raise AssertionError(block)

    def _balances(self, until: int) -> dict[Party, int]:
        held: dict[Party, int] = defaultdict(int)
        for entry in self._entries(until):
            held[entry.source] -= entry.base_units
            held[entry.destination] += entry.base_units
        return held

    def _entries(self, until: int) -> Iterator[Entry]:
        for window in self.windows:
            lines = [*_transfers(window), *window.entries]
            lines.sort(key=lambda entry: (entry.block, entry.ordinal))
            for entry in lines:
                if entry.block <= until:
                    yield self.settled.get((entry.block, entry.ordinal), entry)


def _transfers(window: Window) -> Iterator[Entry]:
    columns = window.transfers
    for index, (block, ordinal) in enumerate(zip(columns.blocks, columns.ordinals, strict=True)):
        yield Entry(
            EntryKind.TRANSFER,
            block,
            ordinal,
            b"",
            columns.senders[20 * index : 20 * index + 20],
            columns.recipients[20 * index : 20 * index + 20],
            int.from_bytes(columns.amounts[32 * index : 32 * index + 32]),
            Attribution.LOG,
        )
