"""What was, from what is."""

import pytest

from stableaudit.domain.ledger import Boundary
from stableaudit.ledger.roll_back import balance_then, supply_then
from tests.unit.ledger.pages import LARGEST, A, B, burn, mint, moved, wipe


def test_supply_then_takes_back_what_came_after_and_nothing_else() -> None:
    entries = [
        mint(A, 1000, 0, block=5),
        mint(A, LARGEST, 1, block=6),
        burn(Boundary.SUSPENSE, 20, 2),
        wipe(B, 3, 3),
        moved(A, B, 7, 4),
        mint(A, 4000, 5, block=8),
    ]
    assert supply_then(LARGEST, entries, then=5, now=7) == 23


def test_supply_then_of_now_is_present() -> None:
    assert supply_then(9, [mint(A, 5, 0)], then=7, now=7) == 9


def test_balance_then_takes_back_what_came_after_and_nothing_else() -> None:
    assert balance_then(100, {5: 1000, 6: 30, 7: -8, 8: 4000}, then=5, now=7) == 78


def test_then_after_now_is_refused() -> None:
    with pytest.raises(ValueError, match="what block 8 held does not follow from block 7"):
        supply_then(9, [], then=8, now=7)
    with pytest.raises(ValueError, match="what block 8 held does not follow from block 7"):
        balance_then(9, {}, then=8, now=7)
