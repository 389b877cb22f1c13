"""Put rows into our store, a transaction a window, as a sync does.

Arguments: file of rows, how many, store, rows a window.
"""

import sys
import time
from pathlib import Path

from bench import windows
from bench.contestants.our_store import opened
from bench.stopwatch import stop, tell
from stableaudit.domain.ledger import Origin


def main() -> None:
    source, count, target, size = sys.argv[1:]
    store = opened(Path(target))
    store.begin(Origin(windows.FIRST_BLOCK, "made here"))
    appending = slowest = 0.0
    for window in windows.of_rows(Path(source), 0, int(count), size=int(size)):
        began = time.monotonic()
        store.append(window)
        taken = time.monotonic() - began
        appending, slowest = appending + taken, max(slowest, taken)
    store.close()
    tell(stop(), append_seconds=appending, slowest_seconds=slowest)


if __name__ == "__main__":
    main()
