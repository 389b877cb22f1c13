"""The dictionary of accounts: 20 bytes to a small number, many at a time.

The engine would have to look through every account for each window, and a Python dict would take
some 200 bytes for each; this table of open addressing takes about 60, and finds a window's 18,000
addresses in a few rounds of whole-column arithmetic. Addresses are compared in full, so that equal
hashes cost a round and never an account. What is mixed into the hashes is drawn anew by each
process: anybody may choose addresses, and nobody shall choose ones that collide.
"""

import os
from collections.abc import Iterator
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from stableaudit.adapters.store.errors import DAMAGED, RefusedError
from stableaudit.adapters.store.sql import FIRST_ACCOUNT, Connection, columns, insert
from stableaudit.domain.identifiers import ADDRESS_BYTES

_PARTS: Final = np.dtype([("a", "<u8"), ("b", "<u8"), ("c", "<u4")])
_Words: TypeAlias = NDArray[np.uint64]
"""Addresses as three rows of numbers, one column each."""

_EMPTY: Final = -1
_SMALLEST: Final = 1 << 14
_AT_ONCE: Final = 200_000
"""Accounts that are read from the file at a time: each is a Python object on its way."""


class AccountIds:
    """Every account of a ledger and its number, as in the file, and those a window adds."""

    def __init__(self) -> None:
        self._seeds = np.frombuffer(os.urandom(24), dtype=np.uint64) | np.uint64(1)
        self._end = FIRST_ACCOUNT
        self._words = np.zeros((3, _SMALLEST), dtype=np.uint64)
        self._slots = np.full(2 * _SMALLEST, _EMPTY, dtype=np.int32)

    @property
    def end(self) -> int:
        """The number that the next new account will get."""
        return self._end

    def numbered(self, addresses: bytes) -> NDArray[np.int32]:
        """Return the number of each address, 20 bytes each; new ones get the next numbers."""
        wanted = _words_of(addresses)
        ids = self._found(wanted)
        missing = np.flatnonzero(ids == _EMPTY)
        if len(missing):
            # S20 drops zeros at the end where it compares; all are equally long, so none is lost.
            new = np.unique(np.frombuffer(addresses, dtype=f"S{ADDRESS_BYTES}")[missing])
            self.add(new.tobytes())
            ids[missing] = self._found(wanted[:, missing])
        return ids

    def add(self, addresses: bytes) -> None:
        """Give the next numbers to addresses that have none, in this order.

        Raises:
            RefusedError: one has a number, or stands twice.
        """
        new = _words_of(addresses)
        first, end = self._end, self._end + new.shape[1]
        if end > self._words.shape[1]:
            self._grow(end)
        self._words[:, first:end] = new
        self._end = end
        self._seat(np.arange(first, end, dtype=np.int32))

    def since(self, first: int) -> bytes:
        """Return the addresses from a number on, 20 bytes each."""
        parts = np.zeros(self._end - first, dtype=_PARTS)
        for word, name in zip(self._words, ("a", "b", "c"), strict=True):
            parts[name] = word[first : self._end]
        return parts.tobytes()

    def _grow(self, needed: int) -> None:
        capacity = 1 << (2 * needed - 1).bit_length()
        words = np.zeros((3, capacity), dtype=np.uint64)
        words[:, : self._end] = self._words[:, : self._end]
        self._words = words
        self._slots = np.full(2 * capacity, _EMPTY, dtype=np.int32)
        self._seat(np.arange(FIRST_ACCOUNT, self._end, dtype=np.int32))

    def _found(self, wanted: _Words) -> NDArray[np.int32]:
        ids = np.full(wanted.shape[1], _EMPTY, dtype=np.int32)
        slots = self._first_slots(wanted)
        pending = np.arange(wanted.shape[1])
        while len(pending):
            held = self._slots[slots]
            ids[pending] = held
            other = np.flatnonzero((held != _EMPTY) & ~self._equal(held, wanted))
            ids[pending[other]] = _EMPTY
            pending, wanted = pending[other], wanted[:, other]
            slots = (slots[other] + 1) & (len(self._slots) - 1)
        return ids

    def _seat(self, ids: NDArray[np.int32]) -> None:
        slots = self._first_slots(self._words[:, ids])
        while len(ids):
            held = self._slots[slots]
            free = held == _EMPTY
            if (self._equal(held, self._words[:, ids]) & ~free).any():
                raise RefusedError("has an account twice", hint=DAMAGED.hint)
            self._slots[slots[free]] = ids[free]  # of several for one slot the last has it
            waiting = self._slots[slots] != ids
            # A loser of a free slot looks at the same one again: its winner may be its equal.
            slots = (slots + ~free)[waiting] & (len(self._slots) - 1)
            ids = ids[waiting]

    def _equal(self, ids: NDArray[np.int32], wanted: _Words) -> NDArray[np.bool_]:
        equal: NDArray[np.bool_] = self._words[0][ids] == wanted[0]
        equal &= self._words[1][ids] == wanted[1]
        equal &= self._words[2][ids] == wanted[2]
        return equal

    def _first_slots(self, wanted: _Words) -> NDArray[np.int64]:
        mixed: NDArray[np.uint64] = (wanted[0] ^ self._seeds[0]) * self._seeds[1]
        mixed ^= mixed >> np.uint64(32)
        mixed = (mixed ^ wanted[1]) * self._seeds[2]
        mixed ^= mixed >> np.uint64(29)
        mixed = (mixed ^ wanted[2]) * self._seeds[1]
        mixed ^= mixed >> np.uint64(32)
        return (mixed & np.uint64(len(self._slots) - 1)).astype(np.int64)


def _words_of(addresses: bytes) -> _Words:
    parts = np.frombuffer(addresses, dtype=_PARTS)
    return np.stack([parts[name].astype(np.uint64) for name in ("a", "b", "c")])


def load_accounts(con: Connection) -> AccountIds:
    """Return the accounts of a file.

    Raises:
        RefusedError: they cannot be told apart by their numbers.
    """
    accounts = AccountIds()
    for addresses in stored_accounts(con):
        accounts.add(addresses)
    return accounts


def stored_accounts(con: Connection) -> Iterator[bytes]:
    """Yield the addresses of a file's accounts, 20 bytes each, in the order of their numbers."""
    first = FIRST_ACCOUNT
    while True:
        rows = columns(
            con,
            f"SELECT id, address FROM account WHERE id >= {first} AND id < {first + _AT_ONCE}"
            " ORDER BY id",
        )
        ids, addresses = rows["id"], b"".join(rows["address"].tolist())
        if not len(ids):
            return
        expected = np.arange(first, first + len(ids))
        if not np.array_equal(ids, expected) or len(addresses) != ADDRESS_BYTES * len(ids):
            raise RefusedError("has lost an account", hint=DAMAGED.hint)
        yield addresses
        first += len(ids)


def store_accounts(con: Connection, first: int, addresses: bytes) -> None:
    """Add accounts to the file, numbered from `first`."""
    digits = addresses.hex()
    width = 2 * ADDRESS_BYTES
    each = [digits[at : at + width] for at in range(0, len(digits), width)]
    ids = np.arange(first, first + len(each), dtype=np.int32)
    rows = {"id": ids, "address": np.array(each, dtype=object)}
    insert(con, "account", rows, hexadecimal=("address",))
