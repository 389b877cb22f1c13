"""What the store says of its windows, and what it refuses."""

from array import array
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from stableaudit.adapters.store.sql import ask
from stableaudit.adapters.store.store import DuckLedgerStore, file_name
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.errors import StoreError
from stableaudit.domain.identifiers import AssetId
from stableaudit.domain.ledger import (
    Attribution,
    Coverage,
    EntryKind,
    Irregular,
    Origin,
    Window,
    WindowRecord,
)
from stableaudit.domain.logs import BlockTimes
from stableaudit.ports.ledger_store import LedgerStore
from tests.unit.adapters.store import model
from tests.unit.adapters.store.histories import (
    ASSET,
    LAW,
    ORIGIN,
    SUPPLY,
    SUSPENSE,
    A,
    B,
    C,
    burn,
    line,
    mint,
    plain,
    stamp,
    window,
)
from tests.unit.adapters.store.stores import begun, fill

LINES = [
    mint(1_001, 0, A, 100 * 10**18),
    plain(1_001, 4, A, B, 30),
    plain(1_005, 1, B, A, 5),
    line(EntryKind.TRANSFER, (1_005, 2), (A, C), 7, Attribution.CALLDATA),
    burn(1_012, 0, A, 2**255),
    line(EntryKind.WIPE, (1_013, 3), (SUSPENSE, SUPPLY), 1, Attribution.NONE),
    plain(1_013, 9, B, B, 4),
]
ENDS = (1_004, 1_010, 1_020)
LAST = 1_020


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DuckLedgerStore]:
    with begun(tmp_path / "ledger.duckdb") as opened:
        yield opened


@pytest.fixture
def filled(store: DuckLedgerStore) -> DuckLedgerStore:
    fill(store, LINES, ENDS)
    return store


def test_store_is_a_ledger_store(store: DuckLedgerStore) -> None:
    port: LedgerStore = store
    assert port is store


