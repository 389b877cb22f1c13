"""A window's rows by column, once it is established that they are what the window says.

1. The window ends with its last block, on the ledger's chain.
2. Every log lies in the window's blocks, and no transfer, entry or event of control at another's
   place.
3. Every block with one of them has a time.
4. Every amount is a uint256.

That the window follows what is covered is established by whoever appends it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stableaudit.adapters.store import limbs
from stableaudit.adapters.store.errors import RefusedError
from stableaudit.adapters.store.sql import Column
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.instants import LAST_INSTANT
from stableaudit.domain.ledger import Entry, Window
from stableaudit.domain.logs import WORD_BYTES, BlockTimes, RawLog

_LAST_BLOCK: Final = 2**63 - 1
_LAST_ORDINAL: Final = 2**31 - 1
_AGAIN: Final = "fetch the window again; if it repeats, from another endpoint"


@dataclass(frozen=True, slots=True)
class WindowRows:
    """Columns under the names of the file's tables, without the parties."""

    transfers: dict[str, Column]
    entries: dict[str, Column]
    control: dict[str, Column]
    limbs: int
    """How many limbs any amount of the window uses."""


def rows_of(window: Window, chain: ChainId) -> WindowRows:
    """Return the rows of a window of a chain.

    Raises:
        RefusedError: the window does not hold together.
    """
    _check_ends(window, chain)
    for entry in window.entries:
        _check_entry(window, entry)
    for log in window.irregular:
        _check_place(window, log.block, log.ordinal)
    plain = len(window.transfers)
    last = plain + len(window.entries)
    few = [(entry.block, entry.ordinal) for entry in window.entries]
    for kept in window.control:
        _check_place(window, kept.block, kept.ordinal)
        few.append((kept.block, kept.ordinal))
    blocks = _joined(window.transfers.blocks, [block for block, _ in few])
    ordinals = _joined(window.transfers.ordinals, [ordinal for _, ordinal in few])
    _check_places(window, blocks, ordinals)
    places: dict[str, Column] = {
        "block": blocks,
        "ordinal": ordinals.astype(np.int32),
        "timestamp": _timestamps(window.times, blocks),
    }
    amounts = limbs.split(window.transfers.amounts)
    entered = limbs.split(b"".join(e.base_units.to_bytes(WORD_BYTES) for e in window.entries))
    return WindowRows(
        transfers={name: column[:plain] for name, column in places.items()} | _named(amounts),
        entries={name: column[plain:last] for name, column in places.items()}
        | _named((*entered, *_zeros(len(window.entries), limbs.LIMBS - len(entered))))
        | _entry_columns(window.entries),
        control={name: column[last:] for name, column in places.items()}
        | _control_columns(window.control),
        limbs=max(len(amounts), len(entered)),
    )


def _check_ends(window: Window, chain: ChainId) -> None:
    if window.last.chain != chain:
        raise RefusedError(f"is of {chain}, and the window of {window.last.chain}")
    if window.last.number != window.blocks.last or window.blocks.last > _LAST_BLOCK:
        raise RefusedError(
            f"got the blocks {window.blocks.first} to {window.blocks.last}, "
            f"which end with {window.last}"
        )


def _check_entry(window: Window, entry: Entry) -> None:
    _check_place(window, entry.block, entry.ordinal)
    if entry.base_units > limbs.LARGEST:
        raise RefusedError(
            f"got an amount that is no uint256 in block {entry.block}, log {entry.ordinal}: "
            f"{entry.base_units}"
        )


def _check_place(window: Window, block: int, ordinal: int) -> None:
    in_window = window.blocks.first <= block <= window.blocks.last
    if not in_window or not 0 <= ordinal <= _LAST_ORDINAL:
        raise RefusedError(
            f"got the log {ordinal} of block {block} for the blocks "
            f"{window.blocks.first} to {window.blocks.last}",
            hint=_AGAIN,
        )


def _check_places(window: Window, blocks: NDArray[np.int64], ordinals: NDArray[np.int64]) -> None:
    outside = (blocks < window.blocks.first) | (blocks > window.blocks.last)
    outside |= (ordinals < 0) | (ordinals > _LAST_ORDINAL)
    for index in np.flatnonzero(outside)[:1]:
        _check_place(window, int(blocks[index]), int(ordinals[index]))
    order = np.lexsort((ordinals, blocks))
    ranked_blocks, ranked_ordinals = blocks[order], ordinals[order]
    twice = (ranked_blocks[1:] == ranked_blocks[:-1]) & (
        ranked_ordinals[1:] == ranked_ordinals[:-1]
    )
    for index in np.flatnonzero(twice)[:1]:
        raise RefusedError(
            f"got the log {ranked_ordinals[index]} of block {ranked_blocks[index]} twice",
            hint=_AGAIN,
        )


def _timestamps(times: BlockTimes, blocks: NDArray[np.int64]) -> NDArray[np.int64]:
    numbers = np.array(times.numbers, dtype=np.int64)
    timestamps = np.array(times.timestamps, dtype=np.int64)
    if (numbers[1:] <= numbers[:-1]).any():
        raise RefusedError("got times of blocks that do not ascend", hint=_AGAIN)
    if ((timestamps < 0) | (timestamps > LAST_INSTANT)).any():
        raise RefusedError("got a time of a block that is none", hint=_AGAIN)
    begins = np.flatnonzero(np.append(True, blocks[1:] != blocks[:-1])[: len(blocks)])
    each = blocks[begins]
    at = np.searchsorted(numbers, each)
    timed = np.append(numbers, -1)[at] == each
    for block in each[~timed][:1]:
        raise RefusedError(f"got a log of block {block} and no time for it", hint=_AGAIN)
    return np.repeat(timestamps[at], np.diff(begins, append=len(blocks)))


def _joined(many: Sequence[int], few: list[int]) -> NDArray[np.int64]:
    return np.concatenate((np.array(many, dtype=np.int64), np.array(few, dtype=np.int64)))


def _named(amounts: Sequence[NDArray[np.int64]]) -> dict[str, Column]:
    return {f"a{place}": limb for place, limb in enumerate(amounts)}


def _zeros(rows: int, count: int) -> tuple[NDArray[np.int64], ...]:
    return (np.zeros(rows, dtype=np.int64),) * count


def _entry_columns(entries: tuple[Entry, ...]) -> dict[str, Column]:
    return {
        "kind": np.array([entry.kind for entry in entries], dtype=np.uint8),
        "attribution": np.array([entry.attribution for entry in entries], dtype=np.uint8),
        "tx": np.array([entry.transaction.hex() for entry in entries], dtype=object),
    }


def _control_columns(logs: tuple[RawLog, ...]) -> dict[str, Column]:
    return {
        "tx": np.array([log.transaction.hex() for log in logs], dtype=object),
        "topics": np.array([b"".join(log.topics).hex() for log in logs], dtype=object),
        "data": np.array([log.data.hex() for log in logs], dtype=object),
    }
