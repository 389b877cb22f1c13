"""A ledger as one Parquet file."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from stableaudit.adapters.store.store import DuckLedgerStore
from stableaudit.domain.errors import StoreError
from stableaudit.domain.ledger import Attribution, Boundary, EntryKind, Party
from tests.unit.adapters.store.histories import (
    SUPPLY,
    SUSPENSE,
    A,
    B,
    C,
    Line,
    burn,
    in_order,
    line,
    mint,
    plain,
    time_of,
)
from tests.unit.adapters.store.stores import begun, fill

LINES = [
    plain(1_001, 4, A, B, 30),
    mint(1_001, 0, A, 2**256 - 1),
    plain(1_005, 1, B, bytes(20), 0),
    plain(1_005, 2, B, A, 10**18),
    line(EntryKind.TRANSFER, (1_005, 0), (A, C), 10**36 + 5, Attribution.CALLDATA),
    line(EntryKind.WIPE, (1_003, 3), (SUSPENSE, SUPPLY), 1, Attribution.NONE),
    burn(1_009, 0, A, 2**255),
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DuckLedgerStore]:
    with begun(tmp_path / "ledger.duckdb") as opened:
        fill(opened, LINES, (1_004, 1_020))
        yield opened


def row(one: Line) -> tuple[object, ...]:
    """Return a line as it stands in the file."""
    entry = one.entry
    limbs = tuple(entry.base_units // 10 ** (18 * place) % 10**18 for place in range(5))
    return (
        entry.block,
        entry.ordinal,
        time_of(entry.block),
        entry.kind.name.lower(),
        *side(entry.source),
        *side(entry.destination),
        *limbs,
        str(entry.base_units),
        entry.attribution.name.lower(),
        entry.transaction or None,
    )


def side(party: Party) -> tuple[str, bytes | None]:
    """Return a party as it stands in the file."""
    return (party.value, None) if isinstance(party, Boundary) else ("account", party)


def test_export_holds_every_entry_in_chain_order(store: DuckLedgerStore, tmp_path: Path) -> None:
    path = tmp_path / "it's an export.parquet"
    store.export(path)
    found = duckdb.connect().execute("FROM read_parquet(?)", [str(path)])
    assert [name for name, *_ in found.description or ()] == [
        *("block", "ordinal", "timestamp", "kind", "source_party", "source"),
        *("destination_party", "destination", "a0", "a1", "a2", "a3", "a4"),
        *("base_units", "attribution", "transaction"),
    ]
    assert found.fetchall() == [row(one) for one in in_order(LINES)]
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".tmp")] == []


def test_export_of_small_amounts_writes_every_column(tmp_path: Path) -> None:
    lines = [plain(1_001, 4, A, B, 30), plain(1_002, 4, A, B, 0)]
    with begun(tmp_path / "ledger.duckdb") as store:
        fill(store, lines, [1_020])
        store.export(tmp_path / "out.parquet")
    found = duckdb.connect().execute("FROM read_parquet(?)", [str(tmp_path / "out.parquet")])
    assert found.fetchall() == [row(one) for one in lines]


def test_export_compresses_with_zstd(store: DuckLedgerStore, tmp_path: Path) -> None:
    path = tmp_path / "out.parquet"
    store.export(path)
    codecs = duckdb.connect().execute(
        "SELECT DISTINCT compression FROM parquet_metadata(?)", [str(path)]
    )
    assert codecs.fetchall() == [("ZSTD",)]


def test_export_takes_the_place_of_an_older_one(store: DuckLedgerStore, tmp_path: Path) -> None:
    path = tmp_path / "out.parquet"
    path.write_bytes(b"older")
    store.export(path)
    count = duckdb.connect().execute("SELECT count(*) FROM read_parquet(?)", [str(path)])
    assert count.fetchall() == [(len(LINES),)]


def test_export_that_fails_leaves_the_older_one(store: DuckLedgerStore, tmp_path: Path) -> None:
    path = tmp_path / "out.parquet"
    path.write_bytes(b"older")
    store._database.run(lambda con: con.execute("ALTER TABLE entry RENAME TO gone").fetchall())
    with pytest.raises(StoreError, match="entry"):
        store.export(path)
    assert path.read_bytes() == b"older"
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".tmp")] == []


def test_export_to_a_folder_or_a_link_is_refused(store: DuckLedgerStore, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for name in ("folder", "link"):
        with pytest.raises(StoreError, match="is no plain file") as caught:
            store.export(tmp_path / name)
        assert name in caught.value.where


def test_export_into_a_folder_that_is_not_there_is_refused(
    store: DuckLedgerStore, tmp_path: Path
) -> None:
    with pytest.raises(StoreError, match="No such file or directory"):
        store.export(tmp_path / "no" / "out.parquet")
