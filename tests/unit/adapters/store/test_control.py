"""Events of control in the store: kept as they came, committed and forgotten with their window."""

from array import array
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from stableaudit.adapters.store.store import DuckLedgerStore
from stableaudit.domain.control_history import ControlLogs, KeptLog
from stableaudit.domain.errors import StoreError
from stableaudit.domain.ledger import Window
from stableaudit.domain.logs import BlockTimes, RawLog
from tests.control_events import granted, told
from tests.unit.adapters.store.histories import ASSET, LAW, ORIGIN, A, mint, time_of, window
from tests.unit.adapters.store.stores import begun

PAUSE = told("Pause()", at=(1_002, 0), transaction=bytes(32))
GRANT = granted(b"\x07" * 32, A, at=(1_003, 4))
FREEZE = told("AddedBlackList(address)", A, at=(1_012, 1))
MOST = 100


def holding(*logs: RawLog, first: int = ORIGIN, last: int = 1_010) -> Window:
    """A window with these events and one mint."""
    made = window([mint(first, 9, A, 5)], first, last)
    blocks = sorted({first, *(log.block for log in logs)})
    times = BlockTimes(
        array("q", blocks),
        array("q", [time_of(block) for block in blocks]),
    )
    return replace(made, control=logs, times=times)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DuckLedgerStore]:
    with begun(tmp_path / "ledger.duckdb") as opened:
        yield opened


def kept(*logs: RawLog) -> tuple[KeptLog, ...]:
    return tuple(KeptLog(log, time_of(log.block)) for log in logs)


def test_events_come_back_as_they_were_and_up_to_the_block_alone(store: DuckLedgerStore) -> None:
    store.append(holding(PAUSE, GRANT))
    store.append(holding(FREEZE, first=1_011, last=1_020))
    assert store.control_logs(until=1_020, most=MOST).logs == kept(PAUSE, GRANT, FREEZE)
    assert store.control_logs(until=1_011, most=MOST) == ControlLogs(kept(PAUSE, GRANT), 0)


def test_newest_events_are_kept_where_they_are_too_many_and_the_rest_is_counted(
    store: DuckLedgerStore,
) -> None:
    store.append(holding(PAUSE, GRANT))
    assert store.control_logs(until=1_010, most=1) == ControlLogs(kept(GRANT), 1)


def test_events_beyond_what_is_covered_are_refused(store: DuckLedgerStore) -> None:
    store.append(holding(PAUSE))
    with pytest.raises(StoreError, match="and was asked about block 1011"):
        store.control_logs(until=1_011, most=MOST)


def test_window_that_is_rolled_back_takes_its_events_along(store: DuckLedgerStore) -> None:
    store.append(holding(PAUSE))
    before = store.digest()
    store.append(holding(FREEZE, first=1_011, last=1_020))
    assert store.digest() != before
    store.roll_back(to=1_010)
    assert store.digest() == before
    assert store.control_logs(until=1_010, most=MOST).logs == kept(PAUSE)
    later = replace(FREEZE, block=1_015)
    store.append(holding(later, first=1_011, last=1_020))
    assert store.control_logs(until=1_020, most=MOST).logs == kept(PAUSE, later)


def test_event_that_is_another_one_gives_another_digest(tmp_path: Path) -> None:
    digests: set[str] = set()
    for index, log in enumerate((PAUSE, replace(PAUSE, ordinal=1), replace(GRANT, ordinal=0))):
        with begun(tmp_path / f"{index}.duckdb") as store:
            store.append(holding(log))
            digests.add(store.digest())
    assert len(digests) == 3


@pytest.mark.parametrize(
    ("log", "match"),
    [
        (replace(PAUSE, block=1_011), "log 0 of block 1011 for the blocks 1000 to 1010"),
        (replace(PAUSE, block=ORIGIN, ordinal=9), "log 9 of block 1000 twice"),
    ],
)
def test_event_out_of_place_is_refused_and_nothing_stays(
    store: DuckLedgerStore, log: RawLog, match: str
) -> None:
    with pytest.raises(StoreError, match=match):
        store.append(holding(log))
    assert store.coverage() is None


def test_event_of_a_block_without_a_time_is_refused(store: DuckLedgerStore) -> None:
    timeless = replace(holding(PAUSE), times=window([mint(ORIGIN, 9, A, 5)], ORIGIN, 1_010).times)
    with pytest.raises(StoreError, match="a log of block 1002 and no time"):
        store.append(timeless)


def test_file_from_before_events_of_control_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "ledger.duckdb"
    begun(path).close()
    with duckdb.connect(path) as con:
        con.execute("DROP TABLE control")
    with pytest.raises(StoreError, match="without the events of who controls it") as caught:
        DuckLedgerStore(path, ASSET, LAW)
    assert caught.value.hint == "move it away and fetch the ledger again"
