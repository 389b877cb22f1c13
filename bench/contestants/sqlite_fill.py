"""Put rows into SQLite, accounts by number as our own store has them.

Arguments: file of rows, how many, database.
"""

import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.rows import read
from bench.stopwatch import stop, tell

_CHUNK = 500_000


def main() -> None:
    source, count, target = sys.argv[1:]
    Path(target).unlink(missing_ok=True)
    base = sqlite3.connect(target)
    base.execute("PRAGMA journal_mode = OFF")
    base.execute("PRAGMA synchronous = OFF")
    base.execute("CREATE TABLE transfer (source INTEGER, destination INTEGER, base_units INTEGER)")
    base.execute("CREATE TABLE account (id INTEGER PRIMARY KEY, address BLOB)")
    ids: dict[bytes, int] = {}
    for start in range(0, int(count), _CHUNK):
        with base:
            base.executemany(
                "INSERT INTO transfer VALUES (?, ?, ?)",
                _numbered(Path(source), start, min(_CHUNK, int(count) - start), ids),
            )
    with base:
        base.executemany("INSERT INTO account (address, id) VALUES (?, ?)", ids.items())
    base.close()
    tell(stop(), disk_bytes=Path(target).stat().st_size)


def _numbered(
    source: Path, start: int, count: int, ids: dict[bytes, int]
) -> Iterator[tuple[int, int, int]]:
    rows = read(source, start, count)
    sides = (rows["source"].tolist(), rows["destination"].tolist(), rows["base_units"].tolist())
    for payer, payee, base_units in zip(*sides, strict=True):
        yield ids.setdefault(payer, len(ids)), ids.setdefault(payee, len(ids)), base_units


if __name__ == "__main__":
    main()
