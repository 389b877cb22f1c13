"""Sums that no amount comes near, and equal sums that are made up differently."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from stableaudit.adapters.store.store import DuckLedgerStore
from tests.unit.adapters.store import model
from tests.unit.adapters.store.histories import A, B, C, Line, mint, plain
from tests.unit.adapters.store.stores import begun, fill

LAST = 1_100
LIMB = 10**18


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DuckLedgerStore]:
    with begun(tmp_path / "ledger.duckdb") as opened:
        yield opened


@pytest.mark.parametrize("limbs", [1, 2, 3, 4])
def test_sum_of_many_largest_amounts_of_so_many_limbs_is_exact(
    store: DuckLedgerStore, limbs: int
) -> None:
    """Their sum needs a limb that none of them uses, and its topmost part 65 bits."""
    largest = LIMB**limbs - 1
    lines = [plain(1_001 + number, 0, A, B, largest) for number in range(40)]
    fill(store, lines, [LAST])
    assert store.holders(until=LAST) == model.holders(lines, LAST)
    assert store.changes(after=0, until=LAST) == model.changes(lines, 0, LAST)
    for floor in (0, 12 * largest, 12 * largest + 1, 40 * largest - 1, 40 * largest, 10**99):
        by_day = store.holders_by_day(until=LAST, floor=floor)
        assert by_day == model.holders_by_day(lines, LAST, floor)


@pytest.mark.parametrize("parts", [(1, LIMB - 1), (LIMB // 2, LIMB // 2), (2 * LIMB, -LIMB)])
@pytest.mark.parametrize(("whole", "sum_of_parts"), [(A, B), (B, A)])
def test_equal_balances_stand_by_address_however_they_came_about(
    store: DuckLedgerStore, parts: tuple[int, int], whole: bytes, sum_of_parts: bytes
) -> None:
    lines = [mint(1_001, 0, whole, LIMB)]
    for number, part in enumerate(parts):
        sides = (C, sum_of_parts) if part > 0 else (sum_of_parts, C)
        lines.append(plain(1_002, number, *sides, abs(part)))
    fill(store, lines, [LAST])
    assert store.holders(until=LAST) == model.holders(lines, LAST)


def test_balances_below_zero_stand_last_the_lowest_at_the_end(store: DuckLedgerStore) -> None:
    lines: list[Line] = []
    for number, amount in enumerate((1, LIMB - 1, LIMB, LIMB + 1, LIMB**2, LIMB**3 + 7)):
        account = bytes([100 + number]) * 20
        lines.append(plain(1_001, number, account, C, amount))
    fill(store, lines, [LAST])
    assert store.holders(until=LAST) == model.holders(lines, LAST)
