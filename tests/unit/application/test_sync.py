"""Ledgers synced from a history in memory, by USDKG's law, whose Issue names nobody."""

from dataclasses import replace

import pytest

from stableaudit.application.sources import Sources
from stableaudit.application.sync import Synced, sync
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import EvidenceError, InconsistentError, UnreachableError
from stableaudit.domain.identifiers import AccountId, AssetId
from stableaudit.domain.ledger import Attribution, Boundary, EntryKind
from stableaudit.domain.logs import RawLog, TransactionCall
from stableaudit.domain.tokens import Deployment, LedgerDepth, Since, SupplyLaw
from stableaudit.ledger.attribution import ISSUE_TO
from tests.cases import SOURCE
from tests.control_events import told
from tests.fakes.chain_reader import ETHEREUM, SPACING, START, FakeReader, stamp
from tests.fakes.events import FakeEvents, transfer
from tests.fakes.ledger_store import MemoryStore
from tests.fakes.world import Steps

TOKEN = bytes([7]) * 20
ALICE, BOB, CAROL = (bytes([n]) * 20 for n in (0xA1, 0xB0, 0xCA))
DEPLOYMENT = Deployment(
    AssetId(AccountId(ETHEREUM, TOKEN)), 6, SupplyLaw.USDKG, law_established=True, native=True,
    provenance=SOURCE,
)  # fmt: skip
ISSUE = bytes.fromhex("cb8241adb0c3fdb35b70c24ce35c5eb0c17af7431c99f827d44a445ca624176a")
MINT_TX = b"\x01" * 32
MINT = RawLog(10, 0, MINT_TX, (ISSUE,), (1000).to_bytes(32))
HISTORY = (
    MINT,
    transfer(20, 0, ALICE, BOB, 300),
    transfer(150, 3, BOB, CAROL, 100),
    transfer(450, 1, ALICE, CAROL, 5),
)
CALL = TransactionCall(
    MINT_TX, 10, CAROL, TOKEN, ISSUE_TO.selector + bytes(12) + ALICE + (1000).to_bytes(32)
)


def events(operator: str = "a", logs: tuple[RawLog, ...] = HISTORY) -> FakeEvents:
    return FakeEvents(operator, logs, calls={MINT_TX: CALL})


def run(
    store: MemoryStore,
    *some: FakeEvents,
    reader: FakeReader | None = None,
    until: int = 500,
    deployment: Deployment = DEPLOYMENT,
    steps: Steps | None = None,
) -> Synced:
    reader = reader or FakeReader("a")
    sources = Sources("Ethereum", reader, some)
    last = stamp(until, fork=reader.fork)
    return sync(deployment, sources, store, until=last, progress=steps or Steps())


def test_sync_of_an_empty_ledger_commits_every_window_up_to_the_block() -> None:
    store, steps = MemoryStore(), Steps()
    synced = run(store, events(), steps=steps)
    assert (synced.coverage.last, synced.coverage.windows) == (stamp(500), 6)
    assert store.holders(until=500).balances == (695, 200, 105)
    assert store.totals(until=500).supply == 1000
    assert steps.said[-1] == ("Ethereum", "501 of 501 blocks, 4 logs")


def test_sync_names_the_first_holder_that_no_log_names() -> None:
    store = MemoryStore()
    run(store, events())
    (row,) = store.entries(kinds=[EntryKind.MINT], first=0, until=500, limit=None)
    assert (row.entry.destination, row.entry.attribution) == (ALICE, Attribution.CALLDATA)


def test_sync_without_the_transaction_leaves_its_mint_in_suspense() -> None:
    store = MemoryStore()
    run(store, FakeEvents("a", HISTORY))
    (row,) = store.entries(kinds=[EntryKind.MINT], first=0, until=500, limit=None)
    assert (row.entry.destination, row.entry.attribution) == (Boundary.SUSPENSE, Attribution.NONE)
    assert store.totals(until=500).suspense == 1000


def test_sync_again_reads_the_new_blocks_alone() -> None:
    store, source, reader = MemoryStore(), events(), FakeReader("a")
    run(store, source)
    source.asked.clear()
    run(store, source, until=700, reader=reader)
    assert source.asked == ["pages 501-700"]
    assert reader.asked == ["block"]


def test_sync_with_nothing_new_looks_at_the_newest_block_alone() -> None:
    store, source, reader = MemoryStore(), events(), FakeReader("a")
    run(store, source)
    source.asked.clear()
    synced = run(store, source, reader=reader)
    assert (source.asked, reader.asked, synced.rewritten) == ([], ["block"], ())


