"""Issuance and number of holders day by day, laid out by pandas: every day from first to last.

The ledger leaves out days on which nothing happened. A chart must not draw a line across them, so
they are filled in here: with nothing issued, and with as many holders as the day before.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.declarations import Unknown
from stableaudit.ledger.views import HoldersView
from stableaudit.report.cells import cell
from stableaudit.report.figures import plain_amount
from stableaudit.report.ledger_words import day_text
from stableaudit.report.tables import INTEGER, TEXT, Cell, FinishedTable, finished

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]  # pandas ships no types

ISSUANCE: Final = {
    "chain": TEXT,
    "token": TEXT,
    "day": TEXT,
    "minted": TEXT,
    "burned": TEXT,
    "supply": TEXT,
    "minted_base_units": TEXT,
    "burned_base_units": TEXT,
    "supply_base_units": TEXT,
    "transfers": INTEGER,
}
"""`burned` includes what was wiped. `supply` is at the end of the day, UTC."""

HOLDER_COUNT: Final = {
    "chain": TEXT,
    "token": TEXT,
    "day": TEXT,
    "holders": INTEGER,
    "floor": TEXT,
}
"""`holders` held more than `floor` tokens at the end of the day, UTC."""


def issuance_table(views: Sequence[HoldersView]) -> FinishedTable:
    """Return a row for each day, chain by chain; days of one chain without a gap."""
    return finished(ISSUANCE, (row for view in views for row in _issuance(view)))


def holder_count_table(views: Sequence[HoldersView]) -> FinishedTable:
    """Return a row for each day, chain by chain; days of one chain without a gap."""
    return finished(HOLDER_COUNT, (row for view in views for row in _holder_count(view)))


def _issuance(view: HoldersView) -> Iterator[tuple[Cell, ...]]:
    by_day = {one.day: one for one in view.issuance}
    for day, supply in (
        _every_day({day: str(supply) for day, supply in view.supply_by_day}).ffill().items()
    ):
        one = by_day.get(day)
        minted, burned, transfers = (one.minted, one.burned, one.transfers) if one else (0, 0, 0)
        amounts = tuple(
            TokenAmount(units, view.deployment.decimals) for units in (minted, burned, int(supply))
        )
        yield (
            cell(view.spec.key),
            str(view.deployment.asset),
            day_text(day),
            *(plain_amount(amount) for amount in amounts),
            *(str(amount.base_units) for amount in amounts),
            transfers,
        )


def _holder_count(view: HoldersView) -> Iterator[tuple[Cell, ...]]:
    floor = plain_amount(view.floor)
    if isinstance(view.spread, Unknown):
        return
    counts = _every_day({one.day: str(one.holders) for one in view.spread.by_day})
    for day, holders in counts.ffill().items():
        yield (cell(view.spec.key), str(view.deployment.asset), day_text(day), int(holders), floor)


def _every_day(by_day: Mapping[int, str]) -> "pd.Series":
    """Return values by day, ascending, with an empty one for each day between that has none."""
    import pandas as pd  # noqa: PLC0415 - loaded on use, as in tables

    found = pd.Series(by_day, dtype=TEXT)  # numbers as text: pandas would make floats of gaps
    return found.reindex(range(min(by_day), max(by_day) + 1)) if by_day else found
