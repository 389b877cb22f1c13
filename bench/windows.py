"""Rows of transfers as the windows that a ledger's store takes."""

from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from bench.rows import ROWS_PER_BLOCK, SECONDS_PER_BLOCK, read
from stableaudit.domain.blocks import BlockRange, BlockStamp
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.ledger import Attribution, Boundary, Entry, EntryKind, Window
from stableaudit.domain.logs import BlockTimes, TransferColumns, digest_of

CHAIN: Final = ChainId("eip155", "1")
FIRST_BLOCK: Final = 1
ROWS: Final = 9_000
"""What our reader fetches at once, at most."""
_GENESIS: Final = 1_700_000_000
_ZERO: Final = bytes(20)


def block_of(row: int) -> int:
    """Return the block that row `row` (from 0) is in."""
    return FIRST_BLOCK + row // ROWS_PER_BLOCK


def of_rows(source: Path, first: int, count: int, *, size: int) -> Iterator[Window]:
    """Yield rows from `first` on as windows of `size` rows; both are whole blocks."""
    for start in range(first, first + count, size):
        yield _window(read(source, start, min(size, first + count - start)), start)


def _window(rows: "npt.NDArray[np.void]", first_row: int) -> Window:
    index = np.arange(first_row, first_row + len(rows), dtype=np.int64)
    blocks, ordinals = FIRST_BLOCK + index // ROWS_PER_BLOCK, index % ROWS_PER_BLOCK
    zero = np.void(_ZERO)
    supply = (rows["source"] == zero) | (rows["destination"] == zero)
    entries = tuple(
        _entry(rows[at], int(blocks[at]), int(ordinals[at])) for at in np.flatnonzero(supply)
    )
    plain = rows[~supply]
    words = np.zeros((len(plain), 32), dtype=np.uint8)
    words[:, 24:] = plain["base_units"].astype(">u8").view(np.uint8).reshape(-1, 8)
    transfers = TransferColumns(
        array("q", blocks[~supply].tobytes()),
        array("q", ordinals[~supply].tobytes()),
        np.ascontiguousarray(plain["source"]).tobytes(),
        np.ascontiguousarray(plain["destination"]).tobytes(),
        words.tobytes(),
    )
    last = int(blocks[-1])
    numbers = np.arange(int(blocks[0]), last + 1, dtype=np.int64)
    return Window(
        blocks=BlockRange(int(blocks[0]), last),
        last=BlockStamp(CHAIN, last, f"0x{last:064x}", _time(last)),
        transfers=transfers,
        entries=entries,
        irregular=(),
        times=BlockTimes(
            array("q", numbers.tobytes()),
            array("q", (_GENESIS + numbers * SECONDS_PER_BLOCK).tobytes()),
        ),
        source="bench",
        digest=digest_of(transfers, ()),
    )


def _entry(row: np.void, block: int, ordinal: int) -> Entry:
    source, destination = row["source"].tobytes(), row["destination"].tobytes()
    mint = source == _ZERO
    return Entry(
        kind=EntryKind.MINT if mint else EntryKind.BURN,
        block=block,
        ordinal=ordinal,
        transaction=(block * ROWS_PER_BLOCK + ordinal).to_bytes(32, "big"),
        source=Boundary.SUPPLY if mint else source,
        destination=destination if mint else Boundary.SUPPLY,
        base_units=int(row["base_units"]),
        attribution=Attribution.LOG,
    )


def _time(block: int) -> int:
    return _GENESIS + block * SECONDS_PER_BLOCK
