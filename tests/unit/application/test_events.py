"""A view of events holds what happened between two instants, both included, and says if cut."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from stableaudit.application.events import events_view, views_of
from stableaudit.application.opened import OpenLedger
from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.ledger import Attribution, Boundary, EntryKind
from stableaudit.domain.tokens import LedgerDepth
from stableaudit.ledger.views import EventRow, EventsView
from tests.cases import ETHEREUM
from tests.ledger_cases import BEGAN, DAY, DEPLOYMENT, LAST, OWNER, SPEC, filled, units

STORE = filled()


def _view(
    *,
    kinds: Sequence[EntryKind] = tuple(EntryKind),
    since: int | None = None,
    until: int | None = None,
    limit: int | None = None,
) -> EventsView:
    return events_view(
        STORE,
        deployment=DEPLOYMENT,
        spec=SPEC,
        kinds=kinds,
        since=since,
        until=until,
        limit=limit,
    )


def test_events_row_names_parties_amount_and_how_they_are_known() -> None:
    mint = _view().rows[0]
    assert mint == EventRow(
        timestamp=BEGAN,
        block=100,
        ordinal=0,
        kind=EntryKind.MINT,
        source=Boundary.SUPPLY,
        destination=AccountId(ETHEREUM, OWNER),
        amount=TokenAmount(units("5000000"), 6),
        attribution=Attribution.NESTED_CALLDATA,
        transaction=(100).to_bytes(32, "big"),
    )


@pytest.mark.parametrize(
    ("kinds", "blocks"),
    [
        (tuple(EntryKind), [100, 100, 200, 201, 300, 301]),
        ((EntryKind.MINT,), [100, 201]),
        ((EntryKind.BURN, EntryKind.WIPE), [300, 301]),
        ((EntryKind.TRANSFER,), [100, 200]),
    ],
)
def test_events_are_of_the_kinds_asked(kinds: tuple[EntryKind, ...], blocks: list[int]) -> None:
    view = _view(kinds=kinds)
    assert ([row.block for row in view.rows], view.kinds) == (blocks, kinds)


@pytest.mark.parametrize(
    ("since", "until", "blocks"),
    [
        (None, BEGAN - 1, []),
        (None, BEGAN, [100, 100]),
        (BEGAN, BEGAN, [100, 100]),
        (BEGAN + 1, None, [200, 201, 300, 301]),
        (BEGAN + 2 * DAY, BEGAN + 2 * DAY, [200, 201]),
        (BEGAN + 2 * DAY + 1, BEGAN + 8 * DAY - 1, []),
        (BEGAN + 9 * DAY, None, []),
        (BEGAN - 99, LAST.timestamp, [100, 100, 200, 201, 300, 301]),
    ],
)
def test_events_are_between_the_instants_both_included(
    since: int | None, until: int | None, blocks: list[int]
) -> None:
    view = _view(since=since, until=until)
    assert ([row.block for row in view.rows], view.complete) == (blocks, True)
    assert (view.since, view.until) == (since, LAST.timestamp if until is None else until)


@pytest.mark.parametrize(("limit", "complete"), [(1, False), (5, False), (6, True), (7, True)])
def test_events_beyond_the_limit_are_told(limit: int, complete: bool) -> None:  # noqa: FBT001
    view = _view(limit=limit)
    assert (len(view.rows), view.complete) == (min(limit, 6), complete)
    assert view == _view().first(limit) if not complete else view.first(6) == view


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (None, LAST.timestamp + 1, r"^--until: .* is later than the ledger goes.*sync"),
        (LAST.timestamp + 1, None, r"^--since: .* is later than .*, where the events end"),
        (BEGAN + 2, BEGAN + 1, "^--since"),
    ],
)
def test_events_of_a_time_that_is_not_covered_are_refused(
    since: int | None, until: int | None, said: str
) -> None:
    with pytest.raises(DeclarationError, match=said):
        _view(since=since, until=until)


def test_events_of_several_ledgers_are_one_view_each() -> None:
    open_ledger = OpenLedger(DEPLOYMENT, SPEC, STORE)
    kinds = tuple(EntryKind)
    views = views_of((open_ledger, open_ledger), kinds=kinds, since=None, until=None, limit=None)
    assert views == (_view(), _view())


def test_events_transfers_of_a_ledger_without_any_are_refused() -> None:
    supply_only = OpenLedger(replace(DEPLOYMENT, depth=LedgerDepth.SUPPLY), SPEC, STORE)

    def rows(*kinds: EntryKind) -> int:
        (view,) = views_of((supply_only,), kinds=kinds, since=None, until=None, limit=None)
        return len(view.rows)

    assert rows(EntryKind.MINT, EntryKind.BURN) == 3
    with pytest.raises(DeclarationError, match=r"^--kind: .* holds supply events only"):
        rows(EntryKind.MINT, EntryKind.TRANSFER)
