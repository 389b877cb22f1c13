"""Balances with polars, lazily and streaming, which is its best here.

Argument: Parquet file.
"""

import sys

import polars as pl  # type: ignore[import-not-found]  # of its own environment

from bench.contestants.telling import tell_holders
from bench.stopwatch import stop


def main() -> None:
    rows = pl.scan_parquet(sys.argv[1])
    amount = pl.col("base_units")
    received = rows.select(account="destination", base_units=amount)
    sent = rows.select(account="source", base_units=-amount)
    balances = (
        pl.concat([received, sent])
        .group_by("account")
        .agg(amount.sum())
        .filter((amount != 0) & (pl.col("account") != bytes(20)))
        .collect(engine="streaming")
    )
    taken = stop()
    tell_holders(taken, b"".join(balances["account"].to_list()), balances["base_units"].to_numpy())


if __name__ == "__main__":
    main()
