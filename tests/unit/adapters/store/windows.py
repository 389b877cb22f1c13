"""Windows of many transfers, each made from its number alone."""

from array import array
from typing import Final

import numpy as np

from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.ledger import Attribution, Boundary, Entry, EntryKind, Window
from stableaudit.domain.logs import BlockTimes, RawLog, TransferColumns
from tests.unit.adapters.store.histories import ORIGIN, stamp, time_of

BLOCKS: Final = 500
"""Of every window."""

_ACCOUNTS: Final = 5_000


def made_window(number: int, *, transfers: int = 2_000) -> Window:
    """Return the window of a number: some transfers, a mint, a burn and an event of control."""
    chance = np.random.default_rng(number)
    first = ORIGIN + BLOCKS * number
    last = first + BLOCKS - 1
    blocks = np.sort(chance.integers(first, last + 1, transfers))
    amounts = np.zeros((transfers, 32), dtype=np.uint8)
    width = (10, 32)[number % 7 == 6]
    amounts[:, -width:] = chance.integers(0, 256, (transfers, width), dtype=np.uint8)
    numbers = np.arange(first, last + 1)
    return Window(
        blocks=BlockRange(first, last),
        last=stamp(last),
        transfers=TransferColumns(
            array("q", blocks.tobytes()),
            array("q", np.arange(transfers).tobytes()),
            _addresses(chance, transfers),
            _addresses(chance, transfers),
            amounts.tobytes(),
        ),
        entries=tuple(_supply(chance, kind, last) for kind in (EntryKind.MINT, EntryKind.BURN)),
        irregular=(),
        times=BlockTimes(
            array("q", numbers.tobytes()), array("q", [time_of(int(block)) for block in numbers])
        ),
        source="operator (endpoint) eth_getLogs",
        digest=bytes(32),
        control=(RawLog(last, 20_000, chance.bytes(32), (chance.bytes(32),), chance.bytes(64)),),
    )


def _addresses(chance: np.random.Generator, count: int) -> bytes:
    """Return addresses of which few are used often and many seldom."""
    words = np.zeros((count, 5), dtype=">u4")
    words[:, 4] = chance.zipf(1.3, count) % _ACCOUNTS
    words[:, 0] = words[:, 4] * 7
    return words.tobytes()


def _supply(chance: np.random.Generator, kind: EntryKind, block: int) -> Entry:
    account = _addresses(chance, 1)
    mint = kind is EntryKind.MINT
    return Entry(
        kind,
        block,
        10_000 + kind,
        chance.bytes(32),
        Boundary.SUPPLY if mint else account,
        account if mint else Boundary.SUPPLY,
        int.from_bytes(chance.bytes(9)),
        Attribution.LOG,
    )
