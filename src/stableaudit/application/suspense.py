"""Entries that stand in suspense: whom they could belong to, and whom a balance gives them to."""

from collections.abc import Mapping
from functools import partial
from itertools import islice
from typing import Final

from stableaudit.application.observe import attempt
from stableaudit.domain.ledger import Attribution, BalanceSheet, Entry, EntryKind, EntryRow
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import Deployment
from stableaudit.ledger.attribution import attribute_by_balance
from stableaudit.ledger.calldata import addresses_in
from stableaudit.ledger.trial_balance import compare
from stableaudit.ports.events import EventReader
from stableaudit.ports.ledger_store import LedgerStore

_SUPPLY_KINDS: Final = (EntryKind.MINT, EntryKind.BURN, EntryKind.WIPE)


def in_suspense(store: LedgerStore, *, until: int) -> tuple[Entry, ...]:
    """Return the entries that no account is known for, in chain order."""
    rows = store.entries(kinds=_SUPPLY_KINDS, first=0, until=until, limit=None)
    return tuple(row.entry for row in rows if row.entry.attribution is Attribution.NONE)


def unlogged(store: LedgerStore, *, until: int, limit: int) -> tuple[EntryRow, ...]:
    """Return the first entries whose account no log names, in chain order."""
    rows = store.entries(kinds=_SUPPLY_KINDS, first=0, until=until, limit=None)
    found = (row for row in rows if row.entry.attribution is not Attribution.LOG)
    return tuple(islice(found, limit))


def suspects(
    deployment: Deployment, events: tuple[EventReader, ...], store: LedgerStore, *, until: int
) -> tuple[bytes, ...]:
    """Return the accounts that the calldata behind entries in suspense mentions at all."""
    if store.totals(until=until).unattributed == 0:
        return ()
    wanted = sorted({(e.transaction, e.block) for e in in_suspense(store, until=until)})
    for one in events:
        calls = attempt(partial(one.transactions, wanted))
        if not isinstance(calls, Unavailable):
            found = [address for call in calls.values() for address in addresses_in(call.data)]
            found += [call.sender for call in calls.values()]
            found += [call.to for call in calls.values() if call.to is not None]
            contract = deployment.asset.contract.address
            return tuple(dict.fromkeys(address for address in found if address != contract))
    return ()


def settle_by_balance(
    store: LedgerStore,
    sheets: tuple[BalanceSheet | Unavailable, ...],
    changes: Mapping[bytes, Mapping[int, int]],
    *,
    until: int,
) -> None:
    """Give each entry in suspense to the one account whose balance differs by its amount.

    Only where every sheet was read and all say the same: a balance that one operator alone claims
    explains nothing.
    """
    if store.totals(until=until).unattributed == 0:
        return
    read = [sheet for sheet in sheets if isinstance(sheet, BalanceSheet)]
    if not read or len(read) != len(sheets):
        return
    holders = store.holders(until=until)
    told = [
        {
            one.address: -one.difference
            for one in compare(holders, sheet, changes, reference=until).mismatches
        }
        for sheet in read
    ]
    if any(other != told[0] for other in told):
        return
    left = told[0]
    for entry in in_suspense(store, until=until):
        settled = attribute_by_balance(entry, left)
        if settled.attribution is Attribution.NONE:
            continue
        store.attribute(settled)
        for party in (settled.source, settled.destination):
            if isinstance(party, bytes) and party in left:
                sign = 1 if party == settled.destination else -1
                left[party] -= sign * settled.base_units
