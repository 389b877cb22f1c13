"""Our reader of EVM logs, into columns on disk, or through the supply law into our store.

Arguments: URL, token, first block, last block, folder, `columns` or `store`.
"""

import sys
from array import array
from collections.abc import Iterator
from pathlib import Path

from bench.columns import ColumnWriter
from bench.contestants.our_node import reader_of
from bench.stopwatch import stop, tell
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.ledger import Origin, Window
from stableaudit.domain.logs import LogPage
from stableaudit.domain.tokens import SupplyLaw
from stableaudit.ledger.law import law_of


def main() -> None:
    url, token, first, last, folder, what = sys.argv[1:]
    chain = ChainId("eip155", "1")
    query = law_of(SupplyLaw.ZERO_TRANSFER).query(AccountId.on(chain, token), full=True)
    pages = reader_of(chain, url).pages(query, BlockRange(int(first), int(last)))
    if what == "store":
        _store(pages, Path(folder), AccountId.on(chain, token), first=int(first))
    else:
        _columns(pages, Path(folder))


def _columns(pages: Iterator[LogPage], folder: Path) -> None:
    count = 0
    with ColumnWriter(folder) as out:
        for page in pages:
            count += 1
            rows = page.transfers
            out.write(rows.blocks, rows.ordinals, rows.senders, rows.recipients, rows.amounts)
            out.write(
                array("q", (log.block for log in page.others)),
                array("q", (log.ordinal for log in page.others)),
                b"".join(log.topics[1][12:] for log in page.others),
                b"".join(log.topics[2][12:] for log in page.others),
                b"".join(log.data for log in page.others),
            )
    tell(stop(), pages=count)


def _store(pages: Iterator[LogPage], folder: Path, token: AccountId, *, first: int) -> None:
    from bench.contestants.our_store import opened  # noqa: PLC0415 - columns need no engine

    law = law_of(SupplyLaw.ZERO_TRANSFER)
    store = opened(folder / "ledger", token)
    store.begin(Origin(first, "made here"))
    count = 0
    for page in pages:
        count += 1
        read = law.read(page)
        store.append(
            Window(
                page.blocks,
                page.last,
                page.transfers,
                read.entries,
                read.irregular,
                page.times,
                page.source,
                page.digest,
                page.decided,
            )
        )
    taken = stop()
    store.export(folder / "ledger.parquet")
    store.close()
    tell(taken, pages=count)


if __name__ == "__main__":
    main()
