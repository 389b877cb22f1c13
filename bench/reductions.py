"""Bring what a fetching tool has written into columns of ours, so that outputs can be compared."""

import csv
from array import array
from pathlib import Path

import duckdb

from bench.columns import ColumnWriter


def columns(folder: Path) -> Path:
    """Return the folder with the columns of whatever a tool has left in one."""
    reduced = folder / "columns"
    if reduced.exists() or (folder / "blocks").exists():
        return reduced if reduced.exists() else folder
    reduced.mkdir()
    tables = sorted(folder.glob("*.csv"))
    if (folder / "ledger.parquet").exists():
        _ledger(folder / "ledger.parquet", reduced)
    elif tables:
        _csv(tables[0], reduced)
    else:
        _parquet(folder, reduced)
    return reduced


def _ledger(source: Path, folder: Path) -> None:
    """Write the columns of our store's export; a mint's source and a burn's target are none."""
    rows = (
        duckdb.connect()
        .execute(
            "SELECT block, ordinal, source, destination, base_units "  # noqa: S608 - our own folder
            f"FROM read_parquet('{source}')"
        )
        .fetchall()
    )
    with ColumnWriter(folder) as out:
        out.write(
            array("q", [row[0] for row in rows]),
            array("q", [row[1] for row in rows]),
            b"".join(row[2] or bytes(20) for row in rows),
            b"".join(row[3] or bytes(20) for row in rows),
            b"".join(int(row[4]).to_bytes(32, "big") for row in rows),
        )


def _parquet(source: Path, folder: Path) -> None:
    """Write the columns of cryo's `logs`."""
    rows = (
        duckdb.connect()
        .execute(
            "SELECT block_number::BIGINT, log_index::BIGINT, topic1, topic2, data "  # noqa: S608 - our own folder
            f"FROM read_parquet('{source}/*.parquet')"
        )
        .fetchall()
    )
    with ColumnWriter(folder) as out:
        out.write(
            array("q", [row[0] for row in rows]),
            array("q", [row[1] for row in rows]),
            b"".join(row[2][12:] for row in rows),
            b"".join(row[3][12:] for row in rows),
            b"".join(row[4] for row in rows),
        )


def _csv(source: Path, folder: Path) -> None:
    """Write the columns of ethereum-etl's `token_transfers`."""
    with source.open(encoding="ascii", newline="") as file:
        rows = list(csv.DictReader(file))
    with ColumnWriter(folder) as out:
        out.write(
            array("q", [int(row["block_number"]) for row in rows]),
            array("q", [int(row["log_index"]) for row in rows]),
            b"".join(bytes.fromhex(row["from_address"][2:]) for row in rows),
            b"".join(bytes.fromhex(row["to_address"][2:]) for row in rows),
            b"".join(int(row["value"]).to_bytes(32, "big") for row in rows),
        )
