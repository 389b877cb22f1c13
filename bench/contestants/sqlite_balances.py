"""Balances from SQLite.

Argument: database that `sqlite_fill` made.
"""

import sqlite3
import sys

import numpy as np

from bench.contestants.telling import tell_holders
from bench.stopwatch import stop

_BALANCES = """
SELECT address, balance FROM (
    SELECT id, sum(base_units) AS balance FROM (
        SELECT destination AS id, base_units FROM transfer
        UNION ALL SELECT source, -base_units FROM transfer
    ) GROUP BY id HAVING balance <> 0
) JOIN account USING (id) WHERE address <> zeroblob(20)
"""


def main() -> None:
    base = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    base.execute("PRAGMA cache_size = -1000000")
    base.execute("PRAGMA temp_store = MEMORY")
    found = base.execute(_BALANCES).fetchall()
    taken = stop()
    tell_holders(
        taken, b"".join(row[0] for row in found), np.array([row[1] for row in found], np.int64)
    )


if __name__ == "__main__":
    main()
