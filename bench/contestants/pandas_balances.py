"""Balances with pandas, as one writes it: read, join both sides, group, sum.

Argument: Parquet file.
"""

import sys
import time

import pandas as pd  # type: ignore[import-untyped]  # stubs are of no use to one script

from bench.contestants.telling import tell_holders
from bench.stopwatch import stop


def main() -> None:
    began = time.monotonic()
    rows = pd.read_parquet(sys.argv[1])
    ready = time.monotonic()
    received = pd.DataFrame({"account": rows["destination"], "base_units": rows["base_units"]})
    sent = pd.DataFrame({"account": rows["source"], "base_units": -rows["base_units"]})
    balances = pd.concat([received, sent]).groupby("account", sort=False)["base_units"].sum()
    balances = balances[(balances != 0) & (balances.index != bytes(20))]
    done = time.monotonic()
    taken = {**stop(), "read_seconds": ready - began, "sum_seconds": done - ready}
    tell_holders(taken, b"".join(balances.index), balances.to_numpy())


if __name__ == "__main__":
    main()
