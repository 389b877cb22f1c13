"""One process writes a ledger, or several read it; whoever comes in between is told who."""

import os
from pathlib import Path
from tempfile import gettempdir

import pytest

from stableaudit.adapters.store.lock import lock_file
from stableaudit.adapters.store.store import DuckLedgerStore
from stableaudit.domain.errors import StoreError
from tests.unit.adapters.store import model
from tests.unit.adapters.store.histories import ASSET, LAW, A, B, mint, plain
from tests.unit.adapters.store.processes import running, said
from tests.unit.adapters.store.stores import begun, fill

LINES = [mint(1_001, 0, A, 500), plain(1_003, 1, A, B, 20), plain(1_013, 1, A, B, 20)]
WRITER = """
    with begun(path) as store:
        fill(store, [mint(1_001, 0, A, 500), plain(1_003, 1, A, B, 20)], [1_010])
        print(flush=True)
        input()
        fill(store, [plain(1_013, 1, A, B, 20)], [1_020])
"""
READER = """
    with DuckLedgerStore(path, ASSET, LAW, read_only=True) as store:
        print(store.holders(until=1_010).balances, flush=True)
        input()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.duckdb"


def test_second_writer_is_refused_at_once_and_does_no_harm(path: Path) -> None:
    with running(WRITER, path) as writer:
        for _ in range(2):
            with pytest.raises(StoreError) as caught:
                DuckLedgerStore(path, ASSET, LAW)
            assert caught.value.problem == f"is being written by process {writer.pid}"
            assert caught.value.where == str(path)
    assert writer.returncode == 0
    with DuckLedgerStore(path, ASSET, LAW) as store:
        assert store.holders(until=1_020) == model.holders(LINES, 1_020)


def test_reader_beside_a_writer_is_told_who_writes(path: Path) -> None:
    with (
        running(WRITER, path) as writer,
        pytest.raises(StoreError, match=f"is in use by process {writer.pid}"),
    ):
        DuckLedgerStore(path, ASSET, LAW, read_only=True)
    assert writer.returncode == 0


def test_writer_beside_a_reader_is_told_who_reads_and_leaves_no_lock(path: Path) -> None:
    with begun(path) as store:
        fill(store, LINES, [1_010])
    with running(READER, path) as reader:
        with pytest.raises(StoreError, match=f"is in use by process {reader.pid}"):
            DuckLedgerStore(path, ASSET, LAW)
        with DuckLedgerStore(path, ASSET, LAW, read_only=True) as beside:
            assert beside.holders(until=1_010) == model.holders(LINES, 1_010)
    assert reader.returncode == 0
    DuckLedgerStore(path, ASSET, LAW).close()


def test_second_store_of_one_process_is_refused(path: Path) -> None:
    with begun(path) as store:
        with pytest.raises(StoreError, match=f"is being written by process {os.getpid()}"):
            DuckLedgerStore(path, ASSET, LAW)
        with pytest.raises(StoreError, match="is in use"):
            DuckLedgerStore(path, ASSET, LAW, read_only=True)
        fill(store, LINES, [1_020])


def test_readers_of_one_process_stand_beside_one_another(path: Path) -> None:
    with begun(path) as store:
        fill(store, LINES, [1_020])
    with (
        DuckLedgerStore(path, ASSET, LAW, read_only=True) as one,
        DuckLedgerStore(path, ASSET, LAW, read_only=True) as other,
    ):
        assert one.digest() == other.digest()


@pytest.mark.parametrize("left", [b"", b"1\n", b"999999999\n", b"nobody knows"])
def test_what_a_dead_process_left_in_the_lock_is_no_obstacle(path: Path, left: bytes) -> None:
    lock_file(path).write_bytes(left)
    with begun(path):
        assert lock_file(path).read_bytes() == b"%d\n" % os.getpid()


@pytest.mark.parametrize("left", [b"", b"nobody knows"])
def test_lock_that_names_nobody_is_still_one(path: Path, left: bytes) -> None:
    with begun(path):
        lock_file(path).write_bytes(left)
        with pytest.raises(StoreError, match="is being written by another process"):
            DuckLedgerStore(path, ASSET, LAW)


def test_lock_that_is_a_link_is_refused(path: Path, tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"kept")
    lock_file(path).symlink_to(tmp_path / "precious")
    with pytest.raises(StoreError):
        DuckLedgerStore(path, ASSET, LAW)
    assert (tmp_path / "precious").read_bytes() == b"kept"


def test_killed_writer_s_windows_are_read_and_its_lock_is_free(path: Path) -> None:
    with running(WRITER, path) as writer:
        writer.kill()
        writer.wait()
    assert path.with_name(path.name + ".wal").exists()
    with DuckLedgerStore(path, ASSET, LAW, read_only=True) as reader:
        assert reader.holders(until=1_010) == model.holders(LINES, 1_010)
    with DuckLedgerStore(path, ASSET, LAW) as store:
        fill(store, LINES, [1_020])
        assert store.holders(until=1_020) == model.holders(LINES, 1_020)


FORBIDDEN = """
    import duckdb
    from stableaudit.adapters.store.sql import ask

    ask(duckdb.connect(), "SELECT 1::HUGEINT")  # imports what it may not reach later
    if os.geteuid() == 0:  # to whom nothing is forbidden
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    for read_only in (False, True):
        try:
            with DuckLedgerStore(path, ASSET, LAW, read_only=read_only) as store:
                print(store.coverage().last.number)
                setting = "SELECT current_setting('temp_directory')"
                print(store._database.run(lambda con: ask(con, setting))[0][0])
        except StoreError as error:
            print(error)
"""


def test_folder_that_may_not_be_written_can_be_read_and_spills_elsewhere(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("shared")
    path = folder / "ledger.duckdb"
    with begun(path) as store:
        fill(store, LINES, [1_010])
    lock_file(path).unlink()
    ours = [place for place in (folder, *folder.parents) if place.stat().st_uid == os.geteuid()]
    modes = {place: place.stat().st_mode for place in ours}
    closed = {place: mode for place, mode in modes.items() if mode & 0o055 != 0o055}
    for place, mode in closed.items():
        place.chmod(mode | 0o055)
    folder.chmod(0o555)
    try:
        refused, covered, spills = said(FORBIDDEN, path)
    finally:
        folder.chmod(modes[folder])
        for place, mode in closed.items():
            place.chmod(mode)
    assert "is refused by the system: Permission denied" in refused
    assert str(path) in refused
    assert covered == "1010"
    assert Path(spills).parent == Path(gettempdir())
