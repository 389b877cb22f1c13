"""Supply events of a ledger, bounded, the newest kept."""

import pytest

from stableaudit.application.supply_history import MOST_EVENTS, supply_history
from stableaudit.domain.ledger import EntryKind
from stableaudit.domain.ledger_evidence import SupplyHistory
from tests.ledger_cases import ROWS, filled
from tests.unit.application.test_ledger_state import audited, source, state_of

SUPPLY = tuple(row for row in ROWS if row.entry.kind is not EntryKind.TRANSFER)


def test_ledger_evidence_holds_the_supply_events_up_to_the_reference_block() -> None:
    history = state_of(audited(source("a"), source("b"))).history
    assert isinstance(history, SupplyHistory)
    assert history.left_out == 0
    assert sum(row.entry.base_units for row in history.rows) == 1000
    assert {row.entry.kind for row in history.rows} == {EntryKind.MINT}


def test_supply_history_is_every_supply_event_in_chain_order() -> None:
    assert len(SUPPLY) > 2
    assert supply_history(filled(), until=1 << 40) == SupplyHistory(SUPPLY, 0)


@pytest.mark.parametrize("most", [1, 2])
def test_supply_history_keeps_the_newest_and_says_how_many_it_left_out(most: int) -> None:
    found = supply_history(filled(), until=1 << 40, most=most)
    assert found == SupplyHistory(SUPPLY[-most:], len(SUPPLY) - most)


def test_supply_history_ends_at_the_block_that_is_asked_for() -> None:
    last = SUPPLY[0].entry.block
    found = supply_history(filled(), until=last)
    assert found.rows == tuple(row for row in SUPPLY if row.entry.block <= last)


def test_supply_history_is_bounded_by_default() -> None:
    assert MOST_EVENTS == 10_000
