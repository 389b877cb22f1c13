"""An entry's parties can be named later, and every answer follows."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from stableaudit.adapters.store.balances import keep_balances
from stableaudit.adapters.store.store import DuckLedgerStore
from stableaudit.domain.errors import StoreError
from stableaudit.domain.ledger import Attribution, Entry, EntryKind
from tests.unit.adapters.store import model
from tests.unit.adapters.store.histories import (
    ORIGIN,
    SUPPLY,
    SUSPENSE,
    A,
    B,
    C,
    Line,
    line,
    mint,
    plain,
    window,
)
from tests.unit.adapters.store.stores import begun

LAST = 1_020
UNKNOWN = line(EntryKind.MINT, (1_005, 2), (SUPPLY, SUSPENSE), 10**20, Attribution.NONE)
LINES = [mint(1_001, 0, A, 50), plain(1_002, 4, A, B, 30), UNKNOWN, plain(1_008, 1, C, B, 9)]
NEW = b"\x09" * 20


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DuckLedgerStore]:
    with begun(tmp_path / "ledger.duckdb") as opened:
        opened.append(window(LINES, ORIGIN, LAST))
        yield opened


def to(account: bytes) -> Entry:
    """Return the unknown mint with its recipient."""
    return replace(UNKNOWN.entry, destination=account, attribution=Attribution.NESTED_CALLDATA)


def with_entry(entry: Entry) -> list[Line]:
    """Return the history with another entry in place of the unknown one."""
    return [Line(entry, plain=False) if one is UNKNOWN else one for one in LINES]


@pytest.mark.parametrize("account", [B, NEW], ids=["known", "new"])
@pytest.mark.parametrize("kept", [None, 1_004, 1_005, 1_010])
def test_attributed_entry_moves_its_amount(
    store: DuckLedgerStore, account: bytes, kept: int | None
) -> None:
    before = store.digest()
    if kept is not None:
        store._database.run(partial(keep_balances, until=kept))
    store.attribute(to(account))
    lines = with_entry(to(account))
    for until in (1_004, 1_005, LAST):
        assert store.totals(until=until) == model.totals(lines, until)
        assert store.holders(until=until) == model.holders(lines, until)
        assert store.accounts(until=until) == model.accounts(lines, until)
    listed = store.entries(kinds=tuple(EntryKind), first=0, until=LAST, limit=None)
    assert list(listed) == model.rows(lines, EntryKind, 0, LAST)
    assert store.digest() != before


def test_account_that_no_entry_names_any_more_is_not_among_the_accounts(
    store: DuckLedgerStore,
) -> None:
    store.attribute(to(NEW))
    store.attribute(to(B))
    assert store.accounts(until=LAST) == model.accounts(with_entry(to(B)), LAST)


def test_attribution_taken_back_gives_the_first_digest(store: DuckLedgerStore) -> None:
    before = store.digest()
    store.attribute(to(NEW))
    store.attribute(UNKNOWN.entry)
    assert store.digest() == before


@pytest.mark.parametrize(
    ("entry", "match"),
    [
        (replace(to(NEW), block=1_006), "has no entry in block 1006, log 2"),
        (replace(to(NEW), block=1_002, ordinal=4), "has no entry in block 1002, log 4"),
        (
            replace(to(NEW), kind=EntryKind.BURN),
            "has a mint of 100000000000000000000 .* not a burn",
        ),
        (replace(to(NEW), base_units=7), "not a mint of 7 base units"),
        (to(b"\x09" * 21), "of 21 bytes"),
    ],
)
def test_entry_that_is_another_is_refused(store: DuckLedgerStore, entry: Entry, match: str) -> None:
    with pytest.raises(StoreError, match=match):
        store.attribute(entry)
    assert store.holders(until=LAST) == model.holders(LINES, LAST)


def test_window_after_an_attribution_is_appended(store: DuckLedgerStore) -> None:
    store.attribute(to(NEW))
    later = plain(1_025, 0, NEW, C, 3)
    store.append(window([later], LAST + 1, 1_030))
    lines = [*with_entry(to(NEW)), later]
    assert store.holders(until=1_030) == model.holders(lines, 1_030)
