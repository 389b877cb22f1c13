"""What each party has after transfers and entries."""

from stableaudit.domain.ledger import Boundary
from stableaudit.domain.logs import TransferColumns
from stableaudit.ledger.events import TRANSFER
from stableaudit.ledger.postings import balances_of
from tests.unit.ledger.pages import LARGEST, ZERO, A, B, burn, log, mint, moved, page, wipe


def test_balances_of_columns_and_entries_together() -> None:
    transfers = page([log(TRANSFER, A, B, LARGEST, at=1), log(TRANSFER, B, A, 4, at=2)]).transfers
    entries = [
        mint(A, 100, 3),
        mint(Boundary.SUSPENSE, 30, 4),
        burn(B, 20, 5),
        wipe(B, 7, 6),
        moved(A, ZERO, 1, 7),
    ]
    assert balances_of(transfers, entries) == {
        A: 103 - LARGEST,
        B: LARGEST - 31,
        ZERO: 1,
        Boundary.SUSPENSE: 30,
        Boundary.SUPPLY: -103,
    }


def test_balances_of_a_transfer_to_oneself_is_nothing() -> None:
    assert balances_of(TransferColumns(), [moved(A, A, 9, 1)]) == {A: 0}


def test_balances_of_nothing_names_nobody() -> None:
    assert balances_of(TransferColumns(), []) == {}
