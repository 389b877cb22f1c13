"""Where the measured programs open our ledger store."""

from pathlib import Path

from stableaudit.adapters.store.store import DuckLedgerStore

from bench.windows import CHAIN
from stableaudit.domain.identifiers import AccountId

TOKEN = AccountId(CHAIN, bytes.fromhex("70") * 20)


def opened(path: Path, token: AccountId = TOKEN) -> DuckLedgerStore:
    """Return the store at a path, made where there is none."""
    return DuckLedgerStore(path, token)
