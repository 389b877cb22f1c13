"""Series have every day from first to last, exact to the last digit."""

import csv
from dataclasses import replace
from io import StringIO

from stableaudit.domain.declarations import Unknown
from stableaudit.domain.ledger import DayHolders, DaySupply
from stableaudit.ledger.views import HoldersView, Spread
from stableaudit.report.series import (
    HOLDER_COUNT,
    ISSUANCE,
    holder_count_table,
    issuance_table,
)
from stableaudit.report.tables import FinishedTable, csv_bytes
from tests.unit.report.ledger_views import holders

HUGE = 2**256 - 1


def _rows(table: FinishedTable) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(csv_bytes(table).decode())))


def with_days(days: tuple[DayHolders, ...]) -> HoldersView:
    view = holders()
    assert isinstance(view.spread, Spread)
    return replace(view, spread=replace(view.spread, by_day=days))


def test_issuance_has_every_day_and_fills_idle_ones_with_nothing() -> None:
    rows = _rows(issuance_table((holders(),)))
    assert [row["day"] for row in rows] == [f"2026-10-{day:02}" for day in range(1, 10)]
    shown = [(row["minted"], row["burned"], row["supply"], row["transfers"]) for row in rows]
    idle = ("0.000000", "0.000000", "5010000.000000", "0")
    assert shown[:4] == [
        ("5000000.000000", "0.000000", "5000000.000000", "1"),
        ("0.000000", "0.000000", "5000000.000000", "0"),
        ("10000.000000", "0.000000", "5010000.000000", "1"),
        idle,
    ]
    assert shown[4:8] == [idle] * 4
    assert shown[8] == ("0.000000", "300000.250000", "4709999.750000", "0")


def test_issuance_beyond_any_machine_integer_is_exact() -> None:
    view = replace(holders(), issuance=(DaySupply(5, HUGE, 0, 1), DaySupply(8, HUGE, 1, 0)))
    rows = _rows(issuance_table((view,)))
    assert [row["supply_base_units"] for row in rows] == [str(HUGE)] * 3 + [str(2 * HUGE - 1)]
    assert rows[1]["minted_base_units"] == "0"


def test_holder_count_of_an_idle_day_is_that_of_the_day_before() -> None:
    view = with_days((DayHolders(0, 3), DayHolders(3, 10**9)))
    rows = _rows(holder_count_table((view, view)))
    assert [(row["day"], row["holders"]) for row in rows] == [
        ("1970-01-01", "3"),
        ("1970-01-02", "3"),
        ("1970-01-03", "3"),
        ("1970-01-04", "1000000000"),
    ] * 2
    assert {row["floor"] for row in rows} == {"1.000000"}


def test_series_of_a_ledger_without_entries_are_headers() -> None:
    view = replace(with_days(()), issuance=())
    assert csv_bytes(issuance_table((view,))).decode() == ",".join(ISSUANCE) + "\n"
    assert csv_bytes(holder_count_table((view,))).decode() == ",".join(HOLDER_COUNT) + "\n"


def test_holder_count_where_holders_are_not_followed_is_no_row() -> None:
    view = replace(holders(), spread=Unknown("not followed"))
    assert _rows(holder_count_table((view, with_days((DayHolders(0, 3),))))) == [
        {
            "chain": "ethereum",
            "token": "eip155:1/erc20:0x0707070707070707070707070707070707070707",
            "day": "1970-01-01",
            "holders": "3",
            "floor": "1.000000",
        }
    ]
