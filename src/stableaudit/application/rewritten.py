"""Whether the end of a ledger is still what its chain says, looked at before anything is added.

1. The last block of the newest window must have the hash that was committed with it.
2. Read again, that window must hold the same logs.
3. Where either fails, windows are forgotten back to the last whose block still stands, and what was
   found is told: a changed history is never merged with the one before it.
"""

from array import array
from collections.abc import Iterable

from stableaudit.domain.logs import LogPage, LogQuery, TransferColumns, digest_of
from stableaudit.ports.chain import ChainReader
from stableaudit.ports.events import EventReader
from stableaudit.ports.ledger_store import LedgerStore


def look_again(
    store: LedgerStore, query: LogQuery, *, reader: ChainReader, events: EventReader
) -> tuple[str, ...]:
    """Return what of the committed history changed, after rolling it back; empty where nothing.

    Raises:
        EvidenceError: the newest window could not be read again.
        StoreError: the roll-back failed.
    """
    newest, coverage = store.newest(1), store.coverage()
    if not newest or coverage is None:
        return ()
    record = newest[0]
    now = reader.block(record.blocks.last)
    if now.hash != record.last_hash:
        told = f"final block {record.blocks.last} was {record.last_hash} and is now {now.hash}"
        return (f"{told}; {_forget(store, reader, origin=coverage.origin.block)}",)
    found = _digest(events.pages(query, record.blocks))
    if found != record.digest:
        first, last = record.blocks.first, record.blocks.last
        store.roll_back(to=first - 1)
        told = (
            f"{events.operator} now gives other logs for blocks {first} to {last} than were kept "
            f"from {record.source}, though the block's hash is the same; these blocks were "
            "forgotten and read again"
        )
        return (told,)
    return ()


def _digest(pages: Iterable[LogPage]) -> bytes:
    """Return the digest of several pages as if they had come as one."""
    read = tuple(pages)
    columns = TransferColumns(
        array("q", (block for page in read for block in page.transfers.blocks)),
        array("q", (ordinal for page in read for ordinal in page.transfers.ordinals)),
        b"".join(page.transfers.senders for page in read),
        b"".join(page.transfers.recipients for page in read),
        b"".join(page.transfers.amounts for page in read),
    )
    return digest_of(columns, tuple(log for page in read for log in page.others))


def _forget(store: LedgerStore, reader: ChainReader, *, origin: int) -> str:
    """Roll the ledger back to the last window whose block still stands; say how far."""
    standing = _last_standing(store, reader)
    kept = origin - 1 if standing is None else standing
    store.roll_back(to=kept)
    return f"everything from block {kept + 1} on was forgotten and read again"


def _last_standing(store: LedgerStore, reader: ChainReader) -> int | None:
    looked, count = 0, 1
    while True:
        records = store.newest(count)
        for record in records[looked:]:
            if reader.block(record.blocks.last).hash == record.last_hash:
                return record.blocks.last
        if len(records) < count:
            return None
        looked, count = count, 2 * count
