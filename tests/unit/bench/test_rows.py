from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from bench import rows

COUNT = 6_000
ZERO = bytes(20)


@pytest.fixture(scope="module")
def balances_seen(tmp_path_factory: pytest.TempPathFactory) -> tuple[Counter[bytes], int]:
    """Final balances of 6,000 rows, and the lowest that any account ever had."""
    path = rows.ensure(tmp_path_factory.mktemp("rows") / "rows", COUNT)
    balances: Counter[bytes] = Counter()
    lowest = 0
    for source, destination, base_units in rows.read(path, 0, COUNT).tolist():
        balances[source] -= base_units
        balances[destination] += base_units
        if source != ZERO:
            lowest = min(lowest, balances[source])
    return balances, lowest


def test_rows_never_overdraw_an_account(balances_seen: tuple[Counter[bytes], int]) -> None:
    assert balances_seen[1] == 0


def test_rows_leave_holders_as_the_yardstick_has_them(
    balances_seen: tuple[Counter[bytes], int],
) -> None:
    """Some 28 holders to a thousand rows, beside accounts that are empty again."""
    accounts = {a: b for a, b in balances_seen[0].items() if a != ZERO}
    holders = sum(1 for balance in accounts.values() if balance)
    assert (holders, len(accounts)) == (168, 185)


def test_rows_have_mints_and_burns(tmp_path: Path) -> None:
    read = rows.read(rows.ensure(tmp_path / "rows", COUNT), 0, COUNT)
    zero = np.void(ZERO)
    assert ((read["source"] == zero).sum(), (read["destination"] == zero).sum()) == (2, 1)


def test_rows_from_the_middle_are_those_of_the_whole(tmp_path: Path) -> None:
    path = rows.ensure(tmp_path / "rows", COUNT)
    whole = rows.read(path, 0, COUNT)
    assert rows.read(path, 2_000, 40).tobytes() == whole[2_000:2_040].tobytes()


def test_rows_of_another_count_are_made_anew(tmp_path: Path) -> None:
    path = rows.ensure(tmp_path / "rows", 400)
    rows.ensure(path, 800)
    assert path.stat().st_size == 800 * rows.ROW.itemsize
