"""Balances, from what moved and from balances that were kept at an earlier block.

Every account's balance at one block, the kept block, may stand in the file. It is brought forward
by newer movements alone, so that asking again costs the new blocks and the accounts. Whoever asks
and may write refreshes it, where that is worth its writing. What changes the past drops it:
`coverage.roll_back`, `attribution.attribute`.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np

from stableaudit.adapters.store import limbs as amounts
from stableaudit.adapters.store.coverage import check_covered, rows_moved
from stableaudit.adapters.store.limbs import LIMBS
from stableaudit.adapters.store.movements import (
    BEFORE_ALL,
    any_of,
    movements,
    names,
    settled,
    settled_width,
    summed,
)
from stableaudit.adapters.store.schema import read_number, used_limbs, write_number
from stableaudit.adapters.store.sql import (
    FIRST_ACCOUNT,
    Connection,
    ask,
    columns,
    number,
    transaction,
)
from stableaudit.domain.ledger import HolderColumns

WORTH_KEEPING: Final = 100_000
"""Movements fewer than these are added up in less time than balances take to be written."""


def holders(con: Connection, *, until: int, may_write: bool, worth: int) -> HolderColumns:
    """Return every account with a balance at the end of a block.

    Where that is allowed, balances are kept once more than `worth` movements came after those
    that are kept already, and more than they take rows.
    """
    check_covered(con, until)
    if may_write and _is_worth_keeping(con, until, worth):
        keep_balances(con, until=until)
    width = settled_width(used_limbs(con))
    parts = names("r", width)
    order = ", ".join(f"{part} DESC" for part in reversed(parts))
    rows = columns(
        con,
        f"SELECT address, {', '.join(parts)} FROM ({_balances(con, until)}) "
        f"JOIN account ON id = account WHERE account >= {FIRST_ACCOUNT} AND {any_of(parts)} "
        f"ORDER BY {order}, address",
    )
    return HolderColumns(
        b"".join(rows["address"].tolist()),
        amounts.join([rows[part].astype(np.int64) for part in parts]),
    )


def accounts_named(con: Connection, *, until: int) -> bytes:
    """Return every account that any entry names up to a block, 20 bytes each, by address."""
    check_covered(con, until)
    kept = read_number(con, "balance_block")
    after, known = BEFORE_ALL, ""
    if kept is not None and kept <= until:
        after, known = kept, "SELECT account FROM balance UNION "
    where = f"WHERE block > {after} AND block <= {until}"
    sides = " UNION ".join(
        f"SELECT {side} AS account FROM {table} {where}"
        for table in ("transfer", "entry")
        for side in ("src", "dst")
    )
    rows = columns(
        con,
        f"SELECT address FROM ({known}{sides}) JOIN account ON id = account "
        f"WHERE account >= {FIRST_ACCOUNT} ORDER BY address",
    )
    return b"".join(rows["address"].tolist())


def changes(con: Connection, *, after: int, until: int) -> Mapping[bytes, Mapping[int, int]]:
    """Return the net change of each account by block; blocks that changed nothing are left out."""
    check_covered(con, until)
    limbs = used_limbs(con)
    width = settled_width(limbs)
    parts = names("r", width)
    moved = movements(limbs, after=after, until=until, keep="block")
    net = settled(limbs, width, summed(limbs, moved, "account", "block"), "account", "block")
    rows = ask(
        con,
        f"SELECT address, block, {', '.join(parts)} FROM ({net}) JOIN account ON id = account "
        f"WHERE account >= {FIRST_ACCOUNT} AND {any_of(parts)} ORDER BY address, block",
    )
    found: dict[bytes, dict[int, int]] = {}
    for address, block, *parts_of in rows:
        found.setdefault(address, {})[block] = amounts.join_one(parts_of)
    return found


def keep_balances(con: Connection, *, until: int) -> None:
    """Keep every account's balance at the end of a block, also where it is 0."""
    width = settled_width(used_limbs(con))
    parts = ", ".join(
        f"{f'r{place}' if place < width else '0'}::BIGINT AS b{place}" for place in range(LIMBS)
    )
    with transaction(con):
        ask(
            con,
            "CREATE OR REPLACE TABLE balance AS "
            f"SELECT account, {parts} FROM ({_balances(con, until)})",
        )
        write_number(con, "balance_block", until)


def _balances(con: Connection, until: int) -> str:
    """Return a query for the balances at the end of a block, from whichever side is cheaper."""
    limbs = used_limbs(con)
    width = settled_width(limbs)
    kept = read_number(con, "balance_block")
    forth = ", ".join(f"b{place} AS a{place}" for place in range(width))
    back = ", ".join(f"-b{place} AS a{place}" for place in range(width))
    if kept is not None and kept <= until:
        moved = movements(limbs, after=kept, until=until, width=width)
        moved += f" UNION ALL SELECT account, {forth} FROM balance"
    elif kept is not None and rows_moved(con, until, kept) < rows_moved(con, BEFORE_ALL, until):
        # What came later, less the whole, is what was there, with the other sign.
        moved = movements(limbs, after=until, until=kept, width=width)
        moved += f" UNION ALL SELECT account, {back} FROM balance"
        negated = ", ".join(f"-a{place} AS a{place}" for place in range(width))
        moved = f"SELECT account, {negated} FROM ({moved})"
    else:
        moved = movements(limbs, after=BEFORE_ALL, until=until)
        return settled(limbs, width, summed(limbs, moved, "account"), "account")
    return settled(width, width, summed(width, moved, "account"), "account")


def _is_worth_keeping(con: Connection, until: int, worth: int) -> bool:
    kept = read_number(con, "balance_block")
    if kept is not None and kept >= until:
        return False
    moved = rows_moved(con, BEFORE_ALL if kept is None else kept, until)
    return moved > max(worth, number(con, "SELECT count(*) FROM balance") or 0)
