"""What a ledger kept of control as evidence: up to the reference block, or why there is none."""

from contextlib import nullcontext
from dataclasses import replace

from stableaudit.application.control_history import history_at_hand, history_of
from stableaudit.application.ledger_state import ledger_evidence
from stableaudit.application.sources import LedgerAccess
from stableaudit.application.supply_history import supply_history
from stableaudit.controls.uses import MOST_ACTS
from stableaudit.domain.control_history import ControlHistory, ControlLogs, KeptLog
from stableaudit.domain.errors import StoreError
from stableaudit.domain.ledger_evidence import LedgerEvidence, LedgerState, SupplyHistory
from stableaudit.domain.logs import RawLog
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import LedgerDepth, SupplyLaw
from stableaudit.ports.ledger_store import LedgerStore
from tests.control_events import told
from tests.fakes.chain_reader import ETHEREUM, stamp
from tests.fakes.events import FakeEvents
from tests.fakes.ledger_store import MemoryStore
from tests.fakes.world import Steps, ledgers
from tests.unit.application.test_ledger_state import audited, source
from tests.unit.application.test_sync import BOB, DEPLOYMENT, HISTORY

PAUSE, LATER = told("Pause()", at=(20, 4)), told("Unpause()", at=(490, 0))
GONE = Unavailable("unreachable", "it", "a", "", "x", "")
SHALLOW = replace(DEPLOYMENT, law=SupplyLaw.ZERO_TRANSFER, depth=LedgerDepth.SUPPLY)


def synced(*more: RawLog) -> tuple[MemoryStore, LedgerEvidence]:
    store = MemoryStore()
    logs = tuple(sorted((*HISTORY, PAUSE, LATER, *more), key=lambda log: (log.block, log.ordinal)))
    found = ledger_evidence(audited(source(logs=logs), store=store), progress=Steps())
    return store, found


def access(store: MemoryStore) -> LedgerAccess:
    return LedgerAccess({ETHEREUM: (FakeEvents("a"),)}, lambda _: store, {ETHEREUM: 1})


def minted(store: MemoryStore) -> SupplyHistory:
    return supply_history(store, until=500)


def reason(found: object) -> str:
    assert isinstance(found, Unavailable)
    return str(found)


def kept(until: int) -> tuple[KeptLog, ...]:
    return tuple(
        KeptLog(log, stamp(log.block).timestamp) for log in (PAUSE, LATER) if log.block <= until
    )


def test_history_of_a_synced_ledger_ends_with_the_reference_block() -> None:
    store, ledger = synced()
    found = history_of(DEPLOYMENT, ledger, access(store), at=stamp(480))
    assert found == ControlHistory(0, 480, ControlLogs(kept(480), 0), minted(store), {})


def test_history_keeps_the_newest_of_the_ledger_s_supply_and_counts_the_rest() -> None:
    store, ledger = synced()
    state = ledger.state
    assert isinstance(state, LedgerState)
    rows = minted(store).rows * (MOST_ACTS + 2)
    many = LedgerEvidence(ledger.asset, replace(state, history=SupplyHistory(rows, 7)))
    found = history_of(DEPLOYMENT, many, access(store), at=stamp(480))
    assert isinstance(found, ControlHistory)
    assert found.supply == SupplyHistory(rows[:MOST_ACTS], 9)
    none = LedgerEvidence(ledger.asset, replace(state, history=GONE))
    again = history_of(DEPLOYMENT, none, access(store), at=stamp(480))
    assert isinstance(again, ControlHistory)
    assert again.supply == minted(store)


def test_frozen_accounts_come_with_their_balance_where_the_ledger_has_one() -> None:
    freezes = (
        told("AddedBlackList(address)", BOB, at=(30, 0)),
        told("AddedBlackList(address)", b"\x99" * 20, at=(31, 0)),
    )
    store, ledger = synced(*freezes)
    found = history_of(DEPLOYMENT, ledger, access(store), at=stamp(500))
    assert isinstance(found, ControlHistory)
    assert found.frozen == {BOB: 200, b"\x99" * 20: 0}
    shallow = replace(DEPLOYMENT, depth=LedgerDepth.SUPPLY)
    without = history_of(shallow, ledger, access(store), at=stamp(500))
    assert isinstance(without, ControlHistory)
    assert "and no balances" in reason(without.frozen)


def test_history_without_a_ledger_says_that_there_is_none() -> None:
    absent = LedgerEvidence(DEPLOYMENT.asset, GONE)
    found = history_of(DEPLOYMENT, absent, ledgers(), at=stamp(480))
    assert "does not reach the reference block" in reason(found)


def test_history_of_a_ledger_without_events_of_control_says_why() -> None:
    store, ledger = synced()
    for found in (
        history_of(SHALLOW, ledger, access(store), at=stamp(480)),
        history_at_hand(SHALLOW, nullcontext(store), at=stamp(480)),
    ):
        assert "keeps supply events alone" in reason(found)


def test_ledger_on_this_machine_is_taken_as_far_as_it_goes() -> None:
    store, _ = synced()
    found = history_at_hand(DEPLOYMENT, nullcontext(store), at=stamp(900))
    assert found == ControlHistory(0, 500, ControlLogs(kept(500), 0), minted(store), {})
    assert history_at_hand(DEPLOYMENT, nullcontext(MemoryStore()), at=stamp(900)) is None
    assert history_at_hand(DEPLOYMENT, nullcontext(), at=stamp(900)) is None
    assert history_at_hand(DEPLOYMENT, ledgers().at_hand(DEPLOYMENT), at=stamp(900)) is None


def test_ledger_that_begins_after_the_reference_block_has_nothing_to_say() -> None:
    store, _ = synced()
    assert store.origin is not None
    store.origin = replace(store.origin, block=40)
    found = history_at_hand(DEPLOYMENT, nullcontext(store), at=stamp(30))
    assert "nothing of the blocks up to 30" in reason(found)


def test_ledger_that_cannot_be_opened_is_told_without_its_path() -> None:
    class Locked(nullcontext[LedgerStore | None]):
        def __enter__(self) -> LedgerStore | None:
            raise StoreError("in use by process 7", where="/home/me/ledgers/x.duckdb")

    found = history_at_hand(DEPLOYMENT, Locked(None), at=stamp(30))
    assert "cannot be opened" in reason(found)
    assert "/home/me" not in reason(found)
