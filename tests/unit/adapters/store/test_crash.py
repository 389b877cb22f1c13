"""Whatever ends a writer, what it committed is there, once, and it goes on from there."""

from pathlib import Path
from threading import Timer

import numpy as np

from stableaudit.adapters.store.store import DuckLedgerStore
from tests.unit.adapters.store.histories import ASSET, LAW
from tests.unit.adapters.store.processes import heard, said, start
from tests.unit.adapters.store.stores import begun
from tests.unit.adapters.store.windows import made_window

KILLS = 10

ENDLESS = """
    from itertools import count
    from tests.unit.adapters.store.windows import BLOCKS, made_window

    print(-1, flush=True)
    with begun(path, memory_limit_mib=64) as store:
        coverage = store.coverage()
        for number in count(0 if coverage is None else coverage.windows):
            store.append(made_window(number))
            if number % 9 == 4:
                store.roll_back(to=ORIGIN + BLOCKS * number - 1)
                store.append(made_window(number))
            print(number, flush=True)
            if number % 7 == 6:
                store.holders(until=ORIGIN + BLOCKS * (number + 1) - 1)
"""

FULL = """
    import resource
    from tests.unit.adapters.store.windows import made_window

    limit = 3_000_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    number = 0
    try:
        with begun(path, memory_limit_mib=64) as store:
            while number < 500:
                store.append(made_window(number))
                number += 1
    except StoreError as error:
        print(number)
        print(error)
"""


def digest_of(path: Path, windows: int) -> str:
    """Return the digest of so many windows, appended without a disturbance."""
    with begun(path) as store:
        for number in range(windows):
            store.append(made_window(number))
        return store.digest()


def test_writer_killed_at_any_moment_loses_and_doubles_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.duckdb"
    acknowledged = -1
    for seconds in np.random.default_rng(7).uniform(0.0, 1.2, KILLS):
        process = start(ENDLESS, path)
        heard(process)
        killer = Timer(seconds, process.kill)
        killer.start()
        out, complaint = process.communicate()
        killer.join()
        assert complaint == ""
        acknowledged = max([acknowledged, *map(int, out.split())])
    with DuckLedgerStore(path, ASSET, LAW) as store:
        coverage = store.coverage()
        assert coverage is not None
        assert coverage.windows > acknowledged > 0
        digest = store.digest()
    assert digest == digest_of(tmp_path / "undisturbed.duckdb", coverage.windows)


def test_writer_whose_disk_is_full_says_so_and_keeps_what_it_committed(tmp_path: Path) -> None:
    path = tmp_path / "ledger.duckdb"
    number, complaint = said(FULL, path)
    assert "cannot grow" in complaint
    assert "File too large" in complaint
    with DuckLedgerStore(path, ASSET, LAW) as store:
        coverage = store.coverage()
        assert coverage is not None
        assert coverage.windows == int(number)
        digest = store.digest()
        store.append(made_window(coverage.windows))
    assert digest == digest_of(tmp_path / "undisturbed.duckdb", coverage.windows)
