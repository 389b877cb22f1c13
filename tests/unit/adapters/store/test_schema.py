"""Files that are another's, damaged, older or newer."""

import shutil
from pathlib import Path

import duckdb
import pytest

from stableaudit.adapters.store.database import Database
from stableaudit.adapters.store.schema import MIGRATIONS, VERSION, prepare, read_number
from stableaudit.adapters.store.sql import Connection, ask
from stableaudit.adapters.store.store import DuckLedgerStore
from stableaudit.domain.errors import StoreError
from stableaudit.domain.identifiers import AssetId
from tests.unit.adapters.store import model
from tests.unit.adapters.store.histories import ASSET, LAW, A, B, mint, plain
from tests.unit.adapters.store.stores import begun, fill

LINES = [mint(1_001, 0, A, 500), plain(1_003, 1, A, B, 20)]
NEXT = (*MIGRATIONS, ("CREATE TABLE later (x INTEGER)", "INSERT INTO later VALUES (7)"))
BROKEN = (*MIGRATIONS, ("CREATE TABLE later (x INTEGER)", "INSERT INTO missing VALUES (7)"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed file with a history."""
    path = tmp_path / "ledger.duckdb"
    with begun(path) as store:
        fill(store, LINES, [1_010])
    return path


def migrated(
    path: Path, migrations: tuple[tuple[str, ...], ...], *, read_only: bool = False
) -> Database:
    """Return a file opened by a program that knows other versions."""

    def prepared(con: Connection, *, may_write: bool) -> None:
        prepare(con, ASSET, LAW, may_write=may_write, migrations=migrations)

    return Database(path, prepared, memory_limit_mib=64, read_only=read_only)


def test_older_file_is_brought_forward_and_keeps_what_it_holds(path: Path) -> None:
    database = migrated(path, NEXT)
    assert database.run(lambda con: ask(con, "SELECT x FROM later")) == [(7,)]
    assert database.run(lambda con: read_number(con, "version")) == VERSION + 1
    assert database.run(lambda con: ask(con, "SELECT count(*) FROM transfer")) == [(1,)]
    database.close()
    migrated(path, NEXT).close()


def test_migration_that_fails_leaves_the_older_file(path: Path) -> None:
    with pytest.raises(StoreError, match="missing"):
        migrated(path, BROKEN)
    with DuckLedgerStore(path, ASSET, LAW) as store:
        assert store.holders(until=1_010) == model.holders(LINES, 1_010)
    migrated(path, NEXT).close()


def test_older_file_opened_for_reading_is_refused(path: Path) -> None:
    with pytest.raises(StoreError, match=f"has version {VERSION} and needs .* {VERSION + 1}"):
        migrated(path, NEXT, read_only=True)


def test_newer_file_is_refused(path: Path) -> None:
    migrated(path, NEXT).close()
    with pytest.raises(StoreError, match=f"has version {VERSION + 1}, .* up to {VERSION}") as error:
        DuckLedgerStore(path, ASSET, LAW)
    assert error.value.hint == "use a newer stableaudit"


def test_file_of_another_asset_is_refused(path: Path) -> None:
    other = AssetId.parse("eip155:56/erc20:0x" + "ab" * 20)
    with pytest.raises(StoreError, match=f"is the ledger of {ASSET}, not {other}"):
        DuckLedgerStore(path, other, LAW)


def test_file_of_another_supply_law_is_refused(path: Path) -> None:
    with pytest.raises(StoreError, match="under the supply law zero-transfer, not tether"):
        DuckLedgerStore(path, ASSET, "tether")


def test_file_of_another_asset_is_not_brought_forward(path: Path) -> None:
    with DuckLedgerStore(path, ASSET, LAW) as store:
        before = store._database.run(lambda con: ask(con, "FROM meta ORDER BY key"))
    other = AssetId.parse("eip155:56/erc20:0x" + "ab" * 20)

    def prepared(con: Connection, *, may_write: bool) -> None:
        prepare(con, other, LAW, may_write=may_write, migrations=NEXT)

    with pytest.raises(StoreError, match="is the ledger of"):
        Database(path, prepared, memory_limit_mib=64, read_only=False)
    with DuckLedgerStore(path, ASSET, LAW) as store:
        assert store._database.run(lambda con: ask(con, "FROM meta ORDER BY key")) == before


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE x (y INTEGER)", "CREATE TABLE meta (key VARCHAR, value VARCHAR)"]
)
def test_database_of_another_program_is_refused_and_left_alone(
    tmp_path: Path, statement: str
) -> None:
    path = tmp_path / "other.duckdb"
    with duckdb.connect(path) as con:
        con.execute(statement)
    with pytest.raises(StoreError, match="no ledger of stableaudit"):
        DuckLedgerStore(path, ASSET, LAW)
    with duckdb.connect(path, read_only=True) as con:
        assert len(con.execute("FROM duckdb_tables()").fetchall()) == 1


@pytest.mark.parametrize("said", ["", "x", "0", "-1"])
def test_file_without_a_version_is_damaged(path: Path, said: str) -> None:
    with duckdb.connect(path) as con:
        con.execute("UPDATE meta SET value = ? WHERE key = 'version'", [said])
    with pytest.raises(StoreError) as caught:
        DuckLedgerStore(path, ASSET, LAW)
    assert "move it away and fetch" in caught.value.hint


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM account WHERE id = 2",
        "UPDATE account SET address = '\\x01'::BLOB WHERE id = 3",
        "UPDATE account SET address = (SELECT address FROM account WHERE id = 2) WHERE id = 3",
    ],
)
def test_accounts_that_cannot_be_told_apart_are_damaged(path: Path, statement: str) -> None:
    with duckdb.connect(path) as con:
        con.execute(statement)
    with (
        DuckLedgerStore(path, ASSET, LAW) as store,
        pytest.raises(StoreError, match="account") as caught,
    ):
        fill(store, [], [1_020])
    assert "move it away and fetch" in caught.value.hint


def test_missing_file_to_be_read_is_refused_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is not there") as caught:
        DuckLedgerStore(tmp_path / "ledger.duckdb", ASSET, LAW, read_only=True)
    assert caught.value.hint == "fetch the ledger first"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"hello " * 2_000, b"SQLite format 3\0" + bytes(8_000)])
def test_file_that_is_no_database_is_refused_without_asking_the_network(
    tmp_path: Path, content: bytes
) -> None:
    """A file that begins like SQLite's would make duckdb fetch an extension, if it were let."""
    path = tmp_path / "ledger.duckdb"
    path.write_bytes(content)
    for read_only in (False, True):
        with pytest.raises(StoreError) as caught:
            DuckLedgerStore(path, ASSET, LAW, read_only=read_only)
        assert "download" not in caught.value.problem.lower()
    assert path.read_bytes() == content


def test_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        DuckLedgerStore(tmp_path, ASSET, LAW)


def test_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="No such file or directory"):
        DuckLedgerStore(tmp_path / "no" / "ledger.duckdb", ASSET, LAW)


@pytest.mark.parametrize("kept", [100, 5_000, 100_000])
def test_file_cut_short_is_damaged(path: Path, kept: int) -> None:
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(StoreError, match="is damaged") as caught:
        DuckLedgerStore(path, ASSET, LAW)
    assert "restore a copy" in caught.value.hint


def test_changed_bytes_are_damage_or_change_nothing(path: Path, tmp_path: Path) -> None:
    """Every block carries a checksum; what is not covered by one is not looked at."""
    content = path.read_bytes()
    said = []
    for number, at in enumerate(range(0, len(content), len(content) // 40)):
        copy = tmp_path / f"copy-{number}.duckdb"
        copy.write_bytes(
            content[:at] + bytes(b ^ 255 for b in content[at : at + 64]) + content[at + 64 :]
        )
        try:
            with DuckLedgerStore(copy, ASSET, LAW) as store:
                assert store.holders(until=1_010) == model.holders(LINES, 1_010)
                assert store.totals(until=1_010) == model.totals(LINES, 1_010)
        except StoreError as error:
            said.append(error.problem)
    assert said
    assert [problem for problem in said if "is damaged" not in problem] == []


def test_file_that_is_gone_while_its_log_is_not_is_refused(path: Path) -> None:
    path.with_name(path.name + ".wal").write_bytes(b"x")
    path.unlink()
    with pytest.raises(StoreError, match="is gone, and its log is not"):
        DuckLedgerStore(path, ASSET, LAW)
    assert not path.exists()


def test_remains_of_a_killed_beginning_are_replaced(tmp_path: Path) -> None:
    path = tmp_path / "ledger.duckdb"
    for name in ("ledger.duckdb.new", "ledger.duckdb.new.wal"):
        (tmp_path / name).write_bytes(b"half")
    with begun(path) as store:
        fill(store, LINES, [1_010])
    assert sorted(file.name for file in tmp_path.iterdir()) == [path.name, path.name + ".lock"]


def test_remains_of_killed_queries_are_removed_by_a_writer(path: Path) -> None:
    path = path.rename(path.with_name("[a]*.duckdb"))
    left = path.with_name(path.name + ".tmp-1")
    left.mkdir()
    (left / "duckdb_temp_storage-0.tmp").write_bytes(b"x")
    DuckLedgerStore(path, ASSET, LAW, read_only=True).close()
    assert left.exists()
    DuckLedgerStore(path, ASSET, LAW).close()
    assert not left.exists()


def test_copy_of_a_file_is_the_same_ledger(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy's.duckdb"
    shutil.copy(path, copy)
    with DuckLedgerStore(copy, ASSET, LAW) as store:
        assert store.holders(until=1_010) == model.holders(LINES, 1_010)
