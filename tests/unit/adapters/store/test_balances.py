"""When balances are kept, and when they are dropped. That they are right: tests/property."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from stableaudit.adapters.store import balances
from stableaudit.adapters.store.balances import keep_balances
from stableaudit.adapters.store.schema import read_number
from stableaudit.adapters.store.sql import Connection
from stableaudit.adapters.store.store import DuckLedgerStore
from tests.unit.adapters.store import model
from tests.unit.adapters.store.histories import ASSET, LAW, A, B, mint, plain
from tests.unit.adapters.store.stores import begun, fill

LINES = [mint(1_001, 0, A, 500), *(plain(block, 1, A, B, 1) for block in range(1_002, 1_018))]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DuckLedgerStore]:
    with begun(tmp_path / "ledger.duckdb") as opened:
        fill(opened, LINES, (1_005, 1_010, 1_020))
        yield opened


def kept(store: DuckLedgerStore) -> int | None:
    """Return the block whose balances are kept."""
    return store._database.run(lambda con: read_number(con, "balance_block"))


def ask(con: Connection, *, until: int, worth: int) -> object:
    """Ask for the holders, where so many movements are worth keeping."""
    return balances.holders(con, until=until, may_write=True, worth=worth)


def test_few_movements_are_not_worth_keeping(store: DuckLedgerStore) -> None:
    store.holders(until=1_020)
    assert kept(store) is None


def test_many_movements_are_kept_at_the_block_that_was_asked(store: DuckLedgerStore) -> None:
    for until in (1_005, 1_020, 1_010):
        answer = store._database.run(partial(ask, until=until, worth=3))
        assert answer == model.holders(LINES, until)
    assert kept(store) == 1_020


def test_fewer_movements_than_accounts_are_not_kept_again(store: DuckLedgerStore) -> None:
    store._database.run(partial(keep_balances, until=1_019))
    store._database.run(partial(ask, until=1_020, worth=0))
    assert kept(store) == 1_020  # its window has more movements than there are accounts
    fill(store, [plain(1_021, 0, A, B, 1)], [1_022])
    store._database.run(partial(ask, until=1_022, worth=0))
    assert kept(store) == 1_020


@pytest.mark.parametrize(("worth", "left"), [(len(LINES) - 1, 1_020), (len(LINES), None)])
def test_movements_are_kept_once_they_are_more_than_what_it_is_worth(
    store: DuckLedgerStore, worth: int, left: int | None
) -> None:
    store._database.run(partial(ask, until=1_020, worth=worth))
    assert kept(store) == left


def test_balances_of_a_later_block_stay_when_an_earlier_one_is_asked(
    store: DuckLedgerStore,
) -> None:
    store._database.run(partial(keep_balances, until=1_015))
    store._database.run(partial(ask, until=1_012, worth=0))
    assert kept(store) == 1_015


def test_reader_keeps_nothing(store: DuckLedgerStore, tmp_path: Path) -> None:
    store.close()
    with DuckLedgerStore(tmp_path / "ledger.duckdb", ASSET, LAW, read_only=True) as reader:
        assert not reader._may_write
        only_read = partial(balances.holders, until=1_020, may_write=False, worth=0)
        assert reader._database.run(only_read) == model.holders(LINES, 1_020)
        assert kept(reader) is None


@pytest.mark.parametrize(
    ("to", "left"), [(1_020, 1_007), (1_010, 1_007), (1_009, None), (1_006, None)]
)
def test_roll_back_behind_the_kept_balances_drops_them(
    store: DuckLedgerStore, to: int, left: int | None
) -> None:
    store._database.run(partial(keep_balances, until=1_007))
    store.roll_back(to=to)
    assert kept(store) == left
