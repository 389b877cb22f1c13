"""Tables hold every digit as text, addresses in full, and what is not shown as a row of its own."""

import csv
from dataclasses import replace
from fractions import Fraction
from io import StringIO
from pathlib import Path

import duckdb
import pytest

from stableaudit.adapters.store.parquet import parquet_bytes
from stableaudit.domain.amounts import TokenAmount
from stableaudit.report.tables import (
    EVENTS,
    HOLDERS,
    FinishedTable,
    csv_bytes,
    events_table,
    holders_table,
)
from tests.hostile import CORPUS
from tests.unit.report.ledger_views import (
    events,
    holders,
    hostile_events,
    hostile_holders,
    unfollowed,
)

HUGE = 2**256 - 1


def _rows(table: FinishedTable) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(csv_bytes(table).decode())))


def test_holders_table_has_a_row_for_each_holder_and_what_is_not_shown() -> None:
    rows = _rows(holders_table((holders(top=2),)))
    assert rows[0] == {
        "chain": "ethereum",
        "token": "eip155:1/erc20:0x0707070707070707070707070707070707070707",
        "time": "2026-10-10T12:00:00Z",
        "block": "400",
        "kind": "holder",
        "rank": "1",
        "address": "0x1111111111111111111111111111111111111111",
        "balance": "3749999.500000",
        "base_units": "3749999500000",
        "share": "0.796178280051925692",
        "label": "",
        "role": "",
        "contract": "",
        "label_source": "",
    }
    assert [(row["label"], row["role"], row["label_source"]) for row in rows[1:2]] == [
        ("An exchange", "exchange", "a test (2026-10-01)")
    ]
    assert [(row["kind"], row["rank"], row["address"], row["label"]) for row in rows[2:]] == [
        ("remainder", "", "", "1 other holder"),
        ("suspense", "", "", "accounts that nothing names"),
    ]


def test_holders_table_base_units_sum_to_the_supply() -> None:
    view = holders(top=1)
    rows = _rows(holders_table((view,)))
    assert sum(int(row["base_units"]) for row in rows) == view.supply.base_units


def test_holders_table_share_is_rounded_down() -> None:
    rows = _rows(holders_table((holders(),)))
    supply = holders().supply.base_units
    for row in rows[:3]:
        exact = Fraction(int(row["base_units"]), supply)
        assert Fraction(row["share"]) <= exact < Fraction(row["share"]) + Fraction(1, 10**18)


def test_events_table_has_a_row_for_each_entry() -> None:
    rows = _rows(events_table((events(),)))
    assert len(rows) == 6
    assert rows[0] == {
        "chain": "ethereum",
        "token": "eip155:1/erc20:0x0707070707070707070707070707070707070707",
        "time": "2026-10-01T12:00:00Z",
        "block": "100",
        "ordinal": "0",
        "kind": "mint",
        "from": "supply",
        "to": "0x1111111111111111111111111111111111111111",
        "amount": "5000000.000000",
        "base_units": "5000000000000",
        "attribution": "nested-calldata",
        "transaction": f"0x{100:064x}",
    }
    assert [(row["kind"], row["transaction"] != "") for row in rows] == [
        ("mint", True),
        ("transfer", False),
        ("transfer", False),
        ("mint", True),
        ("burn", True),
        ("wipe", True),
    ]


@pytest.mark.parametrize("text", CORPUS)
def test_tables_of_hostile_text_have_no_formula_and_no_forged_row(text: str) -> None:
    for table in (
        holders_table((hostile_holders(text),)),
        events_table((hostile_events(text),)),
    ):
        data = csv_bytes(table).decode()
        assert "\x1b" not in data
        rows = list(csv.reader(StringIO(data)))
        assert len(rows) == len(table.frame) + 1
        assert {len(row) for row in rows} == {len(table.types)}
        for cell in (cell for row in rows for cell in row):
            assert cell[:1] not in {"=", "+", "@", "\t", "\r", "|", "%", "\uff1d"}
            assert cell.isprintable()


@pytest.mark.parametrize("units", [0, 1, HUGE, -HUGE])
def test_parquet_of_holders_reads_back_every_digit(units: int, tmp_path: Path) -> None:
    view = holders()
    row = view.rows[0]
    changed = replace(view, rows=(replace(row, balance=TokenAmount(units, 6)), *view.rows[1:]))
    table = holders_table((changed,))
    path = tmp_path / "t.parquet"
    path.write_bytes(parquet_bytes(table.frame, table.sql_types))
    with duckdb.connect() as engine:
        found = engine.execute(f"SELECT * FROM '{path}'").fetchall()  # noqa: S608 - our own path
        names = engine.execute(f"DESCRIBE SELECT * FROM '{path}'").fetchall()  # noqa: S608 - our own path
    assert [(name, kind) for name, kind, *_ in names] == [
        (name, "BIGINT" if name in {"block", "rank"} else "VARCHAR") for name in HOLDERS
    ]
    assert found[0][8] == str(units)
    assert (found[0][3], found[0][5]) == (400, 1)
    assert found[0][10] is None


def test_parquet_of_no_rows_keeps_the_columns(tmp_path: Path) -> None:
    table = events_table(())
    path = tmp_path / "t.parquet"
    path.write_bytes(parquet_bytes(table.frame, table.sql_types))
    with duckdb.connect() as engine:
        names = engine.execute(f"DESCRIBE SELECT * FROM '{path}'").fetchall()  # noqa: S608 - our own path
    assert [name for name, *_ in names] == list(EVENTS)
    assert csv_bytes(table).decode() == ",".join(EVENTS) + "\n"


def test_tables_of_the_same_views_are_the_same_bytes() -> None:
    first, second = (holders_table((holders(),)) for _ in range(2))
    assert csv_bytes(first) == csv_bytes(second)
    assert parquet_bytes(first.frame, first.sql_types) == parquet_bytes(
        second.frame, second.sql_types
    )


def test_holders_table_where_holders_are_not_followed_names_the_remainder() -> None:
    rows = _rows(holders_table((unfollowed(),)))
    assert [(row["kind"], row["label"], row["base_units"]) for row in rows] == [
        ("remainder", "holders, not followed", "4699999750000"),
        ("suspense", "accounts that nothing names", "10000000000"),
    ]
