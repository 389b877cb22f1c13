"""Committing a window: its rows and the record that it is covered, in one transaction."""

from dataclasses import dataclass

import numpy as np

from stableaudit.adapters.store.accounts import AccountIds, load_accounts, store_accounts
from stableaudit.adapters.store.errors import RefusedError
from stableaudit.adapters.store.parties import window_parties
from stableaudit.adapters.store.rows import rows_of
from stableaudit.adapters.store.schema import read_number, used_limbs, widen
from stableaudit.adapters.store.sql import Column, Connection, ask, insert, number, transaction
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.ledger import Window


@dataclass(slots=True)
class Tail:
    """Where a file's ledger ends, so that a window can be added without asking the file first.

    Only as good as the last commit: whoever changes the file in another way, or fails to, loads
    it anew.
    """

    next_block: int
    limbs: int
    accounts: AccountIds


def load_tail(con: Connection) -> Tail:
    """Return where the ledger of a file ends.

    Raises:
        RefusedError: it has not begun.
    """
    origin = read_number(con, "origin_block")
    if origin is None:
        raise RefusedError("has no origin yet", hint="say where the ledger begins first")
    covered = number(con, "SELECT max(last_block) FROM coverage")
    next_block = origin if covered is None else covered + 1
    return Tail(next_block, used_limbs(con), load_accounts(con))


def append(con: Connection, window: Window, *, chain: ChainId, tail: Tail) -> None:
    """Commit the window that follows what is covered.

    Raises:
        RefusedError: the window does not follow, or does not hold together.
    """
    if window.blocks.first != tail.next_block:
        raise RefusedError(
            f"goes on at block {tail.next_block}, and the window begins at {window.blocks.first}"
        )
    rows = rows_of(window, chain)
    plain = len(window.transfers)
    known = tail.accounts.end
    sources, destinations = window_parties(window, tail.accounts)
    with transaction(con):
        if rows.limbs > tail.limbs:
            widen(con, tail.limbs, rows.limbs)
        if tail.accounts.end > known:
            store_accounts(con, known, tail.accounts.since(known))
        if plain:
            parties: dict[str, Column] = {"src": sources[:plain], "dst": destinations[:plain]}
            insert(con, "transfer", rows.transfers | parties)
        if window.entries:
            parties = {"src": sources[plain:], "dst": destinations[plain:]}
            insert(con, "entry", rows.entries | parties, hexadecimal=("tx",))
        if window.control:
            insert(con, "control", rows.control, hexadecimal=("tx", "topics", "data"))
        if window.irregular:
            insert(con, "irregular", _irregular(window))
        if window.decided:
            insert(con, "decided", _decided(window))
        _record(con, window)
    tail.next_block = window.blocks.last + 1
    tail.limbs = max(tail.limbs, rows.limbs)


def _irregular(window: Window) -> dict[str, Column]:
    return {
        "block": np.array([log.block for log in window.irregular], dtype=np.int64),
        "ordinal": np.array([log.ordinal for log in window.irregular], dtype=np.int32),
        "reason": np.array([log.reason for log in window.irregular], dtype=object),
    }


def _decided(window: Window) -> dict[str, Column]:
    count = len(window.decided)
    return {
        "block": np.full(count, window.blocks.last, dtype=np.int64),
        "place": np.arange(count, dtype=np.int32),
        "sentence": np.array(window.decided, dtype=object),
    }


def _record(con: Connection, window: Window) -> None:
    ask(
        con,
        "INSERT INTO coverage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            window.blocks.first,
            window.blocks.last,
            window.last.hash,
            window.last.timestamp,
            window.source,
            window.digest,
            len(window.transfers),
            len(window.entries),
            len(window.irregular),
            len(window.decided),
        ],
    )
