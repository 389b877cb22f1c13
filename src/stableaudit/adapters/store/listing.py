"""Entries one by one: for people a page at a time, and for the digest."""

from collections.abc import Sequence
from typing import Final

from stableaudit.adapters.store.coverage import check_covered, spans
from stableaudit.adapters.store.limbs import LIMBS, join_one
from stableaudit.adapters.store.movements import names
from stableaudit.adapters.store.schema import used_limbs
from stableaudit.adapters.store.sql import SUPPLY, SUSPENSE, Connection, ask
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.ledger import Attribution, Boundary, Entry, EntryKind, EntryRow, Party

_PAGE: Final = 20_000
_LINE: Final = "block, ordinal, timestamp, src, dst, kind, attribution, tx"


def pages(
    con: Connection, *, kinds: Sequence[EntryKind], first: int, until: int
) -> tuple[BlockRange, ...]:
    """Return the block ranges in which to ask for entries of these kinds, in chain order."""
    check_covered(con, until)
    counts = "transfers + entries" if EntryKind.TRANSFER in kinds else "entries"
    return tuple(spans(con, first, until, counts=counts, rows=_PAGE))


def page(
    con: Connection, *, kinds: Sequence[EntryKind], blocks: BlockRange, limit: int | None
) -> tuple[EntryRow, ...]:
    """Return the entries of these kinds in a range of blocks, no more than `limit`."""
    lines = entry_lines(kinds)
    if EntryKind.TRANSFER in kinds:
        lines += f" UNION ALL {plain_lines(used_limbs(con))}"
    return entry_rows(con, lines, blocks=blocks, limit=limit)


def entry_lines(kinds: Sequence[EntryKind]) -> str:
    """Return a query for what a supply law read."""
    wanted = ", ".join(str(int(kind)) for kind in kinds)
    return f"SELECT {_LINE}, {', '.join(names('a', LIMBS))} FROM entry WHERE kind IN ({wanted})"


def plain_lines(limbs: int) -> str:
    """Return a query for the plain transfers, as lines of the same columns."""
    amount = ", ".join(f"a{place}" if place < limbs else f"0 AS a{place}" for place in range(LIMBS))
    return (
        f"SELECT block, ordinal, timestamp, src, dst, {int(EntryKind.TRANSFER)} AS kind, "
        f"{int(Attribution.LOG)} AS attribution, ''::BLOB AS tx, {amount} FROM transfer"
    )


def entry_rows(
    con: Connection, lines: str, *, blocks: BlockRange, limit: int | None
) -> tuple[EntryRow, ...]:
    """Return the entries of some lines in a range of blocks, in chain order."""
    within = f"block BETWEEN {blocks.first} AND {blocks.last}"
    rows = ask(
        con,
        "SELECT block, ordinal, kind, attribution, tx, timestamp, src, source.address, dst, "
        f"destination.address, {', '.join(names('a', LIMBS))} "
        f"FROM (SELECT * FROM ({lines}) WHERE {within}) "
        "JOIN account AS source ON source.id = src "
        "JOIN account AS destination ON destination.id = dst "
        f"ORDER BY block, ordinal{'' if limit is None else f' LIMIT {limit}'}",
    )
    found = []
    for block, ordinal, kind, way, tx, timestamp, src, source, dst, destination, *limbs in rows:
        parties = (_party(src, source), _party(dst, destination))
        entry = Entry(
            EntryKind(kind), block, ordinal, tx, *parties, join_one(limbs), Attribution(way)
        )
        found.append(EntryRow(entry, timestamp))
    return tuple(found)


def _party(account: int, address: bytes) -> Party:
    if account == SUPPLY:
        return Boundary.SUPPLY
    return Boundary.SUSPENSE if account == SUSPENSE else address
