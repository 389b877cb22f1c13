"""Questions stay within the memory they are given, and a little more for Python."""

from pathlib import Path

from tests.unit.adapters.store.processes import said

LIMIT_MIB = 96
SPARE_MIB = 300

EVERYTHING = """
    import resource
    from tests.unit.adapters.store.windows import BLOCKS, made_window

    def peak():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

    before = peak()
    with begun(path, memory_limit_mib=96) as store:
        for number in range(40):
            store.append(made_window(number, transfers=10_000))
        until = ORIGIN + BLOCKS * 40 - 1
        store.holders(until=until)
        store.holders_by_day(until=until, floor=0)
        store.issuance_by_day(until=until)
        store.accounts(until=until)
        store.totals(until=until)
        store.digest()
        store.export(path.with_name("out.parquet"))
    print(before, peak())
"""


def test_400_000_transfers_are_asked_and_exported_in_little_memory(tmp_path: Path) -> None:
    ((before, peak),) = [line.split() for line in said(EVERYTHING, tmp_path / "ledger.duckdb")]
    assert int(peak) - int(before) < LIMIT_MIB + SPARE_MIB
    assert [left.name for left in tmp_path.glob("*.tmp-*")] == []
