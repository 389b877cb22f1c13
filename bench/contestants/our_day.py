"""One more day into a filled store, window by window, and every holder after it.

Arguments: file of rows, how many are in the store, how many come, store.
"""

import sys
import time
from array import array
from pathlib import Path

import numpy as np

from bench import windows
from bench.contestants.our_store import opened
from bench.contestants.telling import tell_holders
from bench.stopwatch import stop


def main() -> None:
    source, before, more, target = sys.argv[1:]
    store = opened(Path(target))
    began = time.monotonic()
    first = 0.0
    for window in windows.of_rows(Path(source), int(before), int(more), size=windows.ROWS):
        store.append(window)
        first = first or time.monotonic() - began
    filled = time.monotonic()
    holders = store.holders(until=windows.block_of(int(before) + int(more) - 1))
    done = time.monotonic()
    taken = {
        **stop(),
        "first_append_seconds": first,
        "append_seconds": filled - began,
        "holders_seconds": done - filled,
    }
    store.close()
    tell_holders(taken, holders.addresses, np.frombuffer(array("q", holders.balances), np.int64))


if __name__ == "__main__":
    main()
