"""What a store says of past days, as it is handed on."""

from dataclasses import replace

from stableaudit.application.holders import UNFOLLOWED
from stableaudit.application.opened import OpenLedger
from stableaudit.application.past_days import days_of
from stableaudit.domain.tokens import LedgerDepth
from tests.fakes.ledger_store import MemoryStore
from tests.ledger_cases import BEGAN, DAY, DEPLOYMENT, LAST, SPEC, filled

FIRST = BEGAN // DAY


def test_days_of_a_ledger_are_its_issuance_and_its_holders_up_to_its_last_block() -> None:
    found = days_of(OpenLedger(DEPLOYMENT, SPEC, filled()))
    assert found is not None
    assert (found.deployment, found.last) == (DEPLOYMENT, LAST)
    minted = [(one.day - FIRST, one.minted, one.burned) for one in found.issuance]
    assert minted == [(0, 5_000_000_000000, 0), (2, 10_000_000000, 0), (8, 0, 300_000_250000)]
    assert isinstance(found.holders, tuple)
    assert [(one.day - FIRST, one.holders) for one in found.holders] == [(0, 2), (2, 3), (8, 3)]


def test_days_of_a_ledger_without_transfers_have_no_holders() -> None:
    few = replace(DEPLOYMENT, depth=LedgerDepth.SUPPLY)
    found = days_of(OpenLedger(few, SPEC, filled()))
    assert found is not None
    assert found.holders == UNFOLLOWED


def test_days_of_a_ledger_that_covers_nothing_are_none() -> None:
    assert days_of(OpenLedger(DEPLOYMENT, SPEC, MemoryStore())) is None