@pytest.mark.parametrize(
    ("asset", "name"),
    [
        (ASSET, f"eip155-1-erc20-0x{'ab' * 20}.duckdb"),
        (
            AssetId.parse("tron:0x2b6653dc/trc20:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
            "tron-0x2b6653dc-trc20-TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t.duckdb",
        ),
    ],
)
def test_file_name_is_the_asset_s_with_hyphens(asset: AssetId, name: str) -> None:
    assert file_name(asset) == name


def test_coverage_before_the_first_window_is_none(store: DuckLedgerStore) -> None:
    assert store.coverage() is None
    assert store.newest(3) == ()
    assert store.last_block_until(10**10) is None
    assert store.irregularities(5) == ()


def test_coverage_counts_what_the_windows_held(store: DuckLedgerStore) -> None:
    store.append(window(LINES, ORIGIN, 1_004, source="b", irregular=(Irregular(1_002, 7, "odd"),)))
    store.append(window(LINES, 1_005, 1_020, source="a", decided=("one", "two")))
    assert store.coverage() == Coverage(
        origin=Origin(ORIGIN, "its code appears there"),
        last=stamp(1_020),
        windows=2,
        transfers=3,
        entries=4,
        irregular=1,
        decided=2,
        sources=("b", "a"),
    )


def test_newest_windows_come_newest_first(filled: DuckLedgerStore) -> None:
    source = "operator (endpoint) eth_getLogs"
    expected = tuple(
        WindowRecord(BlockRange(first, last), stamp(last).hash, last.to_bytes(32), source)
        for first, last in ((1_011, 1_020), (1_005, 1_010))
    )
    assert filled.newest(2) == expected
    assert len(filled.newest(9)) == 3


def test_irregular_logs_come_before_decided_differences_as_sentences(
    store: DuckLedgerStore,
) -> None:
    odd = (Irregular(1_003, 7, "is odd"), Irregular(1_002, 9, "has no pair"))
    store.append(window([], ORIGIN, 1_004, irregular=odd, decided=("A, not B", "C, not D")))
    store.append(window([], 1_005, 1_006, decided=("E",)))
    every = (
        "block 1002, log 9: has no pair",
        "block 1003, log 7: is odd",
        "A, not B",
        "C, not D",
        "E",
    )
    assert store.irregularities(9) == every
    assert store.irregularities(3) == every[:3]
    assert store.irregularities(1) == every[:1]


def test_origin_may_be_said_again_and_not_otherwise(store: DuckLedgerStore) -> None:
    store.begin(Origin(ORIGIN, "for another reason"))
    with pytest.raises(StoreError, match="begins at block 1000, not at 999"):
        store.begin(Origin(999, "earlier"))


def test_window_before_the_origin_is_said_is_refused(tmp_path: Path) -> None:
    with DuckLedgerStore(tmp_path / "ledger.duckdb", ASSET, LAW) as store:
        with pytest.raises(StoreError, match="has no origin yet"):
            store.append(window([], ORIGIN, 1_004))
        store.begin(Origin(ORIGIN, "now"))
        store.append(window([], ORIGIN, 1_004))


@pytest.mark.parametrize("first", [ORIGIN, 1_004, 1_006])
def test_window_that_does_not_follow_is_refused(store: DuckLedgerStore, first: int) -> None:
    store.append(window(LINES, ORIGIN, 1_004))
    with pytest.raises(StoreError, match=rf"goes on at block 1005, .* begins at {first}"):
        store.append(window([], first, 1_010))
    fill(store, LINES, (1_010, 1_020))
    assert store.totals(until=LAST) == model.totals(LINES, LAST)


WHOLE = window(LINES, ORIGIN, LAST)
OTHER_CHAIN = AssetId.parse("eip155:56/erc20:0x" + "ab" * 20).chain


@pytest.mark.parametrize(
    ("broken", "match"),
    [
        (replace(WHOLE, last=stamp(1_019)), "which end with block 1019"),
        (replace(WHOLE, last=replace(WHOLE.last, chain=OTHER_CHAIN)), "the window of eip155:56"),
        (
            window([*LINES, plain(1_001, 4, A, C, 1)], ORIGIN, LAST),
            "log 4 of block 1001 twice",
        ),
        (window([*LINES, mint(1_001, 4, A, 1)], ORIGIN, LAST), "log 4 of block 1001 twice"),
        (
            replace(WHOLE, entries=(*WHOLE.entries, WHOLE.entries[0])),
            "log 0 of block 1001 twice",
        ),
        (
            replace(WHOLE, transfers=window([plain(1_021, 0, A, B, 1)], 0, 2_000).transfers),
            "log 0 of block 1021 for the blocks 1000 to 1020",
        ),
        (
            replace(WHOLE, transfers=window([plain(999, 0, A, B, 1)], 0, 2_000).transfers),
            "log 0 of block 999 for the blocks",
        ),
        (
            replace(WHOLE, transfers=window([plain(1_001, -1, A, B, 1)], 0, 2_000).transfers),
            "log -1 of block 1001",
        ),
        (
            replace(WHOLE, transfers=window([plain(1_001, 2**31, A, B, 1)], 0, 2_000).transfers),
            "log 2147483648 of block 1001",
        ),
        (replace(WHOLE, entries=(mint(1_021, 0, A, 1).entry,)), "log 0 of block 1021"),
        (replace(WHOLE, entries=(mint(10**30, 0, A, 1).entry,)), "of block 10{30} for"),
        (replace(WHOLE, irregular=(Irregular(1_021, 0, "x"),)), "log 0 of block 1021"),
        (replace(WHOLE, times=BlockTimes()), "a log of block 1001 and no time"),
        (
            replace(WHOLE, times=BlockTimes(WHOLE.times.numbers[:-1], WHOLE.times.timestamps[:-1])),
            "a log of block 1013 and no time",
        ),
        (
            replace(WHOLE, times=BlockTimes(array("q", [5, 5]), array("q", [1, 1]))),
            "do not ascend",
        ),
        (
            replace(WHOLE, times=BlockTimes(WHOLE.times.numbers, array("q", [-1, 0, 0, 0]))),
            "a time of a block that is none",
        ),
        (replace(WHOLE, entries=(mint(1_001, 0, A, 2**256).entry,)), "no uint256 in block 1001"),
        (replace(WHOLE, entries=(mint(1_001, 0, b"\x01" * 19, 1).entry,)), "of 19 bytes"),
    ],
)
def test_window_that_does_not_hold_together_is_refused_and_nothing_of_it_stays(
    store: DuckLedgerStore, broken: Window, match: str
) -> None:
    with pytest.raises(StoreError, match=match) as caught:
        store.append(broken)
    assert "ledger.duckdb" in caught.value.where
    assert store.coverage() is None
    store.append(WHOLE)
    assert store.holders(until=LAST) == model.holders(LINES, LAST)
    assert store.accounts(until=LAST) == model.accounts(LINES, LAST)


def test_window_with_nothing_in_it_is_covered(store: DuckLedgerStore) -> None:
    store.append(window([], ORIGIN, LAST))
    assert store.totals(until=LAST) == model.totals([], LAST)
    assert store.holders(until=LAST) == model.holders([], LAST)
    assert store.accounts(until=LAST) == b""
    assert store.issuance_by_day(until=LAST) == ()
    assert store.holders_by_day(until=LAST, floor=0) == ()
    assert store.changes(after=0, until=LAST) == {}


@pytest.mark.parametrize("plain_amount", [10**18 - 1, 10**18, 10**36, 2**256 - 1])
def test_amount_that_needs_more_limbs_than_any_before_is_exact(
    store: DuckLedgerStore, plain_amount: int
) -> None:
    lines = [plain(1_001, 0, A, B, 1), plain(1_006, 0, B, C, plain_amount), mint(1_015, 1, A, 3)]
    fill(store, lines, ENDS)
    for until in ENDS:
        assert store.holders(until=until) == model.holders(lines, until)


def test_transfers_out_of_chain_order_are_taken_as_they_come(store: DuckLedgerStore) -> None:
    store.append(window(LINES[::-1], ORIGIN, LAST))
    listed = store.entries(kinds=tuple(EntryKind), first=0, until=LAST, limit=None)
    assert list(listed) == model.rows(LINES, EntryKind, 0, LAST)


@pytest.mark.parametrize("limit", [0, 1, 3, 6, 7, 8])
def test_entries_end_at_their_limit(filled: DuckLedgerStore, limit: int) -> None:
    listed = filled.entries(kinds=tuple(EntryKind), first=ORIGIN, until=LAST, limit=limit)
    assert list(listed) == model.rows(LINES, EntryKind, ORIGIN, LAST)[:limit]


def test_entries_of_no_kind_or_no_block_are_none(filled: DuckLedgerStore) -> None:
    assert list(filled.entries(kinds=(), first=0, until=LAST, limit=None)) == []
    backwards = filled.entries(kinds=tuple(EntryKind), first=1_013, until=1_012, limit=None)
    assert list(backwards) == []


def test_entries_may_be_left_unread_while_the_ledger_grows(filled: DuckLedgerStore) -> None:
    listed = filled.entries(kinds=tuple(EntryKind), first=0, until=LAST, limit=None)
    first = next(listed)
    filled.append(window([], LAST + 1, LAST + 2))
    assert [first, *listed] == model.rows(LINES, EntryKind, 0, LAST)


def test_question_beyond_what_is_covered_is_refused(filled: DuckLedgerStore) -> None:
    beyond = LAST + 1
    for question in (
        lambda: filled.totals(until=beyond),
        lambda: filled.holders(until=beyond),
        lambda: filled.accounts(until=beyond),
        lambda: filled.changes(after=0, until=beyond),
        lambda: filled.issuance_by_day(until=beyond),
        lambda: filled.holders_by_day(until=beyond, floor=0),
        lambda: list(filled.entries(kinds=tuple(EntryKind), first=0, until=beyond, limit=None)),
    ):
        with pytest.raises(StoreError, match=r"covers blocks up to 1020, .* about block 1021"):
            question()


def test_question_to_an_empty_ledger_is_refused(store: DuckLedgerStore) -> None:
    with pytest.raises(StoreError, match="covers no block yet"):
        store.totals(until=ORIGIN)


def test_floor_below_zero_is_refused(filled: DuckLedgerStore) -> None:
    with pytest.raises(StoreError, match="floor of -1"):
        filled.holders_by_day(until=LAST, floor=-1)


def test_roll_back_forgets_every_window_that_ends_later(filled: DuckLedgerStore) -> None:
    filled.roll_back(to=1_012)
    coverage = filled.coverage()
    assert coverage is not None
    assert (coverage.last, coverage.windows, coverage.entries) == (stamp(1_010), 2, 2)
    fill(filled, LINES, (1_015, 1_020))
    assert filled.totals(until=LAST) == model.totals(LINES, LAST)


def test_roll_back_behind_the_origin_leaves_the_origin(filled: DuckLedgerStore) -> None:
    filled.roll_back(to=0)
    assert filled.coverage() is None
    with pytest.raises(StoreError, match="begins at block 1000"):
        filled.begin(Origin(7, "elsewhere"))
    fill(filled, LINES, ENDS)
    assert filled.holders(until=LAST) == model.holders(LINES, LAST)


def test_roll_back_forgets_irregular_logs_and_decided_differences(store: DuckLedgerStore) -> None:
    store.append(window([], ORIGIN, 1_004, decided=("kept",)))
    odd = (Irregular(1_006, 1, "forgotten"),)
    store.append(window([], 1_005, 1_010, irregular=odd, decided=("forgotten",)))
    store.roll_back(to=1_009)
    assert store.irregularities(9) == ("kept",)


def test_long_question_writes_no_progress_bar(store: DuckLedgerStore) -> None:
    """duckdb 1.4 writes one to stdout, terminal or not, once a query takes two seconds."""
    bar = "SELECT current_setting('enable_progress_bar')"
    assert store._database.run(lambda con: ask(con, bar)) == [(False,)]


def test_closed_store_says_so_and_closes_again(filled: DuckLedgerStore) -> None:
    filled.close()
    filled.close()
    with pytest.raises(StoreError, match="was closed"):
        filled.coverage()


def test_store_opened_again_holds_the_same(tmp_path: Path) -> None:
    path = tmp_path / "ledger.duckdb"
    with begun(path) as store:
        fill(store, LINES, ENDS[:2])
    with DuckLedgerStore(path, ASSET, LAW) as store:
        fill(store, LINES, ENDS[2:])
        digest = store.digest()
    with DuckLedgerStore(path, ASSET, LAW, read_only=True) as store:
        assert store.digest() == digest
        assert store.holders(until=LAST) == model.holders(LINES, LAST)
        with pytest.raises(StoreError, match="opened for reading only"):
            store.append(window([], LAST + 1, LAST + 2))
