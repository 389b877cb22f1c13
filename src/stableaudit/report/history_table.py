"""A token's history as a finished table: a row for each check and for each day of the ledgers."""

from collections.abc import Iterator
from typing import Final

from stableaudit.domain.intervals import Interval
from stableaudit.domain.tokens import Token
from stableaudit.reconcile.books import Open
from stableaudit.report.cells import cell
from stableaudit.report.figures import bounds, instant_text, plain_amount
from stableaudit.report.sections.history import HistoryPoint, HistorySection
from stableaudit.report.tables import INTEGER, TEXT, Cell, FinishedTable, finished

HISTORY: Final = {
    "token": TEXT,
    "time": TEXT,
    "origin": TEXT,
    "verdict": TEXT,
    "supply": TEXT,
    "supply_base_units": TEXT,
    "decimals": INTEGER,
    "coverage_low": TEXT,
    "coverage_high": TEXT,
    "holders": INTEGER,
}
"""`origin` is `check` for what was measured, `ledger` for the end of a day that was derived.
Coverage is rounded outwards at 18 decimals."""


def history_table(
    token: Token, section: HistorySection, *, limit: int | None = None
) -> FinishedTable:
    """Return a row for each point of a history, by time; at most the newest `limit`."""
    points = section.points if limit is None else section.points[-limit:]
    return finished(HISTORY, _rows(token, points))


def _rows(token: Token, points: tuple[HistoryPoint, ...]) -> Iterator[tuple[Cell, ...]]:
    for one in points:
        supply = None if isinstance(one.supply, Open) else one.supply
        covered = bounds(one.coverage) if isinstance(one.coverage, Interval) else None
        yield (
            cell(token.key),
            instant_text(one.at),
            one.origin.value,
            None if one.verdict is None else one.verdict.value,
            None if supply is None else plain_amount(supply),
            None if supply is None else str(supply.base_units),
            None if supply is None else supply.decimals,
            None if covered is None else covered.low,
            None if covered is None else covered.high,
            None if isinstance(one.holders, Open) else one.holders,
        )