def test_sync_whose_endpoint_breaks_off_goes_on_with_the_next() -> None:
    store, first, second = MemoryStore(), events("a"), events("b")
    first.broken = UnreachableError("gone", asked="logs", whom="a")
    first.breaks_after = 2
    synced = run(store, first, second)
    assert second.asked == ["pages 200-500"]
    assert store.digest() == _undisturbed().digest()
    assert [text for text in synced.troubles if "gone" in text] == list(synced.troubles)


def test_sync_whose_every_endpoint_breaks_off_keeps_what_came_and_raises() -> None:
    store, only = MemoryStore(), events()
    only.broken = UnreachableError("gone", asked="logs", whom="a")
    only.breaks_after = 2
    with pytest.raises(UnreachableError, match="gone"):
        run(store, only)
    coverage = store.coverage()
    assert coverage is not None
    assert coverage.last == stamp(199)
    only.broken = None
    run(store, only)
    assert store.digest() == _undisturbed().digest()


def test_sync_without_any_endpoint_says_that_there_is_nobody() -> None:
    with pytest.raises(UnreachableError, match="no endpoint of the chain may be read"):
        run(MemoryStore())


def test_sync_over_a_replaced_final_block_rolls_back_and_tells() -> None:
    store = MemoryStore()
    run(store, events())
    fork = events("a", (MINT, transfer(20, 0, ALICE, CAROL, 300)))
    fork.fork = "other"
    synced = run(store, fork, reader=FakeReader("a", fork="other"))
    assert len(synced.rewritten) == 1
    assert "final block 500 was 0x" in synced.rewritten[0]
    assert "everything from block 0 on was forgotten" in synced.rewritten[0]
    assert store.holders(until=500).balances == (700, 300)
    assert store.windows[0].decided == synced.rewritten


def test_sync_over_a_late_fork_keeps_the_windows_that_still_stand() -> None:
    store = MemoryStore()
    run(store, events())

    class Forked(FakeReader):
        def block(self, number: int) -> BlockStamp:
            self.fork = "other" if number > 250 else ""
            return super().block(number)

    late = events()
    late.fork = "other"
    synced = run(store, late, reader=Forked("a"))
    assert "everything from block 200 on was forgotten" in synced.rewritten[0]
    assert late.asked == ["pages 200-500"]


def test_sync_from_an_instant_begins_at_its_last_block_and_says_why() -> None:
    store = MemoryStore()
    young = replace(DEPLOYMENT, since=Since(START + 5 * SPACING, "It was deployed then."))
    synced = run(store, events(), deployment=young)
    assert synced.coverage.origin.block == 5
    assert "It was deployed then." in synced.coverage.origin.why


def test_sync_of_a_chain_younger_than_the_instant_begins_at_its_first_block() -> None:
    old = replace(DEPLOYMENT, since=Since(START - 5, "It was deployed then."))
    synced = run(MemoryStore(), events(), deployment=old)
    assert (synced.coverage.origin.block, synced.coverage.origin.why) == (
        0,
        "It is the chain's first block.",
    )


def test_sync_whose_first_block_cannot_be_found_raises() -> None:
    class Lost(FakeReader):
        def last_block_until(self, instant: int, *, final: BlockStamp) -> BlockStamp:
            del instant, final
            raise self.error(InconsistentError, "times do not ascend")

    old = replace(DEPLOYMENT, since=Since(START + 50, "It was deployed then."))
    with pytest.raises(EvidenceError, match="do not ascend"):
        run(MemoryStore(), events(), deployment=old, reader=Lost("a"))


def test_sync_of_supply_events_alone_stores_no_transfer() -> None:
    store = MemoryStore()
    run(store, events(), deployment=replace(DEPLOYMENT, depth=LedgerDepth.SUPPLY))
    totals = store.totals(until=500)
    assert (totals.supply, totals.transfers) == (1000, 0)


def _undisturbed() -> MemoryStore:
    store = MemoryStore()
    run(store, events())
    return store


def test_sync_keeps_events_of_control_apart_from_what_its_law_reads() -> None:
    pause = told("Pause()", at=(20, 4))
    odd = replace(pause, ordinal=5, data=b"\x01")
    store = MemoryStore()
    run(store, events("a", (MINT, HISTORY[1], pause, odd)))
    kept = store.control_logs(until=500, most=9)
    assert [(one.log, one.timestamp) for one in kept.logs] == [(pause, stamp(20).timestamp)]
    assert store.irregularities(9) == (
        "block 20, log 5: Pause() with 1 topics and 1 bytes of data",
    )
    assert store.totals(until=500).supply == 1000
