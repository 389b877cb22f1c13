"""Giving an entry the accounts that only a later look could name."""

from stableaudit.adapters.store.accounts import AccountIds, store_accounts
from stableaudit.adapters.store.coverage import forget_balances
from stableaudit.adapters.store.errors import RefusedError
from stableaudit.adapters.store.limbs import LIMBS, join_one
from stableaudit.adapters.store.movements import names
from stableaudit.adapters.store.parties import party_ids
from stableaudit.adapters.store.sql import Connection, ask, transaction
from stableaudit.domain.ledger import Entry, EntryKind


def attribute(con: Connection, entry: Entry, *, accounts: AccountIds) -> None:
    """Give the entry at (block, ordinal) the parties and attribution of `entry`.

    Raises:
        RefusedError: there is no such entry, or kind or amount differ.
    """
    place = [entry.block, entry.ordinal]
    where = f"block {entry.block}, log {entry.ordinal}"
    found = ask(
        con,
        f"SELECT kind, {', '.join(names('a', LIMBS))} FROM entry WHERE block = ? AND ordinal = ?",
        place,
    )
    if not found:
        raise RefusedError(f"has no entry in {where}")
    ((kind, *limbs),) = found
    known = (EntryKind(kind), join_one(limbs))
    if known != (entry.kind, entry.base_units):
        raise RefusedError(
            f"has {_described(*known)} in {where}, not {_described(entry.kind, entry.base_units)}"
        )
    first = accounts.end
    source, destination = party_ids((entry.source, entry.destination), accounts).tolist()
    with transaction(con):
        if accounts.end > first:
            store_accounts(con, first, accounts.since(first))
        ask(
            con,
            "UPDATE entry SET src = ?, dst = ?, attribution = ? WHERE block = ? AND ordinal = ?",
            [source, destination, int(entry.attribution), *place],
        )
        forget_balances(con, from_block=entry.block)


def _described(kind: EntryKind, base_units: int) -> str:
    return f"a {kind.name.lower()} of {base_units} base units"
