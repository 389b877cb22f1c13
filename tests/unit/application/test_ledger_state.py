"""A deployment's ledger as evidence, over a history and balances in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from stableaudit.application.ledger_state import Audited, ledger_evidence
from stableaudit.application.sources import Sources
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import UnreachableError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.ledger import Attribution, BalanceSheet
from stableaudit.domain.ledger_evidence import LedgerState
from stableaudit.domain.logs import RawLog, TransactionCall
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import LedgerDepth
from tests.fakes.chain_reader import FakeReader, stamp
from tests.fakes.events import FakeEvents, transfer
from tests.fakes.ledger_store import MemoryStore
from tests.fakes.world import Steps
from tests.unit.application.test_sync import (
    ALICE,
    BOB,
    CALL,
    CAROL,
    DEPLOYMENT,
    HISTORY,
    ISSUE,
    MINT_TX,
)

HELD = {ALICE: 695, BOB: 200, CAROL: 105}
GONE = UnreachableError("gone", asked="it", whom="a")


def source(operator: str = "a", **more: object) -> FakeEvents:
    fields: dict[str, object] = {"logs": HISTORY, "held": HELD, "calls": {MINT_TX: CALL}, **more}
    return FakeEvents(operator, **fields)  # type: ignore[arg-type] # by name


def audited(*events: FakeEvents, most: int = 100, store: MemoryStore | None = None) -> Audited:
    sources = Sources("Ethereum", FakeReader("a"), events)
    return Audited(DEPLOYMENT, sources, store or MemoryStore(), stamp(500), 2, most)


def state_of(subject: Audited) -> LedgerState:
    state = ledger_evidence(subject, progress=Steps()).state
    assert isinstance(state, LedgerState)
    return state


def test_ledger_evidence_asks_two_operators_for_every_account() -> None:
    first, second, third = source("a"), source("b"), source("c")
    state = state_of(audited(first, second, third))
    assert [s.operator for s in state.sheets if isinstance(s, BalanceSheet)] == ["a", "b"]
    assert "balances of 3" in first.asked
    assert "balances of 3" in second.asked
    assert third.asked == []
    assert (state.known, state.totals.supply, state.changes) == (3, 1000, {})


def test_ledger_evidence_names_the_mints_that_no_log_names() -> None:
    (row,) = state_of(audited(source())).unlogged
    assert (row.entry.destination, row.entry.attribution) == (ALICE, Attribution.CALLDATA)


def test_ledger_evidence_tells_which_large_holders_are_contracts() -> None:
    assert state_of(audited(source(code=frozenset({BOB})))).contracts == frozenset({BOB})


def test_ledger_evidence_from_later_balances_syncs_what_moved_in_between() -> None:
    logs = (*HISTORY, transfer(505, 0, BOB, CAROL, 50))
    later = source(logs=logs, held={ALICE: 695, BOB: 150, CAROL: 155}, later=10)
    state = state_of(audited(later))
    assert state.changes == {BOB: {505: -50}, CAROL: {505: 50}}
    assert state.coverage.last.number == 510
    assert state.holders.balances == (695, 200, 105)


def test_ledger_evidence_whose_later_blocks_cannot_be_read_has_no_balances() -> None:
    class Short(FakeReader):
        def __post_init__(self) -> None:
            super().__post_init__()
            self.head = 505

    subject = replace(
        audited(source(later=10)), sources=Sources("Ethereum", Short("a"), (source(later=10),))
    )
    (sheet,) = state_of(subject).sheets
    assert isinstance(sheet, Unavailable)


def test_ledger_evidence_keeps_an_operators_refusal_beside_anothers_balances() -> None:
    class Mute(FakeEvents):
        def balances(
            self, token: AccountId, holders: Sequence[bytes], *, at: BlockStamp
        ) -> BalanceSheet:
            del token, holders, at
            raise GONE

    mute = Mute("b", HISTORY, HELD, calls={MINT_TX: CALL})
    sheets = state_of(audited(source("a"), mute)).sheets
    assert [type(one) for one in sheets] == [BalanceSheet, Unavailable]


def test_ledger_evidence_of_many_accounts_asks_for_the_largest_alone() -> None:
    only = source()
    state = state_of(audited(only, most=2))
    assert "balances of 2" in only.asked
    (sheet,) = state.sheets
    assert isinstance(sheet, BalanceSheet)
    assert sheet.addresses == ALICE + BOB


def test_ledger_evidence_of_supply_events_asks_for_no_balance() -> None:
    only = source()
    subject = audited(only)
    subject = replace(subject, deployment=replace(DEPLOYMENT, depth=LedgerDepth.SUPPLY))
    state = state_of(subject)
    assert (state.sheets, len(state.holders), state.totals.supply) == ((), 0, 1000)
    assert not [asked for asked in only.asked if "balances" in asked]


def test_ledger_evidence_without_a_reachable_past_says_why() -> None:
    evidence = ledger_evidence(audited(source(broken=GONE)), progress=Steps())
    assert isinstance(evidence.state, Unavailable)
    assert evidence.state.came == "gone"


def test_ledger_evidence_that_breaks_off_says_how_far_the_ledger_goes() -> None:
    broken = source(broken=GONE, breaks_after=2)
    evidence = ledger_evidence(audited(broken), progress=Steps())
    assert isinstance(evidence.state, Unavailable)
    assert "the ledger reaches block 199" in evidence.state.came
    assert "stableaudit sync" in evidence.state.hint


@pytest.mark.parametrize("operators", [1, 2])
def test_mint_that_only_a_balance_explains_is_settled_by_it(operators: int) -> None:
    store = MemoryStore()
    quiet = TransactionCall(MINT_TX, 10, CAROL, BOB, b"\x01\x02\x03\x04" + bytes(12) + ALICE)
    events = tuple(source(name, calls={MINT_TX: quiet}) for name in "ab"[:operators])
    state = state_of(audited(*events, store=store))
    (row,) = state.unlogged
    assert (row.entry.destination, row.entry.attribution) == (
        ALICE,
        Attribution.BALANCE_DIFFERENCE,
    )
    assert (state.totals.unattributed, state.holders.balances) == (0, (695, 200, 105))


def test_mint_to_an_account_that_no_log_ever_names_is_found_through_its_calldata() -> None:
    mint = RawLog(10, 0, MINT_TX, (ISSUE,), (1000).to_bytes(32))
    quiet = TransactionCall(MINT_TX, 10, CAROL, BOB, b"\x01\x02\x03\x04" + bytes(12) + ALICE)
    only = source(logs=(mint,), held={ALICE: 1000}, calls={MINT_TX: quiet})
    state = state_of(audited(only))
    assert state.holders.addresses == ALICE


def test_mint_that_operators_explain_differently_stays_in_suspense() -> None:
    quiet = TransactionCall(MINT_TX, 10, CAROL, BOB, b"\x01\x02\x03\x04")
    first = source("a", calls={MINT_TX: quiet})
    second = source("b", calls={MINT_TX: quiet}, held={ALICE: -305, BOB: 1200, CAROL: 105})
    state = state_of(audited(first, second))
    assert (state.totals.unattributed, state.totals.suspense) == (1, 1000)


def test_mint_whose_transaction_nobody_gives_stays_in_suspense() -> None:
    class Forgetful(FakeEvents):
        def transactions(
            self, wanted: Sequence[tuple[bytes, int]]
        ) -> Mapping[bytes, TransactionCall]:
            del wanted
            if self.asked.count("asked") > 0:
                raise GONE
            self.asked.append("asked")
            return {}

    only = Forgetful("a", HISTORY, {ALICE: 0})
    state = state_of(audited(only))
    assert state.totals.unattributed == 1
