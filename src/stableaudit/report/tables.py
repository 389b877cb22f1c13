"""Holders and events as finished tables, laid out by pandas: one row a line, all chains in one.

Amounts are decimal text with all their digits and, beside it, integer base units as text, so that
no reader rounds them. Nothing is computed here. What is not known is an empty cell.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.instants import format_instant
from stableaudit.ledger.views import EventRow, EventsView, HolderRow, HoldersView
from stableaudit.report.accounts import spell
from stableaudit.report.cells import cell
from stableaudit.report.figures import plain_amount
from stableaudit.report.ledger_words import (
    ATTRIBUTIONS,
    KINDS,
    counted,
    party_text,
    share_low,
    transaction_text,
)

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]  # pandas ships no types

Cell: TypeAlias = str | int | None

TEXT: Final = "string"
INTEGER: Final = "Int64"
"""Types of columns, as pandas calls them; both know a missing value."""

_SQL: Final = {TEXT: "VARCHAR", INTEGER: "BIGINT"}


@dataclass(frozen=True, slots=True)
class FinishedTable:
    """A table whose every cell stands, with the type of each column."""

    frame: "pd.DataFrame"
    types: Mapping[str, str]
    """TEXT or INTEGER by the column's name, in order."""

    @property
    def sql_types(self) -> Mapping[str, str]:
        """The columns' types as a database calls them."""
        return {name: _SQL[kind] for name, kind in self.types.items()}


HOLDERS: Final = {
    "chain": TEXT,
    "token": TEXT,
    "time": TEXT,
    "block": INTEGER,
    "kind": TEXT,
    "rank": INTEGER,
    "address": TEXT,
    "balance": TEXT,
    "base_units": TEXT,
    "share": TEXT,
    "label": TEXT,
    "role": TEXT,
    "contract": TEXT,
    "label_source": TEXT,
}
"""`kind` is `holder`, or `remainder` and `suspense` for what is not shown one by one: so the
column `base_units` sums to the supply. `share` is of the supply, rounded down at 18 decimals."""

EVENTS: Final = {
    "chain": TEXT,
    "token": TEXT,
    "time": TEXT,
    "block": INTEGER,
    "ordinal": INTEGER,
    "kind": TEXT,
    "from": TEXT,
    "to": TEXT,
    "amount": TEXT,
    "base_units": TEXT,
    "attribution": TEXT,
    "transaction": TEXT,
}
"""`from` and `to` are addresses, or `supply` and `suspense`."""


def holders_table(views: Sequence[HoldersView]) -> FinishedTable:
    """Return a row for each shown holder, then what is not shown, chain by chain."""
    return finished(HOLDERS, (row for view in views for row in _holders(view)))


def events_table(views: Sequence[EventsView]) -> FinishedTable:
    """Return a row for each entry, chain by chain."""
    return finished(EVENTS, (_event(view, row) for view in views for row in view.rows))


def finished(types: Mapping[str, str], rows: Iterable[Sequence[Cell]]) -> FinishedTable:
    """Return rows, each with a cell for every column, as a table."""
    import pandas as pd  # noqa: PLC0415 - loaded on use: it takes a third of a second

    columns = list(zip(*rows, strict=True)) or [() for _ in types]
    frame = pd.DataFrame(
        {
            name: pd.array(list(column), dtype=kind)
            for (name, kind), column in zip(types.items(), columns, strict=True)
        }
    )
    return FinishedTable(frame, types)


def csv_bytes(table: FinishedTable) -> bytes:
    """Return a table as CSV in UTF-8 with a header, RFC 4180 but for its line ends."""
    text: str = table.frame.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    return text.encode()


def _holders(view: HoldersView) -> Iterator[tuple[Cell, ...]]:
    where = (
        cell(view.spec.key),
        str(view.deployment.asset),
        format_instant(view.moment.instant),
        view.moment.until,
    )
    for row in view.rows:
        yield (*where, "holder", row.rank, spell(row.account), *_held(row))
    rest = view.remainder
    if rest.holders:
        share = None if isinstance(rest.share, Unknown) else share_low(rest.share)
        words = "holders, not followed"
        if not isinstance(rest.holders, Unknown):
            words = counted(rest.holders, "other holder")
        yield (*where, "remainder", None, None, *_amount(rest.balance), share, words, *_NOTHING)
    if view.suspense.base_units or view.totals.unattributed:
        words = "accounts that nothing names"
        yield (*where, "suspense", None, None, *_amount(view.suspense), None, words, *_NOTHING)


_NOTHING: Final = (None, None, None)


def _held(row: HolderRow) -> tuple[Cell, ...]:
    share = None if isinstance(row.share, Unknown) else share_low(row.share)
    if row.label is None:
        return (*_amount(row.balance), share, None, *_NOTHING)
    label = row.label
    code = None if isinstance(label.contract, Unknown) else str(label.contract).lower()
    source = cell(f"{label.provenance.source} ({label.provenance.as_of})")
    return (*_amount(row.balance), share, cell(label.name), label.role.value, code, source)


def _event(view: EventsView, row: EventRow) -> tuple[Cell, ...]:
    chain = view.spec.id
    return (
        cell(view.spec.key),
        str(view.deployment.asset),
        format_instant(row.timestamp),
        row.block,
        row.ordinal,
        KINDS[row.kind],
        party_text(row.source),
        party_text(row.destination),
        *_amount(row.amount),
        ATTRIBUTIONS[row.attribution],
        transaction_text(row.transaction, namespace=chain.namespace) or None,
    )


def _amount(amount: TokenAmount) -> tuple[str, str]:
    return plain_amount(amount), str(amount.base_units)
