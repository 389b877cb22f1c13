"""Every holder from our store, and, where asked, how the token is spread over them.

Arguments: store, how many rows are in it, `holders` or `measures`, `read` or `keep`. A store that
is only read adds up whatever it has kept no balances of; one that may be written keeps them.
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
from stableaudit.ledger import distribution


def main() -> None:
    target, count, what, how = sys.argv[1:]
    store = opened(Path(target), read_only=how == "read")
    began = time.monotonic()
    holders = store.holders(until=windows.block_of(int(count) - 1))
    held = time.monotonic()
    if what == "measures":
        distribution.measure(
            holders, floor=10**6, top=(1, 10, 100), excluded=frozenset(), suspense=0
        )
    done = time.monotonic()
    taken = {**stop(), "holders_seconds": held - began, "measure_seconds": done - held}
    store.close()
    tell_holders(taken, holders.addresses, np.frombuffer(array("q", holders.balances), np.int64))


if __name__ == "__main__":
    main()
