"""Where the measured programs open our ledger store."""

from pathlib import Path

from bench.windows import CHAIN
from stableaudit.adapters.store.store import DuckLedgerStore
from stableaudit.domain.identifiers import AccountId, AssetId
from stableaudit.domain.tokens import SupplyLaw

TOKEN = AccountId(CHAIN, bytes.fromhex("70") * 20)


def opened(path: Path, token: AccountId = TOKEN, *, read_only: bool = False) -> DuckLedgerStore:
    """Return the store at a path, made where there is none and it may be written."""
    return DuckLedgerStore(path, AssetId(token), SupplyLaw.ZERO_TRANSFER, read_only=read_only)
