"""What a ledger covers: where it begins, its windows, and taking the last of them back."""

from collections.abc import Iterator
from typing import Final

from stableaudit.adapters.store.errors import RefusedError
from stableaudit.adapters.store.schema import erase, read, read_number, write, write_number
from stableaudit.adapters.store.sql import Connection, ask, number, transaction
from stableaudit.domain.blocks import BlockRange, BlockStamp
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.ledger import Coverage, Origin, WindowRecord

_BY_BLOCK: Final = ("transfer", "entry", "control", "irregular", "decided")


def begin(con: Connection, origin: Origin) -> None:
    """Say where the ledger begins; once."""
    known = read_number(con, "origin_block")
    if known is not None:
        if known != origin.block:
            raise RefusedError(
                f"begins at block {known}, not at {origin.block}",
                hint="move it away and fetch the ledger again",
            )
        return
    with transaction(con):
        write_number(con, "origin_block", origin.block)
        write(con, "origin_why", origin.why)


def coverage(con: Connection, chain: ChainId) -> Coverage | None:
    """Return what is covered; None where no window was committed yet."""
    newest = ask(
        con,
        "SELECT last_block, last_hash, last_timestamp FROM coverage "
        "ORDER BY last_block DESC LIMIT 1",
    )
    block = read_number(con, "origin_block")
    if not newest or block is None:
        return None
    (sums,) = ask(
        con,
        "SELECT count(*), sum(transfers)::BIGINT, sum(entries)::BIGINT, sum(irregular)::BIGINT, "
        "sum(decided)::BIGINT FROM coverage",
    )
    sources = ask(con, "SELECT source FROM coverage GROUP BY source ORDER BY min(first_block)")
    ((last, last_hash, timestamp),) = newest
    windows, transfers, entries, irregular, decided = sums
    return Coverage(
        Origin(block, read(con, "origin_why") or ""),
        BlockStamp(chain, last, last_hash, timestamp),
        windows=windows,
        transfers=transfers,
        entries=entries,
        irregular=irregular,
        decided=decided,
        sources=tuple(source for (source,) in sources),
    )


def newest(con: Connection, count: int) -> tuple[WindowRecord, ...]:
    """Return the last windows, newest first."""
    rows = ask(
        con,
        "SELECT first_block, last_block, last_hash, digest, source FROM coverage "
        "ORDER BY last_block DESC LIMIT ?",
        [count],
    )
    return tuple(
        WindowRecord(BlockRange(first, last), last_hash, digest, source)
        for first, last, last_hash, digest, source in rows
    )


def roll_back(con: Connection, *, to: int) -> None:
    """Forget every window that ends after a block, and balances kept behind it.

    The accounts stay in the dictionary: nothing names them any more, and nobody is told.
    """
    with transaction(con):
        ask(con, "DELETE FROM coverage WHERE last_block > ?", [to])
        kept = number(con, "SELECT max(last_block) FROM coverage")
        after = -1 if kept is None else kept
        for table in _BY_BLOCK:
            ask(con, f"DELETE FROM {table} WHERE block > ?", [after])
        forget_balances(con, from_block=after + 1)


def forget_balances(con: Connection, *, from_block: int) -> None:
    """Drop the balances that are kept, where a block from `from_block` on is in them."""
    kept = read_number(con, "balance_block")
    if kept is not None and kept >= from_block:
        ask(con, "DELETE FROM balance")
        erase(con, "balance_block")


def check_covered(con: Connection, until: int) -> None:
    """Establish that a ledger reaches a block.

    Raises:
        RefusedError: it does not; what it would answer is not known to be all.
    """
    covered = number(con, "SELECT max(last_block) FROM coverage")
    if covered is None or until > covered:
        reach = "no block yet" if covered is None else f"blocks up to {covered}"
        raise RefusedError(
            f"covers {reach}, and was asked about block {until}", hint="fetch the ledger further"
        )


def rows_moved(con: Connection, after: int, until: int) -> int:
    """Return about how many rows stand in the blocks (after, until], by whole windows."""
    rows = number(
        con,
        "SELECT sum(transfers + entries) FROM coverage WHERE last_block > ? AND first_block <= ?",
        [after, until],
    )
    return rows or 0


def spans(
    con: Connection, first: int, until: int, *, counts: str, rows: int
) -> Iterator[BlockRange]:
    """Yield block ranges that partition what is covered from `first` to `until`, ascending.

    Each has about so many rows, or a window's where that has more; `counts` is the sum of columns
    of `coverage` that says how many a window has.
    """
    groups = ask(
        con,
        "SELECT min(first_block), max(last_block) FROM (SELECT first_block, last_block, "
        f"(sum({counts}) OVER (ORDER BY first_block) - 1) // ? AS place FROM coverage "
        "WHERE last_block >= ? AND first_block <= ? AND ? <= ?) GROUP BY place ORDER BY 1",
        [rows, first, until, first, until],
    )
    for start, end in groups:
        yield BlockRange(max(start, first), min(end, until))


def last_block_until(con: Connection, instant: int) -> int | None:
    """Return the last block with any entry at or before an instant; None where there is none."""
    return number(
        con,
        "SELECT max(block) FROM (SELECT block, timestamp FROM transfer UNION ALL "
        "SELECT block, timestamp FROM entry) WHERE timestamp <= ?",
        [instant],
    )


def irregularities(con: Connection, limit: int) -> tuple[str, ...]:
    """Return the first irregular logs, then the first decided differences, as sentences."""
    logs = ask(
        con,
        "SELECT block, ordinal, reason FROM irregular ORDER BY block, ordinal, reason LIMIT ?",
        [limit],
    )
    decided = ask(
        con, "SELECT sentence FROM decided ORDER BY block, place LIMIT ?", [limit - len(logs)]
    )
    return (
        *(f"block {block}, log {ordinal}: {reason}" for block, ordinal, reason in logs),
        *(sentence for (sentence,) in decided),
    )
