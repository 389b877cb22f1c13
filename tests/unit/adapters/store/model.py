"""What a ledger must answer, with Python's integers and dicts: slow, short, and exact."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from stableaudit.domain.ledger import (
    Boundary,
    DayHolders,
    DaySupply,
    EntryKind,
    EntryRow,
    HolderColumns,
    Party,
    Totals,
)
from tests.unit.adapters.store.histories import DAY, Line, time_of

_BURNS = (EntryKind.BURN, EntryKind.WIPE)


def balances(lines: Iterable[Line], until: int) -> Counter[Party]:
    """Return the balance of every party named, also where it is 0."""
    held: Counter[Party] = Counter()
    for entry in (line.entry for line in lines if line.entry.block <= until):
        held[entry.destination] += entry.base_units
        held[entry.source] -= entry.base_units
    return held


def holders(lines: Iterable[Line], until: int) -> HolderColumns:
    """See LedgerStore.holders."""
    held = [
        (-amount, party)
        for party, amount in balances(lines, until).items()
        if amount and isinstance(party, bytes)
    ]
    held.sort()
    return HolderColumns(
        b"".join(party for _, party in held), tuple(-negative for negative, _ in held)
    )


def accounts(lines: Iterable[Line], until: int) -> bytes:
    """See LedgerStore.accounts."""
    return b"".join(sorted(p for p in balances(lines, until) if isinstance(p, bytes)))


def totals(lines: Iterable[Line], until: int) -> Totals:
    """See LedgerStore.totals."""
    entries = [line.entry for line in lines if line.entry.block <= until]
    wiped = sum(e.base_units for e in entries if e.kind is EntryKind.WIPE)
    return Totals(
        minted=sum(e.base_units for e in entries if e.kind is EntryKind.MINT),
        burned=sum(e.base_units for e in entries if e.kind in _BURNS),
        wiped=wiped,
        suspense=balances(lines, until)[Boundary.SUSPENSE],
        unattributed=sum(Boundary.SUSPENSE in (e.source, e.destination) for e in entries),
        transfers=sum(e.kind is EntryKind.TRANSFER for e in entries),
    )


def changes(lines: Iterable[Line], after: int, until: int) -> Mapping[bytes, Mapping[int, int]]:
    """See LedgerStore.changes."""
    net: defaultdict[bytes, Counter[int]] = defaultdict(Counter)
    for entry in (line.entry for line in lines if after < line.entry.block <= until):
        if isinstance(entry.destination, bytes):
            net[entry.destination][entry.block] += entry.base_units
        if isinstance(entry.source, bytes):
            net[entry.source][entry.block] -= entry.base_units
    changed = {
        account: {block: amount for block, amount in by_block.items() if amount}
        for account, by_block in net.items()
    }
    return {account: by_block for account, by_block in changed.items() if by_block}


def issuance_by_day(lines: Iterable[Line], until: int) -> tuple[DaySupply, ...]:
    """See LedgerStore.issuance_by_day."""
    days: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for entry in (line.entry for line in lines if line.entry.block <= until):
        of_day = days[day_of(entry.block)]
        if entry.kind is EntryKind.TRANSFER:
            of_day["transfers"] += 1
        elif entry.kind is EntryKind.MINT:
            of_day["minted"] += entry.base_units
        else:
            of_day["burned"] += entry.base_units
    return tuple(
        DaySupply(day, sums["minted"], sums["burned"], sums["transfers"])
        for day, sums in sorted(days.items())
    )


def holders_by_day(lines: Iterable[Line], until: int, floor: int) -> tuple[DayHolders, ...]:
    """See LedgerStore.holders_by_day."""
    blocks = sorted({line.entry.block for line in lines if line.entry.block <= until})
    last_of_day = {day_of(block): block for block in blocks}
    return tuple(
        DayHolders(
            day,
            sum(
                amount > floor
                for party, amount in balances(lines, block).items()
                if isinstance(party, bytes)
            ),
        )
        for day, block in sorted(last_of_day.items())
    )


def rows(
    lines: Iterable[Line], kinds: Iterable[EntryKind], first: int, until: int
) -> list[EntryRow]:
    """See LedgerStore.entries."""
    wanted = set(kinds)
    entries = [line.entry for line in lines if first <= line.entry.block <= until]
    entries.sort(key=lambda entry: (entry.block, entry.ordinal))
    return [EntryRow(entry, time_of(entry.block)) for entry in entries if entry.kind in wanted]


def day_of(block: int) -> int:
    """Return the UTC day of a block."""
    return time_of(block) // DAY
