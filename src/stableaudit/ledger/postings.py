"""What each party has after transfers and entries: two postings each, of equal amount.

The definition that a store keeps to with an engine's means; the balances always sum to zero.
"""

from collections.abc import Iterable

from stableaudit.domain.identifiers import ADDRESS_BYTES
from stableaudit.domain.ledger import Entry, Party
from stableaudit.domain.logs import WORD_BYTES, TransferColumns


def balances_of(transfers: TransferColumns, entries: Iterable[Entry]) -> dict[Party, int]:
    """Return the balance of every party that is named, base units; some may be 0.

    The supply's balance is minus what was minted less what was burned.
    """
    balances: dict[Party, int] = {}
    for source, destination, base_units in (*_by_column(transfers), *map(_by_entry, entries)):
        balances[source] = balances.get(source, 0) - base_units
        balances[destination] = balances.get(destination, 0) + base_units
    return balances


def _by_entry(entry: Entry) -> tuple[Party, Party, int]:
    return entry.source, entry.destination, entry.base_units


def _by_column(transfers: TransferColumns) -> Iterable[tuple[Party, Party, int]]:
    for index in range(len(transfers)):
        first, word = ADDRESS_BYTES * index, WORD_BYTES * index
        source = transfers.senders[first : first + ADDRESS_BYTES]
        destination = transfers.recipients[first : first + ADDRESS_BYTES]
        yield source, destination, int.from_bytes(transfers.amounts[word : word + WORD_BYTES])
