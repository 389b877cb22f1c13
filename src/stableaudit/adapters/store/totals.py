"""Sums over the whole ledger and by day, from the entries; plain transfers are only counted."""

from collections.abc import Iterable

from stableaudit.adapters.store.coverage import check_covered
from stableaudit.adapters.store.limbs import LIMBS, join_one
from stableaudit.adapters.store.movements import DAY
from stableaudit.adapters.store.sql import SUSPENSE, Connection, ask, number
from stableaudit.domain.ledger import DaySupply, EntryKind, Totals

_SUMS = ", ".join(f"sum(a{place})" for place in range(LIMBS))


def totals(con: Connection, *, until: int) -> Totals:
    """Return the sums up to a block."""
    check_covered(con, until)
    rows = ask(
        con, f"SELECT kind, count(*), {_SUMS} FROM entry WHERE block <= ? GROUP BY kind", [until]
    )
    sums = {EntryKind(kind): join_one(limbs) for kind, _, *limbs in rows}
    counts = {EntryKind(kind): count for kind, count, *_ in rows}
    wiped = sums.get(EntryKind.WIPE, 0)
    unattributed = number(
        con,
        f"SELECT count(*) FROM entry WHERE block <= ? AND {SUSPENSE} IN (src, dst)",
        [until],
    )
    return Totals(
        minted=sums.get(EntryKind.MINT, 0),
        burned=sums.get(EntryKind.BURN, 0) + wiped,
        wiped=wiped,
        suspense=_of_suspense(con, "dst", until) - _of_suspense(con, "src", until),
        unattributed=unattributed or 0,
        transfers=_plain(con, until) + counts.get(EntryKind.TRANSFER, 0),
    )


def issuance_by_day(con: Connection, *, until: int) -> tuple[DaySupply, ...]:
    """Return each UTC day's sums, ascending."""
    check_covered(con, until)
    entered = ask(
        con,
        f"SELECT {DAY}, kind, count(*), {_SUMS} FROM entry WHERE block <= ? GROUP BY ALL",
        [until],
    )
    plain = ask(con, f"SELECT {DAY}, count(*) FROM transfer WHERE block <= ? GROUP BY ALL", [until])
    minted: dict[int, int] = {}
    burned: dict[int, int] = {}
    transfers: dict[int, int] = dict(plain)
    for day, kind, count, *limbs in entered:
        match EntryKind(kind):
            case EntryKind.TRANSFER:
                _add(transfers, day, count)
            case EntryKind.MINT:
                _add(minted, day, join_one(limbs))
            case EntryKind.BURN | EntryKind.WIPE:
                _add(burned, day, join_one(limbs))
    days = sorted({*minted, *burned, *transfers})
    return tuple(
        DaySupply(day, minted.get(day, 0), burned.get(day, 0), transfers.get(day, 0))
        for day in days
    )


def _add(sums: dict[int, int], day: int, amount: int) -> None:
    sums[day] = sums.get(day, 0) + amount


def _of_suspense(con: Connection, side: str, until: int) -> int:
    (limbs,) = ask(
        con, f"SELECT {_SUMS} FROM entry WHERE block <= ? AND {side} = {SUSPENSE}", [until]
    )
    return join_one(_without_null(limbs))


def _without_null(limbs: Iterable[int | None]) -> tuple[int, ...]:
    """Return sums as numbers: a sum over no row is NULL."""
    return tuple(limb or 0 for limb in limbs)


def _plain(con: Connection, until: int) -> int:
    """Return how many plain transfers stand up to a block: whole windows are counted already."""
    whole = number(con, "SELECT sum(transfers) FROM coverage WHERE last_block <= ?", [until])
    end = number(con, "SELECT max(last_block) FROM coverage WHERE last_block <= ?", [until])
    rest = number(
        con,
        "SELECT count(*) FROM transfer WHERE block > ? AND block <= ?",
        [-1 if end is None else end, until],
    )
    return (whole or 0) + (rest or 0)
