"""Whether the end of a ledger still stands, looked at before anything is added to it.

The last block of the newest window must have the hash that was committed with it: a hash covers all
that was before. Where it has another, windows are forgotten back to the last whose block still
stands, and what was found is told: a changed history is never merged with the one before it.

The logs of a block that still stands are not read again. An endpoint that left some out is found by
the balances, which are asked of the chain on every run (ADR 0021).
"""

from stableaudit.ports.chain import ChainReader
from stableaudit.ports.ledger_store import LedgerStore


def look_again(store: LedgerStore, *, reader: ChainReader) -> tuple[str, ...]:
    """Return what of the committed history changed, after rolling it back; empty where nothing.

    Raises:
        EvidenceError: a block could not be read again.
        StoreError: the roll-back failed.
    """
    newest, coverage = store.newest(1), store.coverage()
    if not newest or coverage is None:
        return ()
    record = newest[0]
    now = reader.block(record.blocks.last)
    if now.hash == record.last_hash:
        return ()
    standing = _last_standing(store, reader)
    kept = coverage.origin.block - 1 if standing is None else standing
    store.roll_back(to=kept)
    told = (
        f"final block {record.blocks.last} was {record.last_hash} and is now {now.hash}; "
        f"everything from block {kept + 1} on was forgotten and read again"
    )
    return (told,)


def _last_standing(store: LedgerStore, reader: ChainReader) -> int | None:
    """Return the end of the newest window whose last block still stands."""
    looked, count = 1, 2
    while True:
        records = store.newest(count)
        for record in records[looked:]:
            if reader.block(record.blocks.last).hash == record.last_hash:
                return record.blocks.last
        if len(records) < count:
            return None
        looked, count = count, 2 * count
