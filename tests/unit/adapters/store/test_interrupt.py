"""A signal ends waiting for the engine at once and as what it is; the store goes on."""

import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.unit.adapters.store.processes import heard, start

SOON_SECONDS = 10.0
"""Well below the minutes that the query takes."""

BUSY = """
    import signal
    from stableaudit.adapters.store.sql import ask

    class Terminated(BaseException):
        pass

    def terminate(*_):
        raise Terminated

    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in a shell's background
    signal.signal(signal.SIGTERM, terminate)
    with begun(path) as store:
        fill(store, [mint(1_001, 0, A, 500)], [1_010])
        print("asks", flush=True)
        try:
            store._database.run(
                lambda con: ask(con, "SELECT sum(hash(i) % 7) FROM range(100000000000) r(i)")
            )
        except BaseException as error:
            print(type(error).__name__, flush=True)
        fill(store, [plain(1_013, 1, A, B, 20)], [1_020])
        print(store.holders(until=1_020).balances, flush=True)
"""


@pytest.mark.parametrize(
    ("sent", "name"), [(signal.SIGINT, "KeyboardInterrupt"), (signal.SIGTERM, "Terminated")]
)
def test_signal_ends_a_long_query_at_once_as_what_it_is(
    tmp_path: Path, sent: signal.Signals, name: str
) -> None:
    process = start(BUSY, tmp_path / "ledger.duckdb")
    try:
        assert heard(process) == "asks"
        time.sleep(0.3)  # the query has begun; before it, the same holds
        begun = time.monotonic()
        process.send_signal(sent)
        assert heard(process) == name
        assert time.monotonic() - begun < SOON_SECONDS
        assert heard(process) == "(480, 20)"
        assert process.wait(60) == 0
    finally:
        _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()
