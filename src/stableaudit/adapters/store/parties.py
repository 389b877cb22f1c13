"""Who moved something, as numbers of accounts and boundaries."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stableaudit.adapters.store.accounts import AccountIds
from stableaudit.adapters.store.errors import RefusedError
from stableaudit.adapters.store.sql import SUPPLY, SUSPENSE
from stableaudit.domain.identifiers import ADDRESS_BYTES
from stableaudit.domain.ledger import Boundary, Party, Window

_BOUNDARIES: Final = ((Boundary.SUPPLY, SUPPLY), (Boundary.SUSPENSE, SUSPENSE))


def window_parties(
    window: Window, accounts: AccountIds
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the number of every source and destination, transfers first, then entries."""
    plain, few = len(window.transfers), len(window.entries)
    moved = accounts.numbered(window.transfers.senders + window.transfers.recipients)
    entered = party_ids(
        [entry.source for entry in window.entries]
        + [entry.destination for entry in window.entries],
        accounts,
    )
    return (
        np.concatenate((moved[:plain], entered[:few])),
        np.concatenate((moved[plain:], entered[few:])),
    )


def party_ids(parties: Sequence[Party], accounts: AccountIds) -> NDArray[np.int32]:
    """Return the number of each party; accounts that are new get the next numbers.

    Raises:
        RefusedError: an account has not 20 bytes.
    """
    named = [party for party in parties if isinstance(party, bytes)]
    for party in named:
        if len(party) != ADDRESS_BYTES:
            raise RefusedError(f"got an account of {len(party)} bytes: 0x{party.hex()}")
    ids = np.empty(len(parties), dtype=np.int32)
    for boundary, boundary_id in _BOUNDARIES:
        ids[[party is boundary for party in parties]] = boundary_id
    ids[[isinstance(party, bytes) for party in parties]] = accounts.numbered(b"".join(named))
    return ids
